// What no training can begin with.
#pragma once

#include <string>

#include "nn/train.h"

namespace nn {

inline constexpr int kShard =
    32;  ///< images of a batch that one thread takes; fixed, so that sums do not depend on threads

/// A sentence where training it would take more memory than one network may; "" where it does not.
std::string complaint_about_training_memory(const Network& network);

/// A sentence about what does not fit: a network without classes or too large, pictures or labels that are not its own,
/// numbers out of range; empty where training can begin.
std::string complaint_about_training(const Network& network, const Digits& digits, const Digits& hold_out,
                                     const TrainOptions& options);

}  // namespace nn
