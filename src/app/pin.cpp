// See pin.h.
#include "app/pin.h"

#include <algorithm>

#include "app/actions.h"
#include "app/probes.h"
#include "app/state.h"
#include "figure/beside.h"

namespace app {

namespace {

/// Words alone, such as what to do first, are no result.
bool has_result(const figure::Figure& figure) {
    return std::any_of(figure.groups.begin(), figure.groups.end(), [](const figure::Group& group) {
        return !group.pictures.empty() || !group.plots.empty() || !group.facts.empty() || !group.tables.empty();
    });
}

}  // namespace

bool can_pin(const State& state) {
    const ProbeView& view = state.probe;
    return view.entry != nullptr && !probe::is_asked_once(*view.entry) && view.lanes.size() == 1 &&
           (!view.busy || view.stopped) && !view.lanes[0].not_finite && has_result(view.lanes[0].figure);
}

bool is_pinned(const State& state) {
    const ProbeView& view = state.probe;
    return view.entry != nullptr && view.pin.entry == view.entry && state.lanes.size() == 1;
}

void change_pin(State& state) {
    ProbeView& view = state.probe;
    if (is_pinned(state))
        view.pin = {};
    else if (can_pin(state))
        view.pin = {view.entry, view.lanes[0].figure};
    else if (view.entry != nullptr)
        return say(state, view.busy && !view.stopped ? "Wait until the view has its result: it is pinned whole"
                                                     : "There is no result of one network here that could be pinned");
    view.shown_lanes = 0;  // placed anew
}

figure::Figure beside_pin(const State& state, const figure::Figure& now) {
    figure::Figure both =
        figure::beside(state.probe.pin.figure, now, {"Pinned", "Now"}, state.probe.scales == Scales::shared);
    for (figure::Group& group : both.groups)
        for (figure::Picture& picture : group.pictures) picture.click.lane = 0;
    return both;
}

}  // namespace app
