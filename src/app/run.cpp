#include "app/run.h"

#include <utility>

namespace app {

RunPtr make_run(std::string name, nn::NetworkPtr network) {
    auto run = std::make_shared<Run>();
    run->name = std::move(name);
    run->checkpoints.push_back({0, std::move(network), {}});
    return run;
}

std::string checkpoint_name(const Run& run, int checkpoint) {
    if (run.checkpoints.size() < 2) return run.name;
    return run.name + " at batch " + std::to_string(run.checkpoints[static_cast<std::size_t>(checkpoint)].step);
}

}  // namespace app
