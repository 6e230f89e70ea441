// The subcommands: each adds its options to its own CLI::App and gives back what to do once they are read.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace cli {

/// Exit codes of the program, the same for every subcommand.
enum ExitCode : int {
    kDone = 0,
    kInputWrong = 1,  ///< some input could not be read, or an output not written
    kUsage = 2,       ///< the command line itself makes no sense
};

/// Runs a subcommand whose options have been read; gives the exit code.
using Action = std::function<int()>;

Action add_classify(CLI::App& command);
Action add_explain(CLI::App& command);
Action add_figures(CLI::App& command);
Action add_evaluate(CLI::App& command);
Action add_compare(CLI::App& command);
Action add_by_heart(CLI::App& command);
Action add_bench(CLI::App& command);
Action add_convert(CLI::App& command);
Action add_info(CLI::App& command);
Action add_calibrate(CLI::App& command);
Action add_render(CLI::App& command);

}  // namespace cli
