#include "app/model_view.h"

#include <algorithm>
#include <cmath>

#include "app/actions.h"
#include "app/sets.h"
#include "figure/figure.h"
#include "probe/figure_parts.h"

namespace app {
namespace {

/// The last layer that only prepares the input; -1 where there is none.
int last_before_weights(const nn::Network& network) {
    int last = -1;
    while (last + 1 < network.layer_count() && !nn::info(network.layer(last + 1).kind).products &&
           network.shape(last + 1).channels == 1 && network.shape(last + 1).plane() > 1)
        ++last;
    return last;
}

}  // namespace

std::string model_finding(const State& state) {
    if (const Foreign* foreign = foreign_on_show(state)) return foreign_finding(*foreign);
    const Lane& lane = state.lane();
    std::string words = lane.name() + " has " + probe::grouped(lane.network().parameter_count()) + " parameters";
    const nn::Answers& read = lane.predictions;
    if (read.data == state.digits->id && read.seen() > 0 && read.seen() == state.digits->count())
        words += " and reads " + figure::percent(static_cast<double>(read.correct) / read.seen()) + " of the " +
                 probe::grouped(read.seen()) + " digits of " + state.digits->name;
    return words + ".";
}

std::string tried_words(const Foreign& foreign) {
    const int seen = foreign.trial->taken().seen();
    if (seen == 0) return foreign.trial->problem().empty() ? "" : "not tried: " + foreign.trial->problem();
    return "read right of " + probe::grouped(seen) + (foreign.set ? " held-out digits" : " drawn digits") + " at most";
}

SeenInput seen_input(const State& state) {
    SeenInput seen;
    const nn::Network& network = state.lane().network();
    const int last = last_before_weights(network);
    const nn::Shape shape = last < 0 ? network.architecture.input : network.shape(last);
    seen.side = shape.height;
    seen.size = std::to_string(shape.width) + " \xC3\x97 " + std::to_string(shape.height) + " pixels";
    if (!state.input) {
        seen.lines = {"Draw a digit to see it as the first layer does."};
        return seen;
    }
    seen.values = last < 0 ? std::span<const float>(state.input->pixels)
                           : std::span<const float>(state.lane().activations.output(last).data);
    const auto [low, high] = std::minmax_element(seen.values.begin(), seen.values.end());
    seen.scale = std::max(std::fabs(*low), std::fabs(*high));
    if (*low < 0) seen.map = image::Map::diverging;
    const float corner = seen.values.front();
    seen.lines = {"paper " + figure::number(static_cast<double>(corner)),
                  "ink up to " + figure::number(static_cast<double>(corner > *low ? *low : *high))};
    for (int i = 0; i <= last; ++i) seen.lines.push_back(std::string(nn::info(network.layer(i).kind).called));
    return seen;
}

void assume_or_say(State& state, std::string_view key, std::string_view choice) {
    if (const base::Status status = assume(state, key, choice); !status) say(state, status.message(), true);
}

}  // namespace app
