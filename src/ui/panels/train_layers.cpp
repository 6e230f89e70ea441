// The person's own digit through the network as it is at the moment on show: kernels, activations, reconstructions.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/kernels_view.h"
#include "ui/map_tile.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

constexpr int kInRow = 8;

/// Number of the network's `nth` block that has maps.
std::optional<int> block_with_maps(const std::vector<app::Block>& all, int nth) {
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        if (!all[static_cast<std::size_t>(i)].flat && nth-- == 0) return i;
    return std::nullopt;
}

/// One map's kernel, where it reads one map: the first layer's.
void draw_kernel(Context& c, const app::State& state, int layer, int map, const Rect& where) {
    const auto kernel = app::weights_into(lane_of(c, state).network(), layer, map);
    if (!kernel || kernel->count != 1) return;
    const float side = std::floor(where.width / static_cast<float>(kernel->width)) * static_cast<float>(kernel->width);
    const float x = where.x + std::floor((where.width - side) / 2);
    c.pictures.draw("train kernel " + std::to_string(map), state.revision.lanes,
                    {kernel->values, kernel->width, kernel->height, image::Map::diverging,
                     image::full_scale(kernel->values, image::Map::diverging), state.options.gamma},
                    {x, where.y, side, side});
}

/// The largest side that fits and gives each of its pixels whole pixels of the screen.
float crisp(float room, int pixels) {
    const float scale = std::max(1.0f, ImGui::GetIO().DisplayFramebufferScale.x),
                whole = std::floor(room * scale / static_cast<float>(pixels));
    return whole >= 1 ? whole * static_cast<float>(pixels) / scale : room;
}

struct Sizes {
    float label, step, activation, reconstruction, kernel;
};

void draw_map(Context& c, app::State& state, int layer, int map, float x, float y, const Sizes& s, bool kernels) {
    const std::string suffix = lane_of(c, state).network().layer(layer).name + " " + std::to_string(map);
    const auto centred = [&](float side, float top) {
        return Rect{x + std::floor((s.step - side) / 2), top, side, side};
    };
    if (kernels) {
        draw_kernel(c, state, layer, map, centred(s.kernel, y));
        y += s.kernel + 6;
    }
    map_picture(c, state, "map " + suffix, layer, map, Side::activation, centred(s.activation, y));
    map_picture(c, state, "reconstruction " + suffix, layer, map, Side::reconstruction,
                centred(s.reconstruction, y + s.activation + (kernels ? 6.0f : 2.0f)));
}

void draw_title(Context& c, const app::State& state, const app::Block& block, int layer, bool kernels,
                const Rect& where) {
    const nn::Network& network = lane_of(c, state).network();
    const std::string first = network.layer(block.first).name, shown = network.layer(layer).name,
                      title = first == shown ? first : first + " \xC2\xB7 " + shown;
    const float wide = text_width(c.fonts.semibold, c.size.heading, title) + 12;
    heading(c, {where.x, where.y, wide, where.height}, title);
    const std::string maps = std::to_string(app::map_count(network, layer)) + " maps";
    const float legend = kernels && where.width > 380 ? 190.0f : 0.0f;
    const std::string words = kernels ? maps : maps + ", above: activation, below: reconstruction";
    if (text_width(c.fonts.regular, c.size.caption + 1, words) < where.width - wide - legend)
        text(c, {where.x + wide, where.y, where.width - wide - legend, where.height}, c.fonts.regular,
             c.size.caption + 1, c.colours.muted, words);
    if (legend == 0) return;
    const float x = where.x + where.width - legend, y = where.y + where.height / 2 - 4;
    colour_bar(c, {x, y, 34, 8}, state.options.grey ? image::Map::grey : image::Map::sequential, false);
    caption(c, {x + 40, where.y, 54, where.height}, "0 to max");
    colour_bar(c, {x + 110, y, 34, 8}, image::Map::diverging, false);
    caption(c, {x + 150, where.y, 40, where.height}, "\xE2\x88\x92 0 +");
}

