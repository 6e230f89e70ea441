// Any number of the probe on show over the checkpoints of its run: the probe is put to each of them, in slices.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/data_set.h"
#include "figure/figure.h"
#include "nn/forward.h"
#include "probe/cache.h"
#include "probe/probe.h"

namespace app {

struct State;

inline constexpr const char* kOverTraining = "Over training";  ///< the title of its card

struct OverTraining {
    std::map<std::uint64_t, figure::Figure> known;  ///< by network: the figure's facts and nothing else of it
    std::string question;                           ///< what they are the answers to
    std::string fact;                               ///< whose curve is shown: a plot's name; "": the first
    std::vector<std::string> facts;                 ///< all there are to choose from
    std::size_t shown = 0;                          ///< how many of `known` the card on show has
    // The checkpoint that is being asked.
    std::unique_ptr<probe::Probe> running;
    nn::NetworkPtr network;
    nn::Activations activations;
    DataSetPtr digits;
    std::shared_ptr<probe::Cache> cache;
};

/// Whether the probe on show has numbers, and the lane's run checkpoints, to plot them over.
bool can_plot_over(const State& state);
/// Puts the probe to the next checkpoints for up to `seconds` where its card is open; true while some are left.
bool refresh_over(State& state, double seconds);
/// Adds the card where it can be: the chosen number's curve, as far as it is known.
void add_over_card(State& state, figure::Figure& figure);
/// The number before or after the chosen one.
void step_over_fact(State& state, int by);

/// Every number of the probe on show over all checkpoints of the run, at once.
figure::Figure over_figure(State& state);

}  // namespace app
