// libFuzzer: IDX, plain and gzipped.
#include <cstdlib>

#include "io/idx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto images = io::parse_idx_images({data, size});
    if (images.ok()) {
        const io::IdxImages& i = images.value();
        if (i.pixels.size() !=
            static_cast<std::size_t>(i.count) * static_cast<std::size_t>(i.rows) * static_cast<std::size_t>(i.columns))
            std::abort();
    }
    (void)io::parse_idx_labels({data, size}).ok();
    return 0;
}
