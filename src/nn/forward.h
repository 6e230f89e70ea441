// The forward pass: every layer's output and the switches, into buffers allocated once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "nn/network.h"

namespace nn {

/// What one input did to the network.  outputs[i] is layer i's output; switches[i] is empty unless layer i is a
/// max-pool: then, for each of its outputs, the flat index (row * width + column) of the maximum in the same channel of
/// its input (the first one, row by row, where several tie: PyTorch's rule).
struct Activations {
    Tensor input;
    std::vector<Tensor> outputs;
    std::vector<std::vector<std::int32_t>> switches;

    const Tensor& output(int layer) const { return outputs[static_cast<std::size_t>(layer)]; }
};

Activations make_activations(const Network& network);

/// Weights rearranged for the kernels, and the kernels' scratch memory.  Make one for each network and thread; make it
/// anew (or call `repack`) after parameters changed.
class Engine {
public:
    explicit Engine(const Network& network);
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    /// Takes over changed parameters of a network with the same architecture.
    void repack(const Network& network);

    /// Computes every layer of `activations` from `input` (architecture.input.size() floats, pixels 0..1).
    /// Dropout is the identity.
    void forward(std::span<const float> input, Activations& activations);

    /// Outputs of the last layer for many inputs, one after another: `inputs` (n, input size), `outputs` (n, classes).
    /// Faster a digit than `forward`: keeps nothing in between.
    void forward_batch(std::span<const float> inputs, std::span<float> outputs);

    /// Numbers of the last layer.
    int output_size() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace nn
