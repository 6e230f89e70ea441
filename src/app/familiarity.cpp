#include "app/familiarity.h"

#include <memory>

#include "app/state.h"

namespace app {
namespace {

/// What is known of the digits on show; null where nothing was learnt of them yet.
explain::Familiarity* learnt(const Lane& lane) { return lane.known ? lane.known->familiarity.get() : nullptr; }

DataSetPtr learnt_like(const State& state) {
    const DataSetPtr held_out = set_of(state, SetName::held_out);
    return held_out ? held_out : state.digits;
}

void measure(const State& state, Lane& lane) {
    lane.familiar.reset();
    if (state.input && lane.is_finite)
        lane.familiar = explain::familiar(lane.network(), lane.card_energies, learnt(lane), lane.activations);
}

}  // namespace

std::optional<float> familiar(const State& state, const Lane& lane) {
    return answer(state, lane) == Answer::given ? lane.familiar : std::nullopt;
}
std::optional<float> familiar(const State& state) { return familiar(state, state.lane()); }

bool unfamiliar(const State& state, const Lane& lane) {
    return familiar(state, lane).value_or(1.0f) < explain::kUnfamiliar;
}
bool unfamiliar(const State& state) { return unfamiliar(state, state.lane()); }

std::string unfamiliar_words(const State& state, const Lane& lane) {
    if (!unfamiliar(state, lane)) return {};
    return lane.network().classes() == 10
               ? "This looks like none of the digits 0 to 9; it must answer all the same."
               : "This looks like nothing that the network learnt; it must answer all the same.";
}

bool wants_digits_to_tell(const State& state) {
    constexpr float kDoubtful = 0.1f;
    return !has_digits_to_tell(state) && set_error(state, SetName::held_out).empty() &&
           familiar(state).value_or(1.0f) < kDoubtful;
}

void measure_familiarity(State& state) {
    for (Lane& lane : state.lanes) measure(state, lane);
}

bool has_digits_to_tell(const State& state) { return learnt_like(state)->loaded(); }

bool knows_digits(const State& state, const Lane& lane) {
    const explain::Familiarity* familiarity = learnt(lane);
    return familiarity && lane.known_set == learnt_like(state)->id && familiarity->done() &&
           lane.known_by == familiarity->known();
}

bool learn_some_familiarity(State& state, Lane& lane) {
    const DataSetPtr set = learnt_like(state);
    if (!set->loaded() || !(set->shape == lane.network().architecture.input)) return false;
    if (!lane.known || lane.known_set != set->id) {
        lane.known = state.caches.of(lane.published, set);
        lane.known_set = set->id;
    }
    auto& familiarity = lane.known->familiarity;
    if (!familiarity) familiarity = std::make_shared<explain::Familiarity>(lane.network(), set->digits());
    const bool more = familiarity->advance();
    if (familiarity->known() != lane.known_by) {
        lane.known_by = familiarity->known();
        measure(state, lane);
        ++state.revision.picture;
    }
    return more;
}

}  // namespace app
