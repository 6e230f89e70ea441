// A run of toy checkpoints whose answers are known: what excites a map, what is read right, who settles first.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "explain/evolution.h"

namespace {

/// Four pictures of 2 x 2 with one bright pixel each, the last one fainter; labels 0 1 0 1.
struct Pictures {
    std::vector<std::uint8_t> pixels{255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 100}, labels{0, 1, 0, 1};
    nn::Digits digits() const { return {{1, 2, 2}, pixels, labels, 1}; }
};

nn::LayerSpec dense(const char* name, int outputs) {
    nn::LayerSpec spec;
    spec.kind = nn::LayerKind::fully_connected;
    spec.name = name;
    spec.outputs = outputs;
    return spec;
}

/// below (2 units, relu), above (2 classes): weights by unit.
explain::Checkpoint checkpoint(std::int64_t batches, std::vector<float> below, std::vector<float> above) {
    nn::Architecture architecture;
    architecture.input = {1, 2, 2};
    nn::LayerSpec relu;
    relu.name = "relu";
    architecture.layers = {dense("below", 2), relu, dense("above", 2)};
    auto network = nn::make_network(architecture);
    REQUIRE(network.ok());
    network.value().parameters[0].weight = std::move(below);
    network.value().parameters[2].weight = std::move(above);
    return {batches, nn::publish(std::move(network.value()))};
}

/// `below` is itself from batch 4 on, `above` at the end alone.
std::vector<explain::Checkpoint> toy_run() {
    const std::vector<float> silent{0, 0, 0, 0, 0, 0, 0, 0}, early{0, 1, 0, 0, 0, -1, 0, 0},
        late{1, 0, 0.5f, 0, 0, 1, 0, 2};
    return {checkpoint(0, silent, {1, 0, 0, 1}), checkpoint(1, early, {1, 0, 0, 1}), checkpoint(4, late, {1, 0, 1, 0}),
            checkpoint(16, late, {1, 0, 0, 1})};
}

void finish(explain::Evolution& evolution, int digits = 3) {
    int slices = 0;
    while (evolution.advance(digits)) REQUIRE(++slices < 1000);
    CHECK(evolution.done());
    CHECK(evolution.progress() == 1.0f);
}

}  // namespace

TEST_CASE("evolution: blocks are named after what they end in") {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    std::vector<std::string> names;
    for (const explain::Block& block : explain::blocks(network.value()))
        names.push_back(network.value().layer(block.weights).name + " " + network.value().layer(block.output).name +
                        " " + block.name);
    CHECK(names == std::vector<std::string>{"conv1 pool1 pool1", "conv2 pool2 pool2", "fc1 relu3 fc1", "fc2 relu4 fc2",
                                            "fc3 fc3 logits"});
}

TEST_CASE("evolution: what excites each map most, and what is read right, at every checkpoint") {
    const Pictures pictures;
    const std::vector<explain::Checkpoint> run = toy_run();
    explain::Evolution evolution(pictures.digits(), 100);
    evolution.follow(run);
    CHECK_FALSE(evolution.is_known(0));
    CHECK(std::isnan(evolution.accuracy(0)));
    CHECK_FALSE(evolution.strongest(3, 0, 0).has_value());
    finish(evolution);
    CHECK(evolution.count() == 4);
    CHECK_FALSE(evolution.strongest(0, 0, 0).has_value());  // silent
    REQUIRE(evolution.strongest(1, 0, 0).has_value());
    CHECK(evolution.strongest(1, 0, 0)->digit == 1);
    CHECK_FALSE(evolution.strongest(1, 0, 1).has_value());  // never above zero
    CHECK(evolution.strongest(2, 0, 0)->digit == 0);        // another digit took over: 1 beats 0.5
    CHECK(evolution.strongest(2, 0, 1)->digit == 1);        // and 2 times a faint pixel is less than 1
    CHECK(evolution.strongest(2, 0, 1)->value == 1.0f);
    CHECK(evolution.accuracy(0) == 0.5);  // all of them "0"
    CHECK(evolution.accuracy(2) == 0.5);
    CHECK(evolution.accuracy(3) == 1.0);
}

TEST_CASE("evolution: likeness to the end, weights changed since the checkpoint before, and who settled when") {
    const Pictures pictures;
    const std::vector<explain::Checkpoint> run = toy_run();
    explain::Evolution evolution(pictures.digits(), 4);
    evolution.follow(run);
    finish(evolution, 1);
    CHECK_FALSE(evolution.likeness(0, 0).has_value());  // silence has no likeness
    CHECK(*evolution.likeness(1, 0) < 0.95);
    CHECK(*evolution.likeness(2, 0) == doctest::Approx(1));
    CHECK(*evolution.likeness(2, 1) < 0.95);
    CHECK(*evolution.likeness(3, 1) == doctest::Approx(1));
    CHECK_FALSE(evolution.change(0, 0).has_value());
    CHECK(*evolution.change(1, 0) == doctest::Approx(1));
    CHECK(*evolution.change(3, 0) == 0);
    CHECK(*evolution.change(3, 1) == doctest::Approx(1));  // two weights of 1 changed places
    CHECK_FALSE(evolution.settled(0).has_value());         // what is undefined leaves it open
    evolution.follow(std::vector<explain::Checkpoint>(run.begin() + 1, run.end()));
    finish(evolution);
    CHECK(evolution.settled(0) == 1);
    CHECK(evolution.settled(1) == 2);
    CHECK(evolution.settled(1, 0.0) == 0);
}

TEST_CASE("evolution: a run that grows keeps what is known, and is compared with its new end") {
    const Pictures pictures;
    const std::vector<explain::Checkpoint> run = toy_run();
    explain::Evolution evolution(pictures.digits(), 4);
    evolution.follow({run.data() + 1, 2});
    finish(evolution);
    CHECK(*evolution.likeness(1, 1) == doctest::Approx(1));
    evolution.follow({run.data() + 1, 2});
    CHECK(evolution.done());  // nothing is new
    evolution.follow({run.data() + 1, 3});
    CHECK_FALSE(evolution.done());
    finish(evolution);
    CHECK(*evolution.likeness(1, 1) < 0.95);
    CHECK(evolution.accuracy(2) == 1.0);
}
