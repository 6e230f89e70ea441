// Arithmetic on a layer's numbers that makes them those of a layer of ours; PyTorch's layouts, a row for each output.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "io/safetensors.h"
#include "nn/network.h"

namespace io {

/// gain * (y - mean) / sqrt(variance + epsilon) + shift, each a number a map.
struct BatchNorm {
    std::vector<float> mean, variance, gain, shift;
    double epsilon = 0;
};
/// The same as weight * y + bias.  Nothing where a spread is not positive.
std::optional<nn::Parameters> gains_of(const BatchNorm& norm);

/// A dense layer's columns, which read maps by rows, columns, channels, read them by channels, rows, columns.
void put_channels_first(std::vector<float>& weight, nn::Shape in);

/// A convolution of three channels reads one, as if all three were alike.
void make_one_channel(std::vector<float>& weight, int kernel);

/// (rows, columns, in, out) becomes (out, in, rows, columns); a tensor of other than 4 dimensions is left alone.
void turn_conv(NamedTensor& weight);
/// (in, out) becomes (out, in); a tensor of other than 2 dimensions is left alone.
void turn_dense(NamedTensor& weight);

bool all_finite(std::span<const float> numbers);

}  // namespace io
