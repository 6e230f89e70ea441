// libFuzzer: files of frameworks; what opens goes on to a forward pass and is written as ours.  Seeds: tests/models.
#include <cmath>
#include <cstdlib>

#include "io/foreign/open_model.h"
#include "io/model_file.h"
#include "nn/cost.h"
#include "nn/forward.h"
#include "time_limit.h"

namespace {

void open(std::span<const std::uint8_t> bytes) {
    const auto opened = io::open_framework_file(bytes);
    if (!opened.ok() && opened.message().empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::watch_growth({data, size}, {}, open);
    auto opened = io::open_framework_file({data, size});
    if (!opened.ok()) return 0;
    const nn::Network& network = opened.value().network;
    if (!nn::is_finite(network)) std::abort();
    if (nn::cost(network).bytes > nn::kMostBytes) std::abort();
    const auto again = io::parse_model(io::write_model(network));
    if (!again.ok() || again.value().architecture != network.architecture) std::abort();
    if (nn::cost(network).multiply_adds > 2'000'000) return 0;
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    engine.forward(std::vector<float>(static_cast<std::size_t>(network.architecture.input.size()), 0.5f), activations);
    return 0;
}
