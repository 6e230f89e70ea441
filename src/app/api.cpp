#include "app/api.h"

#include <algorithm>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/blocks.h"
#include "app/familiarity.h"
#include "app/keep.h"
#include "app/update.h"

namespace app {
namespace {

using Json = nlohmann::json;

Json layers_json(const nn::Network& network) {
    Json layers = Json::array();
    for (int i = 0; i < network.layer_count(); ++i) {
        const nn::Shape& s = network.shape(i);
        layers.push_back({{"name", network.layer(i).name},
                          {"kind", nn::kind_name(network.layer(i).kind)},
                          {"shape", {s.channels, s.height, s.width}},
                          {"signed", is_signed(network, i)}});
    }
    return layers;
}

const char* kind_name(probe::Setting::Kind kind) {
    constexpr const char* kNames[] = {"number", "whole", "choice", "toggle", "text", "button"};
    return kNames[static_cast<int>(kind)];
}

Json setting_json(const probe::Setting& setting) {
    Json json = {
        {"key", setting.key}, {"label", setting.label}, {"tip", setting.tip}, {"kind", kind_name(setting.kind)}};
    if (setting.kind == probe::Setting::Kind::text) return json;
    json["initial"] = probe::text_of(setting, {{{setting.key, setting.initial}}, {}});
    if (setting.kind == probe::Setting::Kind::choice) {
        json["choices"] = probe::choices(setting);
    } else if (setting.kind != probe::Setting::Kind::toggle) {
        json["low"] = setting.low;
        json["high"] = setting.high;
    }
    return json;
}

Json selection_json(const State& state) {
    const Selection& chosen = state.selection;
    const bool is_layer = chosen.layer >= 0;
    return {{"layer", is_layer ? state.lane().network().layer(chosen.layer).name : "input"},
            {"map", chosen.map},
            {"unit", chosen.unit >= 0 ? Json(chosen.unit) : Json(nullptr)},
            {"keep", keep_name(chosen.keep)}};
}

Json familiar_json(const State& state, const Lane& lane) {
    const auto share = familiar(state, lane);
    return share ? Json(*share) : Json(nullptr);
}

/// The networks on show, each with its own answer.
Json models_json(const State& state) {
    Json models = Json::array();
    for (const Lane& lane : state.lanes) {
        const auto answer = prediction(state, lane);
        models.push_back({{"name", lane.name()},
                          {"id", nn::identity_text(lane.network().id.value)},
                          {"step", lane.run->checkpoints[static_cast<std::size_t>(lane.checkpoint)].step},
                          {"prediction", answer ? Json(*answer) : Json(nullptr)},
                          {"familiar", familiar_json(state, lane)},
                          {"unfamiliar", unfamiliar(state, lane)},
                          {"probabilities", state.input ? Json(probabilities(state, lane)) : Json(nullptr)}});
    }
    return models;
}

Json names_of_sets(const State& state) {
    Json names = Json::array();
    for (const DataSetPtr& set : state.sets) names.push_back(set->name);
    return names;
}

/// What the probe on show wants and has not got.
struct Lack {
    bool digits = false, reference = false;
};

Lack lack_now(State& state) {
    const probe::Entry* entry = state.probe.entry;
    if (!entry) return {};
    const bool wants = entry->uses_digits || probe::wants_digits(*entry, values_of(state, *entry));
    return {wants && !state.digits->loaded(), entry->needs_reference && !state.probe.reference};
}

Json parts_json(const Parts& parts) {
    Json all = Json::array();
    for (const Parts::One& one : parts.all) {
        const bool known = one.prediction >= 0;
        all.push_back(
            {{"box",
              {{"x", one.box.left}, {"y", one.box.top}, {"width", one.box.width()}, {"height", one.box.height()}}},
             {"prediction", known ? Json(one.prediction) : Json(nullptr)},
             {"probability", known ? Json(one.probability) : Json(nullptr)}});
    }
    return all;
}

}  // namespace

namespace {

/// The person's own signs: names, and how many drawings there are of each.
Json signs_json(const State& state) {
    Json all = Json::array();
    const probe::Signs& signs = state.signs.known;
    for (std::size_t i = 0; i < signs.names.size(); ++i)
        all.push_back({{"name", signs.names[i]},
                       {"drawings", std::count_if(signs.examples.begin(), signs.examples.end(),
                                                  [i](const auto& e) { return e.sign == static_cast<int>(i); })}});
    return all;
}

Json training_json(const State& state) {
    constexpr const char* kPhases[] = {"idle", "fetching", "waiting", "starting", "running", "paused"};
    const Training& t = state.training;
    const Checkpoint& now = state.lane().run->checkpoints[static_cast<std::size_t>(state.lane().checkpoint)];
    Json measures = Json::object();
    for (const auto& [name, value] : now.measures) measures[name] = value;
    Json runs = Json::array();
    for (const RunPtr& run : state.runs)
        if (run->trained_here) runs.push_back(run->name);
    return {{"phase", kPhases[static_cast<int>(t.phase)]},
            {"at_work", trainings(state).size()},
            {"runs", runs},
            {"recipe", recipe_text(t.recipe)},
            {"batch", t.progress.batch},
            {"batches", t.progress.batches},
            {"images_per_second", t.progress.images_per_second},
            {"problem", t.problem},
            {"finding", training_finding(state)},
            {"step", now.step},
            {"measures", measures}};
}

}  // namespace

std::string state_json(const State& state) {
    const auto predicted = prediction(state);
    const Json json = {
        {"model", state.lane().name()},
        {"models", models_json(state)},
        {"assumptions", state.foreign.empty() ? Json(nullptr) : Json::parse(assumptions_json(state), nullptr, false)},
        {"focus", state.focus},
        {"prediction", predicted ? Json(*predicted) : Json(nullptr)},
        {"probabilities", predicted ? Json(probabilities(state)) : Json(nullptr)},
        {"familiar", familiar_json(state, state.lane())},
        {"unfamiliar", unfamiliar(state)},
        {"finite", state.lane().is_finite},
        {"input", state.input ? Json(state.input->pixels) : Json(nullptr)},
        {"truth", state.truth ? Json(*state.truth) : Json(nullptr)},
        {"parts", parts_json(state.parts)},
        {"part", state.parts.several() ? Json(state.parts.chosen) : Json(nullptr)},
        {"strokes", state.board.drawing().strokes.size()},
        {"layers", layers_json(state.lane().network())},
        {"selection", selection_json(state)},
        {"theme", theme(state) == image::Theme::dark ? "dark" : "light"},
        {"timings",
         {{"input_ms", state.timings.input_ms},
          {"forward_ms", state.timings.forward_ms},
          {"reconstructions_ms", state.timings.reconstructions_ms},
          {"update_ms", state.timings.update_ms}}},
        {"gallery",
         {{"set", state.digits->name},
          {"sets", names_of_sets(state)},
          {"error", digits_error(state)},
          {"last_word", last_word_words(state)},
          {"digits", state.digits->count()},
          {"classified", state.lane().predictions.seen()},
          {"misread", state.lane().predictions.wrong()}}},
        {"view", state.probe.entry           ? state.probe.entry->id
                 : state.page == Page::train ? "train"
                                             : "explore"},
        {"signs", signs_json(state)},
        {"training", training_json(state)},
        {"introduction", introduction_step(state)},
        {"probe",
         {{"progress", state.probe.progress},
          {"busy", state.probe.busy},
          {"stopped", state.probe.stopped},
          {"pinned", is_pinned(state)}}},
        {"message", state.message.until > state.now ? state.message.text : ""},
        {"frames", state.frames}};
    return json.dump();
}

std::string probes_json() {
    Json all = Json::array();
    for (const probe::Entry* entry : probe::entries()) {
        Json settings = Json::array();
        for (const probe::Setting& setting : entry->settings) settings.push_back(setting_json(setting));
        all.push_back({{"id", entry->id},
                       {"title", entry->title},
                       {"what", entry->what},
                       {"source", entry->source},
                       {"needs_digits", entry->needs_digits},
                       {"settings", settings}});
    }
    return all.dump();
}

std::string screen_text(const State& state) {
    std::string text;
    for (const auto& [name, region] : state.layout.order) {
        const Rect& r = state.layout.items.at(name);
        const Rect& in = state.layout.regions[static_cast<std::size_t>(region - 1)];
        const float x = std::max(r.x, in.x), y = std::max(r.y, in.y),
                    width = std::min(r.x + r.width, in.x + in.width) - x,
                    height = std::min(r.y + r.height, in.y + in.height) - y;
        if (width <= 0 || height <= 0) continue;
        char numbers[96];
        std::snprintf(numbers, sizeof numbers, "\t%d\t%.2f\t%.2f\t%.2f\t%.2f\n", region, static_cast<double>(x),
                      static_cast<double>(y), static_cast<double>(width), static_cast<double>(height));
        text += name + numbers;
    }
    for (const std::string& words : state.layout.cut) text += words + "\n";
    return text;
}

Asked work_on_probe(State& state, double seconds) {
    update(state, state.now, seconds);
    const ProbeView& view = state.probe;
    if (!view.entry) return is_reconstructing(state) ? Asked::working : Asked::done;
    if (is_not_finite(state)) return Asked::not_finite;
    if (view.busy && view.stopped) return Asked::stopped;
    const Lack lack = lack_now(state);
    const bool is_hopeless =
        (lack.digits && !digits_error(state).empty()) || (lack.reference && !view.reference_error.empty());
    if (is_hopeless) return Asked::failed;
    if (view.busy || is_reconstructing(state)) return Asked::working;
    return lack.digits || lack.reference ? Asked::waiting : Asked::done;
}

std::string lack_of_probe(State& state) {
    const auto sentence = [](const char* what, const std::string& error) {
        return what + (error.empty() ? " have not come yet" : " could not be had: " + error);
    };
    const Lack lack = lack_now(state);
    // Of two the one that will never come.
    if (lack.digits && (!lack.reference || state.probe.reference_error.empty()))
        return sentence("The 10,000 digits that this looks through", digits_error(state));
    return lack.reference ? sentence("PyTorch's numbers, which this compares with,", state.probe.reference_error) : "";
}

TensorView layer_values(const State& state, std::string_view name) {
    if (!state.input) return {};
    if (name == "input") return {{1, kInputSide, kInputSide}, state.input->pixels};
    const auto layer = state.lane().network().find(name);
    if (!layer) return {};
    const nn::Tensor& output = state.lane().activations.output(*layer);
    return {output.shape, output.data};
}

TensorView reconstruction_values(State& state, std::string_view name, int map) {
    const nn::Network& network = state.lane().network();
    const auto layer = network.find(name);
    if (!state.input || !layer || !explain::can_start(network, *layer) || map < 0 || map >= map_count(network, *layer))
        return {};
    explain::project(network, state.lane().activations, {*layer, explain::Keep::whole_map, map, 0}, state.asked);
    return {state.asked.pixels.shape, state.asked.pixels.data};
}

}  // namespace app
