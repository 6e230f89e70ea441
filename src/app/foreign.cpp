// See foreign.h.
#include "app/foreign.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/sets.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;
using Step = Foreign::Step;

constexpr int kDrawnASlice = 4;
constexpr std::size_t kMostFiles = 4;

std::size_t numbers_of(const io::FoundModel& found) {
    std::size_t sum = 0;
    for (const auto& [name, tensor] : found.tensors) sum += tensor.data.size();
    return sum;
}

/// Files whose networks are gone, and the oldest where it is too much.
void forget_some(State& state) {
    const auto is_gone = [&](const std::shared_ptr<Foreign>& one) {
        return one->run && std::find(state.runs.begin(), state.runs.end(), one->run) == state.runs.end();
    };
    state.foreign.erase(std::remove_if(state.foreign.begin(), state.foreign.end(), is_gone), state.foreign.end());
    const auto all = [&] {
        std::size_t sum = 0;
        for (const auto& one : state.foreign) sum += numbers_of(*one->found);
        return sum;
    };
    while (state.foreign.size() > 1 && (state.foreign.size() > kMostFiles || all() > kMostForeignNumbers))
        state.foreign.erase(state.foreign.begin());
}

const char* digits_words(const Foreign& foreign) { return foreign.set ? "" : " drawn digits"; }

/// The network as it is read now, with what its card says of that.
base::Result<nn::NetworkPtr> network_of(const Foreign& foreign) {
    auto opened = io::open_as(*foreign.found, foreign.trial->taken());
    if (!opened) return base::Error{opened.message()};
    nn::Network& network = opened.value().network;
    if (!(network.architecture.input == nn::Shape{1, kInputSide, kInputSide})) {
        const nn::Shape& input = network.architecture.input;
        return base::Error{"the model reads " + std::to_string(input.channels) + " x " + std::to_string(input.height) +
                           " x " + std::to_string(input.width) + ", the pad gives 1 x 28 x 28"};
    }
    if (const std::string tried = foreign.trial->summary(digits_words(foreign)); !tried.empty())
        network.card["tried"] = tried;
    return nn::publish(std::move(network));
}

/// What is shown of it, where that is older than the trial.
void refresh_rows(Foreign& foreign) {
    if (foreign.step < Step::refused || (!foreign.rows.empty() && foreign.rows_of == foreign.trial->revision())) return;
    foreign.rows_of = foreign.trial->revision();
    foreign.rows.clear();
    for (const io::Assumption& one : foreign.trial->taken().assumptions)
        foreign.rows.push_back(assumption_row(*foreign.trial, one));
}

/// Puts the network, as it is read now, where it belongs: a run of its own, or in place of the run's last.
base::Status put(State& state, Foreign& foreign) {
    auto network = network_of(foreign);
    if (!network) return base::Error{network.message()};
    RunPtr run = make_run(foreign.name.substr(0, foreign.name.rfind('.')), std::move(network.value()));
    const auto old = std::find(state.runs.begin(), state.runs.end(), foreign.run);
    if (foreign.run && old != state.runs.end()) {
        const bool has_focus = state.lane().run == foreign.run;
        const auto index = static_cast<int>(old - state.runs.begin());
        *old = foreign.run = run;
        if (has_focus) show_run(state, index);
    } else {
        state.shown_layers.clear();
        open_run(state, run);
        if (!state.network_error.empty()) return base::Error{state.network_error};
        foreign.run = state.lane().run;
        state.selection = first_selection(state.lane().network());
    }
    state.seen.dirty = true;
    return base::Done{};
}

void open_now(State& state, Foreign& foreign) {
    foreign.step = foreign.trial->is_open() ? Step::open : Step::done;
    if (const base::Status status = put(state, foreign); !status)
        return say(state, foreign.name + ": " + status.message(), true);
    say(state, foreign_words(foreign));
}

/// What the drawn digits told.
void conclude(State& state, Foreign& foreign) {
    if (foreign.trial->reads_digits()) return open_now(state, foreign);
    foreign.step = Step::refused;
    foreign.lanes = state.revision.lanes;
    open_sheet(state, Sheet::model);
    say(state, foreign.name + ": " + foreign_words(foreign), true);
}

