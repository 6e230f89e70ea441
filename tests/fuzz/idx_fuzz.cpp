// libFuzzer: IDX, plain and gzipped.
#include <cstdlib>

#include "io/gzip.h"
#include "io/idx.h"
#include "time_limit.h"

namespace {

void parse(std::span<const std::uint8_t> bytes) {
    const auto images = io::parse_idx_images(bytes);
    if (images.ok()) {
        const io::IdxImages& i = images.value();
        if (i.count < 1 || i.rows < 1 || i.columns < 1 ||
            i.pixels.size() != static_cast<std::size_t>(i.count) * static_cast<std::size_t>(i.rows) *
                                   static_cast<std::size_t>(i.columns))
            std::abort();
    }
    (void)io::parse_idx_labels(bytes).ok();
    // What is unpacked of a file's beginning is the beginning of what is unpacked.
    const auto all = io::gunzip(bytes, 1 << 20);
    const auto start = io::gunzip_start(bytes, 100);
    if (all.ok() && !std::equal(start.begin(), start.end(), all.value().bytes.begin())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // A byte unpacks to 1032 at most, three times over.
    fuzz::watch_growth({data, size}, {100, 150}, parse);
    return 0;
}
