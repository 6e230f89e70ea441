// Training and its moments, for the shell: see exports.h; shell/lazy/studio.mjs is what brings the trainer.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <emscripten.h>

#include "app/actions.h"
#include "app/kept_runs.h"
#include "app/training.h"
#include "app/training_diagnostics.h"
#include "app/training_words.h"
#include "io/model_file.h"
#include "platform/web/exports.h"

namespace platform::web {

void keep_training_exports() {}

namespace {

std::string words;
std::uint32_t data[9];

std::uint32_t address(const void* at) { return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(at)); }

}  // namespace
}  // namespace platform::web

using platform::web::loop;

extern "C" {

/// Addresses of pixels and labels and their number: of what is learnt from, then of what is held out; how many of each
/// are read at a checkpoint, held-out ones first; 1 where networks are told between checkpoints.  Null where this
/// training is over.
EMSCRIPTEN_KEEPALIVE const std::uint32_t* unpool_training_data(int id) {
    const app::TrainingJob* job = app::find_training(loop()->state(), id);
    if (job == nullptr || !job->order) return nullptr;
    const app::TrainingOrder& order = *job->order;
    int i = 0;
    for (const nn::Digits* digits : {&order.learn, &order.held_out}) {
        platform::web::data[i++] = platform::web::address(digits->pixels.data());
        platform::web::data[i++] = platform::web::address(digits->labels.data());
        platform::web::data[i++] = static_cast<std::uint32_t>(digits->count());
    }
    platform::web::data[i++] = static_cast<std::uint32_t>(order.measured);
    platform::web::data[i++] = static_cast<std::uint32_t>(order.judged);
    platform::web::data[i++] = order.live ? 1 : 0;
    return platform::web::data;
}

/// How many may train at a time.
EMSCRIPTEN_KEEPALIVE void unpool_trainers(int count) {
    loop()->state().training.at_once = std::max(1, count);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_training_told(int id, int batch, int batches, int epoch, int epochs, double speed) {
    app::training_told(loop()->state(), id, {batch, batches, epoch, epochs, speed});
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_training_brought(int id, int batch, const std::uint8_t* model, int size, int kept,
                                                  const char* measures) {
    auto [numbers, confusion] = app::read_measures(measures);
    app::training_brought(loop()->state(), id, batch, std::span(model, static_cast<std::size_t>(size)), kept != 0,
                          std::move(numbers), std::move(confusion));
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_training_ended(int id, const char* why) {
    app::training_ended(loop()->state(), id, why);
    loop()->wake();
}

/// The model file of the network that the training begins with, its size (four bytes, the lowest first) before it;
/// null: by the recipe.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* unpool_training_start(int id) {
    static std::vector<std::uint8_t> bytes;
    bytes.clear();
    const app::TrainingJob* job = app::find_training(loop()->state(), id);
    if (job == nullptr || !job->order || !job->order->start) return nullptr;
    const std::vector<std::uint8_t> model = io::write_model(*job->order->start);
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(model.size() >> shift));
    bytes.insert(bytes.end(), model.begin(), model.end());
    return bytes.data();
}

EMSCRIPTEN_KEEPALIVE void unpool_training_stopped_early(int id, int batch, int best) {
    app::training_stopped_early(loop()->state(), id, batch, best);
}

/// The same, where the loss exploded.
EMSCRIPTEN_KEEPALIVE void unpool_training_diverged(int id, int batch) {
    unpool_training_ended(id, app::diverged_words(batch).c_str());
}

/// What is kept of the training's run, in lines: key, name, recipe, batches; null where there is none yet, or it is
/// not to be kept.
EMSCRIPTEN_KEEPALIVE const char* unpool_training_run(int id) {
    app::State& state = loop()->state();
    const app::TrainingJob* job = app::find_training(state, id);
    if (job == nullptr || !job->run || job->audience == app::Audience::asker) return nullptr;
    const app::KeptRun kept = app::kept_run(state, *job->run);
    platform::web::words = kept.key + "\n" + kept.name + "\n" + kept.recipe + "\n" + std::to_string(kept.batches);
    return platform::web::words.c_str();
}

/// A checkpoint of a run that was kept; `more`: it has others.
EMSCRIPTEN_KEEPALIVE void unpool_restore(const char* key, const char* name, const char* recipe, int batches, int more,
                                         int step, const std::uint8_t* model, int size, const char* measures) {
    auto [numbers, confusion] = app::read_measures(measures);
    app::restore_checkpoint(loop()->state(), {key, name, recipe, batches, more != 0}, step,
                            std::span(model, static_cast<std::size_t>(size)), std::move(numbers), std::move(confusion));
}

/// The run's checkpoints have come, or cannot be read for this reason.
EMSCRIPTEN_KEEPALIVE void unpool_restored_run(const char* key, const char* why) {
    app::restored_run(loop()->state(), key, why);
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_restored() {
    app::restored_all(loop()->state());
    loop()->wake();
}

EMSCRIPTEN_KEEPALIVE void unpool_rename_run(const char* key, const char* name) {
    app::rename_run(loop()->state(), key, name);
    loop()->wake();
}

/// train (text: the recipe), pause, resume, step, slow, fast, stop, discard, scrub (text: a step), play.  0 when done;
/// else unpool_training_words tells why not.
EMSCRIPTEN_KEEPALIVE int unpool_training_act(const char* what, const char* text) {
    app::State& state = loop()->state();
    loop()->wake();
    const base::Status done = app::act_on_training(state, what, text);
    if (!done) platform::web::words = done.message();
    return done ? 0 : 1;
}

EMSCRIPTEN_KEEPALIVE const char* unpool_training_words() { return platform::web::words.c_str(); }
}
