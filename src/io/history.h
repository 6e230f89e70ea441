// A run's networks over time in one file: safetensors whose tensors carry the number of batches before their names,
// "256/conv1.weight".
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "io/model_file.h"

namespace io {

/// A network as it was after so many batches.
struct Moment {
    std::int64_t batch = 0;
    nn::Network network;
};

inline constexpr std::size_t kMostMoments = 64;  ///< of one file

/// The networks of a history in the order of their batches; of a model's file the one network, at batch 0.  All have
/// the file's card, with how many batches each has learnt from.  Errors: those of parse_model, for each network; more
/// than kMostMoments; a tensor whose name does not begin with a whole number.
base::Result<std::vector<Moment>> parse_moments(std::span<const std::uint8_t> bytes);

/// The last one's card stands for all.  Errors: none or more than kMostMoments; batches that do not rise;
/// architectures that differ.
base::Result<std::vector<std::uint8_t>> write_history(std::span<const Moment> moments,
                                                      Precision precision = Precision::single);

}  // namespace io