/// True while there is more of it.
bool advance(State& state, Foreign& foreign) {
    switch (foreign.step) {
        case Step::drawing:
            if (foreign.drawn.draw(io::kDrawnForTrial, kDrawnASlice)) return true;
            foreign.trial->begin(foreign.drawn.digits());
            foreign.step = Step::trying;
            return true;
        case Step::trying:
            if (!foreign.trial->advance()) conclude(state, foreign);
            return true;
        case Step::refused:
        case Step::done:
            return foreign.trial->advance();
        case Step::open:
            if (foreign.trial->advance()) return true;
            foreign.set = set_of(state, SetName::held_out);
            if (!foreign.set || !foreign.set->loaded()) return foreign.set = nullptr, false;
            foreign.trial->begin(foreign.set->digits());
            foreign.step = Step::reading;
            return true;
        case Step::reading: {
            const io::Reading* before = &foreign.trial->taken();
            if (foreign.trial->advance()) return true;
            foreign.step = Step::done;
            const bool has_focus = foreign.run == state.lane().run;
            if (&foreign.trial->taken() != before && !put(state, foreign)) return false;
            if (has_focus) say(state, foreign_words(foreign));
            return false;
        }
    }
    return false;
}

Foreign* foreign_to_change(State& state) {
    return const_cast<Foreign*>(foreign_on_show(state));  // what is const there is the state, not what it points to
}

}  // namespace

base::Status open_foreign(State& state, std::string_view name, io::FoundModel found) {
    auto foreign = std::make_shared<Foreign>();
    foreign->name = name;
    foreign->found = std::make_shared<const io::FoundModel>(std::move(found));
    foreign->trial = std::make_unique<io::Trial>(foreign->found, io::Assumed());
    if (!foreign->trial->error().empty()) return base::Error{foreign->trial->error()};
    if (!foreign->trial->is_open()) {
        foreign->step = Step::done;
        if (const base::Status status = put(state, *foreign); !status) return status;
        say(state, foreign_words(*foreign));
        refresh_rows(*foreign);
    } else {
        say(state, std::string(name) + ": trying how it is meant to be read\xE2\x80\xA6");
    }
    state.foreign.push_back(std::move(foreign));
    forget_some(state);
    return base::Done{};
}

bool advance_foreign(State& state, double seconds) {
    const auto start = Clock::now();
    bool more = false;
    const std::vector<std::shared_ptr<Foreign>> all = state.foreign;
    for (const std::shared_ptr<Foreign>& one : all) {
        bool left = true;
        do left = advance(state, *one);
        while (left && std::chrono::duration<double>(Clock::now() - start).count() < seconds);
        refresh_rows(*one);
        more |= left;
    }
    if (!all.empty()) forget_some(state);
    return more;
}

void finish_foreign(State& state) {
    if (state.foreign.empty()) return;
    const std::shared_ptr<Foreign> last = state.foreign.back();
    while (last->step < Step::refused) advance(state, *last);
}

const Foreign* foreign_on_show(const State& state) {
    if (!state.foreign.empty()) {
        const Foreign& last = *state.foreign.back();
        const bool refused = last.step == Step::refused && last.lanes == state.revision.lanes;
        if (last.step < Step::refused || refused) return &last;
    }
    for (const std::shared_ptr<Foreign>& one : state.foreign)
        if (one->run == state.lane().run) return one.get();
    return nullptr;
}

base::Status assume(State& state, std::string_view key, std::string_view choice) {
    Foreign* foreign = foreign_to_change(state);
    if (foreign == nullptr || !foreign->run)
        return base::Error{"the network on show came from no file that leaves anything to assume"};
    const auto reading = foreign->trial->find(key, choice);
    if (!reading) return base::Error{reading.message()};
    foreign->trial->take(*reading.value());
    foreign->told = true;
    refresh_rows(*foreign);
    if (const base::Status status = put(state, *foreign); !status) return status;
    say(state, foreign_words(*foreign));
    return base::Done{};
}

void assume_best(State& state) {
    Foreign* foreign = foreign_to_change(state);
    if (foreign == nullptr || !foreign->run) return;
    foreign->trial->take_best();
    foreign->told = false;
    refresh_rows(*foreign);
    if (const base::Status status = put(state, *foreign); !status) return say(state, status.message(), true);
    say(state, foreign_words(*foreign));
}

void open_anyway(State& state) {
    Foreign* foreign = foreign_to_change(state);
    if (foreign != nullptr && foreign->step == Step::refused) open_now(state, *foreign);
}

std::string foreign_words(const Foreign& foreign) {
    const io::Trial& trial = *foreign.trial;
    const std::string said = trial.taken().said;
    if (foreign.step < Step::refused) return "Trying how " + foreign.name + " is meant to be read\xE2\x80\xA6";
    if (foreign.step == Step::refused)
        return "No way of reading it reads more than " + trial.share_words() +
               " of drawn digits. Perhaps it is not a network of digits.";
    if (said.empty()) return "Now running " + foreign.name;
    if (!trial.problem().empty()) return "Taken as " + said + ". Nothing was tried: " + trial.problem() + ".";
    const std::string summary = trial.summary(digits_words(foreign));
    if (summary.empty()) return "Read as its file says: " + said + ".";
    return "Taken as " + said + ": " + summary + ".";
}

}  // namespace app
