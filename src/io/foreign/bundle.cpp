// See bundle.h; the records are those of PKWARE's APPNOTE.
#include "io/foreign/bundle.h"

#include <algorithm>
#include <string_view>

#include "base/crc32.h"
#include "io/foreign/tfjs.h"
#include "io/json.h"

namespace io {
namespace {

/// Least significant byte first; `size` may exceed the number's own eight bytes.
void put(std::vector<std::uint8_t>& to, std::uint64_t number, int size) {
    for (int i = 0; i < size; ++i, number >>= 8) to.push_back(static_cast<std::uint8_t>(number));
}

/// What local header and directory have in common: flags to the lengths of name and extra field.
void put_member(std::vector<std::uint8_t>& to, std::string_view name, std::span<const std::uint8_t> bytes) {
    put(to, 0, 8);  // flags, stored, time
    put(to, base::crc32_of(bytes), 4);
    put(to, bytes.size(), 4);
    put(to, bytes.size(), 4);
    put(to, name.size(), 2);
    put(to, 0, 2);
}

}  // namespace

std::vector<std::uint8_t> bundled(const FilesByName& files) {
    std::vector<std::uint8_t> out, directory;
    for (const auto& [name, bytes] : files) {
        put(directory, 0x02014b50, 4);
        put(directory, 20, 2);
        put(directory, 20, 2);
        put_member(directory, name, bytes);
        put(directory, 0, 10);  // comment, disk, attributes
        put(directory, out.size(), 4);
        directory.insert(directory.end(), name.begin(), name.end());
        put(out, 0x04034b50, 4);
        put(out, 20, 2);
        put_member(out, name, bytes);
        out.insert(out.end(), name.begin(), name.end());
        out.insert(out.end(), bytes.begin(), bytes.end());
    }
    const std::size_t begin = out.size();
    out.insert(out.end(), directory.begin(), directory.end());
    put(out, 0x06054b50, 4);
    put(out, 0, 4);  // disks
    put(out, files.size(), 2);
    put(out, files.size(), 2);
    put(out, directory.size(), 4);
    put(out, begin, 4);
    put(out, 0, 2);
    return out;
}

bool may_be_tfjs(std::span<const std::uint8_t> bytes) {
    const std::string_view start(reinterpret_cast<const char*>(bytes.data()),
                                 std::min<std::size_t>(bytes.size(), 1024));
    const std::size_t first = start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos || start[first] != '{') return false;
    for (const std::string_view key :
         {"\"modelTopology\"", "\"weightsManifest\"", "\"layers-model\"", "\"graph-model\""})
        if (start.find(key) != std::string_view::npos) return true;
    return false;
}

std::vector<std::string> files_beside(std::span<const std::uint8_t> bytes) {
    if (!may_be_tfjs(bytes)) return {};
    const auto root = parse_tfjs_json(bytes);
    return root ? weight_files(root.value()) : std::vector<std::string>();
}

std::string without_folders(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
    return last == "." || last == ".." ? std::string() : std::string(last);
}

}  // namespace io
