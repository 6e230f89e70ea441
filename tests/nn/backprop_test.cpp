// Gradients against finite differences in double precision, over random architectures: every layer kind.
#include <doctest/doctest.h>

#include "naive.h"
#include "nn/backprop.h"
#include "nn/resize.h"

namespace {

using Numbers = std::vector<double>;

double value(const Numbers& in, const nn::Shape& s, int c, int y, int x) {
    if (y < 0 || x < 0 || y >= s.height || x >= s.width) return 0.0;
    return in[static_cast<std::size_t>((c * s.height + y) * s.width + x)];
}

double window(const nn::LayerSpec& l, const std::vector<double>& weight, const Numbers& in, const nn::Shape& s, int o,
              int y, int x) {
    double sum = 0.0, best = -1e30;
    const bool conv = l.kind == nn::LayerKind::conv;
    for (int c = conv ? 0 : o; c < (conv ? s.channels : o + 1); ++c)
        for (int ky = 0; ky < l.kernel; ++ky)
            for (int kx = 0; kx < l.kernel; ++kx) {
                const double v = value(in, s, c, y * l.stride - l.padding + ky, x * l.stride - l.padding + kx);
                best = std::max(best, v);
                sum +=
                    conv ? v * weight[static_cast<std::size_t>(((o * s.channels + c) * l.kernel + ky) * l.kernel + kx)]
                         : v;
            }
    if (l.kind == nn::LayerKind::max_pool) return best;
    return conv ? sum : sum / (l.kernel * l.kernel);
}

struct Doubles {
    std::vector<Numbers> weight, bias;
};

/// sum(signal * logits), all in double.
double loss(const nn::Network& n, const Doubles& p, Numbers in, const Numbers& signal) {
    for (int i = 0; i < n.layer_count(); ++i) {
        const nn::LayerSpec& l = n.layer(i);
        const nn::Shape s = n.input_shape(i), to = n.shape(i);
        const std::size_t k = static_cast<std::size_t>(i);
        Numbers out(static_cast<std::size_t>(to.size()));
        double total = 0.0;
        for (double v : in) total += std::exp(v);
        for (std::size_t j = 0; j < out.size(); ++j) {
            const int plane = to.plane(), o = static_cast<int>(j) / plane, y = static_cast<int>(j) % plane / to.width,
                      x = static_cast<int>(j) % to.width;
            switch (l.kind) {
                case nn::LayerKind::relu:
                    out[j] = std::max(0.0, in[j]);
                    break;
                case nn::LayerKind::leaky_relu:
                    out[j] = in[j] > 0 ? in[j] : static_cast<double>(l.slope) * in[j];
                    break;
                case nn::LayerKind::sigmoid:
                    out[j] = 1 / (1 + std::exp(-in[j]));
                    break;
                case nn::LayerKind::batch_norm:
                    out[j] = in[j] * p.weight[k][static_cast<std::size_t>(o)] + p.bias[k][static_cast<std::size_t>(o)];
                    break;
                case nn::LayerKind::resize:
                    nn::each_resized(y, x, s.height, s.width, l.side, [&](int row, int column, float share) {
                        out[j] += static_cast<double>(share) * value(in, s, o, row, column);
                    });
                    break;
                case nn::LayerKind::tanh:
                    out[j] = std::tanh(in[j]);
                    break;
                case nn::LayerKind::dropout:
                    out[j] = in[j];
                    break;
                case nn::LayerKind::softmax:
                    out[j] = std::exp(in[j]) / total;
                    break;
                case nn::LayerKind::fully_connected:
                    out[j] = p.bias[k][j];
                    for (std::size_t t = 0; t < in.size(); ++t) out[j] += in[t] * p.weight[k][j * in.size() + t];
                    break;
                default:
                    out[j] = window(l, p.weight[k], in, s, o, y, x) +
                             (l.kind == nn::LayerKind::conv ? p.bias[k][static_cast<std::size_t>(o)] : 0.0);
            }
        }
        in = out;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < in.size(); ++i) sum += in[i] * signal[i];
    return sum;
}

Doubles doubles(const nn::Network& n) {
    Doubles d;
    for (const nn::Parameters& p : n.parameters) {
        d.weight.emplace_back(p.weight.begin(), p.weight.end());
        d.bias.emplace_back(p.bias.begin(), p.bias.end());
    }
    return d;
}

/// Smooth random numbers: equal ones would put a kink of max-pool or relu where the difference is taken.
std::vector<float> random_numbers(nn::Random& r, int count) {
    std::vector<float> x(static_cast<std::size_t>(count));
    for (float& v : x) v = r.uniform(-1.0f, 1.0f);
    return x;
}

void check(float got, double plus, double minus, double base, double step) {
    const double right = (plus - base) / step, left = (base - minus) / step;
    if (std::abs(right - left) > 1e-3 * (1.0 + std::abs(right))) return;  // a kink lies between
    const double expected = (right + left) / 2;
    if (std::abs(got - expected) > 2e-3 * (0.05 + std::abs(expected)))
        FAIL("gradient " << got << ", finite difference " << expected);
}

void check_network(const nn::Network& n, nn::Random& r) {
    const int images = 1 + r.below(3), size = n.architecture.input.size();
    nn::Backprop b(n, 4);
    std::vector<std::vector<float>> x;
    Numbers signal(static_cast<std::size_t>(n.classes()));
    for (double& v : signal) v = static_cast<double>(r.uniform(-1.0f, 1.0f));
    for (int k = 0; k < images; ++k) b.set_input(k, x.emplace_back(random_numbers(r, size)).data());
    b.forward(images, nullptr);
    for (int k = 0; k < images; ++k)
        for (std::size_t i = 0; i < signal.size(); ++i) b.logit_gradients(k)[i] = static_cast<float>(signal[i]);
    nn::GradientSums sums;
    b.backward(images, sums);
    std::vector<nn::Parameters> gradients(n.parameters.size());
    b.unpack(sums, 1.0f, gradients);
    Doubles p = doubles(n);
    const auto total = [&] {
        double sum = 0.0;
        for (const auto& image : x) sum += loss(n, p, Numbers(image.begin(), image.end()), signal);
        return sum;
    };
    const double step = 1e-5, base = total();
    const auto probe = [&](double& parameter, float got) {
        const double before = parameter;
        parameter = before + step;
        const double plus = total();
        parameter = before - step;
        const double minus = total();
        parameter = before;
        check(got, plus, minus, base, step);
    };
    for (std::size_t i = 0; i < n.parameters.size(); ++i)
        for (int t = 0; t < 6 && !p.weight[i].empty(); ++t) {
            CAPTURE(n.architecture.layers[i].name);
            const std::size_t w = static_cast<std::size_t>(r.below(static_cast<int>(p.weight[i].size()))),
                              o = static_cast<std::size_t>(r.below(static_cast<int>(p.bias[i].size())));
            probe(p.weight[i][w], gradients[i].weight[w]);
            probe(p.bias[i][o], gradients[i].bias[o]);
        }
}

}  // namespace

