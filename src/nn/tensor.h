// Shape and Tensor: float32 activations, channels x height x width, row-major.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace nn {

/// The shape of one activation.  A fully connected layer's output is (n, 1, 1).
struct Shape {
    int channels = 0;
    int height = 1;
    int width = 1;

    int plane() const { return height * width; }
    int size() const { return channels * height * width; }
    bool operator==(const Shape&) const = default;
};

/// CHW, row-major, float32; data.size() == shape.size().
struct Tensor {
    Shape shape;
    std::vector<float> data;

    Tensor() = default;
    explicit Tensor(Shape s) : shape(s), data(static_cast<std::size_t>(s.size()), 0.0f) {}

    /// One feature map: height x width floats.
    std::span<float> map(int channel) {
        return {data.data() + static_cast<std::ptrdiff_t>(channel) * shape.plane(),
                static_cast<std::size_t>(shape.plane())};
    }
    std::span<const float> map(int channel) const {
        return {data.data() + static_cast<std::ptrdiff_t>(channel) * shape.plane(),
                static_cast<std::size_t>(shape.plane())};
    }
};

}  // namespace nn
