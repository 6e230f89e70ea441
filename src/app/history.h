// Runs of several checkpoints: from files, for probes, and the one that ships.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/run.h"
#include "app/state.h"
#include "base/result.h"
#include "explain/checkpoints.h"

namespace app {

/// A run of what a file holds: a history's checkpoints, or the one network of a model's file.
base::Result<RunPtr> read_run(std::string name, std::span<const std::uint8_t> bytes);

/// The run's checkpoints as probes are asked about them, without one that only passes by; none where it has but one.
std::vector<explain::Checkpoint> history_of(const Run& run);

/// Another checkpoint of the run in the lane with the focus.
void show_checkpoint(State& state, int checkpoint);

/// Brings the history that ships into the lane with the focus, at its last checkpoint.
void show_shipped_history(State& state);

}  // namespace app
