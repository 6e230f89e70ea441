// Calibration: is a network right as often as it says?  Expected calibration error and the bins of a reliability plot
// (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2).
//
// Readings are put into bins of equal width by their confidence, bin m of M holding those in ((m - 1) / M, m / M].  The
// error is the mean over readings of |accuracy - confidence| of their bin: 0 (as sure as it is right) .. 1.
#pragma once

#include <span>
#include <vector>

#include "explain/readings.h"

namespace explain {

inline constexpr int kCalibrationBins = 15;

struct Calibration {
    struct Bin {
        int count = 0;
        double confidence = 0;  ///< mean; NaN of an empty bin
        double accuracy = 0;    ///< share read right; NaN of an empty bin
    };
    std::vector<Bin> bins;
    int count = 0;     ///< readings with an answer: the others are in no bin
    double error = 0;  ///< NaN of none
    double overconfidence =
        0;  ///< mean confidence - accuracy, -1..1: above 0 it is surer than it is right; NaN of none
};
/// `bins` at least 1.
Calibration calibration(std::span<const Reading> readings, int bins = kCalibrationBins);

}  // namespace explain
