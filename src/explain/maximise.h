// Activation maximisation (Erhan, Bengio, Courville & Vincent 2009): the picture that excites a unit most, found by
// gradient ascent on the input.
//
// The paper's own rule is the bare ascent at constant norm; L2, blur (Yosinski et al. 2015), total variation (Mahendran
// & Vedaldi 2015) and jitter (Mordvintsev et al. 2015) came later, because bare ascent gives noise.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "nn/backward.h"
#include "nn/forward.h"
#include "nn/network.h"
#include "nn/random.h"

namespace explain {

/// weight * (one unit, the mean or the maximum of one map).
struct Term {
    enum class Of { unit, mean, maximum };
    int map = 0;
    Of of = Of::maximum;
    int unit = 0;  ///< flat index in the map, for Of::unit
    float weight = 1;

    bool operator==(const Term&) const = default;
};

/// The sum that is climbed.
struct Objective {
    int layer = 0;
    std::vector<Term> terms;

    bool operator==(const Objective&) const = default;
};

/// A class's score minus `others` times the mean of the other classes' scores.  `layer` holds one unit a class.
Objective class_objective(const nn::Network& network, int layer, int of_class, float others);
/// The same objective one rectifier lower: at the layer with weights that makes the objective's maps (a pooled unit
/// becomes the middle of its window).  A unit that sleeps behind its relu has no gradient to climb; in front of it it
/// has.
Objective before_rectifier(const nn::Network& network, Objective objective);

/// The defaults give pictures of the ten digits that people and other networks read as such.
struct AscentOptions {
    int steps = 256;
    float rate = 0.03f;            ///< length of a step: root mean square change of a pixel, before regularisers
    float l2 = 0.005f;             ///< pull of every pixel towards paper, as a share of itself a step
    float total_variation = 0.5f;  ///< weight of the picture's total variation, in units of `rate`
    int blur_every = 8;            ///< steps between two blurs; 0: none
    float blur_sigma = 0.4f;       ///< pixels
    int jitter = 2;                ///< random shift before each gradient, at most so many pixels
    bool clamp = true;             ///< pixels stay in 0 .. 1
    float noise = 0.2f;            ///< standard deviation of the noise added to the start
    std::uint64_t seed = 1;

    bool operator==(const AscentOptions&) const = default;
};

/// One picture on its way up.
struct Climb {
    Objective objective;
    AscentOptions options;
    std::vector<float> picture;  ///< the input's size
    std::vector<float> flow;     ///< of the total variation: across, then along, by pixel; length at most 1
    std::vector<float> curve;    ///< the objective before each step so far
    nn::Random random{1};

    int done() const { return static_cast<int>(curve.size()); }
};

/// Copies the network and packs it when it is first needed; make it anew after parameters changed.
class Ascender {
public:
    explicit Ascender(const nn::Network& network);

    /// `start`: where the ascent starts (input's size), or empty for an empty page; the options' noise is added.
    Climb begin(const Objective& objective, const AscentOptions& options, std::span<const float> start) const;

    /// Up to `steps` more steps; false when options.steps are done.  Allocates nothing after the first time.
    bool advance(Climb& climb, int steps);

    /// The objective at a picture as it is.
    float value(const Objective& objective, std::span<const float> picture);
    /// What the network's last layer says to a picture; valid until the next call.
    std::span<const float> answer(std::span<const float> picture);

private:
    void forward(std::span<const float> picture);
    void step(Climb& climb);
    float score(const Objective& objective);
    void shift(std::span<const float> from, int right, int down, std::span<float> to) const;
    void lessen_variation(std::span<float> picture, std::span<float> flow, float weight);
    void blur(std::span<float> picture, float sigma);

    nn::Network network_;
    nn::Shape shape_;
    std::optional<nn::Engine> engine_;
    std::optional<nn::Backward> backward_;
    nn::Activations activations_;
    nn::Gradients gradients_;
    std::vector<std::vector<float>> signals_;  ///< by layer
    std::vector<float> shifted_, gradient_;
    std::vector<float> inner_;  ///< by pixel of a channel: 1, in the last column 0
};

/// The whole ascent of a class's score.
std::vector<float> maximise_class(const nn::Network& network, int of_class, const AscentOptions& options,
                                  float others = 0);

}  // namespace explain
