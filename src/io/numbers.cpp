#include "io/numbers.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <optional>

#include "io/half.h"
#include "io/json.h"

namespace io {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in the file");

/// The upper half of a float.
float from_bfloat(std::uint16_t bits) { return __builtin_bit_cast(float, std::uint32_t{bits} << 16); }

template <class Number, class Convert>
std::vector<float> converted(std::span<const std::uint8_t> bytes, Convert convert) {
    std::vector<float> out(bytes.size() / sizeof(Number));
    for (std::size_t i = 0; i < out.size(); ++i) {
        Number number;
        std::memcpy(&number, bytes.data() + i * sizeof(Number), sizeof(Number));
        out[i] = convert(number);
    }
    return out;
}

base::Result<std::vector<float>> doubles_as_floats(const std::string& name, std::span<const std::uint8_t> bytes) {
    constexpr double kLargest = std::numeric_limits<float>::max();
    std::optional<double> outside;
    auto floats = converted<double>(bytes, [&outside](double number) {
        if (std::isfinite(number) && std::abs(number) > kLargest) outside = number;
        return outside ? 0.0f : static_cast<float>(number);
    });
    if (!outside) return floats;
    char number[32];
    std::snprintf(number, sizeof number, "%g", *outside);
    return base::Error{"tensor " + in_quotes(name) + " holds " + number +
                       ", which is beyond what float32 can hold: scale it before saving"};
}

}  // namespace

std::uint64_t dtype_size(std::string_view dtype) {
    if (dtype == "I8" || dtype == "U8" || dtype == "BOOL") return 1;
    if (dtype == "F16" || dtype == "BF16" || dtype == "I16") return 2;
    if (dtype == "F32" || dtype == "I32") return 4;
    return dtype == "F64" || dtype == "I64" ? 8 : 0;
}

base::Result<std::vector<float>> numbers_as_floats(std::string_view dtype, std::span<const std::uint8_t> bytes,
                                                   const std::string& name) {
    const auto as_float = [](auto number) { return static_cast<float>(number); };
    if (dtype == "F16") return converted<std::uint16_t>(bytes, from_half);
    if (dtype == "BF16") return converted<std::uint16_t>(bytes, from_bfloat);
    if (dtype == "F64") return doubles_as_floats(name, bytes);
    if (dtype == "I64") return converted<std::int64_t>(bytes, as_float);
    if (dtype == "I32") return converted<std::int32_t>(bytes, as_float);
    if (dtype == "I16") return converted<std::int16_t>(bytes, as_float);
    if (dtype == "I8") return converted<std::int8_t>(bytes, as_float);
    if (dtype == "U8" || dtype == "BOOL") return converted<std::uint8_t>(bytes, as_float);
    return converted<float>(bytes, as_float);
}

}  // namespace io
