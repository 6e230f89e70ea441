// Activations, switches and reconstructions as named tensors.
#include "cli/explanation.h"

#include <algorithm>

#include "cli/console.h"
#include "explain/deconvnet.h"
#include "image/png.h"

namespace cli {

namespace {

void put(Explanation& all, Entry entry, std::vector<int> shape, std::vector<float> data) {
    all.tensors.tensors[entry.name] = {std::move(shape), std::move(data)};
    all.entries.push_back(std::move(entry));
}

std::vector<int> spatial(const nn::Shape& shape) { return {shape.channels, shape.height, shape.width}; }

/// True from the first fully connected layer on: outputs are vectors, (n).
bool is_flat(const nn::Network& network, int layer) {
    for (int i = 0; i <= layer; ++i) {
        if (network.layer(i).kind == nn::LayerKind::fully_connected) return true;
    }
    return false;
}

/// pool1's switches are switch1.
std::string switch_name(const std::string& pool) {
    return pool.starts_with("pool") ? "switch" + pool.substr(4) : "switch/" + pool;
}

void put_activations(Explanation& all, const nn::Network& network, int layer) {
    const nn::LayerSpec& spec = network.layer(layer);
    const nn::Tensor& output = all.activations.output(layer);
    const bool flat = is_flat(network, layer);
    const std::vector<int> shape = flat ? std::vector<int>{output.shape.size()} : spatial(output.shape);
    put(all, {spec.name, file_name(spec.name), activation_map(network, layer), flat, {}}, shape, output.data);
    const auto& switches = all.activations.switches[static_cast<std::size_t>(layer)];
    if (switches.empty()) return;
    put(all,
        {switch_name(spec.name), file_name(switch_name(spec.name)), image::Map::grey, flat, network.input_shape(layer)},
        shape, {switches.begin(), switches.end()});
}

/// The strongest activation of each map by itself: for relu and pools before the first fully connected layer.
void put_strongest(Explanation& all, const nn::Network& network, int layer) {
    const nn::LayerKind kind = network.layer(layer).kind;
    if (is_flat(network, layer) || nn::has_weights(kind) || nn::info(kind).only_trains) return;
    const int maps = network.shape(layer).channels;
    explain::Projection projection;
    std::vector<float> pixels;
    for (int map = 0; map < maps; ++map) {
        explain::project(network, all.activations, {layer, explain::Keep::strongest, map, 0}, projection);
        pixels.insert(pixels.end(), projection.pixels.data.begin(), projection.pixels.data.end());
    }
    std::vector<int> shape = spatial(projection.pixels.shape);
    shape[0] = maps;
    const std::string& name = network.layer(layer).name;
    put(all,
        {"deconvnet_strongest/" + name, "deconvnet_strongest/" + file_name(name), image::Map::diverging, false, {}},
        std::move(shape), std::move(pixels));
}

/// A switch picture shows, in the pool's input, the places that were kept.
image::Rgba switch_picture(std::span<const float> switches, const Entry& entry, const Look& look) {
    std::vector<float> places(static_cast<std::size_t>(entry.field.plane()), 0.0f);
    for (const float place : switches) places[static_cast<std::size_t>(place)] = 1.0f;
    return cell(places, entry.field.width, entry.field.height, entry.map, look, 1.0f, look.side());
}

/// The pictures of one tensor's maps.
std::vector<image::Rgba> draw_maps(const io::NamedTensor& tensor, const Entry& entry, const Look& look) {
    const bool single = tensor.shape.size() == 1;
    const int height = single ? 1 : tensor.shape[1], width = single ? 1 : tensor.shape[2];
    const auto plane = static_cast<std::size_t>(height * width);
    // Single units need no room: a quarter of a picture's side.  Each by itself would be full scale, so they share one.
    const int side = single ? std::max(1, look.side() / 4) : look.side();
    const float whole = image::full_scale(tensor.data, entry.map);
    std::vector<image::Rgba> cells;
    for (std::size_t first = 0; first < tensor.data.size(); first += plane) {
        const std::span<const float> values(tensor.data.data() + first, plane);
        if (entry.field.size() > 0) {
            cells.push_back(switch_picture(values, entry, look));
        } else {
            const float scale = look.shared_scale || single ? whole : image::full_scale(values, entry.map);
            cells.push_back(cell(values, width, height, entry.map, look, scale, side));
        }
    }
    return cells;
}

}  // namespace

Explanation explain_input(const nn::Network& network, std::span<const float> input) {
    Explanation all;
    all.activations = nn::make_activations(network);
    nn::Engine(network).forward(input, all.activations);
    put(all, {"input", "input", image::Map::ink, false, {}}, spatial(network.architecture.input),
        {input.begin(), input.end()});
    for (int i = 0; i < network.layer_count(); ++i) put_activations(all, network, i);

    explain::Reconstructor reconstructor(network);
    nn::Tensor pixels;
    for (int i = 0; i < network.layer_count(); ++i) {
        if (!explain::can_start(network, i)) continue;
        reconstructor.reconstruct(all.activations, i, pixels);
        const std::string& name = network.layer(i).name;
        put(all, {"deconvnet/" + name, "deconvnet/" + file_name(name), image::Map::diverging, is_flat(network, i), {}},
            spatial(pixels.shape), pixels.data);
    }
    for (int i = 0; i < network.layer_count(); ++i) {
        if (explain::can_start(network, i)) put_strongest(all, network, i);
    }
    return all;
}

base::Result<int> draw_explanation(const Explanation& explanation, const Look& look,
                                   const std::filesystem::path& folder) {
    int count = 0;
    Progress progress("drawing picture");
    const auto write = [&](const std::filesystem::path& path, const image::Rgba& picture) {
        ++count;
        progress.advance();
        return write_png(path, picture);
    };
    for (const Entry& entry : explanation.entries) {
        const io::NamedTensor& tensor = explanation.tensors.tensors.at(entry.name);
        const std::vector<image::Rgba> cells = draw_maps(tensor, entry, look);
        const int maps = static_cast<int>(cells.size());
        const image::Rgba sheet =
            maps == 1 ? cells[0] : image::contact_sheet(cells, columns_for(maps), look.gap(), look.background());
        if (auto written = write(folder / (entry.file + ".png"), sheet); !written)
            return base::Error{written.message()};
        if (maps == 1 || tensor.shape.size() == 1) continue;
        for (int map = 0; map < maps; ++map) {
            const std::string file = entry.of_units ? text("unit-%03d.png", map) : text("map-%02d.png", map);
            if (auto written = write(folder / entry.file / file, cells[static_cast<std::size_t>(map)]); !written)
                return base::Error{written.message()};
        }
    }
    return count;
}

}  // namespace cli
