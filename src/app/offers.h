// What the open view offers to do so that there is more to see: buttons below its result.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace app {

struct State;

struct Offer {
    std::string name;        ///< of one view's offers, one: "folds", "beside lenet5-seed5"
    std::string label, tip;  ///< what it does, and how long that takes
    bool enabled = true;     ///< false: it is being done
};

/// Of the lane with the focus; none where a view offers nothing.
std::vector<Offer> offers(State& state);
/// Does it; one that is not offered does nothing.
void take_offer(State& state, std::string_view name);

}  // namespace app
