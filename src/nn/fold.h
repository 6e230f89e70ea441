// Networks that compute the same with fewer layers.
#pragma once

#include "nn/network.h"

namespace nn {

/// Batch normalisations that directly follow a convolution or a fully connected layer become part of its weights; those
/// that do not stay.  The outputs of the layers that stay are the same up to rounding.
Network folded(const Network& network);

}  // namespace nn
