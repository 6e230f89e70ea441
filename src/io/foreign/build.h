// From steps and tensors to a network of ours.
#pragma once

#include <optional>

#include "base/result.h"
#include "io/foreign/found.h"
#include "nn/network.h"

namespace io {

/// The network of `found.steps`, which must tell all (FoundModel::Tells), for inputs of this shape.
///
/// Layers are called conv1 relu1 pool1 ... fc1 ... softmax in their order; what they were called in the file stands in
/// the card under "names".  What has no layer of ours is made one that computes the same: batch normalisation goes into
/// the weights before it, a scaling of the input into the first weights, three equal channels into one, and a border of
/// 2 around 28 x 28 into the first convolution's padding.  A softmax is put at the end where there is none, and
/// log-softmax becomes one.  All of that is said in `found.notes`.
/// Errors, which name the step: a setting or kind that cannot be built, a tensor missing or of a shape that does not
/// fit, a number that is NaN or infinite; those of nn::make_network.
base::Result<nn::Network> build(FoundModel& found, nn::Shape input);

/// The input that the steps fit: what the file says, or one channel or three of the first convolution, 28 or 32 pixels
/// wide, whichever the first dense layer fits.  Nothing where no size fits.
std::optional<nn::Shape> input_of(const FoundModel& found);

/// The shape after steps [0, count) of an input; nothing where they do not fit one another.  Steps that cannot be built
/// change nothing.
std::optional<nn::Shape> shape_after(const FoundModel& found, std::size_t count, nn::Shape input);

}  // namespace io
