// A run's checkpoints, and which of many to look at.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "nn/identity.h"

namespace explain {

/// A network of a run as it was after so many batches.
struct Checkpoint {
    std::int64_t batches = 0;
    nn::NetworkPtr network;  ///< never null
};

/// Where a number of batches lies on a logarithmic axis: its binary logarithm, and -1 before the first batch.
double log_batches(std::int64_t batches);

/// At most `most` (2 or more) of the checkpoints, by index and rising, as evenly as can be on that axis; the first and
/// the last are among them.  `batches` rise.
std::vector<int> even_on_log(std::span<const std::int64_t> batches, int most);

}  // namespace explain
