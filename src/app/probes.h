// The probe on show: its settings, the work it does between frames, its figure.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "figure/figure.h"
#include "probe/cache.h"
#include "probe/probe.h"

namespace app {

struct State;

/// What a probe says of a network whose numbers overflow.
inline constexpr const char* kNotFinite =
    "This network's numbers are larger than float32 can hold: infinities and what is computed of them say nothing. "
    "Its weights are too large; train it with a smaller rate, or scale them.";

/// What is kept of the probes.
struct ProbeView {
    const probe::Entry* entry = nullptr;          ///< nothing: the network itself (Explore)
    std::map<std::string, probe::Values> values;  ///< by probe, as they were left
    std::unique_ptr<probe::Probe> running;
    probe::Cache cache;
    std::shared_ptr<const explain::Reference> reference;  ///< of the self-check; null until it was asked for and came
    figure::Figure figure;
    unsigned revision = 0;  ///< grows with every new figure
    double shown_at = 0;    ///< seconds of the frame clock, of the last figure
    float progress = 1;
    bool busy = false;     ///< there is more to compute
    bool is_long = false;  ///< it went on from one frame to the next: its end is told to screen readers
    bool more_words = false, more_settings = false;  ///< unfolded
    bool stopped = false;                            ///< the person stopped it: what is known stays
    bool not_finite = false;                         ///< the network's numbers overflow: nothing is computed

    /// What the probe was last asked about.
    struct Seen {
        const probe::Entry* entry = nullptr;
        unsigned picture = 0, model = 0;
        int layer = -2, map = 0, unit = -1, keep = 0, digits = -1;
        bool reference = false;
        probe::Values values;
        bool operator==(const Seen&) const = default;
    } seen;
    struct {
        unsigned model = 0;
        int digits = 0;
    } cached;  ///< what the cache belongs to
    struct {
        unsigned model = ~0u;
        bool overflows = false;
    } tried;  ///< what the model makes of a grey page
};

/// Shows a probe; nothing: Explore.  Fetches the digits where it needs them.
void open_probe(State& state, const probe::Entry* entry);
/// The next (or previous) view in the order of the tabs, Explore being the first.
void open_next_probe(State& state, int step);

/// The settings of the probe on show, or of any other.
const probe::Values& values_of(State& state, const probe::Entry& entry);
/// Sets one of the probe on show; clamped to its range, rounded where it is whole.
void set_value(State& state, std::string_view key, double value);
void set_text(State& state, std::string_view key, std::string text);
void reset_values(State& state);

/// Stops the work, or goes on with it.
void stop_probe(State& state);
void resume_probe(State& state);

/// What a click on a picture of the figure means.
void follow(State& state, const figure::Click& click);

/// Asks anew where something changed, works up to `seconds`; true while there is more to do.
bool refresh_probe(State& state, double seconds);

/// The figure of what is on show: the probe's, or in Explore every layer's maps.
figure::Figure shown_figure(const State& state);
void save_figure(State& state);           ///< as PNG, with legend
void save_card(State& state, int group);  ///< one card of the probe's figure by itself
void save_numbers(State& state);          ///< as CSV
void save_animation(State& state);        ///< as animated PNG; says so where the probe has none
bool has_animation(const State& state);

}  // namespace app
