// Digits like those that a network learnt, from IDX pictures: what `classify` and `calibrate` compare an input with.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "explain/familiarity.h"
#include "nn/network.h"

namespace cli {

/// Pictures held in memory, and what the network makes of them.
struct DigitSet {
    std::vector<std::uint8_t> pixels, labels;           ///< labels are not known: zeros
    std::unique_ptr<explain::Familiarity> familiarity;  ///< all known
};

/// The first 10,000 pictures of the file, worked through to the end.  Errors name the file: not readable, not of the
/// network's size, none.
base::Result<DigitSet> read_digit_set(const std::string& path, const nn::Network& network);

}  // namespace cli
