// TensorFlow.js layers models: Keras' layers as JSON, and weights in files beside it.  For .cpp files of this room.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "io/foreign/found.h"

namespace io {

/// Of a model.json.  Errors: those of parse_json.
base::Result<nlohmann::json> parse_tfjs_json(std::span<const std::uint8_t> bytes);

/// The weights' files in the manifest's order, by names without folders, each once; at most 1,024.
std::vector<std::string> weight_files(const nlohmann::json& root);

/// A zip archive that may be one: it holds a model.json.
bool may_be_tfjs_archive(std::span<const std::uint8_t> bytes);

/// A model.json with its weights in a zip archive, or alone, which says what is missing.  Weights are float32, or
/// quantised to uint8, uint16 or float16.
/// Errors: no JSON; a graph model; a file that is missing; fewer or more bytes than the weights need; another type; a
/// network that is no chain; another layer or activation, by its name (see keras_layers.h).
base::Result<FoundModel> read_tfjs(std::span<const std::uint8_t> bytes);

}  // namespace io
