#include "app/lane.h"

#include <algorithm>
#include <utility>

#include "nn/finite.h"

namespace app {

Lane::Lane(RunPtr shown_run, int shown_checkpoint)
    : run(std::move(shown_run)),
      checkpoint(shown_checkpoint),
      published(run->checkpoints[static_cast<std::size_t>(checkpoint)].network),
      engine(*published),
      reconstructor(*published),
      activations(nn::make_activations(*published)),
      reconstructions(static_cast<std::size_t>(published->layer_count())),
      card_energies(explain::card_quantiles(*published)) {}

bool predict_some(Lane& lane, const DataSet& set, int count) {
    Predictions& known = lane.predictions;
    if (known.data != set.id) known = {set.id, std::vector<int>(set.labels.size()), 0, 0};
    const int n = std::min(count, set.count() - known.scanned);
    if (n <= 0) return false;
    const std::size_t first = static_cast<std::size_t>(known.scanned), size = static_cast<std::size_t>(n);
    const std::size_t pixels = static_cast<std::size_t>(set.shape.size());
    const auto classes = static_cast<std::size_t>(lane.network().classes());
    std::vector<float> inputs(size * pixels), outputs(size * classes);
    for (int i = 0; i < n; ++i)
        nn::to_input(set.picture(known.scanned + i), inputs.data() + static_cast<std::size_t>(i) * pixels);
    lane.engine.forward_batch(inputs, outputs);
    for (std::size_t i = 0; i < size; ++i) {
        known.classes[first + i] = nn::strongest(std::span(outputs).subspan(i * classes, classes));
        if (known.classes[first + i] != set.labels[first + i]) ++known.wrong;
    }
    known.scanned += n;
    return known.scanned < set.count();
}

}  // namespace app
