// libFuzzer: safetensors and model files.
#include <cmath>
#include <cstdlib>

#include "io/model_file.h"
#include "io/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
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
