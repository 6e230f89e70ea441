// See calibration.h.
#include "explain/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace explain {

Calibration calibration(std::span<const Reading> readings, int bins) {
    assert(bins > 0);
    Calibration found;
    found.bins.resize(static_cast<std::size_t>(bins));
    for (const Reading& reading : readings) {
        if (std::isnan(reading.confidence)) continue;
        const double confidence = static_cast<double>(reading.confidence);
        const int at = std::clamp(static_cast<int>(std::ceil(confidence * bins)) - 1, 0, bins - 1);
        Calibration::Bin& bin = found.bins[static_cast<std::size_t>(at)];
        ++bin.count;
        bin.confidence += confidence;
        bin.accuracy += reading.right ? 1 : 0;
        ++found.count;
    }
    for (Calibration::Bin& bin : found.bins) {
        found.error += std::abs(bin.accuracy - bin.confidence);  // still sums: a bin's share times its distance
        found.overconfidence += bin.confidence - bin.accuracy;
        bin.confidence /= bin.count;  // NaN of none
        bin.accuracy /= bin.count;
    }
    found.error /= found.count;
    found.overconfidence /= found.count;
    return found;
}

}  // namespace explain
