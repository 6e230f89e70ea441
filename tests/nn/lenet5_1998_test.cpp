// LeCun's network of 1998: what the paper counts, its kinds against plain loops, their gradients against differences,
// their way down against the adjoint identity, and what its file refuses.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "explain/deconvnet.h"
#include "explain/gradient.h"
#include "explain/occlusion.h"
#include "io/model_file.h"
#include "nn/backprop.h"
#include "nn/backward.h"
#include "nn/forward.h"
#include "nn/loss.h"
#include "nn/network.h"
#include "nn/random.h"
#include "nn/train.h"

namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

nn::Network network(unsigned long long seed = 3) {
    nn::Network made = nn::make_network(nn::lenet5_1998()).value();
    nn::initialise(made, seed);
    nn::Random random(seed, 77);
    for (nn::Parameters& p : made.parameters)
        for (float& b : p.bias) b = random.uniform(-0.2f, 0.2f);
    return made;
}

std::vector<float> picture(std::uint64_t seed) {
    nn::Random random(seed, 5);
    std::vector<float> x(784);
    for (float& v : x) v = random.chance(0.3f) ? random.uniform() : 0.0f;
    return x;
}

nn::Activations seen(const nn::Network& n, const std::vector<float>& x) {
    nn::Engine engine(n);
    nn::Activations a = nn::make_activations(n);
    engine.forward(x, a);
    return a;
}

double at(const nn::Tensor& t, int c, int y, int x) {
    return static_cast<double>(t.data[size((c * t.shape.height + y) * t.shape.width + x)]);
}

/// One layer as its definition has it.
std::vector<double> plainly(const nn::Network& n, int layer, const nn::Tensor& in) {
    const nn::LayerSpec& l = n.layer(layer);
    const nn::Parameters& p = n.parameters[size(layer)];
    const nn::Shape& to = n.shape(layer);
    std::vector<double> out;
    for (int c = 0; c < to.channels; ++c)
        for (int y = 0; y < to.height; ++y)
            for (int x = 0; x < to.width; ++x) {
                double v = 0;
                if (l.kind == nn::LayerKind::rescale) {
                    const int row = y - l.padding, column = x - l.padding;
                    const bool inside = row >= 0 && column >= 0 && row < in.shape.height && column < in.shape.width;
                    v = 1.275 * (inside ? at(in, c, row, column) : 0.0) - 0.1;
                } else if (l.kind == nn::LayerKind::tanh) {
                    v = 1.7159 * std::tanh(at(in, c, y, x) * 2.0 / 3.0);
                } else if (l.kind == nn::LayerKind::subsample) {
                    v = at(in, c, 2 * y, 2 * x) + at(in, c, 2 * y, 2 * x + 1) + at(in, c, 2 * y + 1, 2 * x) +
                        at(in, c, 2 * y + 1, 2 * x + 1);
                    v = v * static_cast<double>(p.weight[size(c)]) + static_cast<double>(p.bias[size(c)]);
                } else if (l.kind == nn::LayerKind::radial_basis) {
                    std::size_t i = 0;
                    for (const char mark : l.pictures[size(c)]) {
                        if (mark == '/') continue;
                        const double away = static_cast<double>(in.data[i++]) - (mark == '#' ? 1.0 : -1.0);
                        v -= away * away;
                    }
                } else if (l.kind == nn::LayerKind::conv) {
                    v = static_cast<double>(p.bias[size(c)]);
                    std::vector<int> all;
                    for (int i = 0; i < in.shape.channels; ++i) all.push_back(i);
                    for (const int i : l.connections.empty() ? all : l.connections[size(c)])
                        for (int k = 0; k < 25; ++k)
                            v += static_cast<double>(p.weight[size((c * in.shape.channels + i) * 25 + k)]) *
                                 at(in, i, y + k / 5, x + k % 5);
                } else {
                    return {};
                }
                out.push_back(v);
            }
    return out;
}

double dot(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

}  // namespace

TEST_CASE("LeNet-5 of 1998 has 60,000 trainable parameters and 340,908 connections, layer by layer") {
    const nn::Network n = network();
    const auto of = [&](const char* layer) { return nn::parameter_count(n, *n.find(layer)); };
    CHECK(of("conv1") == 156);
    CHECK(of("pool1") == 12);
    CHECK(of("conv2") == 1516);
    CHECK(of("pool2") == 32);
    CHECK(of("fc1") == 48120);
    CHECK(of("fc2") == 10164);
    CHECK(n.parameter_count() == 60000);
    std::int64_t connections = 0;
    for (int i = 0; i < n.layer_count(); ++i) connections += nn::connection_count(n, i);
    CHECK(connections == 340908);
    CHECK(n.shape(0) == nn::Shape{1, 32, 32});
    CHECK(n.shape(*n.find("pool2")) == nn::Shape{16, 5, 5});
    CHECK(n.classes() == 10);
}

