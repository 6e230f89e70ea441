// An open network with all that is computed of it, as the module's exports hand it out.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "explain/deconvnet.h"
#include "explain/saliency.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace engine {

class OpenNetwork {
public:
    explicit OpenNetwork(nn::Network network);

    const nn::Network& network() const { return *network_; }
    /// JSON: {"id", "name", "parameters", "multiplyAdds", "input": [c, h, w], "card": {...}, "layers": [{"name",
    /// "kind", "shape": [c, h, w], "hasSwitches"}, ...]}
    std::string describe() const;

    /// Computes every layer; what the methods below explain is this input.
    void forward(std::span<const float> input);
    const nn::Activations& activations() const { return activations_; }
    /// The last layer's numbers for many inputs.
    void classify(std::span<const float> inputs, std::span<float> outputs);

    /// Down to the pixels.  Errors: a layer, map or unit that is not there, a layer that cannot start.
    base::Result<std::span<const float>> project(const explain::Start& start);
    /// "gradient", "gradient x input", "guided", "deconvnet", "integrated", "smooth" of the same start; `count` points
    /// or noisy copies for the last two.
    base::Result<std::span<const float>> explain(std::string_view method, const explain::Start& start, int count);

private:
    base::Status check(const explain::Start& start) const;

    std::shared_ptr<const nn::Network> network_;  // at one place, whatever moves
    nn::Engine engine_;
    nn::Activations activations_;
    std::optional<explain::Differ> differ_;
    explain::Projection projection_;
    std::vector<float> pixels_;
};

}  // namespace engine
