// What shifting, scaling and turning one digit does, position by position: an inner part of the invariance probe.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "explain/invariance.h"

namespace probe {

/// One way of transforming, and where it is measured.
struct Sweep {
    const char* title;
    const char* key;    ///< of the setting
    const char* label;  ///< of the axis
    float low, step;
    int count;

    float at(int i) const { return low + step * static_cast<float>(i); }
};
inline constexpr std::array<Sweep, 3> kSweeps = {{
    {"Shift", "shift", "shift down (pixels)", -8, 0.5f, 33},
    {"Scale", "scale", "scale", 0.5f, 0.05f, 27},
    {"Rotation", "rotation", "rotation (degrees)", 0, 10, 36},
}};
inline constexpr int kPositions = 33 + 27 + 36;  ///< of all sweeps, one after another
inline constexpr int kProbability = -2;          ///< stands for a layer

/// The sweep's position that comes first of all.
int first_position(int sweep);

/// A digit and what is known of it.
struct Curves {
    std::vector<float> input;
    int given = -1;  ///< label where one was given
    int truth = -1;  ///< the same, else the network's answer
    std::string name;
    std::vector<float> lengths;      ///< by layer, from the input on
    std::vector<float> distances;    ///< position, layer
    std::vector<float> probability;  ///< position: of the true class
    int known = 0;                   ///< positions with a value

    /// Takes in one position; `mover` has begun with the input.
    void measure(explain::Mover& mover, int position);
    /// The distance at a layer (-1: the input; kProbability), as a share of the vector's length if `relative`: NaN
    /// where that is 0.
    float value(int position, int layer, bool relative) const;
};

}  // namespace probe
