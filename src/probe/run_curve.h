// A training as a probe of curves sees it: what was measured of its checkpoints, and what it learnt from.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "explain/overfit.h"
#include "nn/digits.h"
#include "nn/identity.h"

namespace probe {

/// NaN where it was not measured.
struct RunMoment {
    std::int64_t batches = 0;
    nn::NetworkPtr network;  ///< never null
    double training_accuracy = std::nan(""), training_loss = std::nan("");
    double held_out_accuracy = std::nan(""), held_out_loss = std::nan("");
};

struct RunCurve {
    std::string name;                ///< "Run 1", "dropout 0.5"
    int digits = 0;                  ///< that it learnt from; 0: not known
    double batches_a_pass = 0;       ///< 0: not known
    bool shuffled = false;           ///< labels, so that they cannot be learnt but by heart
    std::vector<RunMoment> moments;  ///< batches rising; the last one is the network at the end
    nn::Digits learnt;               ///< the digits that it learnt from; empty where they are not here
    std::array<nn::NetworkPtr, explain::kFolds> folds;  ///< each trained without one fifth of them; null: not trained

    bool has_folds() const {
        for (const nn::NetworkPtr& fold : folds)
            if (!fold) return false;
        return learnt.count() > 0;
    }
};

/// A network that ships, by what was measured of it when the program was made.
struct RackRow {
    std::string name;
    std::uint64_t id = 0;                                     ///< its identity
    int digits = 0;                                           ///< that it learnt from; 0: not known
    bool shuffled = false;                                    ///< their labels were
    bool open = false;                                        ///< it is the one that is asked about
    double training = std::nan(""), held_out = std::nan("");  ///< shares read right
};

/// What a probe `of_runs` is asked about besides its network.
struct Runs {
    std::vector<RunCurve> curves;  ///< of the lane's run, then of those laid over it
    nn::Digits held_out, clothes;  ///< empty where they are not here
    std::vector<RackRow> rack;     ///< what to hold it against without training anything
};

}  // namespace probe
