// Input gradients: against finite differences of the naive forward pass, for every layer kind.
#include <doctest/doctest.h>

#include "naive.h"
#include "nn/backward.h"

namespace {

double output_sum(const nn::Network& n, const std::vector<float>& x, int layer, const std::vector<float>& signal) {
    const nn::Activations a = naive::forward(n, x);
    double sum = 0.0;
    for (std::size_t i = 0; i < signal.size(); ++i)
        sum += static_cast<double>(signal[i]) * static_cast<double>(a.output(layer).data[i]);
    return sum;
}

}  // namespace

TEST_CASE("input gradients agree with finite differences, from any layer") {
    nn::Random r(21);
    int probes = 0, wrong = 0;
    for (int round = 0; round < 60; ++round) {
        const nn::Network n = naive::random_network(r);
        std::vector<float> x(static_cast<std::size_t>(n.architecture.input.size()));
        for (float& v : x) v = r.uniform(-1.0f, 1.0f);
        nn::Engine engine(n);
        nn::Activations a = nn::make_activations(n);
        engine.forward(x, a);
        nn::Backward backward(n);
        nn::Gradients g = nn::make_gradients(n);
        const int layer = r.below(n.layer_count());
        std::vector<float> signal(static_cast<std::size_t>(n.shape(layer).size()));
        for (float& v : signal) v = r.chance(0.5f) ? r.uniform(-1.0f, 1.0f) : 0.0f;
        backward.run(a, layer, signal, g);
        float largest = 1e-3f;
        for (float v : g.input.data) largest = std::max(largest, std::fabs(v));
        for (int t = 0; t < 8; ++t) {
            const std::size_t i = static_cast<std::size_t>(r.below(static_cast<int>(x.size())));
            const float before = x[i], step = 2e-3f;
            x[i] = before + step;
            const double plus = output_sum(n, x, layer, signal);
            x[i] = before - step;
            const double minus = output_sum(n, x, layer, signal);
            x[i] = before;
            const double expected = (plus - minus) / static_cast<double>((before + step) - (before - step));
            ++probes;
            wrong +=
                std::fabs(expected - static_cast<double>(g.input.data[i])) > 0.02 * static_cast<double>(largest) + 2e-4;
        }
    }
    // Where a kink of relu or max-pool lies within the step, the difference is another one: that must stay rare.
    MESSAGE("probes " << probes << ", off " << wrong);
    CHECK(wrong < probes / 25);
}

TEST_CASE("the gradient of one unit is that of a one-hot signal, and layers above stay zero") {
    nn::Random r(22);
    nn::Network n = nn::make_network(nn::lenet5()).value();
    nn::initialise(n, 3);
    const std::vector<float> x = naive::random_input(r, 784);
    nn::Engine engine(n);
    nn::Activations a = nn::make_activations(n);
    engine.forward(x, a);
    nn::Backward backward(n);
    nn::Gradients g = nn::make_gradients(n), h = nn::make_gradients(n);
    const int logits = *n.find("fc3");
    std::vector<float> signal(10, 0.0f);
    signal[7] = 1.0f;
    backward.run(a, *n.find("softmax"), 3, g);  // leaves numbers above that must go
    backward.run(a, logits, 7, g);
    backward.run(a, logits, signal, h);
    CHECK(g.input.data == h.input.data);
    CHECK(g.outputs[static_cast<std::size_t>(logits)].data == signal);
    for (float v : g.outputs.back().data) CHECK(v == 0.0f);
    // For a network of relus and max-pools without biases the logit is the gradient's product with the input.
    for (nn::Parameters& p : n.parameters) std::fill(p.bias.begin(), p.bias.end(), 0.0f);
    nn::Engine without(n);
    without.forward(x, a);
    backward = nn::Backward(n);
    backward.run(a, logits, 7, g);
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(x[i]) * static_cast<double>(g.input.data[i]);
    CHECK(sum == doctest::Approx(static_cast<double>(a.output(logits).data[7])).epsilon(1e-4));
}
