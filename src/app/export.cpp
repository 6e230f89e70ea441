// Pictures and models as files: what the save actions put into the queue.
#include <algorithm>
#include <string>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/blocks.h"
#include "image/png.h"
#include "io/model_file.h"

namespace app {
namespace {

/// One map as crisp squares about 280 pixels wide.
image::Rgba picture_of(const State& state, std::span<const float> values, int width, int height, image::Map map) {
    const image::Rgba small =
        image::paint(values, width, height, map, theme(state), image::full_scale(values, map), state.options.gamma);
    return image::enlarge(small, std::max(1, 280 / std::max(width, height)));
}

}  // namespace

void save_input(State& state) {
    if (!state.input) return say(state, "There is nothing to save yet: draw a digit first", true);
    image::Rgba picture(kInputSide, kInputSide);
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        const auto ink = static_cast<std::uint8_t>(std::clamp(state.input->pixels[i], 0.0f, 1.0f) * 255.0f + 0.5f);
        picture.pixels[i] = {ink, ink, ink, 255};
    }
    save_file(state, "unpool-input.png", image::encode_png(picture));
}

void save_selection(State& state) {
    const Selection& chosen = state.selection;
    if (!state.input || chosen.layer < 0) return say(state, "There is nothing to save yet: draw a digit first", true);
    const nn::Network& network = state.lane().network();
    const std::string stem = "unpool-" + network.layer(chosen.layer).name + "-" + std::to_string(chosen.map);
    const nn::Tensor& output = state.lane().activations.output(chosen.layer);
    const image::Map map = is_signed(network, chosen.layer) ? image::Map::diverging : image::Map::sequential;
    const nn::Shape& s = output.shape;
    save_file(state, stem + "-activation.png",
              image::encode_png(picture_of(state, output.map(chosen.map), s.width, s.height, map)));
    if (!explain::can_start(network, chosen.layer)) return;
    save_file(state, stem + "-reconstruction.png",
              image::encode_png(picture_of(state, state.lane().projection.pixels.data, kInputSide, kInputSide,
                                           image::Map::diverging)));
}

void save_model(State& state) { save_file(state, "unpool-model.safetensors", io::write_model(state.lane().network())); }

}  // namespace app
