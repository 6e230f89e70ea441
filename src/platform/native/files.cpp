// See files.h.
#include "platform/native/files.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <system_error>

#include <SDL.h>

#include "io/file.h"

namespace platform::native {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoDialog =
    "No file dialog is installed here; drop the file on the window, or install zenity or kdialog";

bool is_installed(const char* program) {
    const char* path = std::getenv("PATH");
    if (!path) return false;
    std::string folders = path;
    for (std::size_t start = 0; start <= folders.size();) {
        const std::size_t end = std::min(folders.find(':', start), folders.size());
        std::error_code error;
        if (fs::exists(fs::path(folders.substr(start, end - start)) / program, error)) return true;
        start = end + 1;
    }
    return false;
}

/// For the shell: 'text', with every ' inside written as '\''.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'')
            result += "'\\''";
        else
            result += c;
    }
    return result + "'";
}

/// First line that a command prints; empty if it fails (the person pressed Cancel).
std::string first_line(const std::string& command) {
    const auto close = [](std::FILE* pipe) { return pclose(pipe); };
    const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
    std::string line;
    std::array<char, 4096> buffer{};
    if (pipe && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get())) line = buffer.data();
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    return line;
}

Choice ask(const std::string& zenity, const std::string& kdialog) {
    std::string command;
    if (is_installed("zenity"))
        command = "zenity " + zenity + " 2>/dev/null";
    else if (is_installed("kdialog"))
        command = "kdialog " + kdialog + " 2>/dev/null";
    if (command.empty()) return {std::nullopt, kNoDialog};
    const std::string line = first_line(command);
    if (line.empty()) return {};
    return {fs::path(line), ""};
}

std::optional<fs::path> kept_path(const char* name) {
    const std::unique_ptr<char, void (*)(void*)> folder(SDL_GetPrefPath("", "unpool"), SDL_free);
    if (!folder) return std::nullopt;
    return fs::path(folder.get()) / name;
}

}  // namespace

Choice choose_file_to_open() {
    return ask("--file-selection --title='Open a picture, strokes or a model'", "--getopenfilename .");
}

Choice choose_folder_to_open() {
    return ask("--file-selection --directory --title='Open a folder of pictures named by class'",
               "--getexistingdirectory .");
}

io::PictureSet pictures_below(const fs::path& folder) {
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end;
         !error && at != end && paths.size() <= io::PictureSet::kMost; at.increment(error))
        if (at->is_regular_file(error)) paths.push_back(at->path());
    std::sort(paths.begin(), paths.end());
    io::PictureSet pictures;
    for (const fs::path& path : paths) {
        const auto bytes = io::read_file(path, std::size_t{16} << 20);
        pictures.add(path.lexically_relative(folder.parent_path()).generic_string(),
                     bytes ? std::span<const std::uint8_t>(bytes.value()) : std::span<const std::uint8_t>());
    }
    return pictures;
}

Choice choose_file_to_save(const std::string& name) {
    return ask("--file-selection --save --confirm-overwrite --filename=" + quoted(name),
               "--getsavefilename " + quoted("./" + name));
}

std::string read_kept(const char* name) {
    const auto path = kept_path(name);
    std::error_code error;
    if (!path || !fs::exists(*path, error)) return {};
    const auto bytes = io::read_file(*path, std::size_t{64} << 20);
    return bytes ? std::string(bytes.value().begin(), bytes.value().end()) : std::string();
}

void write_kept(const char* name, const std::string& text) {
    const auto path = kept_path(name);
    if (!path) return;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const base::Status status = io::write_file(*path, {bytes, text.size()});
    if (!status) SDL_Log("%s was not kept: %s", name, status.message().c_str());
}

std::optional<fs::path> find_gallery(const std::string& given) {
    const std::unique_ptr<char, void (*)(void*)> base(SDL_GetBasePath(), SDL_free);
    const fs::path program = base ? fs::path(base.get()) : fs::path(".");
    for (const fs::path& folder :
         {fs::path(given), program / "gallery", program / "../share/unpool/gallery", program / "../../gallery"}) {
        std::error_code error;
        if (!folder.empty() && fs::exists(folder / "images.idx.gz", error) &&
            fs::exists(folder / "labels.idx.gz", error))
            return folder;
    }
    return std::nullopt;
}

}  // namespace platform::native
