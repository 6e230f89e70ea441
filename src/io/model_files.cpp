#include "io/model_files.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "io/file.h"
#include "io/foreign/bundle.h"

namespace io {
namespace {

constexpr const char* kJson = "model.json";

/// Whether this is a file of weights that the model.json beside it names.
bool is_weights(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::path json = path.parent_path() / kJson;
    if (path.extension() != ".bin" || !std::filesystem::exists(json, error)) return false;
    const auto bytes = read_file(json, std::size_t{64} << 20);
    if (!bytes) return false;
    const auto names = files_beside(bytes.value());
    return std::find(names.begin(), names.end(), path.filename().string()) != names.end();
}

}  // namespace

base::Result<std::vector<std::uint8_t>> read_model_files(const std::filesystem::path& path, std::size_t limit) {
    if (is_weights(path)) return read_model_files(path.parent_path() / kJson, limit);
    auto bytes = read_file(path, limit);
    if (!bytes || !may_be_tfjs(bytes.value())) return bytes;
    const auto names = files_beside(bytes.value());
    std::size_t left = limit - bytes.value().size();
    FilesByName files;
    for (const std::string& name : names) {
        std::error_code error;
        const std::filesystem::path beside = path.parent_path() / name;
        if (!std::filesystem::is_regular_file(beside, error)) continue;
        auto content = read_file(beside, left);
        if (!content) return content;
        left -= content.value().size();
        files[name] = std::move(content.value());
    }
    if (files.empty() && !names.empty()) return bytes;
    files[kJson] = std::move(bytes.value());
    return bundled(files);
}

}  // namespace io
