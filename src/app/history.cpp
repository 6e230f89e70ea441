#include "app/history.h"

#include <algorithm>
#include <utility>

#include "app/actions.h"
#include "app/shipped.h"
#include "io/history.h"

namespace app {

base::Result<RunPtr> read_run(std::string name, std::span<const std::uint8_t> bytes) {
    auto moments = io::parse_moments(bytes);
    if (!moments) return base::Error{moments.message()};
    auto run = std::make_shared<Run>();
    run->name = std::move(name);
    for (io::Moment& moment : moments.value())
        run->checkpoints.push_back({static_cast<long>(moment.batch), nn::publish(std::move(moment.network)), {}});
    return RunPtr(std::move(run));
}

std::vector<explain::Checkpoint> history_of(const Run& run) {
    std::vector<explain::Checkpoint> history;
    const std::size_t lasting = run.checkpoints.size() - (run.passing ? 1 : 0);
    for (std::size_t i = 0; i < lasting && lasting > 1; ++i)
        history.push_back({run.checkpoints[i].step, run.checkpoints[i].network});
    return history;
}

void show_checkpoint(State& state, int checkpoint) {
    const auto run = std::find(state.runs.begin(), state.runs.end(), state.lane().run);
    if (run != state.runs.end()) show_run(state, static_cast<int>(run - state.runs.begin()), checkpoint);
}

void show_shipped_history(State& state) {
    for (const ShippedModel& model : shipped_models())
        if (model.file == std::string_view(kHistoryFile)) show_shipped(state, model);
}

}  // namespace app
