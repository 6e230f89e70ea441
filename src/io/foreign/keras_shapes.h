// Shapes in the configurations of Keras' layers.  For .cpp files of this room.
#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "nn/tensor.h"

namespace io {

/// 2, [2, 2] or [[2, 2], [2, 2]]: as one list; empty where there is none.
nlohmann::json flattened(const nlohmann::json& object, const char* key);

/// What the pictures are, of a layer's batch_input_shape or batch_shape: (batch, rows, columns, channels), or (batch,
/// pixels) of a square.  Nothing where it is left open.
std::optional<nn::Shape> input_in(const nlohmann::json& config);

}  // namespace io
