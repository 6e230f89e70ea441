// What the view of this model says of the network with the focus.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/foreign.h"
#include "app/state.h"

namespace app {

/// One sentence: how it is read and how well, or what it is.
std::string model_finding(const State& state);

/// "read right of 10,000 held-out digits": what the percentages beside the choices are.
std::string tried_words(const Foreign& foreign);

/// The input as the first layer with weights reads it: framed, resized and rescaled.
struct SeenInput {
    std::span<const float> values;  ///< side x side; empty on an empty page
    int side = kInputSide;
    image::Map map = image::Map::ink;
    float scale = 1;
    std::string size;                ///< "28 x 28 pixels"
    std::vector<std::string> lines;  ///< "paper is -1, ink up to 1"
};
SeenInput seen_input(const State& state);

/// `assume`, and what is wrong with it said aloud.
void assume_or_say(State& state, std::string_view key, std::string_view choice);

}  // namespace app
