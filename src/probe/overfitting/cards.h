// The cards of the view Overfitting, each from what is read so far.
#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"
#include "probe/overfitting/readings.h"
#include "probe/run_curve.h"

namespace probe {

/// A run's numbers over its moments, from what was measured and what was read; NaN where nothing is known.
struct Course {
    std::vector<double> batches, training_accuracy, training_loss, held_out_accuracy, held_out_loss;
    int turned = -1;  ///< the moment of the lowest held-out loss
    double training() const { return training_accuracy.back(); }
    double held_out() const { return held_out_accuracy.back(); }
};
Course course_of(const RunCurve& run, const Readings& readings);

/// "after batch 256 (pass 8)".
std::string moment_words(const RunCurve& run, double batches);
/// "after pass 8", or as above where passes are not known.
std::string short_moment(const RunCurve& run, double batches);
/// The digits of the open run that are learnt by heart, and how networks without them read all; empty while unknown.
struct ByHeart {
    bool known = false;
    std::vector<int> digits;
    std::vector<std::int32_t> without;
};
ByHeart by_heart(const RunCurve& run, const Readings& readings);

/// The finding: a sentence.
std::string overfitting_words(const RunCurve& run, const Course& course);
figure::Group curve_card(const Runs& runs, const std::vector<Course>& courses, bool loss, bool log_x);
figure::Group verdict_card(const Runs& runs, const std::vector<Course>& courses, const ByHeart& heart);
/// The verdict's numbers for all runs, folded.
figure::Group numbers_card(const Runs& runs, const std::vector<Course>& courses);
figure::Group sure_card(const Runs& runs, const Readings& readings);
/// The probabilities' histograms for all runs, folded.
figure::Group spread_card(const Runs& runs, const Readings& readings);
figure::Group pairs_card(const Runs& runs, const Readings& readings, const ByHeart& heart);

}  // namespace probe
