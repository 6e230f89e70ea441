#include "app/shipped.h"

#include <algorithm>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/history.h"
#include "app/link.h"

namespace app {
namespace {

const ShippedModel* find_shipped(std::string_view file) {
    const auto all = shipped_models();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const ShippedModel& model) { return file == model.file; });
    return found == all.end() ? nullptr : &*found;
}

void act(State& state, const WantedModel& wanted, int run) {
    switch (wanted.then) {
        case WantedModel::Then::show:
            return show_run(state, run);
        case WantedModel::Then::compare:
            return compare_with(state, run);
        case WantedModel::Then::keep:
            return;
        case WantedModel::Then::open_link:
            if (const base::Status status = open_link(state, wanted.link); !status) {
                state.network_error = status.message();
                say(state, state.network_error, true);
            }
            return;
    }
}

/// At once where it is here, else when it has come.
void want(State& state, const ShippedModel& model, WantedModel wanted) {
    if (const auto at = find_checkpoint(state, model.id)) return act(state, wanted, at->run);
    state.network_error.clear();
    wanted.file = model.file;
    state.model_wanted = std::move(wanted);
    request(state, Effect::Kind::fetch_model, model.file);
}

}  // namespace

const ShippedModel* shipped_model(std::uint64_t id) {
    const auto all = shipped_models();
    const auto found = std::find_if(all.begin(), all.end(), [id](const ShippedModel& model) {
        return model.id == id || std::count(model.earlier.begin(), model.earlier.end(), id) > 0;
    });
    return found == all.end() ? nullptr : &*found;
}

void show_shipped(State& state, const ShippedModel& model) { want(state, model, {"", WantedModel::Then::show, ""}); }

void compare_shipped(State& state, const ShippedModel& model) {
    want(state, model, {"", WantedModel::Then::compare, ""});
}

void keep_shipped(State& state, const ShippedModel& model) { want(state, model, {"", WantedModel::Then::keep, ""}); }

bool want_for_link(State& state, std::span<const std::uint64_t> models, std::string_view link) {
    for (const std::uint64_t id : models) {
        if (find_checkpoint(state, id)) continue;
        const ShippedModel* shipped = shipped_model(id);
        if (!shipped) return false;
        want(state, *shipped, {"", WantedModel::Then::open_link, std::string(link)});
        return true;
    }
    return false;
}

void open_shipped(State& state, std::string_view file, std::span<const std::uint8_t> bytes) {
    const ShippedModel* model = find_shipped(file);
    if (!model) return shipped_failed(state, file, "no such network ships");
    auto run = read_run(model->name, bytes);
    if (!run) return shipped_failed(state, file, run.message());
    auto at = find_checkpoint(state, run.value()->checkpoints.back().network->id.value);
    if (!at) {
        state.runs.push_back(std::move(run.value()));
        at = CheckpointAddress{static_cast<int>(state.runs.size()) - 1, 0};
    }
    if (!state.model_wanted || state.model_wanted->file != file) return;
    const WantedModel wanted = std::move(*state.model_wanted);
    state.model_wanted.reset();
    act(state, wanted, at->run);
}

void shipped_failed(State& state, std::string_view file, std::string_view why) {
    if (state.model_wanted && state.model_wanted->file == file) state.model_wanted.reset();
    state.network_error = "The network " + std::string(file) + " could not be had: " + std::string(why);
    say(state, state.network_error, true);
}

}  // namespace app
