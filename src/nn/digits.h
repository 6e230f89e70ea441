// A labelled set of pictures, as bytes somewhere else.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nn/network.h"

namespace nn {

/// `count` pictures of shape.size() bytes (0 = paper, 255 = ink), and a label each.  A view: the bytes belong to the
/// caller.
struct Digits {
    Shape shape{1, 28, 28};
    std::span<const std::uint8_t> pixels;
    std::span<const std::uint8_t> labels;
    std::uint64_t id = 0;  ///< which set it is, by a hash of its bytes; 0: none, or nobody asked
    const std::vector<std::string>* class_names = nullptr;  ///< by label; null where they are called by their numbers

    int count() const { return static_cast<int>(labels.size()); }
    std::span<const std::uint8_t> picture(int i) const {
        const std::size_t size = static_cast<std::size_t>(shape.size());
        return pixels.subspan(static_cast<std::size_t>(i) * size, size);
    }
    /// What the label of a picture is called: "7", "Sneaker".
    std::string name_of(int i) const { return class_name(labels[static_cast<std::size_t>(i)]); }
    std::string class_name(int label) const;
    /// Pictures [begin, end).
    Digits slice(int begin, int end) const;
};

/// Picture bytes as the network's input: byte / 255.
void to_input(std::span<const std::uint8_t> picture, float* input);

}  // namespace nn
