// See probes.h.
#include "app/probes.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/class_names.h"
#include "app/counterpart.h"
#include "app/history.h"
#include "app/model_list.h"
#include "app/overfit.h"
#include "figure/beside.h"
#include "nn/class_names.h"

namespace app {
namespace {

constexpr double kBetweenFigures = 0.08;  // seconds

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

probe::Values& mutable_values(State& state, const probe::Entry& entry) {
    const auto [found, is_new] = state.probe.values.try_emplace(entry.id);
    if (is_new) found->second = probe::defaults(entry);
    return found->second;
}

/// Only what the probe says it depends on: a change of anything else leaves it alone.
Question question(State& state, const Lane& lane, const probe::Entry& entry) {
    Question now;
    now.entry = &entry;
    now.network = lane.network().id.value;
    now.classes = nn::told_classes(lane.network());
    if (entry.of_history) {
        const std::vector<explain::Checkpoint> history = history_of(*lane.run);
        if (!history.empty()) now.network = history.back().network->id.value;
        now.moment = lane.checkpoint;
        now.moments = static_cast<int>(history.size());
    }
    if (entry.of_runs) now.runs = runs_stamp(state, lane);
    if (entry.of_counterpart)
        if (const nn::NetworkPtr other = counterpart_of(state, lane)) now.counterpart = other->id.value;
    if (entry.of_models) now.runs = models_stamp(state);
    if (entry.of_signs) now.runs = state.signs.known.stamp;
    if (entry.of_pair && state.lanes.size() > 1) now.other = state.lanes[1].network().id.value;
    if (entry.of_input) now.picture = state.revision.input;
    if (entry.of_selection) {
        const Selection chosen = selection_in(state, lane);
        now.layer = chosen.layer;
        now.map = chosen.map;
        now.unit = chosen.unit;
        now.keep = static_cast<int>(chosen.keep);
    }
    // Another probe is not asked anew when the digits come.
    if (entry.uses_digits || probe::wants_digits(entry, values_of(state, entry))) now.digits = state.digits->id;
    now.reference = entry.needs_reference && state.probe.reference;
    now.values = values_of(state, entry);
    return now;
}

/// Whether the network's numbers overflow: on a grey page, which stands for the inputs that a probe makes or looks up,
/// and on the input itself.
bool overflows(const State& state, Lane& lane, LaneProbe& probe) {
    if (probe.tried.network != lane.network().id.value) {
        nn::Activations activations = nn::make_activations(lane.network());
        const std::vector<float> grey(activations.input.data.size(), 0.5f);
        lane.engine.forward(grey, activations);
        probe.tried = {lane.network().id.value, !explain::stays_finite(lane.network(), activations)};
    }
    return probe.tried.overflows || (state.input && !explain::stays_finite(lane.network(), lane.activations));
}

void ask(State& state, Lane& lane, LaneProbe& probe, const probe::Entry& entry, const Question& now) {
    probe.not_finite = overflows(state, lane, probe) || (now.other != 0 && state.input && !state.lanes[1].is_finite);
    if (probe.not_finite) {
        probe.running.reset();
        probe.busy = false;
        return;
    }
    const bool is_same_run = entry.of_history && probe.run == lane.run;
    const bool other = probe.asked.entry != &entry || (probe.asked.network != now.network && !is_same_run) ||
                       probe.asked.classes != now.classes || probe.asked.other != now.other;
    if (!probe.running || other || probe.digits != state.digits) probe.running = entry.make();
    probe.network = lane.published;
    probe.run = lane.run;
    probe.history = entry.of_history ? history_of(*lane.run) : std::vector<explain::Checkpoint>();
    probe.digits = state.digits;
    const nn::NetworkPtr& known = probe.history.empty() ? probe.network : probe.history.back().network;
    probe.cache = state.caches.of(known, probe.digits);
    probe::Subject subject = subject_of(state, lane, entry);
    subject.network = probe.network.get();
    subject.activations = &lane.activations;
    subject.history = probe.history;
    if (entry.of_runs) probe.runs = runs_of(state, lane);
    subject.runs = &probe.runs;
    probe.counterpart = entry.of_counterpart ? counterpart_of(state, lane) : nullptr;
    subject.counterpart = probe.counterpart.get();
    if (entry.of_models) probe.models = model_list(state);
    subject.models = &probe.models;
    if (entry.of_signs) refresh_signs_asked(state, lane, probe.signs);
    subject.signs = &probe.signs;
    subject.moment = lane.checkpoint;
    probe.other = entry.of_pair && state.lanes.size() > 1 ? state.lanes[1].published : nullptr;
    if (probe.other) {
        subject.other = probe.other.get();
        subject.other_activations = &state.lanes[1].activations;
        subject.names = lane_names(state);
    }
    subject.digits = probe.digits->digits();
    subject.cache = probe.cache.get();
    probe.running->ask(subject);
    probe.busy = true;
}

/// Each network is asked, but for a question about both or about all.
int asked_lanes(const State& state) {
    return probe::is_asked_once(*state.probe.entry) ? 1 : static_cast<int>(state.lanes.size());
}

bool is_busy(const ProbeView& view) {
    return std::any_of(view.lanes.begin(), view.lanes.end(), [](const LaneProbe& probe) { return probe.busy; });
}

void show(LaneProbe& probe) {
    probe.figure = {};
    probe.figure.title = probe.asked.entry->title;
    probe.figure.source = probe.asked.entry->source;
    if (probe.running) probe.running->show(probe.figure);
    if (!probe.not_finite) return;
    figure::Group group;
    group.title = "Not finite";
    probe.figure.finding = kNotFinite;
    probe.figure.groups.push_back(std::move(group));
}

/// One lane's figure as it is, two beside each other.
void show_all(State& state) {
    ProbeView& view = state.probe;
    view.progress = 0;
    for (LaneProbe& probe : view.lanes) {
        show(probe);
        view.progress += (probe.running ? probe.running->progress() : 1.0f) / static_cast<float>(view.lanes.size());
    }
    if (is_pinned(state)) {
        view.figure = beside_pin(state, view.lanes[0].figure);
    } else if (view.lanes.size() == 1) {
        view.figure = view.lanes[0].figure;
    } else {
        const std::array<std::string, 2> names = lane_names(state);
        view.figure = figure::beside(view.lanes[0].figure, view.lanes[1].figure, names, view.scales == Scales::shared);
    }
    add_over_card(state, view.figure);
    view.shown_lanes = asked_lanes(state);
    view.shown_at = state.now;
    ++view.revision;
}

}  // namespace

probe::Subject subject_of(State& state, const Lane& lane, const probe::Entry& entry) {
    probe::Subject subject;
    if (state.input) subject.input = state.input->pixels;
    const Selection chosen = selection_in(state, lane);
    subject.start = {chosen.layer, chosen.keep, chosen.map, std::max(chosen.unit, 0)};
    subject.truth = truth_in(state, lane).value_or(-1);
    subject.reference = state.probe.reference.get();
    subject.values = values_of(state, entry);
    return subject;
}

void open_probe(State& state, const probe::Entry* entry) {
    state.probe.entry = entry;
    state.page = Page::network;
    ++state.probe.turn;
    state.sheet = Sheet::none;
    if (entry == nullptr) return;
    state.tab = Tab::view;
    state.probe.open_folds.clear();
    // What did not come before may come now.
    if (!state.digits->loaded()) want_shown_set(state);
    if (entry->needs_reference && !state.probe.reference) {
        state.probe.reference_error.clear();
        request(state, Effect::Kind::fetch_reference);
    }
}

const probe::Values& values_of(State& state, const probe::Entry& entry) { return mutable_values(state, entry); }

void set_value(State& state, std::string_view key, double value) {
    const probe::Entry* entry = state.probe.entry;
    const probe::Setting* setting = entry ? probe::find_setting(*entry, key) : nullptr;
    if (!setting || setting->kind == probe::Setting::Kind::text || !std::isfinite(value)) return;
    double low = setting->low, high = setting->high;
    if (setting->kind == probe::Setting::Kind::choice)
        low = 0, high = static_cast<double>(probe::choices(*setting).size()) - 1;
    if (setting->kind == probe::Setting::Kind::toggle) low = 0, high = 1;
    if (setting->kind != probe::Setting::Kind::number) value = std::round(value);
    mutable_values(state, *entry).numbers[setting->key] = std::clamp(value, low, high);
}

void set_text(State& state, std::string_view key, std::string text) {
    const probe::Entry* entry = state.probe.entry;
    const probe::Setting* setting = entry ? probe::find_setting(*entry, key) : nullptr;
    if (!setting || setting->kind != probe::Setting::Kind::text) return;
    if (text.size() > probe::kLongestText) return say(state, "That is more than a link can hold", true);
    mutable_values(state, *entry).texts[setting->key] = std::move(text);
}

void reset_values(State& state) {
    if (state.probe.entry) mutable_values(state, *state.probe.entry) = probe::defaults(*state.probe.entry);
}

void set_scales(State& state, Scales scales) {
    state.probe.scales = scales;
    state.probe.shown_lanes = 0;  // placed anew
}

void stop_probe(State& state) { state.probe.stopped = true; }

void resume_probe(State& state) { state.probe.stopped = false; }

void follow(State& state, const figure::Click& click) {
    switch (click.kind) {
        case figure::Click::Kind::none:
            break;
        case figure::Click::Kind::sample:
            show_sample(state, click.index);
            break;
        case figure::Click::Kind::select:
            set_focus(state, click.lane);
            if (click.checkpoint >= 0) show_checkpoint(state, click.checkpoint);
            if (!click.key.empty()) set_value(state, click.key, click.value);
            if (click.unit >= 0)
                select_unit(state, click.layer, click.map, click.unit);
            else
                select(state, click.layer, click.map);
            break;
        case figure::Click::Kind::sign:
            follow_sign(state, click.index);
            break;
        case figure::Click::Kind::model:
            open_listed(state, std::strtoull(click.words.c_str(), nullptr, 16), click.key);
            break;
        case figure::Click::Kind::set:  // the one that fits the setting's kind does something
            set_value(state, click.key, click.value);
            set_text(state, click.key, click.words);
            if (!click.also.empty()) set_value(state, click.also, click.also_value);
            break;
    }
}

bool refresh_probe(State& state, double seconds) {
    ProbeView& view = state.probe;
    if (view.entry == nullptr) {
        view.lanes.clear();
        return false;
    }
    want_overfit_sets(state);
    if (view.entry->of_models && set_error(state, SetName::held_out).empty()) want_set(state, SetName::held_out);
    const auto start = Clock::now();
    bool asked = view.shown_lanes != asked_lanes(state);
    view.lanes.resize(static_cast<std::size_t>(asked_lanes(state)));
    for (std::size_t i = 0; i < view.lanes.size(); ++i) {
        LaneProbe& probe = view.lanes[i];
        Question now = question(state, state.lanes[i], *view.entry);
        if ((probe.running || probe.not_finite) && now == probe.asked) continue;
        ask(state, state.lanes[i], probe, *view.entry, now);
        probe.asked = std::move(now);
        asked = true;
    }
    if (asked) view.stopped = view.is_long = false;
    const bool works = !view.stopped && is_busy(view);
    if (works) do
            for (LaneProbe& probe : view.lanes) probe.busy = probe.busy && probe.running->advance();
        while (is_busy(view) && seconds_since(start) < seconds);
    view.busy = is_busy(view);
    // A figure costs more than a slice of work: while it grows it is shown a dozen times a second.
    const bool is_due = works && (!view.busy || std::fabs(state.now - view.shown_at) > kBetweenFigures);
    if (works && !view.busy && view.is_long) state.telling.told.clear();  // long work tells its end, be it as before
    view.is_long = view.busy;
    const bool plots = !view.busy && !asked && refresh_over(state, seconds);
    const bool is_plotted =
        view.over.known.size() != view.over.shown && (!plots || std::fabs(state.now - view.shown_at) > kBetweenFigures);
    if (asked || is_due || is_plotted) show_all(state);
    return (view.busy && !view.stopped) || plots;
}

bool is_not_finite(const State& state) {
    return std::any_of(state.probe.lanes.begin(), state.probe.lanes.end(),
                       [](const LaneProbe& probe) { return probe.not_finite; });
}

bool has_animation(const State& state) {
    const auto& lanes = state.probe.lanes;
    const auto focus = static_cast<std::size_t>(state.focus);
    return focus < lanes.size() && lanes[focus].running && lanes[focus].running->has_animation();
}

}  // namespace app
