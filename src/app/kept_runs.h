// Runs that the browser keeps from one visit to the next: each has a key there, and comes back checkpoint by
// checkpoint.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "app/state.h"

namespace app {

/// What is kept of a run besides its checkpoints.
struct KeptRun {
    std::string key, name, recipe;
    long batches = 0;
};

/// Of a run that is kept from now on: it gets a key where it has none.
KeptRun kept_run(State& state, Run& run);

/// A checkpoint of such a run, steps rising; the run appears among the others with its first one.  What cannot be read
/// is left out.
void restore_checkpoint(State& state, const KeptRun& kept, long step, std::span<const std::uint8_t> model,
                        std::map<std::string, double> measures, std::vector<int> confusion = {});
/// All are back: a link that waited for one of them is opened.
void restored_all(State& state);

/// Another name, kept too; an empty one changes nothing.
void rename_run(State& state, const std::string& key, std::string name);
/// Lets the person give the run another name.
void ask_for_name(State& state, const Run& run);
/// Forgets a run that was trained here, in the browser, too.
void delete_run(State& state, const RunPtr& run);

}  // namespace app
