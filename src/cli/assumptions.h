// What a model's file left open, as `unpool info` tells it.
#pragma once

#include "cli/json.h"
#include "cli/model.h"

namespace cli {

/// A line for each choice, with what it reads while the others stay; prints nothing where there is nothing to tell.
void print_assumptions(const LoadedModel& loaded);

/// [{"key", "source": "open" | "shapes" | "file", "chosen", "choices": [{"choice", "read", "of"}]}]
Json assumptions_json(const LoadedModel& loaded);

}  // namespace cli
