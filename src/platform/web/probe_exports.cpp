// Links and probes for the shell's JavaScript: see exports.h and shell/README.md.
#include <cstdint>
#include <string>
#include <vector>

#include <emscripten.h>

#include "app/api.h"
#include "app/foreign.h"
#include "app/link.h"
#include "app/mirror.h"
#include "app/probes.h"
#include "app/update.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "image/png.h"
#include "platform/web/exports.h"

namespace platform::web {

void keep_probe_exports() {}

namespace {

std::string words, mirrored;
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

EMSCRIPTEN_KEEPALIVE const char* unpool_networks() {
    words = app::networks_json(loop()->state());
    return words.c_str();
}

/// app::NetworkAct by its number; 0 when it is done or under way, else unpool_words tells what is wrong.
EMSCRIPTEN_KEEPALIVE int unpool_network_act(int act, const char* network) {
    const base::Status status = app::act_on_network(loop()->state(), static_cast<app::NetworkAct>(act), network);
    if (!status) words = status.message();
    loop()->refresh();
    return status ? 0 : 1;
}

/// What came of the last unpool_network_act: 0 it is done, 1 the network is on its way, 2 it is not to be had or
/// refused (unpool_words tells why).
EMSCRIPTEN_KEEPALIVE int unpool_network_outcome() {
    const app::State& state = loop()->state();
    if (state.model_wanted) return 1;
    words = state.network_error;
    return words.empty() ? 0 : 2;
}

/// Changes an assumption; without a key the best is taken again, with "anyway" what was refused is opened.  0 when it
/// is done, else unpool_words tells what is wrong.
EMSCRIPTEN_KEEPALIVE int unpool_assume(const char* key, const char* choice) {
    app::State& state = loop()->state();
    const std::string_view what = key;
    const base::Status status =
        what.empty() || what == "anyway" ? base::Status(base::Done{}) : app::assume(state, what, choice);
    if (what.empty()) app::assume_best(state);
    if (what == "anyway") app::open_anyway(state);
    if (!status) words = status.message();
    loop()->refresh();
    return status ? 0 : 1;
}

/// Whether a file is being tried that is not open yet.
EMSCRIPTEN_KEEPALIVE int unpool_is_trying() {
    const auto& all = loop()->state().foreign;
    return !all.empty() && all.back()->step < app::Foreign::Step::refused ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE const char* unpool_words() { return words.c_str(); }

/// What stands beside the canvas: see app/mirror.h.
EMSCRIPTEN_KEEPALIVE const char* unpool_mirror() {
    platform::web::mirrored = app::mirror_json(loop()->state());
    return platform::web::mirrored.c_str();
}

/// 1 if there is such a control.
EMSCRIPTEN_KEEPALIVE int unpool_mirror_act(const char* what, const char* value) {
    const bool is_done = app::act_in_mirror(loop()->state(), what, value);
    loop()->refresh();
    return is_done ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE const char* unpool_probes() {
    words = app::probes_json();
    return words.c_str();
}

/// app::Asked: 0 done, 1 more to do, 2 data are on their way, 3 they cannot be had (unpool_words tells why), 4 stopped,
/// 5 the network overflows.
/// Wishes are carried out here too: a page in the background draws no frames, and its data must come all the same.
EMSCRIPTEN_KEEPALIVE int unpool_probe_step() {
    const auto asked = app::work_on_probe(loop()->state(), 0.012);
    if (asked == app::Asked::failed) words = app::lack_of_probe(loop()->state());
    loop()->perform_effects();
    loop()->wake();
    return static_cast<int>(asked);
}

/// Grows with every view that is opened, by whomever.
EMSCRIPTEN_KEEPALIVE unsigned unpool_turn() { return loop()->state().probe.turn; }

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
