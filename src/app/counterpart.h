// The network that another is looked at beside in a view of two kinds of networks: LeCun's of 1998, and those of today.
#pragma once

#include "app/state.h"

namespace app {

inline constexpr const char* kOf1998File = "lenet5-1998";

/// For a network with distances to pictures one without, for any other one with them; of the same input.  The other
/// lane's, the one that ships, or what came last; null where there is none at hand.
nn::NetworkPtr counterpart_of(const State& state, const Lane& lane);

/// Brings the network of 1998 that ships: it is then at hand, and no lane changes.
void fetch_counterpart(State& state);

}  // namespace app
