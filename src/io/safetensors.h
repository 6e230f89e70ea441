// safetensors: named float32 tensors and text metadata, one file.  Format: u64 header length, JSON header, data.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace io {

/// Row-major.  `I32` and `I64` tensors of other programs are read as floats too (switches); writing is float32.
struct NamedTensor {
    std::vector<int> shape;
    std::vector<float> data;
    std::string dtype = "F32";  ///< as it was in the file: "F32", "I32" or "I64"
};

struct Safetensors {
    std::map<std::string, NamedTensor> tensors;
    std::map<std::string, std::string> metadata;
};

/// Errors: too short, header length beyond the file or over 100 MB, header not JSON, wrong dtype, shape and offsets
/// that disagree, offsets outside the data, overlaps or holes, a tensor named twice.  NaNs are the caller's to judge.
base::Result<Safetensors> parse_safetensors(std::span<const std::uint8_t> bytes);

/// Tensors in the map's order; the same content gives the same bytes.
std::vector<std::uint8_t> write_safetensors(const Safetensors& content);

}  // namespace io
