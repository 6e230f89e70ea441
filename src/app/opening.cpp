// Files in: models, pictures, strokes, the gallery.
#include <algorithm>
#include <map>
#include <memory>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/foreign.h"
#include "app/history.h"
#include "explain/self_check.h"
#include "image/png.h"
#include "image/resample.h"
#include "io/model_file.h"
#include "io/recognise.h"
#include "io/safetensors.h"
#include "io/stroke_file.h"

namespace app {
namespace {

constexpr int kMaxPictureSide = 280;  ///< pixels; undo keeps many of them

/// What was said about a file that did not open says nothing about one that does.
void forget_complaint(State& state) {
    if (state.message.is_error) state.message = {};
}

void complain(State& state, std::string_view name, const std::string& what) {
    say(state, std::string(name) + ": " + what, true);
}

void open_model(State& state, std::string_view name, std::span<const std::uint8_t> bytes) {
    auto found = io::find_model(bytes);
    if (!found) return complain(state, name, found.message());
    if (found.value()) {
        if (const base::Status opened = open_foreign(state, name, std::move(*found.value())); !opened)
            complain(state, name, opened.message());
        return;
    }
    auto run = read_run(std::string(name.substr(0, name.rfind('.'))), bytes);
    if (!run) return complain(state, name, run.message());
    const nn::Network& loaded = *run.value()->checkpoints.back().network;
    const nn::Shape input = loaded.architecture.input;
    if (!(input == nn::Shape{1, kInputSide, kInputSide}))
        return complain(state, name,
                        "the model reads " + std::to_string(input.channels) + " x " + std::to_string(input.height) +
                            " x " + std::to_string(input.width) + ", the pad gives 1 x 28 x 28");
    const std::string assumed = io::assumed(loaded);
    state.shown_layers.clear();
    open_run(state, std::move(run.value()));
    if (!state.network_error.empty()) return;
    state.selection = first_selection(state.lane().network());
    say(state, "Now running " + std::string(name) + (assumed.empty() ? "" : ", taken as " + assumed));
}

void open_strokes(State& state, std::string_view name, std::string_view text) {
    auto file = io::parse_stroke_file(text);
    if (!file) return complain(state, name, file.message());
    if (file.value().strokes.empty()) return complain(state, name, "there is not a single point in its strokes");
    set_strokes(state, std::move(file.value().strokes));
    forget_complaint(state);
    if (file.value().others > 0)
        say(state, "Shown is line " + std::to_string(file.value().line) + " of " + std::string(name) + ", which has " +
                       std::to_string(file.value().others) + " more");
}

void open_png(State& state, std::string_view name, std::span<const std::uint8_t> bytes) {
    auto picture = image::decode_png_gray(bytes);
    if (!picture) return complain(state, name, picture.message());
    open_picture(state, std::move(picture.value()));
}

}  // namespace

void open_picture(State& state, image::Gray picture) {
    image::Gray ink = image::squared(image::normalise_ink(picture), kMaxPictureSide);
    if (std::none_of(ink.pixels.begin(), ink.pixels.end(), [](float v) { return v > 0.1f; }))
        return say(state, "There is no ink in that picture: a dark digit on light paper, or light on dark, works best",
                   true);
    forget_complaint(state);
    forget_sample(state);
    state.board.set_picture(std::move(ink), false);
    announce_prediction(state);
}

void open_bytes(State& state, std::string_view name, std::span<const std::uint8_t> bytes) {
    switch (io::recognise(bytes)) {
        case io::Kind::png:
            return open_png(state, name, bytes);
        case io::Kind::idx:
            return open_idx(state, name, bytes);
        case io::Kind::json:
            if (state.drawings.shown && state.sheet == Sheet::gallery)
                return import_drawings(state, name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            if (has_signs({reinterpret_cast<const char*>(bytes.data()), bytes.size()}))
                return import_signs(state, name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            return open_strokes(state, name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        case io::Kind::safetensors:
        case io::Kind::framework:
            return open_model(state, name, bytes);
        case io::Kind::foreign:
            return complain(state, name, "this is " + io::foreign_words(bytes));
        case io::Kind::unknown:
            break;
    }
    if (name.ends_with(".safetensors")) return open_model(state, name, bytes);  // which says what is wrong with it
    complain(state, name,
             std::string("expected a picture, strokes (JSON) or a model (.safetensors, .pt), found ") +
                 (bytes.empty() ? "an empty file" : "something else"));
}

void keep_data_set(State& state, DataSetPtr set) {
    const bool known = std::any_of(state.sets.begin(), state.sets.end(),
                                   [&](const DataSetPtr& other) { return other->id == set->id; });
    if (!known) state.sets.push_back(std::move(set));
}

void show_data_set(State& state, DataSetPtr set) {
    if (state.digits->id != set->id) {
        state.sample = -1;
        state.gallery_class = -1;
    }
    const SetSource* source = source_of_set(state, set);
    state.set_to_show = source ? std::optional(source->which) : std::nullopt;
    state.digits = std::move(set);
    state.drawings.shown = state.digits == state.drawings.set;
    keep_data_set(state, state.digits);
    if (state.sample_wanted) show_random_sample(state, *state.sample_wanted);
    state.sample_wanted.reset();
}

void open_reference(State& state, std::span<const std::uint8_t> model, std::span<const std::uint8_t> tensors) {
    auto network = io::parse_model(model);
    auto content = io::parse_safetensors(tensors);
    if (!network || !content)
        return reference_failed(state, "they could not be read: " + (network ? content.message() : network.message()));
    auto reference = std::make_shared<explain::Reference>();
    reference->network = std::move(network.value());
    std::map<std::string, explain::Reference::Case> cases;
    for (auto& [name, tensor] : content.value().tensors) {  // "7/deconvnet/pool2": a case, a tensor of it
        const std::size_t slash = name.find('/');
        if (slash == std::string::npos) continue;
        cases[name.substr(0, slash)].tensors[name.substr(slash + 1)] = std::move(tensor.data);
    }
    for (auto& [name, one] : cases) {
        one.label = name[0] - '0';
        reference->cases.push_back(std::move(one));
    }
    state.probe.reference = std::move(reference);
    state.probe.reference_error.clear();
}

void reference_failed(State& state, std::string_view why) {
    state.probe.reference_error = why;
    say(state, "PyTorch's numbers for the self-check did not come: " + std::string(why), true);
}

}  // namespace app
