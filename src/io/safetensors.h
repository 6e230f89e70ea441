// safetensors: named float32 tensors and text metadata, one file.  Format: u64 header length, JSON header, data.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace io {

/// Row-major.  `F16`, `BF16` and `F64` are read as float32, and so are `I32` and `I64` (switches).  What says F16 is
/// written so, rounded to the nearest; all else as F32.
struct NamedTensor {
    std::vector<int> shape;
    std::vector<float> data;
    std::string dtype = "F32";  ///< as it was in the file: "F32", "F16", "BF16", "F64", "I32" or "I64"
};

struct Safetensors {
    std::map<std::string, NamedTensor> tensors;
    std::map<std::string, std::string> metadata;
};

/// Errors: another format, by its first bytes; too short, header length beyond the file or over 100 MB, header not
/// JSON, over 65,536 tensors, 1,024 entries or 1 MB of metadata, wrong dtype, shape and offsets that disagree, offsets
/// outside the data, overlaps or holes, a tensor named twice, an F64 that no float32 can hold.  NaNs are the caller's
/// to judge.
base::Result<Safetensors> parse_safetensors(std::span<const std::uint8_t> bytes);

/// Tensors in the map's order; the same content gives the same bytes.
std::vector<std::uint8_t> write_safetensors(const Safetensors& content);

}  // namespace io
