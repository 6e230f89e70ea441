// Keras' layers, as their configurations say them, to steps.  For .cpp files of this room.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "io/foreign/found.h"

namespace io {

/// Fills steps, input and notes of `found`, whose tensors are there by Keras' names and layouts, and brings weights to
/// PyTorch's layouts.  `model`: {"class_name": "Sequential" or "Functional" ("Model"), "config": ...}.
///
/// InputLayer, Conv2D, MaxPooling2D, AveragePooling2D, GlobalAveragePooling2D, Flatten, Reshape of a whole picture,
/// Dense, Activation, ReLU, LeakyReLU, Softmax, BatchNormalization, Dropout, SpatialDropout2D; on the input Rescaling,
/// ZeroPadding2D, Resizing.  Activations: linear, relu, tanh, sigmoid, softmax, log_softmax, leaky_relu.
/// Errors: another layer, which is named; a network that is no chain.
base::Status read_keras_layers(const nlohmann::json& model, FoundModel& found);

}  // namespace io
