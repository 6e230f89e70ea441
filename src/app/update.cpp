#include "app/update.h"

#include <algorithm>
#include <chrono>

#include "app/action_parts.h"
#include "app/blocks.h"
#include "app/familiarity.h"
#include "app/foreign.h"
#include "app/link.h"
#include "app/mirror.h"
#include "app/training_parts.h"
#include "nn/cost.h"
#include "nn/finite.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kReconstructing = 0.02;  // seconds of a frame that reconstructions may take
constexpr int kScanned = 64;              // digits of the gallery at once, where a forward pass is short

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
    refresh_parts(state);
    state.input = fixed                   ? state.fixed_input
                  : state.parts.several() ? state.parts.all[static_cast<std::size_t>(state.parts.chosen)].input
                                          : image::network_input(state.board.drawing(), fit);
    ++state.revision.input;
    state.timings.input_ms = since(start);
}

void zero(Lane& lane) {
    for (nn::Tensor& output : lane.activations.outputs) std::fill(output.data.begin(), output.data.end(), 0.0f);
    for (nn::Tensor& pixels : lane.reconstructions) std::fill(pixels.data.begin(), pixels.data.end(), 0.0f);
}

/// Layers whose reconstructions are on the screen: a map's picture stands beside its activation.
bool wants_reconstructions(const State& state, const nn::Network& network, int layer) {
    if (!explain::can_start(network, layer) || network.shape(layer).plane() == 1) return false;
    if (state.options.all_layers) return state.options.show != Show::activation;
    const std::vector<Block> all = blocks(network);
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        if (shown_layer(state, network, i, all[static_cast<std::size_t>(i)]) == layer) return true;
    return false;
}

void refresh_activations(const State& state, Lane& lane) {
    if (state.input)
        lane.engine.forward(state.input->pixels, lane.activations);
    else
        zero(lane);
    lane.is_finite = nn::all_finite(lane.activations);
    lane.next_layer = lane.next_map = 0;
}

void refresh_networks(State& state) {
    const auto start = Clock::now();
    for (Lane& lane : state.lanes) refresh_activations(state, lane);
    measure_familiarity(state);
    state.timings.forward_ms = since(start);
    state.timings.reconstructions_ms = 0;
    ++state.revision.picture;
}

bool is_reconstructing(const Lane& lane) { return lane.next_layer < lane.network().layer_count(); }

/// A slice of one layer's reconstructions.
void reconstruct_some(const State& state, Lane& lane) {
    const nn::Network& network = lane.network();
    const int layer = lane.next_layer;
    nn::Tensor& pixels = lane.reconstructions[static_cast<std::size_t>(layer)];
    int next = network.shape(layer).channels;
    if (!wants_reconstructions(state, network, layer) || !lane.is_finite)
        pixels = {};
    else if (state.input)
        next = lane.reconstructor.reconstruct_some(lane.activations, layer, lane.next_map, pixels);
    else
        pixels = nn::Tensor({network.shape(layer).channels, kInputSide, kInputSide});
    lane.next_map = next;
    if (next < network.shape(layer).channels) return;
    ++lane.next_layer;
    lane.next_map = 0;
}

/// What is left of them, for at most about so long: all at once for networks such as LeNet-5, over some frames for
/// large ones, each picture staying as it was until its turn.
void refresh_reconstructions(State& state, double milliseconds) {
    if (!is_reconstructing(state)) return;
    const auto start = Clock::now();
    for (Lane& lane : state.lanes)
        for (bool first = true; is_reconstructing(lane) && (first || since(start) < milliseconds); first = false)
            reconstruct_some(state, lane);
    state.timings.reconstructions_ms += since(start);
    ++state.revision.picture;
}

/// The selection's own way down in every lane, for the inspector.
void refresh_projections(State& state) {
    for (Lane& lane : state.lanes) {
        const Selection chosen = selection_in(state, lane);
        if (chosen.layer < 0 || !explain::can_start(lane.network(), chosen.layer)) continue;
        explain::Start start{chosen.layer, chosen.keep, chosen.map, std::max(chosen.unit, 0)};
        explain::project(lane.network(), lane.activations, start, lane.projection);
    }
    ++state.revision.projection;
}

/// What every lane's network makes of the data set, a little at a time; true while some of it is unknown.  Of pictures
/// that are kept for a last word nobody is told before that is asked for.
bool predict_digits(State& state, Clock::time_point start, double budget) {
    if (!state.digits->loaded()) return false;
    const auto is_last = [&](SetName which) { return state.digits == set_of(state, which); };
    const bool unasked = (is_last(SetName::last_word) || is_last(SetName::fashion_test)) && !has_last_word(state);
    bool more = false;
    for (Lane& lane : state.lanes) {
        if (is_passing(state, lane)) continue;
        if (lane.predictions.data != state.digits->id) lane.predictions = {.data = state.digits->id};
        bool left = !unasked && lane.predictions.seen() < state.digits->count();
        while (left && since(start) < budget * 1000.0)
            left = nn::read_some(lane.engine, state.digits->digits(), nn::passes_a_slice(lane.network(), kScanned),
                                 lane.predictions);
        more |= left;
    }
    return more;
}

/// What every lane's network learnt, a little at a time, when what it predicts is known; true while some is unknown.
bool learn_digits(State& state, Clock::time_point start, double budget) {
    bool more = false;
    for (Lane& lane : state.lanes) {
        if (is_passing(state, lane)) continue;
        bool left = has_digits_to_tell(state, lane) && !knows_digits(state, lane);
        while (left && since(start) < budget * 1000.0) left = learn_some_familiarity(state, lane);
        more |= left;
    }
    return more;
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
    if (const auto set = wanted_to_tell(state)) want_set(state, *set);
    return false;
}

}  // namespace

bool is_reconstructing(const State& state) {
    return std::any_of(state.lanes.begin(), state.lanes.end(),
                       [](const Lane& lane) { return is_reconstructing(lane); });
}

void finish_reconstructions(State& state) {
    for (Lane& lane : state.lanes)
        while (is_reconstructing(lane)) reconstruct_some(state, lane);
    ++state.revision.picture;
}

bool catch_up(State& state) {
    const bool board_moved = state.seen.board != state.board.revision() || state.seen.fit != state.options.fit;
    if (board_moved) refresh_input(state);
    const bool networks_moved = board_moved || state.seen.lanes != state.revision.lanes || state.seen.dirty;
    const bool selection_moved = state.seen.selection != state.selection || state.seen.focus != state.focus;
    if (networks_moved) refresh_networks(state);
    if (networks_moved || selection_moved) {
        classify_parts(state);
        refresh_projections(state);
    }
    state.seen = {state.board.revision(), state.revision.lanes, state.focus, state.options.fit, state.selection, false};
    return networks_moved || selection_moved;
}

bool update(State& state, double now, double budget) {
    state.now = now;
    const auto start = Clock::now();
    const bool is_introducing = advance_introduction(state);
    const bool moved = catch_up(state);
    refresh_reconstructions(state, std::max(budget, kReconstructing) * 1000.0);
    if (moved) state.timings.update_ms = since(start);

    bool more = state.message.until > now || is_reconstructing(state) || is_introducing;
    more |= tell_prediction(state);
    if (!state.rest.is_here) return more;
    refresh_signs(state);
    more |= refresh_probe(state, budget);
    more |= tell_link(state);
    more |= tell_finding(state);
    more |= refresh_training(state);
    more |= predict_digits(state, start, budget);
    more |= learn_digits(state, start, budget);
    more |= advance_last_word(state, budget);
    more |= advance_foreign(state, budget);
    return more;
}

}  // namespace app
