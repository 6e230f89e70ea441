// Whole files (native only).
#ifndef __EMSCRIPTEN__
#include "tests/io/support.h"

#include <filesystem>

#include "io/file.h"
#include "io/safetensors.h"

using namespace io_test;
namespace fs = std::filesystem;

namespace {

/// A folder of its own that goes away with the test.
struct Folder {
    fs::path path;
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "unpool-test-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

}  // namespace

TEST_CASE("file: written, read, overwritten, and nothing left beside it") {
    const Folder folder;
    const fs::path path = folder.path / "a.bin";
    for (const Bytes& bytes : {Bytes{1, 2, 3}, Bytes{}, Bytes(200'000, 9)}) {
        const base::Status written = io::write_file(path, bytes);
        REQUIRE_MESSAGE(written.ok(), message_of(written));
        const auto read = io::read_file(path);
        REQUIRE_MESSAGE(read.ok(), message_of(read));
        CHECK(read.value() == bytes);
    }
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("file: errors name the file and the reason") {
    const Folder folder;
    CHECK_SAYS(io::read_file(folder.path / "none"), "none: No such file");
    CHECK_SAYS(io::read_file(folder.path), "it is a folder");
    CHECK_SAYS(io::write_file(folder.path / "no" / "where", Bytes{1}), "where: No such file");
    REQUIRE(io::write_file(folder.path / "five", Bytes(5)).ok());
    CHECK_SAYS(io::read_file(folder.path / "five", 4), "larger than 4 bytes");
    CHECK(io::read_file(folder.path / "five", 5).ok());
}

TEST_CASE("file: a write that fails leaves nothing behind") {
    const Folder folder;
    fs::create_directory(folder.path / "taken");
    REQUIRE(io::write_file(folder.path / "taken" / "x", Bytes{1}).ok());
    CHECK_FALSE(io::write_file(folder.path / "taken", Bytes{1}).ok());
    CHECK(fs::exists(folder.path / "taken" / "x"));
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("file: 2 GB of nothing gets one message and no memory") {
    const Folder folder;
    const fs::path path = folder.path / "nothing";
    REQUIRE(io::write_file(path, Bytes{}).ok());
    fs::resize_file(path, std::uintmax_t{2} << 30);
    CHECK_SAYS(io::read_file(path), "larger than 1073741824 bytes");
}

#endif
