// The 10,000 digits beside the page: pixels, labels, and what the current model makes of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "nn/forward.h"

namespace app {

struct Gallery {
    int count = 0;
    std::vector<std::uint8_t> pixels;       ///< count x 784, 255 = ink
    std::vector<std::uint8_t> labels;       ///< count, 0..9
    std::vector<std::int32_t> predictions;  ///< -1: not finite; first `scanned` are known for the current model
    int scanned = 0;
    int wrong = 0;  ///< among the scanned

    bool loaded() const { return count > 0; }
    std::span<const std::uint8_t> digit(int index) const {
        return {pixels.data() + static_cast<std::size_t>(index) * 784, 784};
    }
    bool misread(int index) const {
        const auto i = static_cast<std::size_t>(index);
        return index < scanned && predictions[i] != labels[i];
    }
};

/// Both as IDX bytes (plain or gzipped).
base::Result<Gallery> parse_gallery(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels);

/// Classifies the next `count` digits; true while some are left.
bool scan_some(Gallery& gallery, nn::Engine& engine, int classes, int count);

/// Forgets the predictions: the model changed.
void restart_scan(Gallery& gallery);

}  // namespace app
