// The networks as window.unpool tells of them and acts on them: see api.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/api.h"
#include "app/shipped.h"

namespace app {
namespace {

using Json = nlohmann::json;

std::string id_of(const Run& run) { return nn::identity_text(run.checkpoints.back().network->id.value); }

Json run_json(const State& state, const RunPtr& run) {
    Json steps = Json::array();
    for (const Checkpoint& checkpoint : run->checkpoints) steps.push_back(checkpoint.step);
    const bool shown =
        std::any_of(state.lanes.begin(), state.lanes.end(), [&](const Lane& lane) { return lane.run == run; });
    return {{"name", run->name}, {"id", id_of(*run)}, {"here", true}, {"shown", shown}, {"steps", steps}};
}

/// The number of the run that is meant; -1 where none is here.
int find_run(const State& state, std::string_view network) {
    const auto found = std::find_if(state.runs.begin(), state.runs.end(),
                                    [&](const RunPtr& run) { return run->name == network || id_of(*run) == network; });
    return found == state.runs.end() ? -1 : static_cast<int>(found - state.runs.begin());
}

const ShippedModel* find_shipped(std::string_view network) {
    const auto all = shipped_models();
    const auto found = std::find_if(all.begin(), all.end(), [&](const ShippedModel& model) {
        return network == model.file || network == model.name || network == nn::identity_text(model.id);
    });
    return found == all.end() ? nullptr : &*found;
}

base::Status set_focus_by_text(State& state, std::string_view text) {
    const bool first = text == "0", second = text == "1" && state.lanes.size() > 1;
    if (!first && !second) return base::Error{"the focus is 0, or 1 while two networks are beside each other"};
    set_focus(state, second ? 1 : 0);
    return base::Done{};
}

}  // namespace

std::string networks_json(const State& state) {
    Json all = Json::array();
    for (const RunPtr& run : state.runs) {
        Json one = run_json(state, run);
        if (const ShippedModel* shipped = find_shipped(id_of(*run))) one["file"] = shipped->file;
        all.push_back(std::move(one));
    }
    for (const ShippedModel& model : shipped_models()) {
        const std::string id = nn::identity_text(model.id);
        if (find_run(state, id) < 0)
            all.push_back({{"name", model.name}, {"id", id}, {"here", false}, {"shown", false}, {"file", model.file}});
    }
    return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Status act_on_network(State& state, NetworkAct act, std::string_view network) {
    state.network_error.clear();
    if (act == NetworkAct::focus) return set_focus_by_text(state, network);
    if (act == NetworkAct::alone) {
        stop_comparing(state);
        return base::Done{};
    }
    const int run = find_run(state, network);
    const ShippedModel* shipped = find_shipped(network);
    if (run < 0 && (!shipped || act == NetworkAct::close))
        return base::Error{"there is no network '" + std::string(network.substr(0, 40)) + "'; networks() lists them"};
    if (act == NetworkAct::close) {
        close_run(state, run);
    } else if (act == NetworkAct::show) {
        run >= 0 ? show_run(state, run) : show_shipped(state, *shipped);
    } else {
        run >= 0 ? compare_with(state, run) : compare_shipped(state, *shipped);
    }
    return state.network_error.empty() ? base::Status(base::Done{}) : base::Status(base::Error{state.network_error});
}

}  // namespace app
