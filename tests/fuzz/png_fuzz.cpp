// libFuzzer: PNG, and what the network would see of it.
#include <cstdlib>

#include "image/digit.h"
#include "image/png.h"
#include "tests/image/png_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto picture = image::decode_png_gray(image_test::with_checksums({data, data + size}));
    if (!picture.ok() || picture.value().pixels.size() > 65536) return 0;
    const auto input = image::network_input(picture.value(), image::FitOptions{});
    if (!input) return 0;
    for (const float pixel : input->pixels) {
        if (!(pixel >= 0.0f && pixel <= 1.0f)) std::abort();
    }
    return 0;
}
