// Who settles first: curves and rows of numbers over a run's checkpoints.
#pragma once

#include "explain/evolution.h"
#include "figure/figure.h"

namespace probe {

/// Likeness of every layer to the last checkpoint's, with a dot where it stays at 0.95 or above from there on; a cursor
/// at the checkpoint `moment`.
figure::Group likeness_card(const explain::Evolution& evolution, int moment);
/// How far each layer's weights moved from checkpoint to checkpoint: a row a layer.
figure::Group change_card(const explain::Evolution& evolution);
/// The numbers of the checkpoint `moment`, folded.
figure::Group checkpoint_card(const explain::Evolution& evolution, int moment);

}  // namespace probe
