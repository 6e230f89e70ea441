// The benchmark finishes in slices and gives figures that can be true.
#include <doctest/doctest.h>

#include <chrono>

#include "app/bench.h"

TEST_CASE("the benchmark runs in slices to plausible medians") {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::initialise(network.value(), 1);
    app::Bench bench(network.value());
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
            " us, batches ", result.batch_images_per_s, " images/s, measured in ", seconds, " s");
    CHECK(result.forward_us > 1.0);
    CHECK(result.forward_and_reconstructions_us > result.forward_us);
    CHECK(result.batch_images_per_s > 10.0);
}
