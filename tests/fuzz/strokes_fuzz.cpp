// libFuzzer: strokes as JSON, and what the network would see of them.
#include <cstdlib>

#include "image/digit.h"
#include "io/stroke_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)io::parse_strokes(text).ok();
    const auto line = io::parse_stroke_line(text);
    if (!line.ok()) return 0;
    const auto input = image::network_input(line.value().strokes, image::FitOptions{});
    if (!input) return 0;
    for (const float pixel : input->pixels) {
        if (!(pixel >= 0.0f && pixel <= 1.0f)) std::abort();
    }
    return 0;
}
