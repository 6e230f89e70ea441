// Which digits, and which part of them.
#pragma once

#include "explain/correspondence.h"
#include "probe/probe.h"

namespace probe {

inline constexpr int kPictures = 5;  ///< as in the paper
inline constexpr const char* kLassos[kPictures] = {"lasso-1", "lasso-2", "lasso-3", "lasso-4", "lasso-5"};

inline constexpr int kDrawn = 5;  ///< the choice after the five parts
inline constexpr Choice kParts[] = {{explain::Part::upper, "upper"},   {explain::Part::lower, "lower"},
                                    {explain::Part::left, "left"},     {explain::Part::right, "right"},
                                    {explain::Part::middle, "middle"}, {kDrawn, "drawn"}};

inline constexpr Setting kPartSettings[] = {
    {.key = "class",
     .label = "Class",
     .tip = "Five digits of this class",
     .kind = Setting::Kind::whole,
     .high = 9,
     .initial = 8,
     .calls = Setting::Calls::labels},
    {.key = "seed",
     .label = "Other digits",
     .tip = "Five others of this class",
     .kind = Setting::Kind::button,
     .high = 9999,
     .initial = 1},
    {.key = "part",
     .label = "Part",
     .tip = "What is covered: a third of the ink's box, or loops drawn by hand",
     .kind = Setting::Kind::choice,
     .choices = kParts},
    {.key = "n",
     .label = "Random spots",
     .tip = "How often random spots are covered, for comparison",
     .kind = Setting::Kind::whole,
     .low = 5,
     .high = 500,
     .initial = 100,
     .advanced = true},
    {.key = "lasso-1",
     .label = "Loop 1",
     .tip = "Around the part of the first digit: x,y x,y ...",
     .kind = Setting::Kind::text,
     .grammar = "points",
     .quiet = true},
    {.key = "lasso-2",
     .label = "Loop 2",
     .tip = "Around the part of the second digit",
     .kind = Setting::Kind::text,
     .grammar = "points",
     .quiet = true},
    {.key = "lasso-3",
     .label = "Loop 3",
     .tip = "Around the part of the third digit",
     .kind = Setting::Kind::text,
     .grammar = "points",
     .quiet = true},
    {.key = "lasso-4",
     .label = "Loop 4",
     .tip = "Around the part of the fourth digit",
     .kind = Setting::Kind::text,
     .grammar = "points",
     .quiet = true},
    {.key = "lasso-5",
     .label = "Loop 5",
     .tip = "Around the part of the fifth digit",
     .kind = Setting::Kind::text,
     .grammar = "points",
     .quiet = true},
};

}  // namespace probe
