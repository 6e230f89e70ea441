#include "io/idx_files.h"

#include <string>
#include <string_view>
#include <system_error>

#include "io/file.h"

namespace io {
namespace {

/// "a-idx3-ubyte" from "a.idx3-ubyte" and back; the same where it is neither.
std::string respelled(std::string name) {
    for (const std::string_view kind : {"idx1-ubyte", "idx3-ubyte"}) {
        const std::size_t at = name.rfind(kind);
        if (at == std::string::npos || at == 0) continue;
        if (name[at - 1] == '-' || name[at - 1] == '.') name[at - 1] = name[at - 1] == '-' ? '.' : '-';
    }
    return name;
}

}  // namespace

base::Result<std::vector<std::uint8_t>> read_idx_file(const std::filesystem::path& path) {
    const std::string name = path.filename().string(), other = respelled(name);
    const auto with_gz = [](const std::string& n) {
        return n.ends_with(".gz") ? n.substr(0, n.size() - 3) : n + ".gz";
    };
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored) && other != name)
        for (const std::string& tried : {other, with_gz(name), with_gz(other)})
            if (std::filesystem::exists(path.parent_path() / tried, ignored))
                return read_file(path.parent_path() / tried);
    return read_file(path);
}

base::Result<LabelledImages> read_idx_pair(const std::filesystem::path& images, const std::filesystem::path& labels) {
    const auto image_bytes = read_idx_file(images);
    if (!image_bytes) return base::Error{image_bytes.message()};
    const auto label_bytes = read_idx_file(labels);
    if (!label_bytes) return base::Error{label_bytes.message()};
    return parse_idx_pair({images.string(), image_bytes.value()}, {labels.string(), label_bytes.value()});
}

}  // namespace io
