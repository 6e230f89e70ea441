// unpool occlusion, unpool maximise ...: a subcommand for every probe, made from its line of the table.
#pragma once

#include "cli/commands.h"
#include "probe/probe.h"

namespace cli {

/// Options from the probe's settings, and those that all probes have.  `entry` must live as long as the command.
Action add_probe(CLI::App& command, const probe::Entry& entry);

}  // namespace cli
