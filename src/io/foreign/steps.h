// What the builders share: the arithmetic of one step's shapes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/foreign/found.h"
#include "nn/tensor.h"

namespace io {

/// Null where there is none of that name.
const NamedTensor* tensor_of(const FoundModel& found, const std::string& name);

/// Zeros on each side for a window of `kernel` over a side of so many; nothing where both sides need different ones.
std::optional<int> border_of(const FoundStep& step, int kernel, int side);

/// Nothing where the step does not fit what it reads; steps that cannot be built change nothing.
std::optional<nn::Shape> shape_after_step(const FoundModel& found, const FoundStep& step, nn::Shape in);

/// "4 x 1 x 5 x 5", "0.5".
std::string shape_text(const std::vector<int>& shape);
std::string number_text(double number);

/// Why the step does not fit what it is given.
std::string misfit(const FoundModel& found, const FoundStep& step, nn::Shape in);

/// "convolution", "leaky ReLU": as sentences call them.
const char* kind_words(StepKind kind);

}  // namespace io
