#include "nn/digits.h"

namespace nn {

Digits Digits::slice(int begin, int end) const {
    const std::size_t size = static_cast<std::size_t>(shape.size()), from = static_cast<std::size_t>(begin),
                      n = static_cast<std::size_t>(end - begin);
    return {shape, pixels.subspan(from * size, n * size), labels.subspan(from, n), 0, class_names};
}

std::string Digits::class_name(int label) const {
    const auto k = static_cast<std::size_t>(label);
    return class_names && k < class_names->size() ? (*class_names)[k] : std::to_string(label);
}

void to_input(std::span<const std::uint8_t> picture, float* input) {
    for (std::uint8_t byte : picture) *input++ = static_cast<float>(byte) * (1.0f / 255.0f);
}

}  // namespace nn
