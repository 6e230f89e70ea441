// One layer's contact sheet.
#include "cli/figure_sheet.h"

#include <algorithm>

#include "app/keep.h"
#include "cli/console.h"
#include "cli/model.h"
#include "image/png.h"
#include "nn/finite.h"
#include "nn/forward.h"

namespace cli {

namespace {

/// A sheet while it grows, cell by cell, and its lines of the CSV.
struct Sheet {
    const Look& look;
    std::string name;
    std::vector<image::Rgba> cells;
    std::string& scales;
    int row = 0, column = 0;

    void add(const Digit& digit, const char* content, int map, std::span<const float> values, const nn::Shape& shape,
             image::Map colours, float scale) {
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        std::string id = digit.id;
        std::replace_if(
            id.begin(), id.end(), [](char c) { return c == '"' || c == ',' || c == '\n'; }, '\'');
        const std::string label = digit.label ? std::to_string(*digit.label) : "";
        scales += name + ',' + std::to_string(row) + ',' + std::to_string(column++) + ',' + id + ',' + label + ',' +
                  content + ',' + (map < 0 ? "" : std::to_string(map)) +
                  text(",%.6g,%.6g,%.6g\n", static_cast<double>(*low), static_cast<double>(*high),
                       static_cast<double>(scale));
        cells.push_back(cell(values, shape.width, shape.height, colours, look, scale, look.side()));
    }
};

/// All reconstructions of a layer, (maps, h, w) of the input.
nn::Tensor reconstruct(const nn::Network& network, const nn::Activations& activations, int layer, bool strongest) {
    nn::Tensor pixels;
    if (!strongest) {
        explain::Reconstructor(network).reconstruct(activations, layer, pixels);
        return pixels;
    }
    const int maps = network.shape(layer).channels;
    explain::Projection projection;
    for (int map = 0; map < maps; ++map) {
        explain::project(network, activations, {layer, explain::Keep::strongest, map, 0}, projection);
        pixels.data.insert(pixels.data.end(), projection.pixels.data.begin(), projection.pixels.data.end());
    }
    pixels.shape = {maps, projection.pixels.shape.height, projection.pixels.shape.width};
    return pixels;
}

void add_row(Sheet& sheet, const nn::Network& network, const nn::Activations& activations, int layer,
             const Digit& digit, const FigureOptions& options) {
    const nn::Tensor pixels = reconstruct(network, activations, layer, options.strongest);
    const nn::Tensor& output = activations.output(layer);
    const image::Map colours = activation_map(network, layer);
    const float activation_scale = image::full_scale(output.data, colours);
    const float pixel_scale = image::full_scale(pixels.data, image::Map::diverging);
    const bool shared = options.look.shared_scale;
    sheet.column = 0;
    sheet.add(digit, "input", -1, activations.input.data, activations.input.shape, image::Map::ink, 1.0f);
    for (int map = 0; map < output.shape.channels; ++map) {
        if (options.activations) {
            const float scale =
                shared || output.shape.plane() == 1 ? activation_scale : image::full_scale(output.map(map), colours);
            sheet.add(digit, "activation", map, output.map(map), output.shape, colours, scale);
        }
        const float scale = shared ? pixel_scale : image::full_scale(pixels.map(map), image::Map::diverging);
        sheet.add(digit, "reconstruction", map, pixels.map(map), pixels.shape, image::Map::diverging, scale);
    }
    ++sheet.row;
}

Json layout_of(const std::string& name, int maps, int columns, const FigureOptions& options) {
    Json sheet;
    sheet["sheet"] = name;
    sheet["maps"] = maps;
    sheet["columns"] = columns;
    sheet["cell"] = options.look.side();
    sheet["gap"] = options.look.gap();
    sheet["theme"] = options.look.theme;
    sheet["gamma"] = options.look.gamma;
    sheet["keep"] = app::keep_name(options.strongest ? explain::Keep::strongest : explain::Keep::whole_map);
    sheet["scale"] = options.look.shared_scale ? "shared by the row" : "per map";
    sheet["rows"] = Json::array();
    return sheet;
}

}  // namespace

base::Result<image::Rgba> draw_sheet(const nn::Network& network, int layer, const std::vector<Digit>& digits,
                                     const FigureOptions& options, FigureLegend& legend) {
    constexpr long kLargest = 200'000'000;
    const int maps = network.shape(layer).channels;
    const int columns = 1 + maps * (options.activations ? 2 : 1);
    const long side = options.look.side() + options.look.gap();
    if (side * side * columns * static_cast<long>(digits.size()) > kLargest) {
        return base::Error{"the sheet of " + network.layer(layer).name +
                           " would have over 200 million pixels; use a smaller --zoom"};
    }
    const std::string name = file_name(network.layer(layer).name);
    Json layout = layout_of(name, maps, columns, options);
    Sheet sheet{options.look, name, {}, legend.scales};
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    for (const Digit& digit : digits) {
        engine.forward(digit.pixels->pixels, activations);
        if (!explain::stays_finite(network, activations)) return base::Error{std::string("figures: ") + kNotFinite};
        add_row(sheet, network, activations, layer, digit, options);
        Json row;
        row["id"] = Json::parse(digit.id, nullptr, false);
        row["label"] = digit.label ? Json(*digit.label) : Json(nullptr);
        row["predicted"] = network.has_classes() ? Json(nn::strongest(activations.outputs.back().data)) : Json(nullptr);
        layout["rows"].push_back(std::move(row));
    }
    legend.layout.push_back(std::move(layout));
    return image::contact_sheet(sheet.cells, columns, options.look.gap(), options.look.background());
}

}  // namespace cli
