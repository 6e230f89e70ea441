// libFuzzer: strokes as JSON, and what the network would see of them.
#include <cstdlib>

#include "image/digit.h"
#include "io/recognise.h"
#include "io/stroke_file.h"
#include "time_limit.h"

namespace {

void parse(std::span<const std::uint8_t> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    (void)io::recognise(bytes);
    (void)io::foreign_words(bytes);
    (void)io::parse_stroke_line(text).ok();
    const auto strokes = io::parse_strokes(text);
    const auto file = io::parse_stroke_file(text);
    // What is one value is a file of it.
    if (strokes.ok() && (!file.ok() || file.value().others != 0 || file.value().strokes != strokes.value()))
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::watch_growth({data, size}, {}, parse);
    const auto line = io::parse_stroke_line({reinterpret_cast<const char*>(data), size});
    if (!line.ok()) return 0;
    const auto input = image::network_input(line.value().strokes, image::FitOptions{});
    if (!input) return 0;
    for (const float pixel : input->pixels) {
        if (!(pixel >= 0.0f && pixel <= 1.0f)) std::abort();
    }
    return 0;
}
