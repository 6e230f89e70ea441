// libFuzzer: safetensors and model files.
#include <cmath>
#include <cstdlib>

#include "io/model_file.h"
#include "io/safetensors.h"
#include "time_limit.h"

namespace {

/// As the header of a file without data.
void parse_header(std::span<const std::uint8_t> header) {
    std::vector<std::uint8_t> file(8);
    for (std::size_t i = 0; i < 8; ++i) file[i] = static_cast<std::uint8_t>(std::uint64_t{header.size()} >> (8 * i));
    file.insert(file.end(), header.begin(), header.end());
    (void)io::parse_safetensors(file).ok();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 8) fuzz::watch_growth({data + 8, size - 8}, {}, parse_header);
    const auto content = io::parse_safetensors({data, size});
    if (content.ok()) {
        // What was accepted must survive the round trip.
        if (!io::parse_safetensors(io::write_safetensors(content.value())).ok()) std::abort();
    }
    const auto network = io::parse_model({data, size});
    if (!network.ok()) return 0;
    for (const nn::Parameters& parameters : network.value().parameters) {
        for (const float weight : parameters.weight) {
            if (!std::isfinite(weight)) std::abort();
        }
    }
    return 0;
}