TEST_CASE("gradients agree with finite differences for random networks") {
    nn::Random r(11);
    int checked = 0;
    for (int round = 0; checked < 60 && round < 1000; ++round) {
        nn::Network n = naive::random_network(r);
        // The product of an image and a vector of classes; a softmax at the end belongs to the loss.
        if (n.architecture.layers.back().kind == nn::LayerKind::softmax) n.architecture.layers.pop_back();
        if (n.architecture.layers.empty() || n.architecture.input.size() > 400) continue;
        n.architecture.layers.push_back({nn::LayerKind::fully_connected, "last", 7, 0, 1, 0, 0.0f});
        nn::Network whole = nn::make_network(n.architecture).value();
        nn::initialise(whole, r.next());
        std::string text;
        for (const nn::LayerSpec& l : whole.architecture.layers)
            text += std::string(nn::kind_name(l.kind)) + " k" + std::to_string(l.kernel) + " o" +
                    std::to_string(l.outputs) + " | ";
        CAPTURE(text);
        check_network(whole, r);
        ++checked;
    }
    CHECK(checked == 60);
}

TEST_CASE("gradients agree with finite differences for LeNet-5 and a softmax within a network") {
    nn::Random r(12);
    nn::Network n = nn::make_network(nn::lenet5()).value();
    n.architecture.layers.pop_back();
    n = nn::make_network(n.architecture).value();
    nn::initialise(n, 5);
    check_network(n, r);
    nn::Architecture a;
    a.input = {1, 4, 5};
    a.layers = {{nn::LayerKind::fully_connected, "a", 12, 0, 1, 0, 0.0f},
                {nn::LayerKind::softmax, "b", 0, 0, 1, 0, 0.0f},
                {nn::LayerKind::fully_connected, "c", 3, 0, 1, 0, 0.0f}};
    n = nn::make_network(a).value();
    nn::initialise(n, 6);
    check_network(n, r);
}

TEST_CASE("dropout zeroes its share, scales the rest, and draws the same for the same seed") {
    nn::Architecture a;
    a.input = {1, 50, 40};
    a.layers = {{nn::LayerKind::dropout, "drop", 0, 0, 1, 0, 0.25f}};
    const nn::Network n = nn::make_network(a).value();
    nn::Backprop b(n, 2);
    const std::vector<float> ones(2000, 1.0f);
    b.set_input(0, ones.data());
    b.set_input(1, ones.data());
    const std::uint64_t seeds[] = {5, 6};
    const auto run = [&](int image) {
        b.forward(2, seeds);
        std::vector<float> out;
        for (int i = 0; i < 2000; ++i) out.push_back(b.logits(image)[i * 8]);  // one channel of eight lanes
        return out;
    };
    const std::vector<float> first = run(0);
    CHECK(first == run(0));
    CHECK(first != run(1));
    int zeros = 0;
    for (float v : first) {
        zeros += v == 0.0f;
        CHECK((v == 0.0f || v == doctest::Approx(4.0 / 3.0)));
    }
    CHECK(zeros == doctest::Approx(500).epsilon(0.15));
}
