#include "io/foreign/fold.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace io {
std::optional<nn::Parameters> gains_of(const BatchNorm& norm) {
    nn::Parameters made;
    for (std::size_t i = 0; i < norm.mean.size(); ++i) {
        const double spread = static_cast<double>(norm.variance[i]) + norm.epsilon;
        if (!(spread > 0)) return std::nullopt;
        const double gain = static_cast<double>(norm.gain[i]) / std::sqrt(spread);
        made.weight.push_back(static_cast<float>(gain));
        made.bias.push_back(
            static_cast<float>(static_cast<double>(norm.shift[i]) - static_cast<double>(norm.mean[i]) * gain));
    }
    return made;
}

void put_channels_first(std::vector<float>& weight, nn::Shape in) {
    const auto plane = static_cast<std::size_t>(in.plane()), channels = static_cast<std::size_t>(in.channels);
    std::vector<float> row(plane * channels);
    for (std::size_t begin = 0; begin + row.size() <= weight.size() && !row.empty(); begin += row.size()) {
        for (std::size_t at = 0; at < plane; ++at)
            for (std::size_t c = 0; c < channels; ++c) row[c * plane + at] = weight[begin + at * channels + c];
        std::copy(row.begin(), row.end(), weight.begin() + static_cast<std::ptrdiff_t>(begin));
    }
}

void make_one_channel(std::vector<float>& weight, int kernel) {
    const auto plane = static_cast<std::size_t>(kernel) * static_cast<std::size_t>(kernel);
    std::vector<float> one(weight.size() / 3);
    for (std::size_t i = 0; i < one.size(); ++i)
        for (std::size_t c = 0; c < 3; ++c) one[i] += weight[(i / plane * 3 + c) * plane + i % plane];
    weight = std::move(one);
}

namespace {

/// `rows` x `columns` becomes `columns` x `rows`.
void transpose(std::vector<float>& numbers, std::size_t rows, std::size_t columns) {
    std::vector<float> out(numbers.size());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) out[c * rows + r] = numbers[r * columns + c];
    numbers = std::move(out);
}

}  // namespace

void turn_conv(NamedTensor& weight) {
    const std::vector<int> s = weight.shape;
    if (s.size() != 4) return;
    const auto plane = static_cast<std::size_t>(s[0]) * static_cast<std::size_t>(s[1]);
    transpose(weight.data, plane, static_cast<std::size_t>(s[2]) * static_cast<std::size_t>(s[3]));  // in, out, plane
    std::vector<float> out(weight.data.size());
    const auto ins = static_cast<std::size_t>(s[2]), outs = static_cast<std::size_t>(s[3]);
    for (std::size_t i = 0; i < ins; ++i)
        for (std::size_t o = 0; o < outs; ++o)
            std::copy_n(weight.data.begin() + static_cast<std::ptrdiff_t>((i * outs + o) * plane), plane,
                        out.begin() + static_cast<std::ptrdiff_t>((o * ins + i) * plane));
    weight.data = std::move(out);
    weight.shape = {s[3], s[2], s[0], s[1]};
}

void turn_dense(NamedTensor& weight) {
    if (weight.shape.size() != 2) return;
    transpose(weight.data, static_cast<std::size_t>(weight.shape[0]), static_cast<std::size_t>(weight.shape[1]));
    std::swap(weight.shape[0], weight.shape[1]);
}

bool all_finite(std::span<const float> numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace io
