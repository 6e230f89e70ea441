#include "app/mirror.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/answer.h"
#include "app/blocks.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/selection.h"
#include "app/training.h"
#include "app/views.h"

namespace app {
namespace {

using Json = nlohmann::json;
using Kind = probe::Setting::Kind;

constexpr double kStill = 0.7;  // seconds: after the prediction, which waits a little less

bool is_asked(const probe::Setting& setting, const probe::Values& values) {
    return setting.only_key[0] == 0 ||
           values.whole(setting.only_key) == static_cast<int>(std::lround(setting.only_value));
}

/// Also the quiet ones, which are set in the figure by those who see it; not texts.
Json settings_json(State& state) {
    Json all = Json::array();
    if (!state.probe.entry) return all;
    const probe::Values& values = values_of(state, *state.probe.entry);
    for (const probe::Setting& setting : state.probe.entry->settings) {
        if (setting.kind == Kind::text || !is_asked(setting, values)) continue;
        constexpr const char* kKinds[] = {"number", "whole", "choice", "toggle", "text", "button"};
        const double value = values[setting.key];
        all.push_back({{"key", setting.key},
                       {"label", setting.label},
                       {"tip", setting.tip},
                       {"kind", kKinds[static_cast<int>(setting.kind)]},
                       {"value", value},
                       {"low", setting.low},
                       {"high", setting.high},
                       {"words", *setting.lowest && value == setting.low ? setting.lowest : ""}});
        if (setting.kind == Kind::choice) all.back()["choices"] = probe::choices(setting);
    }
    return all;
}

/// Where the open view is about what is selected.
bool has_selection(const State& state) {
    return state.probe.entry ? state.probe.entry->of_selection : state.page == Page::network;
}

std::string selection_name(const State& state) {
    return state.selection.layer < 0 ? "input" : layer_words(state) + " " + map_words(state);
}

/// "pool2 map 7: its largest value is 1.21, 48 % of it is zero".
std::string selection_words(const State& state) {
    const std::string name = selection_name(state);
    if (state.selection.layer < 0 || !state.input) return name;
    const Summary sum = selected_numbers(state);
    const std::string largest = figure::number(static_cast<double>(sum.maximum));
    if (selects_units(state)) return name + ": its value is " + largest;
    return name + ": its largest value is " + largest + ", " + share_words(sum.zeros) + " of it is zero";
}

Json selection_json(const State& state) {
    if (!has_selection(state)) return nullptr;
    const nn::Network& network = state.lane().network();
    Json layers = Json::array();
    for (int i = 0; i < network.layer_count(); ++i) layers.push_back(network.layer(i).name);
    const int layer = state.selection.layer;
    return {{"layers", layers},
            {"layer", layer},
            {"maps", layer < 0 ? 1 : map_count(network, layer)},
            {"map", state.selection.map},
            {"words", selection_words(state)}};
}

Json views_json() {
    Json all = Json::array();
    for (const View& view : views())
        all.push_back({{"id", view.id}, {"title", view.title}, {"group", group_name(view.group)}});
    return all;
}

bool has_figure(const State& state) {
    if (state.probe.entry) return !state.probe.figure.groups.empty();
    return state.page == Page::train ? state.lane().run->trained_here : state.input.has_value();
}

Json possible(const State& state) {
    Json can = Json::array({"share", "link"});
    if (has_figure(state)) can.push_back("figure"), can.push_back("numbers");
    if (has_animation(state)) can.push_back("animation");
    if (state.probe.entry) can.push_back("reset");
    if (!state.probe.entry && state.page == Page::network && state.input) can.push_back("save");
    return can;
}

std::string finding_of(const State& state) {
    if (state.sheet == Sheet::help || state.sheet == Sheet::model) return {};
    if (state.probe.entry) return state.probe.figure.finding;
    return state.page == Page::train ? training_finding(state) : selection_words(state);
}

/// "3, 97 % sure; next: 5, 2 %.", for the network with the focus; below it what the other one answers.
std::string answer_of(const State& state) {
    const AnswerWords words = answer_words(state);
    if (words.best.empty()) return words.why;
    std::string all = "The answer is " + words.best + ", " + words.sure + "; " + words.next + ".";
    if (!words.strange.empty()) all += " " + words.strange;
    if (state.parts.several()) all += " All digits: " + reading(state.parts) + ".";
    if (state.lanes.size() < 2) return all;
    const auto other = static_cast<std::size_t>(1 - state.focus);
    return all + " " + lane_names(state)[other] + ": " + short_answer(state, state.lanes[other]) + ".";
}

/// What is told anew when it changes: the finding; in the network's own view what is selected, and not its numbers,
/// which change with every stroke.  A training tells its end by itself.
std::string told_of(const State& state) {
    if (state.sheet == Sheet::help || state.sheet == Sheet::model) return {};
    if (state.probe.entry) return state.probe.figure.finding;
    return state.page == Page::train ? "" : selection_name(state);
}

/// A finite number, or nothing.
std::optional<double> number_of(std::string_view words) {
    const std::string text(words);
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != 0 || !std::isfinite(value)) return std::nullopt;
    return value;
}

bool select_by_number(State& state, bool layer, double value) {
    const nn::Network& network = state.lane().network();
    const int wanted = static_cast<int>(std::clamp(value, -1.0, 1e6)), now = state.selection.layer;
    if (layer) {
        if (wanted >= network.layer_count()) return false;
        select(state, wanted, wanted < 0 ? 0 : std::min(state.selection.map, map_count(network, wanted) - 1));
        return true;
    }
    if (now < 0 || wanted < 0 || wanted >= map_count(network, now)) return false;
    select(state, now, wanted);
    return true;
}

}  // namespace

