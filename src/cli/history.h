// A run's checkpoints on the command line.
#pragma once

#include <string>

#include "app/state.h"
#include "base/result.h"

namespace cli {

/// The run of a file, or of a history that ships, on show at its last checkpoint.  Errors name the file.
base::Status open_history(app::State& state, const std::string& path);

}  // namespace cli
