// What can be moved, and what a move does, in one sentence.
#pragma once

#include <span>
#include <string>

#include "explain/invariance.h"
#include "probe/invariance/sweep_curves.h"
#include "probe/probe.h"

namespace probe {

enum Whose { five_digits, own_drawing };  ///< of the setting "whose"
inline constexpr Choice kWhose[] = {{five_digits, "five"}, {own_drawing, "own"}};

inline constexpr Setting kMoveSettings[] = {
    {.key = "whose",
     .label = "Digits",
     .tip = "Five of the data set, or your own drawing",
     .kind = Setting::Kind::choice,
     .choices = kWhose,
     .advanced = true},
    {.key = "seed",
     .label = "Other digits",
     .tip = "Five other digits",
     .kind = Setting::Kind::button,
     .high = 9999,
     .initial = 1,
     .only_key = "whose",
     .advanced = true},
    {.key = "shift",
     .label = "Shift down",
     .tip = "Pixels",
     .kind = Setting::Kind::number,
     .low = -8,
     .high = 8,
     .initial = 2},
    {.key = "scale",
     .label = "Scale",
     .tip = "Times its size; 1 is as it was",
     .kind = Setting::Kind::number,
     .low = 0.5,
     .high = 1.8,
     .initial = 1},
    {.key = "rotation",
     .label = "Turn",
     .tip = "Degrees, counterclockwise",
     .kind = Setting::Kind::number,
     .high = 350},
    {.key = "normalised",
     .label = "Relative change",
     .tip = "On: relative change (L2); off: the distance itself",
     .kind = Setting::Kind::toggle,
     .initial = 1,
     .advanced = true},
    {.key = "n",
     .label = "Mean of",
     .tip = "Digits whose mean and 10 to 90 % band are drawn; 0 for none",
     .kind = Setting::Kind::whole,
     .high = 300,
     .initial = 50,
     .advanced = true},
};

/// How many of the digits shown are still read right, and how sure the network is.
std::string moved_words(const nn::Network& network, const Values& values, std::span<const Curves> shown,
                        std::span<const explain::Change> changes);

}  // namespace probe
