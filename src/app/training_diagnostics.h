// What a training tells of its inside: how far each layer moves, and which classes are taken for which.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"

namespace app {

struct Measured {
    std::map<std::string, double> numbers;  ///< as Checkpoint::measures
    std::vector<int> confusion;
};
/// From {"held_out_accuracy": 0.97, ..., "layers": [{"name", "gradient", "change"}], "confusion": [counts]}, as the
/// page's trainer tells it and the browser keeps it.  What is none of it is left out.
Measured read_measures(std::string_view json);

struct LayerMotion {
    std::string name;
    double change = 0;    ///< of a batch's step, as a share of the weights: see nn::LayerStep
    double gradient = 0;  ///< its norm
};
/// Of the moment on show, or of the last one before it that was measured, the lowest layer first; none: not measured.
std::vector<LayerMotion> layer_motions(const State& state);
/// "0.8 %", "0.04 %": two digits.
std::string share_words(double share);
/// "conv1 moves 0.8 % a batch, conv2 0.6 %, fc1 0.3 %"; "" where nothing is known.
std::string motion_words(const State& state);

/// What the held-out digits of the moment on show (or the last one before it that was counted) are read as.
struct Confusion {
    int classes = 0;  ///< 0: not counted
    int count = 0;    ///< digits
    std::vector<int> counts;
    int at(int label, int read) const { return counts[static_cast<std::size_t>(label * classes + read)]; }
    int of(int label) const;            ///< digits with this label
    int most_label = 0, most_read = 0;  ///< the mistake that is most frequent; the same class where there is none
};
Confusion confusion_on_show(const State& state);
/// "Most often 4 is read as 9: 12 of 201." or why there is nothing to see.
std::string confusion_words(const State& state, const Confusion& confusion);

}  // namespace app
