// libFuzzer: links of the page, opened.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "app/actions.h"
#include "app/link.h"
#include "time_limit.h"

namespace {

/// Made anew now and then: what was drawn can be undone, so a state grows.
app::State& state_for(unsigned run) {
    static std::unique_ptr<app::State> state;
    if (run % 1024 == 0) {
        nn::Architecture small = nn::lenet5();  // every link tells the model's hash: few parameters, many runs
        for (nn::LayerSpec& layer : small.layers) layer.outputs = std::min(layer.outputs, 10);
        auto network = nn::make_network(small);
        if (!network.ok()) std::abort();
        nn::initialise(network.value(), 1);
        state = std::make_unique<app::State>(app::make_state("LeNet-5", std::move(network.value())));
    }
    state->effects.clear();
    return *state;
}

/// Layer, map, unit, probe and settings; the label belongs to an input, which only a frame would compute.
std::string view_of(app::State& state) {
    state.truth.reset();
    return app::link_of(state);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::watch_growth({data, size}, {}, [](std::span<const std::uint8_t> bytes) {
        (void)app::parse_link({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).ok();
    });
    static unsigned run = 0;
    app::State& state = state_for(run++);
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string before = view_of(state);
    const bool opened = app::open_link(state, text).ok();
    const std::string after = view_of(state);
    if (!opened && after != before) std::abort();  // what is refused changes nothing
    if (!opened) return 0;
    // What was accepted must survive the round trip.
    if (!app::open_link(state, after).ok() || view_of(state) != after) std::abort();
    const auto link = app::parse_link(text);
    if (!link.ok()) std::abort();
    if (!link.value().input || link.value().input->empty()) return 0;
    const auto& pixels = *link.value().input;
    const auto back = app::decode_pixels(app::encode_pixels(pixels), pixels.size());
    if (!back || *back != pixels) std::abort();
    return 0;
}
