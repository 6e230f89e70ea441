// Maps as pictures for explain and figures: crisp squares, sheets, PNG files.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "base/result.h"
#include "image/colour_map.h"
#include "image/picture.h"
#include "nn/network.h"

namespace CLI {
class App;
}

namespace cli {

/// How pictures are to look, as the command line says.
struct Look {
    std::string theme = "dark";
    int zoom = 4;  ///< screen pixels for a pixel of the network's input
    float gamma = 1.0f;
    bool shared_scale = false;  ///< one scale for all maps of a layer rather than one a map

    image::Theme colours() const;
    int side() const;  ///< of one cell, in pixels
    int gap() const { return zoom; }
    image::Colour background() const;  ///< between the cells
};

/// `--theme`, `--zoom`, `--gamma`, `--scale`.
void add_look_options(CLI::App& command, Look& look);

/// width x height values as a square of `side` pixels, each value a crisp block.
image::Rgba cell(std::span<const float> values, int width, int height, image::Map map, const Look& look, float scale,
                 int side);

/// Outputs that can be negative diverge; the others are drawn from zero up.
image::Map activation_map(const nn::Network& network, int layer);

/// Columns that put `count` cells on a grid about as wide as high, without a ragged last row where that is possible.
int columns_for(int count);

/// A layer's name as part of a file name: letters, digits, '_' and '-' stay, all else becomes '_'.
std::string file_name(std::string layer);

/// Makes the folder where it is missing.  Errors name it.
base::Status make_folder(const std::filesystem::path& folder);

/// Makes the folder of `path` where it is missing.
base::Status write_png(const std::filesystem::path& path, const image::Rgba& picture);

}  // namespace cli