std::string mirror_json(State& state) {
    const View& view = view_on_show(state);
    return Json{{"view", view.id},
                {"title", view.title},
                {"question", view.question},
                {"finding", finding_of(state)},
                {"busy", state.probe.busy && !state.probe.stopped},
                {"answer", answer_of(state)},
                {"selection", selection_json(state)},
                {"settings", settings_json(state)},
                {"views", views_json()},
                {"can", possible(state)}}
        .dump();
}

bool act_in_mirror(State& state, std::string_view what, std::string_view value) {
    if (what == "share") return share_link(state), true;
    if (what == "link") return copy_link(state), true;
    if (what == "figure") return save_figure(state), true;
    if (what == "numbers") return save_numbers(state), true;
    if (what == "animation") return save_animation(state), true;
    if (what == "save") return save_selection(state), true;
    if (what == "reset") return reset_values(state), true;
    const std::optional<double> number = number_of(value);
    if (!number) return false;
    if (what == "layer" || what == "map") return select_by_number(state, what == "layer", *number);
    if (!what.starts_with("set ") || !state.probe.entry) return false;
    const probe::Setting* setting = probe::find_setting(*state.probe.entry, what.substr(4));
    if (!setting || setting->kind == Kind::text) return false;
    set_value(state, setting->key, *number);
    return true;
}

std::string spoken_finding(const State& state) {
    const std::string finding = finding_of(state);
    return view_on_show(state).title + (finding.empty() ? "" : ": " + finding);
}

bool tell_finding(State& state) {
    Telling& t = state.telling;
    const bool works = state.probe.entry && state.probe.busy && !state.probe.stopped;
    if (state.board.pen_is_down() || works) return false;
    std::string now = view_on_show(state).id + std::string(" ") + told_of(state);
    if (!t.begun) t.told = now;  // what stands there at the beginning is told by nobody's wish
    t.begun = true;
    if (now == t.told) {
        t.next.clear();
        return false;
    }
    if (now != t.next) {
        t.next = std::move(now);
        t.at = state.now + kStill;
        return true;
    }
    if (state.now < t.at) return true;
    t.told = t.next;
    request(state, Effect::Kind::announce, spoken_finding(state));
    return false;
}

}  // namespace app
