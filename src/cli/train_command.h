// unpool train: a network from IDX files.
#pragma once

#include "cli/commands.h"

namespace cli {

Action add_train(CLI::App& command);

}  // namespace cli
