// What the model table calls its measures, and how it writes their numbers.
#pragma once

#include <iterator>
#include <string>

#include "explain/measures.h"
#include "probe/probe.h"

namespace probe {

/// In the enumerator's order.
inline constexpr Choice kMeasures[] = {
    {explain::Measure::parameters, "Parameters"},
    {explain::Measure::multiply_adds, "Multiply-adds", "multiply_adds"},
    {explain::Measure::training_accuracy, "Training accuracy", "training"},
    {explain::Measure::training_loss, "Training: loss", "training_loss"},
    {explain::Measure::held_out_accuracy, "Held-out accuracy", "held_out"},
    {explain::Measure::held_out_loss, "Held-out: loss", "held_out_loss"},
    {explain::Measure::gap, "Gap"},
    {explain::Measure::calibration_error, "Calibration error", "calibration"},
    {explain::Measure::robustness, "Robustness"},
    {explain::Measure::invariance, "Change when moved", "moved"},
    {explain::Measure::dead_units, "Dead units", "dead"},
    {explain::Measure::redundancy, "Redundancy"},
    {explain::Measure::co_adaptation, "Co-adaptation", "coadaptation"},
    {explain::Measure::roughness, "Roughness"},
    {explain::Measure::agreement, "Agreement"},
    {explain::Measure::likeness, "Likeness"},
};
static_assert(std::size(kMeasures) == explain::kMeasures);

/// "Held-out accuracy".
std::string called(explain::Measure measure);
/// As it stands within a sentence: "held-out accuracy".
std::string lower(std::string words);
/// A column's head, of at most two lines, with "%" where its numbers are percent.
std::string head_of(explain::Measure measure);
/// As the table shows it: "99.42", "62 k"; an en dash for NaN.
std::string words_of(explain::Measure measure, double value);
/// "+0.92", with a true minus sign; an en dash for NaN.
std::string signed_number(double value);
/// The view that shows where a number comes from; "" where it is the network's own.
const char* view_of(explain::Measure measure);

}  // namespace probe
