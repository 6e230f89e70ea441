// Whole files, in and out.  For native programs and tests under Node: the page has no file system and links none of
// this.
#include "io/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

#include <unistd.h>

namespace io {
namespace {

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

base::Error failure(const std::string& what, const std::filesystem::path& path, const std::string& reason) {
    return base::Error{"cannot " + what + " " + path.string() + ": " + reason};
}

base::Error too_large(const std::filesystem::path& path, std::size_t limit) {
    return failure("read", path, "it is larger than " + std::to_string(limit) + " bytes");
}

}  // namespace

base::Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path, std::size_t limit) {
    std::error_code code;
    if (std::filesystem::is_directory(path, code)) return failure("read", path, "it is a folder");
    const File file(std::fopen(path.c_str(), "rb"));
    if (!file) return failure("read", path, std::strerror(errno));
    std::vector<std::uint8_t> bytes;
    if (std::filesystem::is_regular_file(path, code)) {
        const std::uintmax_t size = std::filesystem::file_size(path, code);
        if (!code && size > limit) return too_large(path, limit);
        if (!code) bytes.reserve(static_cast<std::size_t>(size) + 1);
    }
    std::size_t filled = 0;
    while (true) {  // pipes have no size: read until the end, but never past the limit
        const std::size_t room =
            std::min<std::size_t>(std::max(bytes.capacity() - filled, std::size_t{1} << 16), limit - filled + 1);
        bytes.resize(filled + room);
        const std::size_t got = std::fread(bytes.data() + filled, 1, room, file.get());
        filled += got;
        if (filled > limit) return too_large(path, limit);
        if (got < room) break;
    }
    if (std::ferror(file.get()) != 0) return failure("read", path, std::strerror(errno));
    bytes.resize(filled);
    return bytes;
}

base::Status write_file(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    std::filesystem::path part = path;
    part += ".part-" + std::to_string(::getpid());
    File file(std::fopen(part.c_str(), "wb"));
    if (!file) return failure("write", path, std::strerror(errno));
    const bool written = bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
    const bool flushed = written && std::fflush(file.get()) == 0 && ::fsync(::fileno(file.get())) == 0;
    int reason = errno;
    const bool closed = std::fclose(file.release()) == 0;
    if (flushed && !closed) reason = errno;
    std::error_code code;
    if (flushed && closed) {
        std::filesystem::rename(part, path, code);
        if (!code) return base::Done{};
        reason = code.value();
    }
    std::filesystem::remove(part, code);
    return failure("write", path, std::strerror(reason));
}

}  // namespace io
