// Maps as pictures.
#include "cli/pictures.h"

#include <algorithm>
#include <cmath>
#include <system_error>

#include <CLI/CLI.hpp>

#include "app/blocks.h"
#include "image/digit.h"
#include "image/png.h"
#include "io/file.h"

namespace cli {

image::Theme Look::colours() const { return theme == "light" ? image::Theme::light : image::Theme::dark; }

int Look::side() const { return image::kDigitSide * zoom; }

image::Colour Look::background() const {
    return colours() == image::Theme::light ? image::Colour{222, 224, 229, 255} : image::Colour{40, 44, 54, 255};
}

void add_look_options(CLI::App& command, Look& look) {
    command.add_option("--theme", look.theme, "Colours: dark or light")
        ->check(CLI::IsMember({"dark", "light"}))
        ->capture_default_str();
    command.add_option("--zoom", look.zoom, "Pixels of the picture for a pixel of the input")
        ->check(CLI::Range(1, 32))
        ->capture_default_str();
    command.add_option("--gamma", look.gamma, "Below 1 lifts faint values")
        ->check(CLI::Range(0.1, 4.0))
        ->capture_default_str();
    command.add_flag("--shared-scale", look.shared_scale,
                     "One scale for all maps of a layer instead of one for each map");
}

image::Rgba cell(std::span<const float> values, int width, int height, image::Map map, const Look& look, float scale,
                 int side) {
    const image::Rgba small = image::paint(values, width, height, map, look.colours(), scale, look.gamma);
    image::Rgba large(side, side);
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column)
            large.at(row, column) = small.at(row * height / side, column * width / side);
    }
    return large;
}

image::Map activation_map(const nn::Network& network, int layer) {
    return app::is_signed(network, layer) ? image::Map::diverging : image::Map::sequential;
}

int columns_for(int count) {
    const int square = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
    for (int columns = square; columns <= 2 * square; ++columns) {
        if (count % columns == 0) return columns;
    }
    return square;
}

std::string file_name(std::string layer) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    std::replace_if(
        layer.begin(), layer.end(), [&](char c) { return !plain(c); }, '_');
    return layer;
}

base::Status make_folder(const std::filesystem::path& folder) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) return base::Error{folder.string() + ": the folder cannot be made: " + failure.message()};
    if (!std::filesystem::is_directory(folder, failure))
        return base::Error{folder.string() + ": expected a folder, found a file"};
    return base::Done{};
}

base::Status write_png(const std::filesystem::path& path, const image::Rgba& picture) {
    if (path.has_parent_path()) {
        if (auto made = make_folder(path.parent_path()); !made) return made;
    }
    return io::write_file(path, image::encode_png(picture));
}

}  // namespace cli
