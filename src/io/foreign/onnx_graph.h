// An ONNX file as a graph: nodes, constants, the shape of the input.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/safetensors.h"

namespace io {

struct OnnxAttribute {
    std::optional<float> real;
    std::optional<std::int64_t> integer;
    std::string text;
    std::vector<std::int64_t> integers;
};

struct OnnxNode {
    std::string op, name;
    std::vector<std::string> inputs, outputs;
    std::map<std::string, OnnxAttribute> attributes;
};

struct OnnxGraph {
    std::vector<OnnxNode> nodes;                   ///< in an order in which they can be computed, as ONNX demands
    std::map<std::string, NamedTensor> constants;  ///< initialisers and Constant nodes
    std::string input;                             ///< the one input that is no constant
    std::vector<std::int64_t> input_shape;         ///< -1 where it is open
};

/// Protobuf has no magic: an ONNX file begins with its version, and the second field is one of ModelProto's.
bool may_be_onnx(std::span<const std::uint8_t> bytes);

/// Errors: no protobuf, cut short, no graph; several inputs; weights in another file; a tensor of a type that is not
/// read or that disagrees with its shape; over 4,096 nodes or tensors; attributes that hold graphs are not read.
base::Result<OnnxGraph> read_onnx_graph(std::span<const std::uint8_t> bytes);

}  // namespace io
