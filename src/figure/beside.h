// Figures of one question put to several networks: two of them beside each other, and facts over a run's checkpoints.
#pragma once

#include <array>
#include <span>
#include <string>

#include "figure/figure.h"

namespace figure {

/// The cards of two networks' figures, in pairs: side by side where there is room, below each other where there is not.
/// Below each pair a card with what both have in common: the differences (second minus first) of pictures of one name
/// and size, and their curves in one plot, the second network's dashed.  Titles begin with the network's name, names of
/// numbers with "A " and "B ", so that files tell them apart; a click on the second one's pictures is of lane 1.
/// With `shared_scales` pictures of one name have one scale, and bars of one name one axis.
Figure beside(const Figure& first, const Figure& second, const std::array<std::string, 2>& names, bool shared_scales);

/// One checkpoint's figure.
struct Moment {
    double step = 0;  ///< batches learnt from
    const Figure* figure = nullptr;
};

/// Every fact that is a number, as a curve over the steps; a checkpoint whose figure lacks it, or where it is not
/// finite, is left out of the curve.  A fact that no two checkpoints have gives no curve.
Figure over(std::span<const Moment> moments);

}  // namespace figure
