#include "probe/lesions/changes.h"

#include <algorithm>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kMostMaps = 32;  // of a layer downstream
constexpr int kStripColumns = 30;

nn::Tensor difference_of(const nn::Tensor& before, const nn::Tensor& after) {
    nn::Tensor difference = after;
    for (std::size_t i = 0; i < difference.data.size(); ++i) difference.data[i] -= before.data[i];
    return difference;
}

/// The lowest layer that differs: where noise begins, or where something is zeroed or left out; layer_count() where
/// nothing is.
int first_changed(const LesionPlan& plan) {
    const nn::Network& network = *plan.network;
    int first = plan.noise.share > 0 ? std::max(0, plan.noise.layer) : network.layer_count();
    for (const explain::Lesion& l : plan.lesions) {
        const bool left_out = l.map < 0 && explain::passes_on(network, l.layer);
        first = std::min(first, left_out ? l.layer : std::max(0, explain::source_layer(network, l.layer)));
    }
    return first;
}

/// One row: the maps of a layer, each with the share that changed.
figure::Group row_of(const LesionPlan& plan, const nn::Tensor& before, const nn::Tensor& after, int layer) {
    const std::string& name = plan.network->layer(layer).name;
    const int maps = before.shape.channels, shown = std::min(maps, kMostMaps);
    figure::Group group = note_group(
        name,
        "The same in " + name + ": below each map how much of it changed." +
            (shown < maps ? " The first " + std::to_string(shown) + " of " + std::to_string(maps) + " maps." : ""));
    group.side = 30;
    const nn::Tensor difference = difference_of(before, after);
    const float scale = image::full_scale(before.data, image::Map::diverging);
    for (int map = 0; map < shown; ++map) {
        figure::Picture picture = map_picture("change of " + map_name(*plan.network, layer, map),
                                              figure::percent(relative_change(before.map(map), after.map(map))),
                                              difference, map, image::Map::diverging);
        picture.scale = scale;
        picture.chosen = plan.is_off(layer, map);
        group.pictures.push_back(std::move(picture));
    }
    return group;
}

}  // namespace

const nn::Tensor& Wounded::output(int layer) const {
    const int at = lesioned->layer_of[index(layer)];
    return at < 0 ? activations->input : activations->output(at);
}

figure::Group change_of_selected(const LesionPlan& plan, const Wounded& wounded) {
    const nn::Tensor &before = plan.activations->output(plan.layer), &after = wounded.output(plan.layer);
    figure::Group group =
        note_group("What changed in " + plan.network->layer(plan.layer).name + " (click: off, on)", "");
    group.side = 56;
    if (before.shape != after.shape) return group;
    const nn::Tensor difference = difference_of(before, after);
    if (!has_maps(*plan.network, plan.layer)) {
        group.note = "Unit by unit; the ranking below switches units off and on.";
        figure::Plot plot = bar_plot("change by unit", "unit", "change of the activation");
        plot.bar_labels = numbered(difference.shape.channels);
        plot.series = {bars_of("change", difference.data, 1)};
        group.plots.push_back(std::move(plot));
        return group;
    }
    const float scale = image::full_scale(before.data, image::Map::diverging);
    for (int map = 0; map < before.shape.channels; ++map) {
        std::string caption =
            std::to_string(map) + ": " + figure::percent(relative_change(before.map(map), after.map(map)));
        figure::Picture picture = map_picture("change of " + map_name(*plan.network, plan.layer, map),
                                              std::move(caption), difference, map, image::Map::diverging);
        picture.scale = scale;
        picture.click = plan.toggle(map);
        picture.chosen = plan.is_off(plan.layer, map);
        group.pictures.push_back(std::move(picture));
    }
    return group;
}

std::vector<figure::Group> changes_downstream(const LesionPlan& plan, const Wounded& wounded) {
    std::vector<figure::Group> groups;
    figure::Group flat = note_group("Layers of single units",
                                    "The same, unit by unit in rows: below each layer how much of it changed.");
    flat.side = 150;
    for (int layer = first_changed(plan); layer < plan.network->layer_count(); ++layer) {
        const nn::Tensor &before = plan.activations->output(layer), &after = wounded.output(layer);
        if (layer == plan.layer || before.shape != after.shape) continue;
        if (has_maps(*plan.network, layer)) {
            groups.push_back(row_of(plan, before, after, layer));
            continue;
        }
        const std::string& name = plan.network->layer(layer).name;
        figure::Picture strip =
            units_picture("change of " + name, name + ": " + figure::percent(relative_change(before.data, after.data)),
                          difference_of(before, after).data, image::Map::diverging, kStripColumns);
        strip.scale = image::full_scale(before.data, image::Map::diverging);
        flat.pictures.push_back(std::move(strip));
    }
    if (!flat.pictures.empty()) groups.push_back(std::move(flat));
    return groups;
}

}  // namespace probe
