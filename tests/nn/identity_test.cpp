// One identity per network: it follows everything that the network computes with, and nothing else.
#include <doctest/doctest.h>

#include <cstdint>
#include <functional>

#include "nn/bits.h"
#include "nn/identity.h"
#include "nn/network.h"

namespace {

nn::Network lenet(unsigned long long seed = 1) {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, seed);
    return network;
}

}  // namespace

TEST_CASE("a network's identity follows every bit of its parameters and every size of its layers") {
    const nn::Network network = lenet();
    const std::uint64_t id = nn::identity_of(network);
    CHECK(id != 0);
    CHECK(id == nn::identity_of(lenet()));
    CHECK(id != nn::identity_of(lenet(2)));
    // One bit of any parameter, the last of each layer too.
    for (std::size_t layer = 0; layer < network.parameters.size(); ++layer) {
        if (network.parameters[layer].weight.empty()) continue;
        for (const bool last : {false, true}) {
            nn::Network other = lenet();
            float& weight = last ? other.parameters[layer].weight.back() : other.parameters[layer].weight.front();
            weight = nn::bits_as<float>(nn::bits_as<std::uint32_t>(weight) ^ 1u);
            CHECK(nn::identity_of(other) != id);
        }
        nn::Network other = lenet();
        other.parameters[layer].bias.back() = 1e-30f;
        CHECK(nn::identity_of(other) != id);
    }
    const std::function<void(nn::LayerSpec&)> changes[] = {
        [](nn::LayerSpec& spec) { spec.kind = nn::LayerKind::average_pool; },
        [](nn::LayerSpec& spec) { ++spec.stride; },
        [](nn::LayerSpec& spec) { ++spec.padding; },
        [](nn::LayerSpec& spec) { spec.name += "x"; },
        [](nn::LayerSpec& spec) { spec.rate = 0.5f; },
        [](nn::LayerSpec& spec) { spec.slope = 0.5f; },
        [](nn::LayerSpec& spec) { spec.side = 5; }};
    for (const auto& change : changes) {
        nn::Network other = lenet();
        change(other.architecture.layers[2]);
        CHECK(nn::identity_of(other) != id);
    }
}

TEST_CASE("what a network does not compute with leaves its identity alone") {
    nn::Network network = lenet();
    const std::uint64_t id = nn::identity_of(network);
    network.card["accuracy"] = "99 %";
    network.architecture.name = "another name";
    CHECK(nn::identity_of(network) == id);
}

TEST_CASE("a published network has its identity, a copy of it has none, a moved one keeps it") {
    const nn::NetworkPtr published = nn::publish(lenet());
    CHECK(published->id.value == nn::identity_of(*published));
    nn::Network copy = *published;
    CHECK(copy.id.value == 0);
    nn::Network named = lenet();
    named.id.value = 7;
    const nn::Network moved = std::move(named);
    CHECK(moved.id.value == 7);
    copy = moved;
    CHECK(copy.id.value == 0);
}

TEST_CASE("an identity as text, and the hash of bytes") {
    CHECK(nn::identity_text(0) == "0000000000000000");
    CHECK(nn::identity_text(0x0123456789abcdefull) == "0123456789abcdef");
    const std::uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const std::uint64_t hash = nn::hash_bytes(bytes, 1);
    CHECK(hash == nn::hash_bytes(bytes, 1));
    CHECK(hash != nn::hash_bytes(bytes, 2));
    CHECK(hash != nn::hash_bytes(std::span(bytes).first(8), 1));
    CHECK(nn::hash_bytes({}, 1) != nn::hash_bytes(std::span(bytes).first(1), 1));
    const std::uint8_t zeros[2] = {};
    CHECK(nn::hash_bytes(std::span(zeros).first(1), 1) != nn::hash_bytes(zeros, 1));
}
