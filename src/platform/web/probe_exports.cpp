// Links and probes for the shell's JavaScript: see exports.h and shell/README.md.
#include <cstdint>
#include <string>
#include <vector>

#include <emscripten.h>

#include "app/api.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/update.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "image/png.h"
#include "platform/web/exports.h"

namespace platform::web {

void keep_probe_exports() {}

namespace {

std::string words;
std::vector<std::uint8_t> png;

}  // namespace
}  // namespace platform::web

using platform::web::loop;
using platform::web::words;

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* unpool_link() {
    words = app::link_of(loop()->state());
    return words.c_str();
}

/// 0 when the view is open; else unpool_words tells what is wrong with the link, and nothing has changed.
EMSCRIPTEN_KEEPALIVE int unpool_open_link(const char* text) {
    const base::Status status = app::open_link(loop()->state(), text);
    if (!status) words = status.message();
    loop()->refresh();
    return status ? 0 : 1;
}

EMSCRIPTEN_KEEPALIVE const char* unpool_words() { return words.c_str(); }

EMSCRIPTEN_KEEPALIVE const char* unpool_probes() {
    words = app::probes_json();
    return words.c_str();
}

/// app::Asked: 0 done, 1 more to do, 2 the digits are on their way, 3 they cannot be had, 4 the network overflows.
EMSCRIPTEN_KEEPALIVE int unpool_probe_step() {
    const auto asked = app::work_on_probe(loop()->state(), 0.012);
    loop()->wake();
    return static_cast<int>(asked);
}

EMSCRIPTEN_KEEPALIVE const char* unpool_numbers(int csv) {
    app::finish_reconstructions(loop()->state());
    const figure::Figure figure = app::shown_figure(loop()->state());
    words = csv ? figure::to_csv(figure) : figure::to_json(figure);
    return words.c_str();
}

/// The figure on show as PNG: its address; unpool_figure_size tells how many bytes.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* unpool_figure() {
    app::finish_reconstructions(loop()->state());
    platform::web::png =
        image::encode_png(figure::paint(app::shown_figure(loop()->state()), app::theme(loop()->state())));
    return platform::web::png.data();
}

EMSCRIPTEN_KEEPALIVE int unpool_figure_size() { return static_cast<int>(platform::web::png.size()); }

}  // extern "C"
