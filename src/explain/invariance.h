// How far every layer's vector moves when the input is shifted, scaled or rotated (Zeiler & Fergus 2013, section 4,
// Fig. 5).
#pragma once

#include <span>
#include <vector>

#include "explain/transform.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// What one transformation did.  Vectors by layer: [0] is the input, [i + 1] layer i.
struct Change {
    std::vector<float> distance;  ///< Euclidean, from the untransformed input's vector
    std::vector<float> answer;    ///< outputs of the last layer
};

/// Compares transformed inputs with one input.  The network's input is one square channel.
class Mover {
public:
    explicit Mover(const nn::Network& network);

    /// The input that is transformed.
    void begin(std::span<const float> input);
    /// Lengths of its vectors, by layer as in Change: what to divide by for relative distances.
    const std::vector<float>& lengths() const { return lengths_; }
    /// What the last layer says to it.
    std::span<const float> answer() const { return still_.outputs.back().data; }
    /// The input transformed; the page outside of it is empty.
    void measure(const Transform& how, Change& change);

private:
    int side_;
    nn::Engine engine_;
    nn::Activations still_, moved_;
    std::vector<float> input_, lengths_;
};

}  // namespace explain
