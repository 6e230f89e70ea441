// Several files that are one network: a TensorFlow.js model.json with its weights' files.  They are opened as one, a
// zip archive.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace io {

using FilesByName = std::map<std::string, std::vector<std::uint8_t>>;

/// A zip archive that holds the files as they are.  All of them together and their names: below 4 GB.
std::vector<std::uint8_t> bundled(const FilesByName& files);

/// Whether the first thousand bytes are those of a TensorFlow.js model.json.
bool may_be_tfjs(std::span<const std::uint8_t> bytes);

/// Names, without folders, of the files that lie beside this model.json and hold its weights; none where it is no such
/// file or cannot be read.
std::vector<std::string> files_beside(std::span<const std::uint8_t> bytes);

/// `name` without its folders; "" where nothing is left that names a file.
std::string without_folders(std::string_view name);

}  // namespace io
