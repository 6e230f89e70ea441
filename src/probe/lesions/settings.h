// What can be switched off, and what is measured.
#pragma once

#include "probe/lesions/list.h"
#include "probe/probe.h"

namespace probe {

inline constexpr Setting kLesionSettings[] = {
    {.key = "selection",
     .label = "Selected",
     .tip = "Switch off the selected map or unit, or its whole layer",
     .kind = Setting::Kind::choice,
     .initial = map_off,
     .choices = kSelected},
    {.key = "off",
     .label = "More units off",
     .tip = "Maps, units and layers by name, as in pool2:3,fc1:12,relu3; a click on a map below adds or takes one",
     .kind = Setting::Kind::text,
     .grammar = "units"},
    {.key = "noise", .label = "Noise on the weights", .tip = "As a share of their size", .kind = Setting::Kind::number},
    {.key = "noise-in",
     .label = "Noise in",
     .tip = "Which weights",
     .kind = Setting::Kind::choice,
     .choices = kNoiseIn,
     .advanced = true},
    {.key = "seed",
     .label = "Other noise",
     .tip = "The same number gives the same noise",
     .kind = Setting::Kind::button,
     .high = 9999,
     .initial = 1,
     .advanced = true},
    {.key = "n",
     .label = "Digits for the ranking",
     .tip = "On how many digits every map is switched off once",
     .kind = Setting::Kind::whole,
     .low = 50,
     .high = 2000,
     .initial = 1000,
     .advanced = true},
    {.key = "measure",
     .label = "Rank by",
     .tip = "Right answers lost, or how much less sure it is of the truth (cross-entropy)",
     .kind = Setting::Kind::choice,
     .choices = kMeasures,
     .advanced = true},
};

}  // namespace probe
