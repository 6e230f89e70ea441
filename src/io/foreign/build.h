// From steps and tensors to a network of ours.
#pragma once

#include <optional>

#include "base/result.h"
#include "io/foreign/found.h"
#include "nn/network.h"

namespace io {

/// The network of `found.steps`, which must tell all (FoundModel::Tells), for inputs of this shape.
///
/// Layers are called conv1 norm1 relu1 pool1 ... fc1 ... softmax in their order; what they were called in the file
/// stands in the card under "names".  What is done to the input before the first of them are layers input1, input2 ...
/// (see input_layers.h); where the file wants 32 x 32 and does not say how a digit becomes that, input1 is a frame of
/// paper. Three equal channels are made one, a softmax is put at the end where there is none, and log-softmax becomes
/// one. All of that is said in `found.notes`. Errors, which name the step: a setting or kind that cannot be built, a
/// tensor missing or of a shape that does not fit, a number that is NaN or infinite; those of nn::make_network.
base::Result<nn::Network> build(FoundModel& found, nn::Shape input);

/// The input that the steps fit: what the file says, or one channel or three of the first convolution, 28 or 32 pixels
/// wide, whichever the first dense layer fits.  Nothing where no size fits.
std::optional<nn::Shape> input_of(const FoundModel& found);

/// The shape after steps [0, count) of an input; nothing where they do not fit one another.  Steps that cannot be built
/// change nothing.
std::optional<nn::Shape> shape_after(const FoundModel& found, std::size_t count, nn::Shape input);

}  // namespace io
