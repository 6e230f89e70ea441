#include "app/over.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/actions.h"
#include "app/probes.h"
#include "app/state.h"
#include "explain/deconvnet.h"
#include "figure/beside.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// All that the answers depend on but for the network.
std::string question_of(const State& state, const LaneProbe& probe) {
    const Question& asked = probe.asked;
    std::string words = asked.entry->id;
    for (const std::int64_t number :
         {static_cast<std::int64_t>(asked.picture), static_cast<std::int64_t>(asked.layer),
          static_cast<std::int64_t>(asked.map), static_cast<std::int64_t>(asked.unit),
          static_cast<std::int64_t>(asked.keep), static_cast<std::int64_t>(state.digits->id)})
        words += ' ' + std::to_string(number);
    for (const probe::Setting& setting : asked.entry->settings) words += ' ' + probe::text_of(setting, asked.values);
    return words;
}

const LaneProbe& focused(const State& state) { return state.probe.lanes[static_cast<std::size_t>(state.focus)]; }

bool has_facts(const figure::Figure& figure) {
    return std::any_of(figure.groups.begin(), figure.groups.end(), [](const figure::Group& group) {
        return group.title != kOverTraining && std::any_of(group.facts.begin(), group.facts.end(),
                                                           [](const figure::Fact& f) { return f.number.has_value(); });
    });
}

figure::Figure facts_of(const figure::Figure& figure) {
    figure::Figure kept;
    kept.title = figure.title;
    kept.source = figure.source;
    for (const figure::Group& group : figure.groups) {
        if (group.facts.empty()) continue;
        kept.groups.emplace_back();
        kept.groups.back().title = group.title;
        kept.groups.back().facts = group.facts;
    }
    return kept;
}

/// Puts the probe to this network; false where its numbers overflow.
bool begin(State& state, OverTraining& over, const nn::NetworkPtr& network) {
    over.network = network;
    over.digits = state.digits;
    over.cache = state.caches.of(network, over.digits);
    over.activations = nn::make_activations(*network);
    if (state.input) nn::Engine(*network).forward(state.input->pixels, over.activations);
    if (state.input && !explain::stays_finite(*network, over.activations)) return false;
    const probe::Entry& entry = *state.probe.entry;
    over.running = entry.make();
    probe::Subject subject = subject_of(state, state.lane(), entry);
    subject.network = over.network.get();
    subject.activations = &over.activations;
    subject.digits = over.digits->digits();
    subject.cache = over.cache.get();
    over.running->ask(subject);
    return true;
}

/// A slice of the checkpoint that is being asked, or the beginning of the next one; false when all are known.
bool work_some(State& state) {
    OverTraining& over = state.probe.over;
    if (over.running) {
        if (over.running->advance()) return true;
        figure::Figure figure;
        figure.title = state.probe.entry->title;
        figure.source = state.probe.entry->source;
        over.running->show(figure);
        over.known[over.network->id.value] = facts_of(figure);
        over.running.reset();
        return true;
    }
    for (const Checkpoint& checkpoint : state.lane().run->checkpoints) {
        if (over.known.count(checkpoint.network->id.value) > 0) continue;
        if (!begin(state, over, checkpoint.network)) over.known[checkpoint.network->id.value] = {};
        return true;
    }
    return false;
}

/// Answers to another question are forgotten.
void keep_question(State& state) {
    OverTraining& over = state.probe.over;
    std::string question = question_of(state, focused(state));
    if (question == over.question) return;
    over.question = std::move(question);
    over.known.clear();
    over.running.reset();
}

figure::Figure curves(const State& state) {
    std::vector<figure::Moment> moments;
    for (const Checkpoint& checkpoint : state.lane().run->checkpoints) {
        const auto known = state.probe.over.known.find(checkpoint.network->id.value);
        if (known != state.probe.over.known.end())
            moments.push_back({static_cast<double>(checkpoint.step), &known->second});
    }
    return figure::over(moments);
}

}  // namespace

bool can_plot_over(const State& state) {
    return state.probe.entry && !state.probe.entry->of_history && state.lanes.size() == 1 && !is_pinned(state) &&
           state.lane().run->checkpoints.size() > 1 && !state.probe.lanes.empty() && !focused(state).not_finite &&
           has_facts(state.probe.figure);
}

bool refresh_over(State& state, double seconds) {
    const std::vector<std::string>& open = state.probe.open_folds;
    if (!can_plot_over(state) || std::find(open.begin(), open.end(), kOverTraining) == open.end()) return false;
    keep_question(state);
    const Clock::time_point start = Clock::now();
    while (work_some(state))
        if (seconds_since(start) >= seconds) return true;
    return false;
}

void add_over_card(State& state, figure::Figure& figure) {
    OverTraining& over = state.probe.over;
    over.shown = over.known.size();
    if (!can_plot_over(state)) return;
    keep_question(state);
    figure::Group card;
    card.title = kOverTraining;
    card.folded = true;
    const std::size_t all = state.lane().run->checkpoints.size(), known = over.known.size();
    over.shown = known;
    if (known < all) card.note = std::to_string(known) + " of " + std::to_string(all) + " checkpoints asked.";
    over.facts.clear();
    figure::Figure every = curves(state);
    std::vector<figure::Plot> plots;
    for (figure::Group& group : every.groups)
        for (figure::Plot& plot : group.plots) {
            over.facts.push_back(plot.name);
            plots.push_back(std::move(plot));
        }
    const auto chosen =
        std::find_if(plots.begin(), plots.end(), [&](const figure::Plot& plot) { return plot.name == over.fact; });
    if (!plots.empty()) {
        card.plots.push_back(std::move(chosen == plots.end() ? plots.front() : *chosen));
        card.plots.back().name = "over training: " + card.plots.back().name;
        card.plots.back().width = 1;
        card.plots.back().cursor =
            static_cast<float>(state.lane().run->checkpoints[static_cast<std::size_t>(state.lane().checkpoint)].step);
    }
    figure.groups.push_back(std::move(card));
}

void step_over_fact(State& state, int by) {
    OverTraining& over = state.probe.over;
    const auto count = static_cast<int>(over.facts.size());
    if (count == 0) return;
    const auto found = std::find(over.facts.begin(), over.facts.end(), over.fact);
    const int at = found == over.facts.end() ? 0 : static_cast<int>(found - over.facts.begin());
    over.fact = over.facts[static_cast<std::size_t>((at + by + count) % count)];
    state.probe.shown_lanes = 0;  // placed anew
}

figure::Figure over_figure(State& state) {
    keep_question(state);
    while (work_some(state)) {
    }
    return curves(state);
}

}  // namespace app
