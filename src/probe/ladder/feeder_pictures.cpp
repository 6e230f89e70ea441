#include "probe/ladder/feeder_pictures.h"

#include "explain/feeders.h"
#include "probe/arithmetic.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

/// What feeds it: the map below with what is seen of it in a frame, or a single unit's reconstruction.
figure::Picture feeder_picture(const nn::Network& network, const nn::Activations& activations, const Rung& rung,
                               const Feeder& feeder) {
    const int layer = rung.source.layer, below = layer - 1;
    const nn::Shape &shape = network.input_shape(layer), &input = network.architecture.input;
    const nn::LayerSpec& spec = network.layer(layer);
    const std::string what =
        below < 0 ? "input" : (has_maps(network, below) ? "map " : "unit ") + std::to_string(feeder.map);
    const std::string caption =
        what + (feeder.contribution > 0 ? ": +" : ": ") + figure::number(static_cast<double>(feeder.contribution));
    const std::string name = feeder_name(network, rung, feeder) + " below " + spec.name;
    figure::Picture picture = below < 0                ? ink_picture(name, caption, activations.input.data, input)
                              : feeder.picture.empty() ? map_picture(name, caption, activations.output(below),
                                                                     feeder.map, image::Map::diverging)
                                                       : pixels_picture(name, caption, feeder.picture, input);
    picture.zoom = 2;
    if (spec.kind == nn::LayerKind::conv) {
        const int width = network.shape(layer).width;
        picture.marks.push_back(frame({rung.source.unit / width * spec.stride - spec.padding,
                                       rung.source.unit % width * spec.stride - spec.padding, spec.kernel, spec.kernel},
                                      shape));
    }
    if (below >= 0) picture.click = select_click(below, feeder.map);
    return picture;
}

}  // namespace

std::string feeder_name(const nn::Network& network, const Rung& rung, const Feeder& feeder) {
    return rung.source.layer == 0 ? "input" : map_name(network, rung.source.layer - 1, feeder.map);
}

void add_feeders(const nn::Network& network, const nn::Activations& activations, const Rung& rung,
                 figure::Group& group) {
    const int layer = rung.source.layer;
    for (const Feeder& feeder : rung.feeders) {
        group.pictures.push_back(feeder_picture(network, activations, rung, feeder));
        const explain::Kernel kernel = explain::kernel_between(network, layer, rung.source.map, feeder.map);
        const bool is_single = kernel.weights.size() == 1;
        const std::string name =
            "weights from " + feeder_name(network, rung, feeder) + " to " + map_name(network, layer, rung.source.map);
        const std::string caption =
            is_single ? "x " + figure::number(static_cast<double>(kernel.weights[0])) : "weights";
        group.pictures.push_back(
            figure::picture(name, caption, kernel.weights, kernel.width, kernel.height, image::Map::diverging));
        if (is_single)
            group.pictures.back().scale =
                image::full_scale(network.parameters[index(layer)].weight, image::Map::diverging);
    }
}

}  // namespace probe
