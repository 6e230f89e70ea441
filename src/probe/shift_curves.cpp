#include "probe/shift_curves.h"

#include <string>
#include <utility>

#include "probe/arithmetic.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

figure::Series curve(const nn::Network& network, const Changes& changes, int layer, int colour, bool dashed) {
    figure::Series series;
    series.name = layer_name(network, layer);
    series.y = changes[index(layer + 1)];
    for (int i = 0; i < static_cast<int>(series.y.size()); ++i) series.x.push_back(shift_at(i));
    series.colour = colour;
    series.dashed = dashed;
    return series;
}

figure::Plot shift_plot(std::string name, std::string title, float at) {
    figure::Plot plot;
    plot.name = std::move(name);
    plot.title = std::move(title);
    plot.x_label = "shift to the right (pixels)";
    plot.y_label = "relative change";
    plot.y_low = 0.0f;
    plot.cursor = at;
    plot.drag = "right";
    plot.width = 0.5f;
    return plot;
}

}  // namespace

figure::Group shift_curves(const nn::Network& network, const Changes& changes, float at) {
    figure::Group group;
    group.title = "What a shift does to every layer";
    group.note =
        "Relative change (L2) of each layer's numbers when the digit is shifted sideways: 0 would be a layer that does "
        "not notice. The small steps come from interpolating between pixels. Drag in a plot to shift the digit.";
    group.folded = true;
    figure::Plot pools =
        shift_plot("change before and after pooling", "Before (solid) and after (dashed) each pooling", at);
    int colour = 0;
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        if (!nn::is_pool(network.layer(layer).kind)) continue;
        pools.series.push_back(curve(network, changes, layer - 1, colour, false));
        pools.series.push_back(curve(network, changes, layer, colour, true));
        colour = (colour + 1) % 10;
    }
    if (!pools.series.empty()) group.plots.push_back(std::move(pools));
    figure::Plot all = shift_plot("change of every layer", "Every layer", at);
    for (int layer = -1; layer < network.layer_count(); ++layer)
        all.series.push_back(curve(network, changes, layer, (layer + 1) % 10, layer + 1 >= 10));
    group.plots.push_back(std::move(all));
    return group;
}

}  // namespace probe