/// Rows of pictures in this room.
void draw_pictures(Context& c, app::State& state, int layer, bool kernels, const Rect& where) {
    const nn::Network& network = lane_of(c, state).network();
    const int maps = app::map_count(network, layer), columns = std::min(maps, kernels ? 12 : kInRow);
    const int rows = std::min((maps + columns - 1) / columns, 4);
    Sizes s{};
    s.label = kernels ? (c.phone ? 74.0f : 92.0f) : 0.0f;
    s.step = std::floor((where.width - s.label) / static_cast<float>(columns));
    const float high = where.height / static_cast<float>(rows) - (rows > 1 ? 4.0f : 0.0f);
    const float most = s.step - 1;
    s.reconstruction =
        std::min(crisp(std::min(most, kernels ? (high - 12) * 0.395f : high * 0.61f), app::kInputSide), 84.0f);
    s.activation = std::min(
        crisp(std::min(most, kernels ? s.reconstruction : high - s.reconstruction - 2), network.shape(layer).width),
        s.reconstruction);
    s.kernel = std::min(most - 3, kernels ? high - s.activation - s.reconstruction - 14 : 0.0f);
    s.kernel = std::min(s.kernel, 40.0f);
    const float one = (kernels ? s.kernel + 12 : 2) + s.activation + s.reconstruction;
    for (int map = 0; map < std::min(maps, rows * columns); ++map)
        draw_map(c, state, layer, map, where.x + s.label + s.step * static_cast<float>(map % columns),
                 where.y + (one + 4) * static_cast<float>(map / columns), s, kernels);
    if (!kernels) return;
    float y = where.y;
    const auto label = [&](const char* words, float side) {
        text(c, {where.x, y, s.label - 4, side}, c.fonts.regular, c.size.caption + 1, c.colours.muted, words);
        y += side + 6;
    };
    label("kernel", s.kernel);
    label("activation", s.activation);
    label(c.phone ? "ink it saw" : "reconstruction", s.reconstruction);
}

/// Titles and pictures of the nth block in a room without ground.
void draw_block_of(Context& c, app::State& state, int nth, const Rect& where, bool titled) {
    const std::vector<app::Block> all = app::blocks(lane_of(c, state).network());
    const auto block = block_with_maps(all, nth);
    if (!block) {
        caption(c, {where.x, where.y, where.width, 24}, "This network has no such layer of maps.");
        return;
    }
    const app::Block& layers = all[static_cast<std::size_t>(*block)];
    const int layer = app::shown_layer(state, lane_of(c, state).network(), *block, layers);
    const bool kernels = nth == 0;
    if (titled) draw_title(c, state, layers, layer, kernels, {where.x, where.y, where.width, 24});
    const float top = titled ? 30.0f : 0.0f;
    draw_pictures(c, state, layer, kernels, {where.x, where.y + top, where.width, where.height - top});
}

}  // namespace

void draw_layer_card(Context& c, app::State& state, int block, const Rect& where) {
    card(c, where);
    draw_block_of(c, state, block, {where.x + 16, where.y + 8, where.width - 32, where.height - 16}, true);
}

void draw_own_digit(Context& c, app::State& state, const Rect& where) {
    card(c, where);
    const float x = where.x + 12, width = where.width - 24, second = 124;
    heading(c, {x, where.y + 8, width - second, 44}, "Your digit in it");
    const Choice choices[] = {{"conv1", nullptr}, {"conv2", nullptr}};
    if (const int clicked =
            segmented(c, "layer", {x + width - second, where.y + 8, second, 44}, choices, state.training.second_block);
        clicked >= 0)
        state.training.second_block = clicked == 1;
    draw_block_of(c, state, state.training.second_block ? 1 : 0, {x, where.y + 60, width, where.height - 70}, false);
}

}  // namespace ui
