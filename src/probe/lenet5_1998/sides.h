// Two networks and what each makes of one digit: their stages, and the cards that show them.
#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace probe {

/// One of the two.
struct Side {
    const nn::Network* network = nullptr;
    const nn::Activations* activations = nullptr;  ///< of the digit
    std::string called;                            ///< "1998", "today's"
};

/// A layer that computes something of its own, and what bends its values behind it.
struct Stage {
    std::string name;        ///< of its first layer
    int begin = 0, end = 0;  ///< layers begin .. end
};
std::vector<Stage> stages(const nn::Network& network);

/// Index of the layer of distances to pictures; -1 where the network has none.
int distance_layer(const nn::Network& network);

/// The digit, then the strongest map of each stage that has maps: a row a network.
figure::Group maps_card(const Side& recent, const Side& old);
/// What the units below the distances say, as a picture, beside the pictures that they are compared with.
figure::Group characters_card(const Side& old);
/// Which maps each map of a convolution reads.  `layer` has a table.
figure::Group table_card(const nn::Network& network, int layer);
/// The strongest map behind the last pool, brought down: by its switches, spread evenly, and the old network's.
figure::Group switches_card(const Side& recent, const Side& old);
/// Parameters and connections of both, all together; a card by layer.
std::vector<figure::Fact> counts(const Side& recent, const Side& old);
figure::Group layers_card(const Side& recent, const Side& old);

}  // namespace probe
