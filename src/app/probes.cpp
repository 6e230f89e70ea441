// See probes.h.
#include "app/probes.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"

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

nn::Digits digits_of(const Gallery& gallery) {
    nn::Digits digits;
    if (!gallery.loaded()) return digits;
    digits.pixels = gallery.pixels;
    digits.labels = gallery.labels;
    return digits;
}

/// Only what the probe says it depends on: a change of anything else leaves it alone.
ProbeView::Seen seen_now(State& state, const probe::Entry& entry) {
    ProbeView::Seen seen;
    seen.entry = &entry;
    seen.model = state.revision.model;
    if (entry.of_input) seen.picture = state.revision.input;
    if (entry.of_selection) {
        seen.layer = state.selection.layer;
        seen.map = state.selection.map;
        seen.unit = state.selection.unit;
        seen.keep = static_cast<int>(state.selection.keep);
    }
    const bool asks_by_setting = std::any_of(entry.settings.begin(), entry.settings.end(),
                                             [](const probe::Setting& s) { return s.digits_value >= 0; });
    if (!asks_by_setting || probe::wants_digits(entry, values_of(state, entry))) seen.digits = state.gallery.count;
    seen.reference = entry.needs_reference && state.probe.reference;
    seen.values = values_of(state, entry);
    return seen;
}

/// Whether the model's numbers overflow: on a grey page, which stands for the inputs that a probe makes or looks up,
/// and on the input itself.
bool overflows(State& state) {
    ProbeView& view = state.probe;
    const Lane& lane = state.lane();
    if (view.tried.model != state.revision.model) {
        nn::Activations activations = nn::make_activations(lane.network());
        const std::vector<float> grey(activations.input.data.size(), 0.5f);
        state.lane().engine.forward(grey, activations);
        view.tried = {state.revision.model, !explain::stays_finite(lane.network(), activations)};
    }
    return view.tried.overflows || (state.input && !explain::stays_finite(lane.network(), lane.activations));
}

void ask(State& state, const probe::Entry& entry) {
    ProbeView& view = state.probe;
    view.not_finite = overflows(state);
    if (view.not_finite) {
        view.running.reset();
        view.busy = view.is_long = false;
        return;
    }
    if (view.cached.model != state.revision.model || view.cached.digits != state.gallery.count) {
        view.cache = {};
        view.cached = {state.revision.model, state.gallery.count};
        view.running.reset();  // whatever it kept is of another model
    }
    if (!view.running || view.seen.entry != &entry) view.running = entry.make();
    probe::Subject subject;
    subject.network = &state.lane().network();
    subject.activations = &state.lane().activations;
    if (state.input) subject.input = state.input->pixels;
    subject.start = {state.selection.layer, state.selection.keep, state.selection.map,
                     std::max(state.selection.unit, 0)};
    subject.truth = state.truth.value_or(-1);
    subject.digits = digits_of(state.gallery);
    subject.reference = view.reference.get();
    subject.cache = &view.cache;
    subject.values = values_of(state, entry);
    view.running->ask(subject);
    view.stopped = false;
    view.busy = true;
    view.is_long = false;
}

void show(ProbeView& view) {
    view.figure = {};
    view.figure.title = view.entry->title;
    view.figure.source = view.entry->source;
    if (view.running) view.running->show(view.figure);
    if (view.not_finite) {
        figure::Group group;
        group.title = "Not finite";
        group.note = kNotFinite;
        view.figure.groups.push_back(std::move(group));
    }
    view.progress = view.running ? view.running->progress() : 1.0f;
    ++view.revision;
}

}  // namespace

void open_probe(State& state, const probe::Entry* entry) {
    state.probe.entry = entry;
    state.sheet = Sheet::none;
    if (entry == nullptr) {
        if (state.tab == Tab::probes) state.tab = Tab::network;
        return;
    }
    state.tab = Tab::probes;
    if (!state.gallery.loaded()) request(state, Effect::Kind::fetch_gallery);
    if (entry->needs_reference && !state.probe.reference) request(state, Effect::Kind::fetch_reference);
}

void open_next_probe(State& state, int step) {
    const auto all = probe::entries();
    const int count = static_cast<int>(all.size()) + 1;
    const int now = state.probe.entry == nullptr
                        ? 0
                        : static_cast<int>(std::find(all.begin(), all.end(), state.probe.entry) - all.begin()) + 1;
    const int next = (now + step + count) % count;
    open_probe(state, next == 0 ? nullptr : all[static_cast<std::size_t>(next - 1)]);
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
            if (click.unit >= 0)
                select_unit(state, click.layer, click.map, click.unit);
            else
                select(state, click.layer, click.map);
            break;
        case figure::Click::Kind::set:  // the one that fits the setting's kind does something
            set_value(state, click.key, click.value);
            set_text(state, click.key, click.words);
            break;
    }
}

bool refresh_probe(State& state, double seconds) {
    ProbeView& view = state.probe;
    if (view.entry == nullptr) {
        view.running.reset();
        view.seen = {};
        view.not_finite = false;
        return false;
    }
    const auto start = Clock::now();
    ProbeView::Seen now = seen_now(state, *view.entry);
    const bool asked = !(now == view.seen) || (!view.running && !view.not_finite);
    if (asked) ask(state, *view.entry);
    view.seen = std::move(now);
    const bool works = view.busy && !view.stopped;
    if (works) do
            view.busy = view.running->advance();
        while (view.busy && seconds_since(start) < seconds);
    // A figure costs more than a slice of work: while it grows it is shown a dozen times a second.
    const bool is_due = works && (!view.busy || std::fabs(state.now - view.shown_at) > kBetweenFigures);
    if (works && !view.busy && view.is_long)
        request(state, Effect::Kind::announce, std::string(view.entry->title) + ": all is computed.");
    view.is_long = view.busy;
    if (asked || is_due) {
        show(view);
        view.shown_at = state.now;
    }
    return view.busy && !view.stopped;
}

bool has_animation(const State& state) { return state.probe.running && state.probe.running->has_animation(); }

}  // namespace app
