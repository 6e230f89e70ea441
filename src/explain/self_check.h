// The engine checked against identities and against an independent implementation, wherever it runs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "nn/network.h"

namespace explain {

/// <L x, y> against <x, L^T y> for layer `layer` without its bias, random x and y: |difference| / (|L x| |y|).  0 to
/// float rounding if the deconvnet's step down is the adjoint of the forward pass.  Conv, fully connected and pools
/// only (max-pool is linear while its switches stay); -1 for other kinds.
double adjoint_gap(const nn::Network& network, int layer, unsigned long long seed);

/// What another implementation computed (tests/reference/make_reference.py, PyTorch): tensors by name, for some inputs.
struct Reference {
    struct Case {
        int label = 0;
        std::map<std::string, std::vector<float>> tensors;  ///< "input", "conv1", "switch1", "deconvnet/pool2", ...
    };
    nn::Network network;
    std::vector<Case> cases;
};

/// Compares tensor by tensor: a step each.  Names that are not known are left out.
class ReferenceCheck {
public:
    /// Largest |difference| / largest |value| of all tensors of one kind.
    struct Row {
        std::string what;  ///< "activations", "switches", "deconvnet", "strongest only", "gradient", "guided backprop",
                           ///< "occlusion"
        int tensors = 0;
        long numbers = 0;
        double worst = 0;   ///< switches: share of those that differ
        std::string where;  ///< the tensor with the largest
    };

    /// `reference` must outlive it.
    explicit ReferenceCheck(const Reference& reference);
    ~ReferenceCheck();
    ReferenceCheck(ReferenceCheck&&) noexcept;
    ReferenceCheck& operator=(ReferenceCheck&&) noexcept;

    /// Compares one more tensor; false when there was none left.
    bool step();
    float progress() const;
    const std::vector<Row>& rows() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace explain
