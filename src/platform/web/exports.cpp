// Input and life of the page: see exports.h.
#include "platform/web/exports.h"

#include <cstdint>
#include <string>
#include <utility>

#include <emscripten.h>
#include <imgui.h>

#include "app/actions.h"
#include "app/drawings.h"
#include "app/own_data.h"
#include "app/sets.h"
#include "app/shipped.h"
#include "app/views.h"
#include "gpu/screen.h"
#include "image/photo.h"
#include "io/foreign/bundle.h"
#include "io/model_file.h"
#include "io/picture_set.h"
#include "platform/keyboard.h"

namespace platform::web {
namespace {

// On the heap and never destroyed: the page's program ends with its tab.
MainLoop* the_loop = nullptr;
std::string message;
io::PictureSet pictures;  // on its way
io::FilesByName beside;   // came with the file that is opened next

std::span<const std::uint8_t> bytes_of(const std::uint8_t* data, int size) {
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

/// On the frames' clock: a page at rest draws none, and what is said then must not be over before it is seen.
MainLoop* loop() {
    the_loop->state().now = emscripten_get_now() / 1000.0;
    return the_loop;
}

base::Status start(std::span<const std::uint8_t> model, const char* settings, bool dark, bool reduced_motion,
                   bool coarse) {
    base::Result<nn::Network> network = io::parse_own_model(model);
    if (!network) return base::Error{"The page's own model could not be read: " + network.message()};
    app::State state = app::make_state("LeNet-5", std::move(network.value()));
    app::restore_settings(state, settings);
    state.system_is_dark = dark;
    state.reduced_motion = reduced_motion;
    state.coarse = coarse;
    app::rest_comes(state);
    the_loop = new MainLoop(std::move(state));
    return the_loop->open({});
}

void keep_exports() {}

}  // namespace platform::web

using namespace platform;
using platform::web::bytes_of;
using platform::web::loop;

extern "C" {

/// 0 when all is well; else unpool_message tells what is not.
EMSCRIPTEN_KEEPALIVE int unpool_start(const std::uint8_t* model, int size, const char* settings, int dark,
                                      int reduced_motion, int coarse) {
    const base::Status status =
        web::start(bytes_of(model, size), settings, dark != 0, reduced_motion != 0, coarse != 0);
    if (!status) web::message = status.message();
    return status ? 0 : 1;
}

EMSCRIPTEN_KEEPALIVE const char* unpool_message() { return web::message.c_str(); }

/// The first half minute, where the person has never drawn here.
EMSCRIPTEN_KEEPALIVE void unpool_introduce() { app::begin_introduction(loop()->state()); }

/// The second part of the program runs, or did not come for this reason.
EMSCRIPTEN_KEEPALIVE void unpool_rest_came() {
    app::rest_came(loop()->state());
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_rest_failed(const char* why) {
    app::rest_failed(loop()->state(), why);
    loop()->wake();
}

/// 1 if another frame is wanted.
EMSCRIPTEN_KEEPALIVE int unpool_frame(double now) { return loop()->frame(now) ? 1 : 0; }

EMSCRIPTEN_KEEPALIVE void unpool_wake() { loop()->wake(); }

/// The canvas may have lost its pixels: the next frame is painted whole.  whole: and every one after it (1).
EMSCRIPTEN_KEEPALIVE void unpool_repaint(int whole) {
    loop()->screen().forget();
    loop()->screen().paint_whole(whole != 0);
    loop()->wake();
}

/// type: 0 down, 1 move, 2 up, 3 cancel, 4 leave; kind: platform::PointerKind.  In CSS pixels of the canvas.
EMSCRIPTEN_KEEPALIVE void unpool_pointer(int type, int id, int kind, float x, float y) {
    Pointers& pointers = loop()->pointers();
    const auto pointer_kind = static_cast<PointerKind>(kind);
    switch (type) {
        case 0:
            pointers.down(id, pointer_kind, x, y);
            break;
        case 1:
            pointers.move(id, pointer_kind, x, y);
            break;
        case 2:
            pointers.up(id, x, y);
            break;
        case 3:
            pointers.cancel(id);
            break;
        default:
            pointers.leave();
            break;
    }
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_wheel(float x, float y) {
    loop()->pointers().wheel(x, y);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE int unpool_key(const char* name, int down, int ctrl_or_cmd, int shift) {
    loop()->wake();
    if (down) return key_down(loop()->state(), name, ctrl_or_cmd != 0, shift != 0) ? 1 : 0;
    key_up(name);
    return 0;
}

/// What stands in the search, typed where the browser shows its own keys.
EMSCRIPTEN_KEEPALIVE void unpool_search(const char* words) {
    app::set_search(loop()->state(), words);
    loop()->wake();
}

/// Shows a view and leaves all else: 1 if there is one of this id.
EMSCRIPTEN_KEEPALIVE int unpool_open_view(const char* id) {
    loop()->wake();
    for (const app::View& view : app::views()) {
        if (std::string_view(view.id) != id) continue;
        app::open_view(loop()->state(), view);
        return 1;
    }
    return 0;
}

/// The page lost the focus or was hidden (0), or has it again (1).
EMSCRIPTEN_KEEPALIVE void unpool_focus(int focused) {
    if (!focused) loop()->pointers().cancel_all();
    ImGui::GetIO().AddFocusEvent(focused != 0);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_preferences(int dark, int reduced_motion, int coarse) {
    loop()->state().system_is_dark = dark != 0;
    loop()->state().reduced_motion = reduced_motion != 0;
    loop()->state().coarse = coarse != 0;
    loop()->wake();
}

/// The graphics context was lost (1), or there is one again (0).
EMSCRIPTEN_KEEPALIVE void unpool_context_lost(int lost) {
    if (lost)
        loop()->device_lost();
    else
        loop()->device_restored();
}

/// A file that came together with the next one that is opened, such as its weights.
EMSCRIPTEN_KEEPALIVE void unpool_lay_beside(const char* name, const std::uint8_t* data, int size) {
    const auto bytes = bytes_of(data, size);
    web::beside[io::without_folders(name)].assign(bytes.begin(), bytes.end());
}

EMSCRIPTEN_KEEPALIVE void unpool_open_bytes(const char* name, const std::uint8_t* data, int size) {
    const auto bytes = bytes_of(data, size);
    if (web::beside.empty()) {
        app::open_bytes(loop()->state(), name, bytes);
    } else {
        web::beside["model.json"].assign(bytes.begin(), bytes.end());
        app::open_bytes(loop()->state(), name, io::bundled(std::exchange(web::beside, {})));
    }
    loop()->refresh();
}

/// `rgba`: width x height pixels of four bytes, not premultiplied, from the browser's decoders.
EMSCRIPTEN_KEEPALIVE void unpool_open_picture(const std::uint8_t* rgba, int width, int height) {
    app::open_picture(loop()->state(), image::on_paper(image::photo_of(rgba, width, height)));
    loop()->refresh();
}

/// A file of a data set, part 0 having its labels: 0 when all is well; else unpool_message tells what is not.
EMSCRIPTEN_KEEPALIVE int unpool_open_part(const char* set, int part, const std::uint8_t* data, int size) {
    const app::SetSource* source = app::find_set(set);
    if (!source) return 0;
    const base::Status status = app::open_part(loop()->state(), source->which, part, bytes_of(data, size));
    if (!status) web::message = status.message();
    loop()->wake();
    return status ? 0 : 1;
}

/// share: of the set's bytes that came, 0..1.
EMSCRIPTEN_KEEPALIVE void unpool_part_progress(const char* set, float share) {
    if (const app::SetSource* source = app::find_set(set)) app::part_progress(loop()->state(), source->which, share);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_set_failed(const char* set, const char* why) {
    if (const app::SetSource* source = app::find_set(set)) app::set_failed(loop()->state(), source->which, why);
    loop()->wake();
}

/// Pictures of a set, named by their class: begun, one after the other, then shown under its name.
EMSCRIPTEN_KEEPALIVE void unpool_begin_pictures() { web::pictures = {}; }

EMSCRIPTEN_KEEPALIVE void unpool_add_picture(const char* path, const std::uint8_t* data, int size) {
    web::pictures.add(path, bytes_of(data, size));
}

EMSCRIPTEN_KEEPALIVE void unpool_end_pictures(const char* name) {
    app::open_pictures(loop()->state(), name, web::pictures);
    web::pictures = {};
    loop()->refresh();
}

EMSCRIPTEN_KEEPALIVE void unpool_restore_drawings(const char* text) {
    app::restore_drawings(loop()->state(), text);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_restore_signs(const char* text) {
    app::restore_signs(loop()->state(), text);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_add_new_sign(const char* name) {
    app::add_new_sign(loop()->state(), name);
    loop()->refresh();
}

EMSCRIPTEN_KEEPALIVE void unpool_rename_sign(const char* old, const char* name) {
    app::rename_sign(loop()->state(), old, name);
    loop()->refresh();
}

EMSCRIPTEN_KEEPALIVE void unpool_open_reference(const std::uint8_t* model, int model_size, const std::uint8_t* tensors,
                                                int tensors_size) {
    app::open_reference(loop()->state(), bytes_of(model, model_size), bytes_of(tensors, tensors_size));
    loop()->wake();
}

/// A network that ships beside the page, by the stem of its file's name.
EMSCRIPTEN_KEEPALIVE void unpool_open_shipped(const char* file, const std::uint8_t* data, int size) {
    app::open_shipped(loop()->state(), file, bytes_of(data, size));
    loop()->refresh();
}

EMSCRIPTEN_KEEPALIVE void unpool_shipped_failed(const char* file, const char* why) {
    app::shipped_failed(loop()->state(), file, why);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_reference_failed(const char* why) {
    app::reference_failed(loop()->state(), why);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_say(const char* text, int is_error) {
    app::say(loop()->state(), text, is_error != 0);
    loop()->wake();
}

}  // extern "C"
