// One input's activations, switches and reconstructions as named tensors, and their pictures.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/pictures.h"
#include "io/safetensors.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace cli {

/// One of the tensors, and how it is drawn.
struct Entry {
    std::string name, file;  ///< key among the tensors; path of the picture, without ending
    image::Map map = image::Map::diverging;
    bool of_units = false;  ///< belongs to a layer of single units rather than maps
    nn::Shape field;        ///< switches only: shape of the pool's input, into whose channels they point
};

/// `entries` in the order of the network, input first; `tensors` by name.
struct Explanation {
    nn::Activations activations;
    io::Safetensors tensors;
    std::vector<Entry> entries;
};

/// `input` has the size of the network's input.
Explanation explain_input(const nn::Network& network, std::span<const float> input);

/// A sheet FOLDER/NAME.png for each tensor and FOLDER/NAME/map-00.png (unit-000.png) for each map; gives their number.
base::Result<int> draw_explanation(const Explanation& explanation, const Look& look,
                                   const std::filesystem::path& folder);

}  // namespace cli
