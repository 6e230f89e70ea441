// The benchmark finishes in slices and gives figures that can be true.
#include <doctest/doctest.h>

#include <chrono>

#include "app/bench.h"

TEST_CASE("the benchmark runs in slices to plausible medians") {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::initialise(network.value(), 1);
    app::Bench bench(network.value(), 0.2, 300);
    CHECK(bench.progress() == 0.0f);
    CHECK(bench.result().batch_images_per_s == 0.0);
    const auto start = std::chrono::steady_clock::now();
    float progress = 0;
    while (bench.step()) {
        CHECK(bench.progress() >= progress);
        progress = bench.progress();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    CHECK(bench.done());
    CHECK(progress == 1.0f);
    const app::BenchResult result = bench.result();
    MESSAGE("forward ", result.forward_us, " us, with reconstructions ", result.forward_and_reconstructions_us,
            " us, batches ", result.batch_images_per_s, " images/s, occlusion ", result.occlusion_ms,
            " ms, maximisation ", result.maximise_ms, " ms, top nine ", result.top_nine_ms, " ms, measured in ",
            seconds, " s");
    CHECK(result.forward_us > 1.0);
    CHECK(result.forward_and_reconstructions_us > result.forward_us);
    CHECK(result.batch_images_per_s > 10.0);
    CHECK(result.occlusion_ms * 1000 > result.forward_us);
    CHECK(result.maximise_ms * 1000 > 100 * result.forward_us);
    CHECK(result.top_nine_ms * 1000 > 3000 * result.forward_us);
}

TEST_CASE("the benchmark takes networks of other shapes") {
    nn::Architecture small;
    small.name = "small";
    small.input = {1, 5, 9};
    small.layers = {{nn::LayerKind::fully_connected, "fc", 3}, {nn::LayerKind::tanh, "tanh"}};
    auto network = nn::make_network(small);
    REQUIRE(network.ok());
    nn::initialise(network.value(), 1);
    app::Bench bench(network.value(), 0.05, 200);
    while (bench.step()) {
    }
    const app::BenchResult result = bench.result();
    CHECK(result.occlusion_ms > 0);
    CHECK(result.maximise_ms > 0);
    CHECK(result.top_nine_ms > 0);
}
