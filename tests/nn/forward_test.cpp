// The engine against a naive double loop, over random architectures.
#include <doctest/doctest.h>

#include "naive.h"

namespace {

std::string describe(const nn::Network& n) {
    std::string s = std::to_string(n.architecture.input.channels) + "x" + std::to_string(n.architecture.input.height) +
                    "x" + std::to_string(n.architecture.input.width);
    for (const nn::LayerSpec& l : n.architecture.layers)
        s += " | " + std::string(nn::kind_name(l.kind)) + " o" + std::to_string(l.outputs) + " k" +
             std::to_string(l.kernel) + " s" + std::to_string(l.stride) + " p" + std::to_string(l.padding);
    return s;
}

/// A switch may differ from the naive one only where rounding decides between two nearly equal numbers: of equal ones
/// it is the first, as a test below has it, but what a resizing makes of equal pixels is equal up to rounding.
bool same_maximum(const nn::Tensor& in, int channel, int got, int expected) {
    if (got < 0 || got >= in.shape.plane()) return false;
    const float a = in.map(channel)[static_cast<std::size_t>(got)],
                b = in.map(channel)[static_cast<std::size_t>(expected)];
    return got == expected || std::fabs(a - b) < 1e-4f;
}

void check_switches(const nn::Activations& a, const nn::Activations& expected, std::size_t layer,
                    const nn::Tensor& in) {
    const int plane = a.outputs[layer].shape.plane();
    REQUIRE(a.switches[layer].size() == expected.switches[layer].size());
    for (std::size_t i = 0; i < a.switches[layer].size(); ++i)
        if (!same_maximum(in, static_cast<int>(i) / plane, a.switches[layer][i], expected.switches[layer][i]))
            FAIL("layer " << layer << " switch " << i << ": " << a.switches[layer][i] << ", not "
                          << expected.switches[layer][i]);
}

}  // namespace

TEST_CASE("every layer of random networks agrees with the naive loops") {
    nn::Random r(1);
    for (int round = 0; round < 300; ++round) {
        const nn::Network n = naive::random_network(r);
        CAPTURE(describe(n));
        nn::Engine engine(n);
        nn::Activations a = nn::make_activations(n);
        for (int image = 0; image < 2; ++image) {
            const std::vector<float> x = naive::random_input(r, n.architecture.input.size());
            engine.forward(x, a);
            const nn::Activations expected = naive::forward(n, x);
            for (std::size_t i = 0; i < a.outputs.size(); ++i) {
                CAPTURE(i);
                REQUIRE(naive::difference(a.outputs[i].data, expected.outputs[i].data) < 1e-4f);
                check_switches(a, expected, i, i == 0 ? expected.input : expected.outputs[i - 1]);
            }
        }
    }
}

TEST_CASE("batches agree with single images") {
    nn::Random r(2);
    for (int round = 0; round < 120; ++round) {
        const nn::Network n = naive::random_network(r);
        CAPTURE(describe(n));
        nn::Engine engine(n);
        const int images = 1 + r.below(150), size = n.architecture.input.size();
        const std::vector<float> x = naive::random_input(r, images * size);
        std::vector<float> out(static_cast<std::size_t>(images * n.classes()), -1.0f);
        engine.forward_batch(x, out);
        nn::Activations a = nn::make_activations(n);
        for (int k = 0; k < images; k += 1 + r.below(20)) {
            engine.forward(std::span(x).subspan(static_cast<std::size_t>(k * size), static_cast<std::size_t>(size)), a);
            const std::vector<float> got(out.begin() + k * n.classes(), out.begin() + (k + 1) * n.classes());
            REQUIRE(naive::difference(got, a.outputs.back().data) < 1e-4f);
        }
    }
}

TEST_CASE("the first of equal maxima is the switch") {
    nn::Architecture a;
    a.input = {1, 4, 6};
    a.layers = {{nn::LayerKind::max_pool, "pool", 0, 2, 2, 0, 0.0f}};
    const nn::Network n = nn::make_network(a).value();
    nn::Engine engine(n);
    nn::Activations out = nn::make_activations(n);
    engine.forward(std::vector<float>{0, 0, 1, 0, 2, 3, 0, 0, 0, 1, 3, 3, -1, -2, 5, 5, 0, 0, -1, -1, 5, 5, 0, 1}, out);
    CHECK(out.switches[0] == std::vector<std::int32_t>{0, 2, 5, 12, 14, 23});
}

TEST_CASE("repack takes over changed weights") {
    nn::Network n = nn::make_network(nn::lenet5()).value();
    nn::initialise(n, 1);
    nn::Engine engine(n);
    nn::initialise(n, 2);
    engine.repack(n);
    nn::Random r(3);
    const std::vector<float> x = naive::random_input(r, 784);
    nn::Activations a = nn::make_activations(n);
    engine.forward(x, a);
    CHECK(naive::difference(a.outputs[10].data, naive::forward(n, x).outputs[10].data) < 1e-5f);
}
