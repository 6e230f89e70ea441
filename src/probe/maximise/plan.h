// What the ideal pictures are of, and where each begins: the settings and the climbs that they ask for.
#pragma once

#include <string>
#include <vector>

#include "explain/maximise.h"
#include "probe/probe.h"

namespace probe {

enum ClimbOf { selection, one_class, every_class, maps };  ///< of the setting "of"
inline constexpr Choice kClimbOf[] = {
    {selection, "selection"}, {one_class, "class"}, {every_class, "every class"}, {maps, "maps"}};
enum ClimbPart { strongest_place, whole_mean };  ///< of the setting "part"
inline constexpr Choice kClimbParts[] = {{strongest_place, "maximum"}, {whole_mean, "mean"}};
enum ClimbBegin { noise, mean_digit, own_drawing };  ///< of the setting "start"
inline constexpr Choice kClimbBegins[] = {{noise, "noise"}, {mean_digit, "mean digit"}, {own_drawing, "own drawing"}};

inline constexpr Setting kClimbSettings[] = {
    {.key = "of",
     .label = "Ideal picture of",
     .tip = "What the picture is to excite most",
     .kind = Setting::Kind::choice,
     .initial = every_class,
     .choices = kClimbOf},
    {.key = "class",
     .label = "Class",
     .tip = "Whose score is climbed",
     .kind = Setting::Kind::whole,
     .high = 9,
     .initial = 3,
     .only_key = "of",
     .only_value = one_class,
     .calls = Setting::Calls::classes},
    {.key = "maps",
     .label = "Maps",
     .tip = "Maps of the selected layer with their weights, as in 3:1,7:-0.5",
     .kind = Setting::Kind::text,
     .grammar = "weights",
     .only_key = "of",
     .only_value = maps},
    {.key = "part",
     .label = "Part of the map",
     .tip = "Its strongest place, or its mean",
     .kind = Setting::Kind::choice,
     .choices = kClimbParts,
     .advanced = true},
    {.key = "start",
     .label = "Start from",
     .tip = "Where the picture begins; noise of standard deviation 0.2 is added",
     .kind = Setting::Kind::choice,
     .initial = noise,
     .choices = kClimbBegins,
     .digits_value = mean_digit},
    {.key = "seeds",
     .label = "Side by side",
     .tip = "How many pictures are made, each from other noise",
     .kind = Setting::Kind::whole,
     .low = 1,
     .high = 4,
     .initial = 4,
     .advanced = true},
    {.key = "seed",
     .label = "Other noise",
     .tip = "Other noise; the same number gives the same picture",
     .kind = Setting::Kind::button,
     .high = 9999,
     .initial = 1},
    {.key = "step",
     .label = "Step",
     .tip = "Root mean square change of a pixel in one step, before what follows below",
     .kind = Setting::Kind::number,
     .low = 0.005,
     .high = 0.2,
     .initial = 0.03,
     .advanced = true},
    {.key = "steps",
     .label = "Steps",
     .tip = "How many",
     .kind = Setting::Kind::whole,
     .low = 16,
     .high = 1024,
     .initial = 256,
     .advanced = true},
    {.key = "jitter",
     .label = "Jitter",
     .tip = "Random shift before each step, in pixels: what holds only for exact places washes out",
     .kind = Setting::Kind::whole,
     .high = 6,
     .initial = 2,
     .advanced = true},
    {.key = "variation",
     .label = "Total variation",
     .tip = "Weight of the differences between neighbours, in steps: the higher, the smoother",
     .kind = Setting::Kind::number,
     .high = 2,
     .initial = 0.5,
     .advanced = true},
    {.key = "l2",
     .label = "L2",
     .tip = "Pull of each pixel towards paper",
     .kind = Setting::Kind::number,
     .high = 0.1,
     .initial = 0.005,
     .advanced = true},
    {.key = "blur-every",
     .label = "Blur every",
     .tip = "Steps between two blurs; 0 for none",
     .kind = Setting::Kind::whole,
     .high = 64,
     .initial = 8,
     .advanced = true},
    {.key = "blur",
     .label = "Blur",
     .tip = "Width of the blur (sigma) in pixels",
     .kind = Setting::Kind::number,
     .low = 0.2,
     .high = 2,
     .initial = 0.4,
     .advanced = true},
    {.key = "clamp",
     .label = "Clamp",
     .tip = "Keep pixels between paper and full ink",
     .kind = Setting::Kind::toggle,
     .initial = 1,
     .advanced = true},
    {.key = "against",
     .label = "Against the others",
     .tip = "Climb a class's score minus the other classes' mean score",
     .kind = Setting::Kind::toggle,
     .advanced = true},
};

/// One climb and what is told about it.
struct Run {
    explain::Objective objective;
    explain::AscentOptions options;
    std::vector<float> start;
    std::string name;
    int colour = 0;
    int of_class = -1;

    bool operator==(const Run&) const = default;
};

struct ClimbPlan {
    std::vector<Run> runs;
    std::string what;     ///< "every class", "pool2 map 7"
    std::string trouble;  ///< why there are none
    bool of_classes = false, begins_with_drawing = false;
};

/// The climbs that the subject's settings and selection ask for.
ClimbPlan plan_climbs(const Subject& subject);

}  // namespace probe
