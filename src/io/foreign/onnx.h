// ONNX models: a chain of operators from the input to the classes, with the weights inside the file.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "io/foreign/found.h"

namespace io {

/// Conv, MaxPool, AveragePool, GlobalAveragePool, Relu, LeakyRelu, Tanh, Sigmoid, Gemm, MatMul and Add, Flatten,
/// Reshape, Transpose between NCHW and NHWC, BatchNormalization, Dropout, Identity, Pad by the same on all sides,
/// Resize (bilinear, of the input), Softmax, LogSoftmax, and Add, Sub, Mul, Div of one constant number on the input.
/// Errors: those of onnx_graph.h; another operator, by its name; one that does not follow the one before it.
base::Result<FoundModel> read_onnx(std::span<const std::uint8_t> bytes);

}  // namespace io
