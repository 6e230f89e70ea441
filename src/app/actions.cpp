// Drawing, samples, looking.
#include "app/actions.h"

#include <algorithm>
#include <random>

#include "app/action_parts.h"
#include "app/blocks.h"
#include "app/settings.h"

namespace app {
namespace {

constexpr double kMessageSeconds = 6.0;

void keep_settings(State& state) { request(state, Effect::Kind::store_settings, settings_to_json(state.options)); }

/// Scales strokes of any units into the middle of the pad.
image::Strokes placed_on_pad(image::Strokes strokes) {
    const image::Bounds box = image::bounds(strokes);
    const float size = std::max(box.width(), box.height());
    const float scale = size > 0 ? 0.66f / size : 0.0f;
    const float middle_x = (box.left + box.right) / 2, middle_y = (box.top + box.bottom) / 2;
    for (image::Stroke& stroke : strokes)
        for (image::Point& p : stroke) p = {0.5f + (p.x - middle_x) * scale, 0.5f + (p.y - middle_y) * scale};
    return strokes;
}

}  // namespace

State make_state(std::string model_name, nn::Network network) {
    State state(make_run(std::move(model_name), nn::publish(std::move(network))));
    state.selection = first_selection(state.lane().network());
    return state;
}

void pen_down(State& state, image::Point point) {
    take_the_pen(state);
    state.options.hint_seen = true;
    if (state.board.drawing().picture_is_input && state.board.tool == Tool::pen)
        state.board.clear();  // a digit is not paper
    forget_sample(state);
    state.board.down(point);
}

void pen_move(State& state, image::Point point) { state.board.move(point); }

void pen_up(State& state) {
    if (!state.board.pen_is_down()) return;
    state.board.up();
    announce_prediction(state);
}

void toggle_keyboard_pen(State& state) {
    state.keyboard_pen.on = !state.keyboard_pen.on;
    pen_up(state);
    state.tab = Tab::draw;
}

void move_keyboard_pen(State& state, int columns, int rows) {
    image::Point& at = state.keyboard_pen.at;
    constexpr float kStep = 1.0f / kInputSide;
    at = {std::clamp(at.x + kStep * static_cast<float>(columns), 0.0f, 1.0f),
          std::clamp(at.y + kStep * static_cast<float>(rows), 0.0f, 1.0f)};
    pen_move(state, at);
}

void press_keyboard_pen(State& state) {
    if (state.board.pen_is_down())
        pen_up(state);
    else
        pen_down(state, state.keyboard_pen.at);
}

void undo(State& state) {
    forget_sample(state);
    if (state.board.undo()) announce_prediction(state);
}

void redo(State& state) {
    forget_sample(state);
    if (state.board.redo()) announce_prediction(state);
}

void clear(State& state) {
    forget_sample(state);
    state.fixed_input.reset();
    state.board.clear();
    state.seen.board = ~0u;
    request(state, Effect::Kind::announce, "Page cleared.");
}

void set_tool(State& state, Tool tool) { state.board.tool = tool; }

void set_brush(State& state, float width) {
    state.board.brush = std::clamp(width, DrawingBoard::kMinBrush, DrawingBoard::kMaxBrush);
}

void set_strokes(State& state, image::Strokes strokes) {
    forget_sample(state);
    state.board.set_strokes(placed_on_pad(std::move(strokes)));
    announce_prediction(state);
}

void set_input(State& state, std::span<const float> pixels) {
    forget_sample(state);
    if (!image::has_ink(pixels)) return clear(state);
    image::Gray picture(kInputSide, kInputSide);
    std::copy(pixels.begin(), pixels.end(), picture.pixels.begin());
    state.board.set_picture(picture, true);
    state.fixed_input = std::move(picture);
    state.fixed_input_board = state.board.revision();
    announce_prediction(state);
}

void show_sample(State& state, int index) {
    if (index < 0 || index >= state.digits->count()) return;
    image::Gray digit(kInputSide, kInputSide);
    const auto bytes = state.digits->picture(index);
    std::transform(bytes.begin(), bytes.end(), digit.pixels.begin(),
                   [](std::uint8_t b) { return static_cast<float>(b) / 255.0f; });
    state.options.hint_seen = true;
    state.board.set_picture(std::move(digit), true);
    state.sample = index;
    state.truth = state.digits->label(index);
    state.sample_set = state.digits;
    announce_prediction(state);
}

void show_random_sample(State& state, int label) {
    if (!state.digits->loaded()) {
        state.sample_wanted = label;
        want_shown_set(state);
        return;
    }
    std::vector<int> candidates;
    for (int i = 0; i < state.digits->count(); ++i) {
        const bool right_class = label < 0 || state.digits->label(i) == label;
        const bool misread = misreads(state.lane(), *state.digits, i);
        if (right_class && i != state.sample && (!state.gallery_wrong_only || misread)) candidates.push_back(i);
    }
    if (candidates.empty()) return say(state, "No misread digit of that class is known: turn \"misread only\" off");
    std::uniform_int_distribution<std::size_t> pick(0, candidates.size() - 1);
    show_sample(state, candidates[pick(state.random)]);
}

void set_fit(State& state, bool fit) {
    Options options = state.options;
    options.fit = fit;
    change_options(state, options);
}

void set_part(State& state, int index) {
    Parts& parts = state.parts;
    if (index < 0 || index >= static_cast<int>(parts.all.size()) || index == parts.chosen) return;
    parts.chosen = index;
    state.input = parts.all[static_cast<std::size_t>(index)].input;
    ++state.revision.input;
    state.seen.dirty = true;
    announce_prediction(state);
}

void step_part(State& state, int by) {
    const int count = static_cast<int>(state.parts.all.size());
    if (count > 1) set_part(state, (state.parts.chosen + by % count + count) % count);
}

void select(State& state, int layer, int map) {
    const nn::Network& network = state.lane().network();
    if (layer >= network.layer_count() || (layer >= 0 && (map < 0 || map >= map_count(network, layer)))) return;
    state.selection.layer = layer;
    state.selection.map = layer < 0 ? 0 : map;
    state.selection.unit = -1;
    if (state.selection.keep == explain::Keep::unit) state.selection.keep = explain::Keep::whole_map;
}

void select_unit(State& state, int layer, int map, int unit) {
    select(state, layer, map);
    if (layer < 0 || unit < 0 || unit >= state.lane().network().shape(layer).plane()) return;
    state.selection.unit = unit;
    state.selection.keep = explain::Keep::unit;
}

void select_next(State& state, int maps, int layers) {
    const nn::Network& network = state.lane().network();
    const int layer = std::clamp(state.selection.layer + layers, 0, network.layer_count() - 1);
    const int count = map_count(network, layer);
    const int map =
        layers != 0 ? std::min(state.selection.map, count - 1) : (state.selection.map + maps + count) % count;
    select(state, layer, map);
    const std::vector<Block> all = blocks(network);
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        if (layer >= all[static_cast<std::size_t>(i)].first && layer <= all[static_cast<std::size_t>(i)].last)
            show_layer(state, i, layer);
}

void set_keep(State& state, explain::Keep keep) {
    Selection& chosen = state.selection;
    if (keep == explain::Keep::unit && chosen.unit < 0 && chosen.layer >= 0) {
        // No unit chosen yet: begin with the map's strongest.
        const auto values = state.lane().activations.output(chosen.layer).map(chosen.map);
        chosen.unit = static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
    }
    chosen.keep = keep;
}

void show_layer(State& state, int block, int layer) {
    state.shown_layers[block] = layer;
    state.seen.dirty = true;
}

void set_theme(State& state, ThemeChoice theme) {
    Options options = state.options;
    options.theme = theme;
    change_options(state, options);
}

void change_options(State& state, const Options& options) {
    state.options = options;
    state.seen.dirty = true;
    keep_settings(state);
}

void open_sheet(State& state, Sheet sheet) {
    state.sheet = state.sheet == sheet ? Sheet::none : sheet;
    if (state.sheet == Sheet::gallery && !state.digits->loaded()) want_shown_set(state);
}

void open_tab(State& state, Tab tab) {
    state.tab = tab;
    state.sheet = Sheet::none;
}

void fold_pad(State& state, bool folded) {
    Options options = state.options;
    options.strip = folded;
    change_options(state, options);
}

void change_full_screen(State& state) { request(state, Effect::Kind::full_screen); }

void choose_file(State& state) { request(state, Effect::Kind::open_file); }

void choose_folder(State& state) { request(state, Effect::Kind::open_folder); }

void restore_settings(State& state, std::string_view text) { settings_from_json(text, state.options); }

void say(State& state, std::string text, bool is_error) {
    request(state, Effect::Kind::announce, text);
    state.message = {std::move(text), is_error, state.now + kMessageSeconds};
}

void announce_prediction(State& state) { state.announce_at = state.now + 0.6; }

}  // namespace app
