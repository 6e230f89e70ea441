// What the model table calls its measures, and how it writes their numbers.
#pragma once

#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "explain/measures.h"
#include "probe/probe.h"

namespace probe {

/// In the enumerator's order.
inline constexpr Choice kTableMeasures[] = {
    {explain::Measure::parameters, "Parameters", "params"},
    {explain::Measure::multiply_adds, "Multiply-adds", "products"},
    {explain::Measure::training_accuracy, "Training accuracy", "training"},
    {explain::Measure::training_loss, "Training: loss", "loss"},
    {explain::Measure::held_out_accuracy, "Held-out accuracy", "held_out"},
    {explain::Measure::held_out_loss, "Held-out: loss", "unseen"},
    {explain::Measure::gap, "Gap", "gap"},
    {explain::Measure::calibration_error, "Calibration error", "error"},
    {explain::Measure::robustness, "Robustness", "robust"},
    {explain::Measure::invariance, "Change when moved", "moved"},
    {explain::Measure::dead_units, "Dead units", "dead"},
    {explain::Measure::redundancy, "Redundancy", "redundant"},
    {explain::Measure::co_adaptation, "Co-adaptation", "coadapt"},
    {explain::Measure::roughness, "Roughness", "rough"},
    {explain::Measure::agreement, "Agreement", "agrees"},
    {explain::Measure::likeness, "Likeness", "alike"},
};
static_assert(std::size(kTableMeasures) == explain::kMeasures);

/// "held_out,gap", as a text setting has them, and back; names that no measure has are left out.
std::string names_of(std::span<const explain::Measure> measures);
std::vector<explain::Measure> measures_of(std::string_view names);

/// "Held-out accuracy".
std::string called(explain::Measure measure);
/// As it stands within a sentence: "held-out accuracy".
std::string lower(std::string words);
/// A column's head, of at most two lines, with "%" where its numbers are percent.
std::string head_of(explain::Measure measure);
/// As the table shows it: "99.42", "62 k"; an en dash for NaN.
std::string words_of(explain::Measure measure, double value);
/// "+0.92", with a true minus sign; an en dash for NaN.
std::string with_sign(double value);
/// The view that shows where a number comes from; "" where it is the network's own.
const char* view_of(explain::Measure measure);

}  // namespace probe
