// Pairs of IDX files: in either order, by either spelling, and one sentence where they do not belong together.
#include <filesystem>

#include "tests/io/support.h"

#include "io/file.h"
#include "io/idx_files.h"

using namespace io_test;

namespace {

const Bytes kImages = Bytes{0, 0, 8, 3} + be32(2) + be32(2) + be32(3) + Bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};
const Bytes kLabels = Bytes{0, 0, 8, 1} + be32(2) + Bytes{7, 3};
const Bytes kFour = Bytes{0, 0, 8, 1} + be32(4) + Bytes{7, 0, 9, 3};
/// kFour by gzip.
const Bytes kFourPacked{0x1f, 0x8b, 8,    0,    0,    0,    0,    0,    2,    3,    0x63, 0x60, 0xe0, 0x60, 0x64, 0x60,
                        0x60, 0x60, 0x61, 0x67, 0xe0, 0x64, 0x06, 0x00, 0x52, 0xe6, 0xe5, 0x5f, 0x0c, 0,    0,    0};

base::Result<io::LabelledImages> parse(const Bytes& a, const Bytes& b) {
    return io::parse_idx_pair({"a.idx", a}, {"b.idx", b});
}

}  // namespace

TEST_CASE("idx pair: in either order") {
    for (const auto& pair : {parse(kImages, kLabels), parse(kLabels, kImages)}) {
        REQUIRE_MESSAGE(pair.ok(), message_of(pair));
        CHECK(pair.value().images.columns == 3);
        CHECK(pair.value().labels == Bytes{7, 3});
        CHECK(pair.value().digits().picture(1).back() == 255);
        CHECK(pair.value().digits().shape == nn::Shape{1, 2, 3});
    }
    const Bytes four = Bytes{0, 0, 8, 3} + be32(4) + be32(1) + be32(1) + Bytes{1, 2, 3, 4};
    const auto packed = parse(kFourPacked, four);
    REQUIRE_MESSAGE(packed.ok(), message_of(packed));
    CHECK(packed.value().labels == Bytes{7, 0, 9, 3});
}

TEST_CASE("idx pair: what is wrong is said once, with the name that it is about") {
    CHECK_SAYS(parse(kImages, kFour), "b.idx: expected 2 labels, one for each picture of a.idx, found 4");
    CHECK_SAYS(parse(kFour, kImages), "a.idx: expected 2 labels, one for each picture of b.idx, found 4");
    CHECK_SAYS(parse(kImages, kImages), "b.idx: this IDX file has 3 dimensions, and labels have 1");
    CHECK_SAYS(parse(kLabels, kLabels), "a.idx: this IDX file has 1 dimensions, and images have 3");
    CHECK_SAYS(parse(bytes_of("\x89PNG...."), kLabels), "a.idx: this is not an IDX file but a PNG picture");
    CHECK_SAYS(parse({}, {}), "a.idx: this is not an IDX file: it has 0 bytes");
    CHECK_SAYS(parse(kImages, Bytes(kLabels.begin(), kLabels.end() - 1)), "b.idx: the IDX file states 2 bytes");
}

TEST_CASE("idx pair: files by either usual spelling, packed or not") {
    const auto folder = std::filesystem::temp_directory_path() / "unpool_idx_pair_test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    REQUIRE(io::write_file(folder / "x-images.idx3-ubyte", kImages).ok());
    REQUIRE(io::write_file(folder / "x-labels-idx1-ubyte", kLabels).ok());
    for (const char* images : {"x-images.idx3-ubyte", "x-images-idx3-ubyte", "x-images-idx3-ubyte.gz"})
        for (const char* labels : {"x-labels-idx1-ubyte", "x-labels.idx1-ubyte.gz"}) {
            const auto pair = io::read_idx_pair(folder / images, folder / labels);
            REQUIRE_MESSAGE(pair.ok(), message_of(pair));
            CHECK(pair.value().labels == Bytes{7, 3});
        }
    CHECK_SAYS(io::read_idx_pair(folder / "y-images-idx3-ubyte", folder / "x-labels-idx1-ubyte"),
               "y-images-idx3-ubyte: No such file");
    CHECK_SAYS(io::read_idx_pair(folder / "x-images", folder / "x-labels-idx1-ubyte"), "x-images: No such file");
    std::filesystem::remove_all(folder);
}
