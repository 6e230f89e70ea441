// The probe on show: its settings, the work it does between frames, its figure.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/data_set.h"
#include "app/over.h"
#include "app/pin.h"
#include "app/run.h"
#include "explain/checkpoints.h"
#include "figure/figure.h"
#include "nn/identity.h"
#include "probe/cache.h"
#include "probe/model_list.h"
#include "probe/probe.h"
#include "probe/run_curve.h"
#include "probe/signs.h"

namespace app {

struct Lane;
struct State;

/// What a probe was last asked about.
struct Question {
    const probe::Entry* entry = nullptr;
    std::uint64_t network = 0, digits = 0;  ///< identities; digits 0 where the probe does not use them
    std::string classes;                    ///< what the network calls them: its identity does not tell
    std::uint64_t other = 0;                ///< of an entry of a pair: the second network's; 0: there is none
    unsigned picture = 0;
    std::uint64_t runs = 0;         ///< of an entry of runs: runs_stamp; of models: models_stamp
    std::uint64_t counterpart = 0;  ///< of an entry of a counterpart: its identity
    int moment = 0, moments = 0;    ///< of an entry of history: the checkpoint on show, and how many there are
    int layer = -2, map = 0, unit = -1, keep = 0;
    bool reference = false;
    probe::Values values;
    bool operator==(const Question&) const = default;
};

/// The probe on show, put to the network of one lane.
struct LaneProbe {
    std::unique_ptr<probe::Probe> running;
    figure::Figure figure;
    bool busy = false;  ///< there is more to compute
    Question asked;     ///< last
    // What `running` looks at: kept here until it is asked about something else.
    nn::NetworkPtr network, counterpart, other;
    std::vector<explain::Checkpoint> history;
    RunPtr run;
    probe::Runs runs;
    probe::ModelList models;
    probe::Signs signs;
    DataSetPtr digits;
    std::shared_ptr<probe::Cache> cache;
    bool not_finite = false;  ///< the network's numbers overflow: nothing is computed, `running` is null
    struct {
        std::uint64_t network = 0;
        bool overflows = false;
    } tried;  ///< what the network makes of a grey page
};

/// Whether two networks' pictures are coloured by one scale or each by its own.
enum class Scales { shared, own };
/// What a probe says of a network whose numbers overflow.
inline constexpr const char* kNotFinite =
    "This network's numbers are larger than float32 can hold: infinities and what is computed of them say nothing. "
    "Its weights are too large; train it with a smaller rate, or scale them.";

/// What is kept of the probes.
struct ProbeView {
    const probe::Entry* entry = nullptr;                  ///< nothing: the network itself (Explore)
    std::map<std::string, probe::Values> values;          ///< by probe, as they were left
    std::shared_ptr<const explain::Reference> reference;  ///< of the self-check; null until it was asked for and came
    std::vector<LaneProbe> lanes;                         ///< as many as state.lanes, in their order
    figure::Figure figure;        ///< of the one lane, or of both beside each other, or beside a pinned one
    std::string reference_error;  ///< why it did not come
    unsigned turn = 0;            ///< grows with every view that is opened
    unsigned revision = 0;        ///< grows with every new figure
    double shown_at = 0;          ///< seconds of the frame clock, of the last figure
    float progress = 1;
    bool busy = false;                    ///< there is more to compute
    bool is_long = false;                 ///< it went on from one frame to the next: its end is told to screen readers
    bool more_settings = false;           ///< all of them are shown
    std::vector<std::string> open_folds;  ///< by title: what was unfolded
    bool stopped = false;                 ///< the person stopped it: what is known stays
    Scales scales = Scales::shared;       ///< of two lanes' pictures
    OverTraining over;
    Pin pin;
    int shown_lanes = 0;  ///< how many lanes the figure is of
};

/// Shows a probe; nothing: Explore.  Fetches the digits where it needs them.
void open_probe(State& state, const probe::Entry* entry);

/// The settings of the probe on show, or of any other.
const probe::Values& values_of(State& state, const probe::Entry& entry);
/// Sets one of the probe on show; clamped to its range, rounded where it is whole.
void set_value(State& state, std::string_view key, double value);
void set_text(State& state, std::string_view key, std::string text);
void reset_values(State& state);

void set_scales(State& state, Scales scales);

/// Stops the work, or goes on with it.
void stop_probe(State& state);
void resume_probe(State& state);

/// What a click on a picture of the figure means.
void follow(State& state, const figure::Click& click);

/// What the entry is asked of this lane; network, activations, digits and cache are the caller's to set.
probe::Subject subject_of(State& state, const Lane& lane, const probe::Entry& entry);

/// Asks anew where something changed, works up to `seconds`; true while there is more to do.
bool refresh_probe(State& state, double seconds);

/// The figure of what is on show: the probe's, or in Explore every layer's maps.
figure::Figure shown_figure(const State& state);
void save_figure(State& state);           ///< as PNG, with legend
void save_card(State& state, int group);  ///< one card of the probe's figure by itself
void save_numbers(State& state);          ///< as CSV
void save_animation(State& state);        ///< as animated PNG; says so where the probe has none
bool has_animation(const State& state);
/// Whether a network on show overflows, so that the probe has no numbers of it.
bool is_not_finite(const State& state);

}  // namespace app
