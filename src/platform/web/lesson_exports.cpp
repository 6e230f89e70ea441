// What window.unpool asks and changes, and the buttons beside the canvas: see exports.h and shell/README.md.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <emscripten.h>

#include "app/actions.h"
#include "app/api.h"
#include "app/bench.h"
#include "app/update.h"
#include "io/stroke_file.h"
#include "platform/web/exports.h"

namespace platform::web {

void keep_lesson_exports() {}

namespace {

std::string text;
nn::Network measured;  // a copy: another model may be opened meanwhile
std::unique_ptr<app::Bench> bench;
float bench_numbers[6];

/// A tensor for JavaScript: address, count, channels, height, width; all zero where there is none.
struct TensorHandle {
    std::uint32_t values = 0;
    std::int32_t count = 0, channels = 0, height = 0, width = 0;
} handle;

const TensorHandle* hand_over(const app::TensorView& view) {
    handle = {};
    if (view.values.empty()) return &handle;
    handle.values = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(view.values.data()));
    handle.count = static_cast<std::int32_t>(view.values.size());
    handle.channels = view.shape.channels;
    handle.height = view.shape.height;
    handle.width = view.shape.width;
    return &handle;
}

void next_theme(app::State& state) {
    const bool dark = app::theme(state) == image::Theme::dark;
    app::set_theme(state, dark ? app::ThemeChoice::light : app::ThemeChoice::dark);
}

/// What the buttons beside the canvas do; false for a name that is none of them.
bool act(app::State& state, std::string_view name) {
    if (name == "clear")
        app::clear(state);
    else if (name == "undo")
        app::undo(state);
    else if (name == "redo")
        app::redo(state);
    else if (name == "theme")
        next_theme(state);
    else if (name == "help")
        app::open_sheet(state, state.sheet == app::Sheet::help ? app::Sheet::none : app::Sheet::help);
    else if (name.size() == 8 && name.starts_with("sample ") && name[7] >= '0' && name[7] <= '9')
        app::show_random_sample(state, name[7] - '0');
    else
        return false;
    return true;
}

}  // namespace
}  // namespace platform::web

using platform::web::loop;

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* unpool_state() {
    app::catch_up(loop()->state());
    platform::web::text = app::state_json(loop()->state());
    return platform::web::text.c_str();
}

EMSCRIPTEN_KEEPALIVE const void* unpool_layer(const char* name) {
    app::catch_up(loop()->state());
    return platform::web::hand_over(app::layer_values(loop()->state(), name));
}

EMSCRIPTEN_KEEPALIVE const void* unpool_reconstruction(const char* layer, int map) {
    app::catch_up(loop()->state());
    return platform::web::hand_over(app::reconstruction_values(loop()->state(), layer, map));
}

/// 784 values, taken as they are.
EMSCRIPTEN_KEEPALIVE void unpool_set_input(const float* pixels) {
    app::set_input(loop()->state(), {pixels, 784});
    loop()->refresh();
}

/// JSON as of a strokes file.  0 when taken; else unpool_text tells what is wrong.
EMSCRIPTEN_KEEPALIVE int unpool_set_strokes(const char* json) {
    base::Result<image::Strokes> strokes = io::parse_strokes(json);
    if (!strokes) {
        platform::web::text = strokes.message();
        return 1;
    }
    app::set_strokes(loop()->state(), std::move(strokes.value()));
    loop()->refresh();
    return 0;
}

/// 0 when there is such a digit on the page.
EMSCRIPTEN_KEEPALIVE int unpool_set_part(int index) {
    app::State& state = loop()->state();
    if (index < 0 || index >= static_cast<int>(state.parts.all.size())) return 1;
    app::set_part(state, index);
    loop()->refresh();
    return 0;
}

EMSCRIPTEN_KEEPALIVE const char* unpool_text() { return platform::web::text.c_str(); }

EMSCRIPTEN_KEEPALIVE int unpool_is_dark() { return app::theme(loop()->state()) == image::Theme::dark ? 1 : 0; }

/// 1 if there is an action of this name.
EMSCRIPTEN_KEEPALIVE int unpool_action(const char* name) {
    if (!platform::web::act(loop()->state(), name)) return 0;
    loop()->refresh();
    return 1;
}

EMSCRIPTEN_KEEPALIVE void unpool_bench_start() {
    platform::web::bench.reset();
    platform::web::measured = loop()->state().lane().network();
    platform::web::bench = std::make_unique<app::Bench>(platform::web::measured);
}

/// Measures a little more; 0 when it is done.
EMSCRIPTEN_KEEPALIVE int unpool_bench_step() { return platform::web::bench->step() ? 1 : 0; }

/// forward_us, forward_and_reconstructions_us, batch_images_per_s, occlusion_ms, maximise_ms, top_nine_ms.
EMSCRIPTEN_KEEPALIVE const float* unpool_bench_result() {
    const app::BenchResult result = platform::web::bench->result();
    platform::web::bench_numbers[0] = static_cast<float>(result.forward_us);
    platform::web::bench_numbers[1] = static_cast<float>(result.forward_and_reconstructions_us);
    platform::web::bench_numbers[2] = static_cast<float>(result.batch_images_per_s);
    platform::web::bench_numbers[3] = static_cast<float>(result.occlusion_ms);
    platform::web::bench_numbers[4] = static_cast<float>(result.maximise_ms);
    platform::web::bench_numbers[5] = static_cast<float>(result.top_nine_ms);
    return platform::web::bench_numbers;
}

/// x, y, width, height in CSS pixels of the canvas; null for what is not on the screen.
EMSCRIPTEN_KEEPALIVE const float* unpool_rect(const char* name) {
    const app::Layout& layout = loop()->state().layout;
    if (std::string_view(name) == "pad") return layout.pad.width > 0 ? &layout.pad.x : nullptr;
    const auto found = layout.items.find(name);
    return found == layout.items.end() ? nullptr : &found->second.x;
}

/// What is on the screen: see app/api.h.
EMSCRIPTEN_KEEPALIVE const char* unpool_screen() {
    platform::web::text = app::screen_text(loop()->state());
    return platform::web::text.c_str();
}

/// Names of everything that unpool_rect knows, one a line.
EMSCRIPTEN_KEEPALIVE const char* unpool_item_names() {
    platform::web::text.clear();
    for (const auto& [name, rect] : loop()->state().layout.items) platform::web::text += name + "\n";
    return platform::web::text.c_str();
}

}  // extern "C"
