// A run: what one training left behind, or a model that was opened.  Its checkpoints are networks over time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "nn/identity.h"

namespace app {

/// The network as it was after `step` batches.
struct Checkpoint {
    long step = 0;
    nn::NetworkPtr network;                  ///< never null
    std::map<std::string, double> measures;  ///< "held_out_accuracy", ...: what was measured then
    /// How often each label (a row) of the held-out digits was read as each class; empty: not counted then.
    std::vector<int> confusion = {};
};

/// Where the checkpoints are of a run of an earlier visit: `kept` has the last one alone until somebody opens it.
enum class Others { here, kept, coming };

struct Run {
    std::string name;                     ///< as shown: "LeNet-5"
    std::vector<Checkpoint> checkpoints;  ///< at least one, steps rising; an opened model has just one
    bool passing = false;                 ///< the last one is only to be looked at: the next takes its place
    bool trained_here = false;
    std::string key;  ///< under which the browser keeps it; empty: it does not
    Others others = Others::here;
    std::string recipe;  ///< of one trained here, as recipe_text gives it
    long batches = 0;    ///< that its recipe has in all; 0: not known
};
using RunPtr = std::shared_ptr<Run>;

/// A run of one checkpoint.
RunPtr make_run(std::string name, nn::NetworkPtr network);

/// "LeNet-5", or "LeNet-5 at batch 128" where the run has more than one checkpoint.
std::string checkpoint_name(const Run& run, int checkpoint);

}  // namespace app
