#include "app/lane.h"

#include <utility>

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

bool misreads(const Lane& lane, const DataSet& set, int index) {
    return index < lane.predictions.seen() &&
           lane.predictions.predicted[static_cast<std::size_t>(index)] != set.label(index);
}

}  // namespace app