TEST_CASE("LeNet-5 of 1998: every layer is what its definition says") {
    const nn::Network n = network();
    const nn::Activations a = seen(n, picture(1));
    for (int i = 0; i < n.layer_count(); ++i) {
        CAPTURE(n.layer(i).name);
        const std::vector<double> expected = plainly(n, i, i == 0 ? a.input : a.outputs[size(i - 1)]);
        for (std::size_t k = 0; k < expected.size(); ++k)
            REQUIRE(std::abs(static_cast<double>(a.outputs[size(i)].data[k]) - expected[k]) <=
                    1e-4 * (1 + std::abs(expected[k])));
    }
    nn::Engine engine(n);
    std::vector<float> batch(10);
    engine.forward_batch(picture(1), batch);
    for (std::size_t k = 0; k < 10; ++k) CHECK(batch[k] == doctest::Approx(a.outputs.back().data[k]).epsilon(1e-4));
}

TEST_CASE("LeNet-5 of 1998: gradients of the parameters and of the input are those of differences") {
    nn::Network n = network(8);
    const std::vector<float> x = picture(2);
    const nn::Network logits = nn::without_softmax(n);
    nn::Backprop back(n, 1);
    back.set_input(0, x.data());
    back.forward(1, nullptr);
    const auto loss = [&](const nn::Network& with, const std::vector<float>& input) {
        const nn::Activations a = seen(nn::without_softmax(with), input);
        double sum = 0;
        for (std::size_t k = 0; k < 10; ++k)
            sum += static_cast<double>(a.outputs.back().data[k]) * (static_cast<double>(k) - 4.0) * 0.01;
        return sum;
    };
    std::vector<float> signal;
    for (int k = 0; k < 10; ++k) signal.push_back((static_cast<float>(k) - 4.0f) * 0.01f);
    std::copy(signal.begin(), signal.end(), back.logit_gradients(0));
    nn::GradientSums sums;
    back.backward(1, sums);
    std::vector<nn::Parameters> gradients = n.parameters;
    back.unpack(sums, 1.0f, gradients);
    nn::Random random(4, 4);
    for (int i = 0; i < n.layer_count(); ++i) {
        for (const bool bias : {false, true}) {
            std::vector<float>& all = bias ? n.parameters[size(i)].bias : n.parameters[size(i)].weight;
            const std::vector<float>& got = bias ? gradients[size(i)].bias : gradients[size(i)].weight;
            double scale = 1e-3;
            for (const float g : got) scale = std::max(scale, std::abs(static_cast<double>(g)));
            for (int tried = 0; tried < 12 && !all.empty(); ++tried) {
                const auto k = size(random.below(static_cast<int>(all.size())));
                const float kept = all[k];
                if (!bias && !n.layer(i).connections.empty() && kept == 0.0f) {
                    CHECK(got[k] == 0.0f);  // nothing is connected there
                    continue;
                }
                all[k] = kept + 5e-3f;
                const double above = loss(n, x);
                all[k] = kept - 5e-3f;
                const double below = loss(n, x);
                all[k] = kept;
                CAPTURE(n.layer(i).name);
                CHECK(std::abs((above - below) / 1e-2 - static_cast<double>(got[k])) < 0.02 * scale);
            }
        }
    }
    // Of the input: by both ways down.
    const nn::Activations a = seen(logits, x);
    nn::Backward down(logits);
    nn::Gradients g = nn::make_gradients(logits);
    down.run(a, logits.layer_count() - 1, signal, g);
    explain::Projection projection;
    explain::gradient(logits, a, logits.layer_count() - 1, signal, explain::ReluRule::gradient, projection);
    double scale = 1e-3;
    for (const float v : g.input.data) scale = std::max(scale, std::abs(static_cast<double>(v)));
    for (int k = 0; k < 784; k += 31) {
        std::vector<float> more = x, less = x;
        more[size(k)] += 5e-3f;
        less[size(k)] -= 5e-3f;
        const double expected = (loss(n, more) - loss(n, less)) / 1e-2;
        CHECK(std::abs(static_cast<double>(g.input.data[size(k)]) - expected) < 0.02 * scale);
        CHECK(projection.pixels.data[size(k)] == doctest::Approx(g.input.data[size(k)]).epsilon(1e-3));
    }
}

TEST_CASE("LeNet-5 of 1998: the deconvnet's steps are the adjoints of frame, table and subsampling") {
    const nn::Network n = network();
    const nn::Activations a = seen(n, picture(3));
    nn::Random random(6, 6);
    for (const char* name : {"frame", "conv2", "pool1", "pool2"}) {
        CAPTURE(name);
        const int layer = *n.find(name);
        // Linear but for what zero gives: L x = f(x) - f(0).
        nn::Network one;
        one.architecture.input = n.input_shape(layer);
        one.architecture.layers = {n.layer(layer)};
        one.shapes = {n.shape(layer)};
        one.parameters = {n.parameters[size(layer)]};
        std::vector<float> x(size(n.input_shape(layer).size())), zero(x.size());
        for (float& v : x) v = random.normal();
        nn::Tensor y(n.shape(layer)), below;
        for (float& v : y.data) v = random.normal();
        std::vector<float> lx = seen(one, x).outputs[0].data;
        const std::vector<float> l0 = seen(one, zero).outputs[0].data;
        for (std::size_t k = 0; k < lx.size(); ++k) lx[k] -= l0[k];
        explain::step_down(n, a, layer, y, below);
        CHECK(dot(lx, y.data) == doctest::Approx(dot(x, below.data)).epsilon(1e-3));
    }
    CHECK_FALSE(explain::can_start(n, *n.find("distances")));
    CHECK(explain::can_start(n, *n.find("fc2")));
    explain::Reconstructor reconstructor(n);
    nn::Tensor pixels;
    explain::Projection projection;
    reconstructor.reconstruct(a, *n.find("pool2"), pixels);
    explain::project(n, a, {*n.find("pool2"), explain::Keep::whole_map, 7, 0}, projection);
    for (int k = 0; k < 784; ++k) CHECK(pixels.data[size(7 * 784 + k)] == projection.pixels.data[size(k)]);
}

