#include "app/familiarity.h"

#include <memory>

#include "app/class_names.h"
#include "app/state.h"

namespace app {
namespace {

/// What is known of the digits on show; null where nothing was learnt of them yet.
explain::Familiarity* learnt(const Lane& lane) { return lane.known ? lane.known->familiarity.get() : nullptr; }

bool is_of(const nn::Network& network, const DataSetPtr& set) {
    return set && set->loaded() && knows_classes(network, *set);
}

/// Pictures like those that the lane's network learnt, by what its classes are called: clothes for one that knows
/// clothes.  Null where none are here; of a network of digits, the set on show until its own comes.
DataSetPtr learnt_like(const State& state, const Lane& lane) {
    const nn::Network& network = lane.network();
    if (!nn::names_classes(network)) {
        const DataSetPtr held_out = set_of(state, SetName::held_out);
        return held_out ? held_out : state.digits;
    }
    for (const DataSetPtr& set : {set_of(state, SetName::fashion_test), set_of(state, SetName::fashion), state.digits})
        if (is_of(network, set)) return set;
    for (const DataSetPtr& set : state.sets)
        if (is_of(network, set)) return set;
    return nullptr;
}

/// Of the sets that come with the program.
SetName set_to_tell(const Lane& lane) {
    return nn::class_name(lane.network(), 0) == class_names(source_of(SetName::fashion))[0] ? SetName::fashion_test
                                                                                            : SetName::held_out;
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
    return lane.network().classes() == 10 && !nn::names_classes(lane.network())
               ? "This looks like none of the digits 0 to 9; it must answer all the same."
               : "This looks like nothing that the network learnt; it must answer all the same.";
}

std::optional<SetName> wanted_to_tell(const State& state) {
    constexpr float kDoubtful = 0.1f;
    const SetName wanted = set_to_tell(state.lane());
    const bool wants = !has_digits_to_tell(state, state.lane()) && set_error(state, wanted).empty() &&
                       familiar(state).value_or(1.0f) < kDoubtful;
    return wants ? std::optional(wanted) : std::nullopt;
}

void measure_familiarity(State& state) {
    for (Lane& lane : state.lanes) measure(state, lane);
}

bool has_digits_to_tell(const State& state, const Lane& lane) {
    const DataSetPtr set = learnt_like(state, lane);
    return set && set->loaded();
}

bool knows_digits(const State& state, const Lane& lane) {
    const explain::Familiarity* familiarity = learnt(lane);
    const DataSetPtr set = learnt_like(state, lane);
    return familiarity && set && lane.known_set == set->id && familiarity->done() &&
           lane.known_by == familiarity->known();
}

bool learn_some_familiarity(State& state, Lane& lane) {
    const DataSetPtr set = learnt_like(state, lane);
    if (!set || !set->loaded() || !(set->shape == lane.network().architecture.input)) return false;
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
