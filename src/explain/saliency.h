// Which pixels a number of the network answers to, by gradients: at the input (Simonyan et al. 2014), on the way to it
// (integrated gradients, Sundararajan et al. 2017), around it (SmoothGrad, Smilkov et al. 2017), and coarsely, by the
// last convolution's maps (Grad-CAM, Selvaraju et al. 2017).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explain/deconvnet.h"
#include "nn/backward.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace explain {

/// The number that is explained: sum(signal * output of layer).
struct Target {
    int layer = 0;
    std::vector<float> signal;  ///< has the layer's size

    bool operator==(const Target&) const = default;
};

/// The number that belongs to a deconvnet's start: the sum of what it keeps.  Of Keep::strongest it is the unit that is
/// the strongest in these activations.
Target target_of(const nn::Activations& activations, const Start& start);

/// Forward passes and gradients of one network; make it anew after parameters changed.
class Differ {
public:
    explicit Differ(const nn::Network& network);

    /// The number at an input.
    double value(const Target& target, std::span<const float> input);
    /// Its gradient there: to the pixels and to every layer's output.
    const nn::Gradients& gradients(const Target& target, std::span<const float> input);
    /// Of the last call.
    const nn::Activations& activations() const { return activations_; }

private:
    nn::Engine engine_;
    nn::Backward backward_;
    nn::Activations activations_;
    nn::Gradients gradients_;
};

/// A mean of gradients that grows: after `begin` call `advance` until it is false.  Integrated gradients multiply the
/// mean by the input.
struct GradientMean {
    enum class Kind { integrated, smooth };
    Kind kind = Kind::integrated;
    int count = 64;      ///< points on the way, or noisy inputs
    float noise = 0.0f;  ///< smooth: standard deviation, as a share of the input's range of 1
    std::uint64_t seed = 1;

    int done = 0;
    std::vector<double> sum;  ///< of the gradients so far

    /// Forgets what was summed.
    void begin(std::size_t pixels);
    /// At least one and at most `gradients` more; false when `count` are there.
    bool advance(Differ& differ, const Target& target, std::span<const float> input, int gradients);
    /// The picture so far.  Integrated gradients from a black page (0): by the midpoint rule, so that their sum is
    /// target(input) - target(black) up to the rule's error.
    std::vector<float> picture(std::span<const float> input) const;
};

/// The layer whose maps Grad-CAM weights: the last convolution at or below `layer`, or the relu right after it where
/// that is not above `layer`; -1 where there is none.
int cam_layer(const nn::Network& network, int layer);

/// Grad-CAM at `layer` (as `cam_layer` gives it): its maps, each weighted by the mean of its gradient, added up and
/// rectified; (1, height, width) of the layer.
nn::Tensor grad_cam(const nn::Activations& activations, const nn::Gradients& gradients, int layer);

/// Bilinear, pixels' middles on pixels' middles, edges extended.
std::vector<float> upsampled(const nn::Tensor& map, int height, int width);

}  // namespace explain
