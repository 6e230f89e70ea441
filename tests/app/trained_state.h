// States with something to learn from, for the tests of trainings.
#pragma once

#include <string>

#include "app/actions.h"
#include "app/data_set.h"
#include "app/state.h"
#include "nn/network.h"

namespace app_test {

inline nn::Network lenet(unsigned long long seed) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return network;
}

inline app::DataSetPtr noise(const char* name, int count) {
    io::LabelledImages labelled;
    labelled.images = {count, 28, 28, std::vector<std::uint8_t>(static_cast<std::size_t>(count) * 784)};
    for (std::size_t i = 0; i < labelled.images.pixels.size(); ++i)
        labelled.images.pixels[i] = static_cast<std::uint8_t>(i * 31 % 251);
    for (int i = 0; i < count; ++i) labelled.labels.push_back(static_cast<std::uint8_t>(i % 10));
    return app::make_data_set(name, std::move(labelled)).value();
}

/// With the sets to learn from at hand.
inline app::State ready() {
    app::State state = app::make_state("LeNet-5", lenet(7));
    state.coming[static_cast<std::size_t>(app::SetName::learning)].set = noise("learn", 60);
    state.coming[static_cast<std::size_t>(app::SetName::held_out)].set = noise("held", 20);
    return state;
}

}  // namespace app_test
