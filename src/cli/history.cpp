#include "cli/history.h"

#include <utility>
#include <vector>

#include "app/actions.h"
#include "app/history.h"
#include "assets/weights.h"
#include "io/file.h"

namespace cli {

base::Status open_history(app::State& state, const std::string& path) {
    const auto shipped = assets::weights(path);
    const auto file = shipped.empty() ? io::read_file(path)
                                      : base::Result<std::vector<std::uint8_t>>({shipped.begin(), shipped.end()});
    if (!file) return base::Error{file.message()};
    auto run = app::read_run(path, file.value());
    if (!run) return base::Error{path + ": " + run.message()};
    if (run.value()->checkpoints.back().network->architecture.input != nn::Shape{1, 28, 28})
        return base::Error{path + ": expected networks that read 1 x 28 x 28"};
    if (run.value()->checkpoints.size() < 2)
        return base::Error{path + ": expected a history of several checkpoints, found one network"};
    state.runs.push_back(std::move(run.value()));
    app::show_run(state, static_cast<int>(state.runs.size()) - 1);
    return base::Done{};
}

}  // namespace cli
