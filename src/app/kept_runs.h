// Runs that the browser keeps from one visit to the next: each has a key there.  At the start of a visit the last
// checkpoint of each comes back, the others when it is opened.
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
    bool more = false;  ///< of one that comes back: it has other checkpoints, which are asked for when it is opened
};

/// Of a run that is kept from now on: it gets a key where it has none.
KeptRun kept_run(State& state, Run& run);

/// A checkpoint of such a run; the run appears among the others with its first one.  What cannot be read is left out,
/// and so is what is here already.
void restore_checkpoint(State& state, const KeptRun& kept, long step, std::span<const std::uint8_t> model,
                        std::map<std::string, double> measures, std::vector<int> confusion = {});
/// All checkpoints of the run are back; `why` not empty: they cannot be read, and the person is told.
void restored_run(State& state, const std::string& key, const std::string& why);
/// What the visit begins with is back: a link that waited for one of them is opened, or waits for the others of its
/// run.
void restored_all(State& state);
/// Asks for what is missing of a run.
void want_rest(State& state, Run& run);
/// The same of the runs that lanes show.
void want_rest_of_shown(State& state);

/// Another name, kept too; an empty one changes nothing.
void rename_run(State& state, const std::string& key, std::string name);
/// Lets the person give the run another name.
void ask_for_name(State& state, const Run& run);
/// Forgets a run that was trained here, in the browser, too.
void delete_run(State& state, const RunPtr& run);

}  // namespace app
