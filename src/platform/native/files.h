// Files on the desktop: the system's own dialogs, the settings, the gallery.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "io/picture_set.h"

namespace platform::native {

/// Asks the person by zenity or kdialog; nothing if cancelled.  Errors (neither is installed) come as `problem`.
struct Choice {
    std::optional<std::filesystem::path> path;
    std::string problem;
};
Choice choose_file_to_open();
Choice choose_folder_to_open();
Choice choose_file_to_save(const std::string& name);

/// The files below a folder, in the order of their paths.
io::PictureSet pictures_below(const std::filesystem::path& folder);

/// What the last visit kept under a name ("settings.json"); empty if there is nothing.
std::string read_kept(const char* name);
void write_kept(const char* name, const std::string& text);

/// Folder with images.idx.gz and labels.idx.gz: `given`, else beside the program.  Nothing if it is in none of them.
std::optional<std::filesystem::path> find_gallery(const std::string& given);

}  // namespace platform::native
