#include "app/update.h"

#include <algorithm>
#include <chrono>

#include "app/blocks.h"
#include "app/link.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// From the board to the 28 x 28 that the network sees.
void refresh_input(State& state) {
    const auto start = Clock::now();
    const bool fixed = state.fixed_input && state.fixed_input_board == state.board.revision();
    if (!fixed) state.fixed_input.reset();
    image::FitOptions fit;
    fit.fit = state.options.fit;
    state.as_drawn = image::page_as_drawn(state.board.drawing());
    state.input = fixed ? state.fixed_input : image::network_input(state.board.drawing(), fit);
    ++state.revision.input;
    state.timings.input_ms = since(start);
}

void zero(Lane& lane) {
    for (nn::Tensor& output : lane.activations.outputs) std::fill(output.data.begin(), output.data.end(), 0.0f);
    for (nn::Tensor& pixels : lane.reconstructions) std::fill(pixels.data.begin(), pixels.data.end(), 0.0f);
}

/// Layers whose reconstructions are on the screen: a map's picture stands beside its activation.
bool wants_reconstructions(const State& state, int layer) {
    const nn::Network& network = state.lane().network();
    if (!explain::can_start(network, layer) || network.shape(layer).plane() == 1) return false;
    if (state.options.all_layers) return state.options.show != Show::activation;
    const std::vector<Block> all = blocks(network);
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        const auto chosen = state.shown_layer.find(i);
        const int shown = chosen == state.shown_layer.end() ? default_layer(network, all[static_cast<std::size_t>(i)])
                                                            : chosen->second;
        if (shown == layer) return true;
    }
    return false;
}

void refresh_network(State& state) {
    Lane& lane = state.lane();
    const auto start = Clock::now();
    if (!state.input) {
        zero(lane);
    } else {
        lane.engine.forward(state.input->pixels, lane.activations);
    }
    state.timings.forward_ms = since(start);
    const auto middle = Clock::now();
    for (int layer = 0; layer < lane.network().layer_count(); ++layer) {
        nn::Tensor& pixels = lane.reconstructions[static_cast<std::size_t>(layer)];
        if (!wants_reconstructions(state, layer))
            pixels = {};
        else if (state.input)
            lane.reconstructor.reconstruct(lane.activations, layer, pixels);
        else
            pixels = nn::Tensor({lane.network().shape(layer).channels, kInputSide, kInputSide});
    }
    state.timings.reconstructions_ms = since(middle);
    ++state.revision.picture;
}

/// The selection's own way down, for the inspector.
void refresh_projection(State& state) {
    const Selection& chosen = state.selection;
    const Lane& lane = state.lane();
    if (chosen.layer < 0 || !explain::can_start(lane.network(), chosen.layer)) return;
    explain::Start start{chosen.layer, chosen.keep, chosen.map, std::max(chosen.unit, 0)};
    explain::project(lane.network(), lane.activations, start, state.projection);
    ++state.revision.projection;
}

/// Says the prediction once things have been still for a moment; true while that moment is still to come.
bool tell_prediction(State& state) {
    if (state.announce_at <= 0) return false;
    if (state.now < state.announce_at) return true;
    state.announce_at = 0;
    Effect effect;
    effect.kind = Effect::Kind::announce;
    effect.text = prediction_sentence(state);
    state.effects.push_back(std::move(effect));
    return false;
}

}  // namespace

bool update(State& state, double now, double budget) {
    state.now = now;
    const auto start = Clock::now();
    const bool board_moved = state.seen.board != state.board.revision() || state.seen.fit != state.options.fit;
    if (board_moved) refresh_input(state);
    const bool network_moved = board_moved || state.seen.model != state.revision.model || state.seen.dirty;
    if (network_moved) refresh_network(state);
    if (network_moved || state.seen.selection != state.selection) refresh_projection(state);
    if (network_moved || state.seen.selection != state.selection) state.timings.update_ms = since(start);
    state.seen = {state.board.revision(), state.revision.model, state.options.fit, state.selection, false};

    bool more = state.message.until > now;
    more |= tell_prediction(state);
    more |= refresh_probe(state, budget);
    more |= tell_link(state);
    while (state.gallery.loaded() && state.gallery.scanned < state.gallery.count && since(start) < budget * 1000.0)
        scan_some(state.gallery, state.lane().engine, state.lane().network().classes(), 64);
    if (state.gallery.loaded() && state.gallery.scanned < state.gallery.count) more = true;
    return more;
}

}  // namespace app
