// Everything that the model table says of one network: a row of numbers, computed in slices.
//
// What each means is in its file; which layer and how many digits is said here.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "explain/calibration.h"
#include "explain/robustness.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

enum class Measure {
    parameters,
    multiply_adds,
    training_accuracy,
    training_loss,
    held_out_accuracy,
    held_out_loss,
    gap,
    calibration_error,
    robustness,
    invariance,
    dead_units,
    redundancy,
    co_adaptation,
    roughness,
    agreement,
    likeness,
};
inline constexpr int kMeasures = 16;

struct MeasureInfo {
    const char* key;         ///< in files, "held_out_accuracy"
    const char* called;      ///< at the head of a column, "held out"
    bool is_share;           ///< 0..1, shown in percent
    int decimals;            ///< as shown
    int better;              ///< 1: the higher the better; -1: the lower; 0: neither
    const char* definition;  ///< one sentence
};
const MeasureInfo& info(Measure measure);

/// How many of the digits each measure takes; all where there are fewer.
struct MeasureCounts {
    int training = 10'000;  ///< accuracy and loss
    int held_out = 10'000;  ///< accuracy, loss, calibration, dead units, redundancy
    int robustness = 2'000;
    int co_adaptation = 1'000;
    int invariance = 50;
    int agreement = 50;
    int likeness = 1'000;
};

class Measures {
public:
    /// Digits of the network's input shape, whose bytes must outlive it; `training` may be empty.  `other` is the
    /// network that the likeness is to, read only here; null where there is none.
    Measures(const nn::Network& network, const nn::Digits& training, const nn::Digits& held_out,
             const nn::Network* other, const MeasureCounts& counts = {});
    ~Measures();
    Measures(Measures&&) noexcept;
    Measures& operator=(Measures&&) noexcept;

    /// A slice of work, about as long as `passes` forward passes; false when all is known.
    bool advance(int passes);
    bool done() const;
    /// 0..1.
    float progress() const;

    /// NaN as long as it is not known, and where it makes no sense.
    double value(Measure measure) const;
    /// Why it makes no sense, one sentence; empty where it does.
    const std::string& why_not(Measure measure) const;
    /// Under one change; NaN as `value`.
    double accuracy_under(Harm harm) const;
    /// The bins of held_out's calibration, once it is known.
    const Calibration& calibration() const;
    /// Names of the layers that these are of; empty where there is none.
    const std::string& maps_layer() const;    ///< redundancy, co-adaptation: the last with maps, else the last hidden
    const std::string& hidden_layer() const;  ///< invariance: the last below the scores

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace explain
