// Correspondence analysis (Zeiler & Fergus 2013, section 4.3, Table 1): does masking the same part of different
// pictures change their features in the same way?
//
// For picture i, e_i = x_i - x~_i at a layer: its vector minus that of the masked picture.  The paper sums H(sign(e_i),
// sign(e_j)), H being the Hamming distance, over the pairs i != j of five pictures.  Here H is the share of entries
// whose signs (-1, 0, +1) differ, 0..1, and the sum is divided by the number of pairs.  Lower: more alike.
// A softmax's probabilities round to 0 and 1 where the network is sure, which makes signs 0 that are not: there the
// signs are those of the logarithms of the probabilities, from the logits.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "nn/forward.h"
#include "nn/network.h"
#include "nn/random.h"

namespace explain {

/// By pixel, row by row: not 0 where it is covered.
using Mask = std::vector<std::uint8_t>;

/// Thirds of the box around the ink.
enum class Part { upper, lower, left, right, middle };

/// The part's pixels; `middle` is the middle third of the rows.  Empty pages give an empty mask.
Mask part_mask(std::span<const float> input, int height, int width, Part part);
/// A disc about a random pixel of the ink, just large enough to cover as much ink.
Mask random_mask(std::span<const float> input, int height, int width, float ink, nn::Random& random);
/// One disc for all pictures, about a random pixel where more than half of them have ink (any has, where there is none
/// such), just large enough to cover as much ink of all of them together.
Mask shared_mask(std::span<const std::vector<float>> pictures, int height, int width, float ink_of_all,
                 nn::Random& random);
/// Pixels whose middle lies inside the loop through the points (x, y), whole numbers being pixel edges; even-odd rule.
Mask loop_mask(std::span<const std::pair<float, float>> points, int height, int width);
/// Sum of the ink under the mask.
float ink_under(std::span<const float> input, const Mask& mask);

/// Compares pictures of one class.  The network's input has one channel.
class Correspondence {
public:
    explicit Correspondence(const nn::Network& network);

    /// At least two pictures.
    void begin(std::span<const std::vector<float>> pictures);
    /// Covers picture i with masks[i] (paper where it is covered).  values[layer * pairs() + pair] becomes H, pairs
    /// (0, 1), (0, 2), ... , (1, 2), ...
    void measure(std::span<const Mask> masks, std::vector<float>& values);
    int pairs() const;

private:
    void keep_signs(std::size_t picture, const nn::Activations& covered);

    std::vector<nn::Shape> shapes_;
    nn::Engine engine_;
    nn::Activations covered_;
    std::vector<nn::Activations> whole_;           ///< by picture
    std::vector<std::vector<std::int8_t>> signs_;  ///< by picture: all layers
    std::vector<float> input_;
    std::vector<bool> is_softmax_;  ///< by layer
};

}  // namespace explain
