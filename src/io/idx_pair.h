// A labelled data set as two IDX files: pictures, and a label for each.  The one reader of such pairs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/idx.h"
#include "nn/digits.h"

namespace io {

/// As many labels as pictures.
struct LabelledImages {
    IdxImages images;
    std::vector<std::uint8_t> labels;

    nn::Digits digits() const { return {{1, images.rows, images.columns}, images.pixels, labels}; }
};

/// A file's bytes, and what complaints call it.
struct NamedBytes {
    std::string name;
    std::span<const std::uint8_t> bytes;
};

/// Pictures and labels, plain or gzipped, in either order: which is which is found out.  Errors: those of io/idx.h, and
/// another number of labels; each begins with the name that it is about.
base::Result<LabelledImages> parse_idx_pair(const NamedBytes& images, const NamedBytes& labels);

}  // namespace io
