// Numbers as files hold them, little-endian, made floats.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace io {

/// Bytes of a number, by safetensors' names: F32 F16 BF16 F64 I8 I16 I32 I64 U8 BOOL; 0 for any other.
std::uint64_t dtype_size(std::string_view dtype);

/// `bytes` as numbers of a dtype that dtype_size knows; a last part of a number is left out.  NaN and infinity stay
/// what they are.  Errors, about tensor `name`: a finite F64 that no float32 can hold.
base::Result<std::vector<float>> numbers_as_floats(std::string_view dtype, std::span<const std::uint8_t> bytes,
                                                   const std::string& name);

}  // namespace io
