#include "app/rest.h"

#include <utility>

#include "app/actions.h"
#include "app/views.h"

namespace app {

void when_rest_is_here(State& state, void (*act)(State&)) {
    if (state.rest.is_here) return act(state);
    state.rest.waiting.push_back(act);
}

void rest_comes(State& state) { state.rest.is_here = false; }

void rest_came(State& state) {
    state.rest.is_here = true;
    state.rest.problem.clear();
    // What was drawn meanwhile belongs into the address, though the first view that `tell_link` sees needs no telling.
    if (!state.board.empty() && !hand_is_drawing(state)) state.link_at = state.now + 0.5;
    for (const auto act : std::exchange(state.rest.waiting, {})) act(state);
}

void rest_failed(State& state, const std::string& why) {
    if (state.rest.problem.empty())
        say(state, "A part of the page did not come (" + why + "). It is asked for again; you can draw meanwhile.",
            true);
    state.rest.problem = why;
}

bool waits_for_rest(const State& state) {
    const bool sheet = state.sheet == Sheet::gallery || state.sheet == Sheet::help || state.sheet == Sheet::model;
    return !state.rest.is_here && (sheet || !is_network_open(state));
}

std::string rest_words(const State& state) {
    if (state.rest.problem.empty()) return "This part of the page is on its way. You can draw meanwhile.";
    return "This part of the page did not come yet (" + state.rest.problem +
           "). It is asked for again; you can draw meanwhile.";
}

}  // namespace app
