// The deconvnet's picture with each of the well-known mistakes: cards of the deconvnet probe.
#pragma once

#include <array>

#include "explain/mistakes.h"
#include "figure/figure.h"
#include "probe/probe.h"

namespace probe {

inline constexpr Choice kMistakeChoices[] = {
    {explain::Mistake::none, "none"},
    {explain::Mistake::unflipped_kernels, "unflipped kernels"},
    {explain::Mistake::forgotten_switches, "forgotten switches"},
    {explain::Mistake::biases_kept, "biases kept"},
    {explain::Mistake::guided_relu, "guided relu"},
    {explain::Mistake::relu_missing, "relu missing"},
};

/// The pictures of one selection: the right one and all wrong ones.
class Mistakes {
public:
    /// The layer of `start` is startable.
    void make(const nn::Network& network, const nn::Activations& activations, const explain::Start& start);

    const explain::Projection& right() const { return made_[0]; }

    /// One mistake (1 .. explain::kMistakes - 1) beside the right picture.
    std::string finding(int mistake) const;
    figure::Group large(int mistake) const;
    /// All of them; `chosen` is framed, 0 for none.
    figure::Group all(int chosen) const;

private:
    const nn::Tensor& pixels(int mistake) const;

    std::array<explain::Projection, explain::kMistakes> made_;  ///< [0] is right
};

}  // namespace probe
