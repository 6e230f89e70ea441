// The covered input, and the square at every position: what the occlusion probe knows and how the sweep is drawn.
#pragma once

#include <string>
#include <vector>

#include "explain/occlusion.h"
#include "figure/figure.h"
#include "probe/probe.h"

namespace probe {

enum Fill { kBlack, kGrey, kMean, kErase };  ///< of the setting "fill"
inline constexpr Choice kFills[] = {
    {kBlack, "ink", "black"}, {kGrey, "grey"}, {kMean, "mean digit"}, {kErase, "paper", "erase"}};

/// Where the square is, what it shows, and what came of it so far.
struct Covering {
    Subject subject;
    explain::Patch patch;
    explain::Watch watch;
    int row = 0, column = 0;  ///< of the square by hand
    int of_class = 0;         ///< the true class where it is known, else the answer
    std::vector<float> fill;  ///< what the square shows, as large as the input
    explain::Sweep sweep;
    explain::Projection projection;  ///< of the watched map
    double agreement = 0;            ///< rank correlation of drop and brightness

    const nn::Shape& page() const { return subject.network->architecture.input; }
    /// The input with the square at this place.
    std::vector<float> covered(int at_row, int at_column) const;
    /// Name of the watched map.
    std::string map_words() const;
    /// The page with the square's outline, which a drag moves.
    figure::Picture page_picture(std::string name, std::string caption, const std::vector<float>& input) const;
};

/// How many places of the square seen so far have another answer than the whole digit.
int other_answers(const Covering& covering);
/// Everything by place of the square, as Fig. 7, b to e.
figure::Group sweep_group(const Covering& covering);
figure::Group sweep_numbers(const Covering& covering);
/// Where covering costs most.
std::string sweep_finding(const Covering& covering);
/// The animation: the covered input beside the probability so far.
std::vector<figure::Picture> sweep_frames(const Covering& covering);

}  // namespace probe
