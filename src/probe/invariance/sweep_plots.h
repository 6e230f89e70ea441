// Plots of moved digits' curves: an inner part of the invariance probe.
#pragma once

#include <span>

#include "figure/figure.h"
#include "nn/network.h"
#include "probe/invariance/sweep_curves.h"

namespace probe {

/// A curve for each digit shown, and the mean and the 10 to 90 % band of the wholly measured `crowd` where it is three
/// or more; of the distance at a layer (-1: the input; kProbability) along a sweep.
figure::Plot sweep_plot(const nn::Network& network, std::span<const Curves> shown, std::span<const Curves> crowd,
                        int sweep, int layer, bool relative);

}  // namespace probe
