// A result kept in place, so that what comes next stands beside it: another digit, another setting, another moment.
#pragma once

#include "figure/figure.h"

namespace probe {
struct Entry;
}

namespace app {

struct State;

struct Pin {
    const probe::Entry* entry = nullptr;  ///< the view that it is a result of; null: nothing is pinned
    figure::Figure figure;                ///< as it was when it was pinned
};

/// Whether the view on show has a result of one network, whole, that can be kept.
bool can_pin(const State& state);
/// Whether the view on show has a pinned result beside that of now.
bool is_pinned(const State& state);
/// Keeps the result on show, in the place of one that was kept before, or gives it up where it is kept already.
void change_pin(State& state);

/// The pinned result and the one of now, as two networks' figures are laid out; what is clicked in either is of now.
figure::Figure beside_pin(const State& state, const figure::Figure& now);

}  // namespace app