TEST_CASE("LeNet-5 of 1998: covering a part is the same as a forward pass of the covered input") {
    const nn::Network n = network();
    const std::vector<float> x = picture(4);
    explain::Occluder occluder(n);
    explain::Patch patch;
    patch.side = 6;
    patch.stride = 5;
    patch.fill = 0.0f;
    nn::Tensor answers;
    occluder.occlude(x, patch, answers);
    const int columns = answers.shape.width;
    for (int position = 0; position < answers.shape.plane(); position += 3) {
        std::vector<float> covered = x;
        for (int i = 0; i < 36; ++i)
            covered[size((position / columns * 5 + i / 6) * 28 + position % columns * 5 + i % 6)] = 0.0f;
        const std::vector<float> expected = seen(n, covered).outputs.back().data;
        for (int o = 0; o < 10; ++o)
            CHECK(answers.data[size(o * answers.shape.plane() + position)] ==
                  doctest::Approx(expected[size(o)]).epsilon(1e-3));
    }
}

TEST_CASE("LeNet-5 of 1998: file and JSON hold it, and what is wrong is refused") {
    const nn::Network n = network();
    const auto back = io::parse_model(io::write_model(n));
    REQUIRE_MESSAGE(back.ok(), back.message());
    CHECK(back.value().architecture == n.architecture);
    CHECK(nn::identity_of(back.value()) == nn::identity_of(n));
    const auto refused = [](auto change, const char* words) {
        nn::Architecture a = nn::lenet5_1998();
        change(a);
        const auto made = nn::make_network(a);
        REQUIRE_FALSE(made.ok());
        CHECK_MESSAGE(made.message().find(words) != std::string::npos, made.message());
        const auto read = io::architecture_from_json(io::architecture_to_json(a));
        const bool taken = read.ok() && nn::make_network(read.value()).ok();
        CHECK_FALSE(taken);
    };
    refused([](nn::Architecture& a) { a.layers[5].connections[3] = {2, 6}; }, "rising numbers");
    refused([](nn::Architecture& a) { a.layers[5].connections[3] = {2, 1}; }, "rising numbers");
    refused([](nn::Architecture& a) { a.layers[5].connections[3] = {}; }, "at least one");
    refused([](nn::Architecture& a) { a.layers[5].connections.pop_back(); }, "connections for 16");
    refused([](nn::Architecture& a) { a.layers[13].pictures.pop_back(); }, "10 pictures");
    refused([](nn::Architecture& a) { a.layers[13].pictures[2] += "#"; }, "84 marks");
    refused([](nn::Architecture& a) { a.layers[13].pictures[2][0] = 'x'; }, "84 marks");
    refused([](nn::Architecture& a) { a.layers[2].scale = 0; }, "other than 0");
    refused([](nn::Architecture& a) { a.layers[0].padding = 4096; }, "");
    nn::Network wired = n;
    wired.parameters[5].weight[size(3 * 25)] = 0.5f;  // map 0 does not read map 3
    CHECK_FALSE(io::parse_model(io::write_model(wired)).ok());
    // The paper's criterion: log(exp(-j) + sum exp(-y)).
    CHECK(nn::with_rubbish(std::log(2.0), 0.1) == doctest::Approx(std::log(2.0 + std::exp(-0.1))));
    CHECK(nn::with_rubbish(1.5, -1.0) == 1.5);
}

TEST_CASE("1998: distances begin large, and a short training of few digits has not diverged") {
    std::vector<std::uint8_t> pixels(64 * 784), labels(64);
    nn::Random random(4);
    for (std::uint8_t& pixel : pixels) pixel = random.chance(0.2f) ? 255 : 0;
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint8_t>(i % 10);
    nn::TrainOptions options;
    options.epochs = 2;
    options.batch = 32;
    auto trainer = nn::Trainer::make(network(), nn::Digits{{1, 28, 28}, pixels, labels, 0}, {}, options);
    REQUIRE(trainer.ok());
    // Zeros are 84 from every character: 84 + log(exp(-0.1) + 10 exp(-84)).
    CHECK(trainer.value().guessing_loss() == doctest::Approx(83.9));
    while (!trainer.value().done()) trainer.value().step();
    CHECK_FALSE(trainer.value().diverged());
    CHECK(trainer.value().progress().epoch == 2);
}
