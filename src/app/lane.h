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
#include "nn/forward.h"
#include "nn/network.h"
#include "probe/cache.h"

namespace app {

/// What a network answers to the digits of a data set; known for the first `scanned` of them.
struct Predictions {
    std::uint64_t data = 0;    ///< the set's identity
    std::vector<int> classes;  ///< by digit; -1: not finite
    int scanned = 0;
    int wrong = 0;  ///< among the scanned

    bool misread(const DataSet& set, int index) const {
        const auto i = static_cast<std::size_t>(index);
        return index < scanned && classes[i] != set.labels[i];
    }
};

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
    Predictions predictions;                  ///< of the data set on show
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

/// Classifies the next `count` digits of `set`, from its beginning where the lane knew another set; true while some are
/// left.
bool predict_some(Lane& lane, const DataSet& set, int count);

}  // namespace app
