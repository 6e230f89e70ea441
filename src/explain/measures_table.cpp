// The columns of the model table, in the enumerator's order.
#include "explain/measures.h"

#include <cstddef>
#include <iterator>

namespace explain {
namespace {

constexpr MeasureInfo kInfos[] = {
    {"parameters", "parameters", false, 0, 0, "Numbers that training sets: weights and biases."},
    {"multiply_adds", "multiply-adds", false, 0, 0, "Of one forward pass; a comparison in a pool counts as one."},
    {"training_accuracy", "training", true, 2, 1, "Share of the training digits read right."},
    {"training_loss", "training loss", false, 4, -1, "Mean cross-entropy over the training digits, natural logarithm."},
    {"held_out_accuracy", "held out", true, 2, 1, "Share of the held-out digits read right."},
    {"held_out_loss", "held-out loss", false, 4, -1, "Mean cross-entropy over the held-out digits, natural logarithm."},
    {"gap", "gap", true, 2, -1, "Training accuracy less held-out accuracy."},
    {"calibration_error", "calibration error", true, 2, -1,
     "Expected calibration error over the held-out digits: how far confidence is from accuracy, in 15 bins."},
    {"robustness", "robust", true, 2, 1,
     "Accuracy on changed held-out digits, mean of seven changes: shifted, turned, scaled, strokes thinner or thicker, "
     "noise, half contrast, a patch erased."},
    {"invariance", "change when moved", false, 3, -1,
     "Mean relative change of the last hidden layer when digits are shifted, scaled and turned: the area under Fig. "
     "5's "
     "curves."},
    {"dead_units", "dead units", false, 0, -1,
     "Maps and units of hidden layers that are zero for every held-out digit, at every place."},
    {"redundancy", "redundancy", false, 3, -1,
     "Mean absolute correlation of the last maps, pair by pair, over the held-out digits."},
    {"co_adaptation", "co-adaptation", false, 5, -1,
     "Mean absolute interaction of two of the last maps: loss without both, less the losses without either, plus the "
     "loss with both."},
    {"roughness", "roughness", false, 3, -1,
     "Share of the first kernels' energy in the higher half of the frequencies; noise has 0.75."},
    {"agreement", "agreement", false, 3, 1,
     "Rank correlation: does covering cost the strongest map its activity where its projection is bright?"},
    {"likeness", "likeness", false, 3, 0,
     "Linear CKA to the other network over the held-out digits, mean of the layers that have the same name."},
};
static_assert(std::size(kInfos) == kMeasures);

}  // namespace

const MeasureInfo& info(Measure measure) { return kInfos[static_cast<std::size_t>(measure)]; }

}  // namespace explain
