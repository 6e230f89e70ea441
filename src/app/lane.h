// A lane: a run's checkpoint on show, and what it computes of the current input.  All lanes see the same input.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/data_set.h"
#include "app/run.h"
#include "explain/deconvnet.h"
#include "explain/familiarity.h"
#include "nn/classifier.h"
#include "nn/forward.h"
#include "nn/network.h"
#include "probe/cache.h"

namespace app {

struct Lane {
    RunPtr run;                ///< never null
    int checkpoint = 0;        ///< of the run
    nn::NetworkPtr published;  ///< the checkpoint's; kept here too, so that no change of the run can take it away
    nn::Engine engine;
    explain::Reconstructor reconstructor;
    nn::Activations activations;
    bool is_finite = true;                    ///< whether all of them are
    std::vector<nn::Tensor> reconstructions;  ///< by layer: (maps, 28, 28); empty where not shown
    explain::Projection projection;           ///< of the selection
    nn::Answers predictions;                  ///< to the data set on show
    explain::Quantiles card_energies;         ///< of its digits, as the model's file says
    std::shared_ptr<probe::Cache> known;      ///< of the network and the data set `known_set`; null at first
    std::uint64_t known_set = 0;
    explain::Familiarity::Known known_by = explain::Familiarity::Known::nothing;  ///< what measured `familiar`
    std::optional<float> familiar;                                                ///< the input: see familiarity.h
    int next_layer = 0, next_map = 0;  ///< what is still to be reconstructed begins here: see update.cpp

    Lane(RunPtr shown_run, int shown_checkpoint);

    const nn::Network& network() const { return *published; }
    std::string name() const { return checkpoint_name(*run, checkpoint); }
};

/// Whether the lane's network is known to misread this digit of `set`.
bool misreads(const Lane& lane, const DataSet& set, int index);

}  // namespace app
