// From tensors alone to steps: what follows from their shapes, and what must be assumed.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/found.h"
#include "nn/tensor.h"

namespace io {

/// Something that a network is read by: told by its file, following from its shapes, or left open.  Every choice fits
/// its tensors, and a trial (trial.h) can tell which is meant.
struct Assumption {
    enum class Source { open, shapes, file };
    std::string key;                   ///< one of `assumption_keys`
    std::vector<std::string> choices;  ///< words for people, which also choose: "ReLU"; the likeliest first
    std::size_t chosen = 0;
    Source source = Source::open;

    const std::string& word() const { return choices[chosen]; }
    bool is_open() const { return source == Source::open; }
};

/// "size", "input", "shape", "activation", "pooling", "order", "flattening": in the order in which they are decided.
std::span<const char* const> assumption_keys();

/// Fixed by whoever asks: a key and one of its choices, or a part of its words that no other choice has.
using Assumed = std::map<std::string, std::string>;

struct Derived {
    nn::Shape input;
    std::vector<Assumption> assumptions;
};

/// "28 x 28, -1 to 1, ReLU, max-pooling": the assumptions as one says them.
std::string as_said(const std::vector<Assumption>& assumptions);

/// Fills `found.steps` from tensors (Tells::shapes) or from tensors and modules' settings (Tells::settings), and brings
/// weights that are (rows, columns, in, out) or (in, out) to PyTorch's layouts.  Where the file tells all (Tells::all),
/// only how a digit becomes the input is left open.  Tensors may have shapes alone, to ask what there is to choose.
///
/// Convolutions (4 dimensions) come before dense layers (2), each in the file's order, or by name where the file has
/// none; batch normalisations are told by their running mean and go with the layer of their size.  Padding and pooling
/// follow from the inputs of the first dense layer.
/// Errors: a tensor that belongs to neither, layers that do not follow one another, no padding and pooling that fits; a
/// key or choice in `assumed` that is none.
base::Result<Derived> derive(FoundModel& found, const Assumed& assumed);

}  // namespace io
