// From tensors alone to steps: what follows from their shapes, and what must be assumed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/found.h"
#include "nn/tensor.h"

namespace io {

/// What a file leaves open: every choice fits its tensors, and a trial can tell which is meant.
struct Assumption {
    std::string key;                   ///< "activation", "pooling", "order", "shape"
    std::vector<std::string> choices;  ///< words for people, which also choose: "ReLU"; the likeliest first
    std::size_t chosen = 0;
};

/// Fixed by whoever asks: a key and one of its choices.
using Assumed = std::map<std::string, std::string>;

struct Derived {
    nn::Shape input;
    std::vector<Assumption> assumptions;
};

/// Fills `found.steps` from tensors (Tells::shapes) or from tensors and modules' settings (Tells::settings), and brings
/// weights that are (rows, columns, in, out) or (in, out) to PyTorch's layouts.
///
/// Convolutions (4 dimensions) come before dense layers (2), each in the file's order, or by name where the file has
/// none; batch normalisations are told by their running mean and go with the layer of their size.  Padding and pooling
/// follow from the inputs of the first dense layer.
/// Errors: a tensor that belongs to neither, layers that do not follow one another, no padding and pooling that fits; a
/// key or choice in `assumed` that is none.
base::Result<Derived> derive(FoundModel& found, const Assumed& assumed);

}  // namespace io
