// The view Overfitting: which runs stand in it, and what can be trained for it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/lane.h"
#include "app/offers.h"
#include "app/run.h"
#include "explain/overfit.h"
#include "probe/run_curve.h"

namespace app {

struct State;

inline constexpr int kMostFolded = 10000;  ///< digits of a run that five-fold is offered for: each fold holds a copy

/// Networks trained without a fifth of a run's digits, by the run's last network; empty runs until they are trained.
struct Overfit {
    std::map<std::uint64_t, std::array<RunPtr, explain::kFolds>> folds;
};

/// The lane's run, and those that the view's setting lays over it as far as they have been trained.
probe::Runs runs_of(State& state, const Lane& lane);
/// The digits that a run learnt from, by its recipe; empty where they are not here, were taught with other labels, or
/// it was not trained here.
nn::Digits learnt_digits(const State& state, const Run& run);
/// Of what `runs_of` gives: equal as long as that is.
std::uint64_t runs_stamp(State& state, const Lane& lane);
/// Asks for the sets of pictures that the view reads; nothing where it is not on show.
void want_overfit_sets(State& state);

/// What can be trained for the view: "folds", "over", "shuffled", "few"; none where another view is on show.
std::vector<Offer> overfit_offers(State& state);
void take_overfit_offer(State& state, std::string_view name);

/// A run that the view compares with: its name and recipe, as `recipe_text` gives it.
struct Compared {
    const char* name;
    const char* recipe;
};
/// By the setting `over`: 1 numbers of digits, 2 regularisation.
std::vector<Compared> compared(int over);

}  // namespace app
