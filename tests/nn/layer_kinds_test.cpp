// The table of kinds tells the truth: each claim is tried on a layer of that kind.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "nn/forward.h"
#include "nn/network.h"
#include "nn/random.h"

namespace {

using Reads = nn::LayerKindInfo::Reads;
using Sign = nn::LayerKindInfo::Sign;

/// A network of one layer of this kind, with weights and biases, that reads (2, 6, 6).
nn::Network only(const nn::LayerKindInfo& kind) {
    nn::LayerSpec spec{kind.kind, "it", 0, 0, 1, 0, 0};
    if (kind.outputs) spec.outputs = 3;
    if (kind.window) spec.kernel = spec.stride = 2;
    if (kind.padding) spec.padding = 1;
    if (kind.rate) spec.rate = 0.5f;
    if (kind.kind == nn::LayerKind::rescale) spec.scale = 1.5f, spec.offset = -0.1f;
    if (kind.kind == nn::LayerKind::rescale) spec.padding = 0;
    if (kind.slope) spec.slope = 0.1f;
    if (kind.side) spec.side = 8;
    if (kind.pictures) {
        std::string picture(73, '#');
        picture[36] = '/';
        std::fill(picture.begin() + 37, picture.end(), '.');
        spec.pictures.assign(3, picture);
    }
    nn::Network network = nn::make_network({"one layer", {2, 6, 6}, {spec}}).value();
    nn::initialise(network, 5);
    for (float& b : network.parameters[0].bias) b = 0.7f;
    return network;
}

std::vector<float> run(const nn::Network& network, const std::vector<float>& input) {
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    engine.forward(input, activations);
    return activations.output(0).data;
}

std::vector<float> noise(int count, std::uint64_t seed) {
    nn::Random random(seed, 0);
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& v : values) v = random.normal();
    return values;
}

/// Inputs whose change alone changes output `place`.
std::set<std::size_t> read_by(const nn::Network& network, std::size_t place) {
    std::set<std::size_t> read;
    const std::vector<float> input = noise(72, 2);
    const float before = run(network, input)[place];
    for (std::size_t i = 0; i < input.size(); ++i)
        for (const float change : {4.0f, -4.0f}) {
            std::vector<float> changed = input;
            changed[i] += change;
            if (run(network, changed)[place] != before) read.insert(i);
        }
    return read;
}

}  // namespace

TEST_CASE("layer kinds: names are the keys of files, each once") {
    std::set<std::string_view> names, called;
    for (const nn::LayerKindInfo& kind : nn::layer_kinds()) {
        CHECK(names.insert(kind.name).second);
        CHECK(called.insert(kind.called).second);
        CHECK(nn::kind_from_name(kind.name) == kind.kind);
        CHECK(&nn::info(kind.kind) == &kind);
    }
    CHECK_FALSE(nn::kind_from_name("nonsense"));
}

TEST_CASE("layer kinds: what one output reads, and the shape that follows") {
    for (const nn::LayerKindInfo& kind : nn::layer_kinds()) {
        CAPTURE(kind.name);
        const nn::Network network = only(kind);
        const std::set<std::size_t> read = read_by(network, 0);
        if (kind.reads == Reads::place) {
            CHECK(network.shape(0) == nn::Shape{2, 6, 6});
            for (const std::size_t i : read) CHECK(i == 0);
        } else if (kind.reads == Reads::everything) {
            CHECK(read.size() == 72);
        } else {
            CHECK_FALSE(read.empty());
            CHECK(read.size() <= (kind.outputs ? 8u : 4u));
        }
        CHECK(network.parameters[0].weight.empty() == !(kind.products || kind.per_map));
        CHECK(nn::weight_shape(network, 0).size() == (kind.per_map ? 1u : !kind.products ? 0u : kind.window ? 4u : 2u));
    }
}

TEST_CASE("layer kinds: signs, zeros, sums, and what only trains") {
    for (const nn::LayerKindInfo& kind : nn::layer_kinds()) {
        CAPTURE(kind.name);
        nn::Network network = only(kind);
        const std::vector<float> a = noise(72, 3);
        std::vector<float> positive = a, negative = a, double_a = a;
        for (float& v : positive) v = std::abs(v);
        for (float& v : negative) v = -std::abs(v);
        for (float& v : double_a) v *= 2;
        const auto has_negative = [&](const std::vector<float>& input) {
            const std::vector<float> out = run(network, input);
            return std::any_of(out.begin(), out.end(), [](float v) { return v < 0; });
        };
        CHECK(has_negative(negative) == (kind.sign != Sign::never_negative));
        if (kind.sign == Sign::as_input) CHECK_FALSE(has_negative(positive));
        const std::vector<float> zeros = run(network, std::vector<float>(72));
        CHECK(std::all_of(zeros.begin(), zeros.end(), [](float v) { return v == 0; }) == kind.zero_to_zero);
        CHECK((run(network, a) == a) == kind.only_trains);
        // Twice the input, with the same switches, is twice the output; not so after a bend.
        std::fill(network.parameters[0].bias.begin(), network.parameters[0].bias.end(), 0.0f);
        if (kind.kind == nn::LayerKind::relu || kind.slope) continue;  // homogeneous all the same
        if (kind.kind == nn::LayerKind::rescale) network.architecture.layers[0].offset = 0.0f;  // its bias
        std::vector<float> twice = run(network, a);
        for (float& v : twice) v *= 2;
        CHECK((run(network, double_a) == twice) == kind.linear);
    }
}

TEST_CASE("layer kinds: where the scores are") {
    nn::Architecture a{"scores", {1, 2, 2}, {{nn::LayerKind::fully_connected, "fc", 3, 0, 1, 0, 0}}};
    CHECK(nn::score_layer(nn::make_network(a).value()) == 0);
    CHECK_FALSE(nn::ends_in_softmax(nn::make_network(a).value()));
    a.layers.push_back({nn::LayerKind::dropout, "drop", 0, 0, 1, 0, 0.5f});
    a.layers.push_back({nn::LayerKind::softmax, "softmax", 0, 0, 1, 0, 0});
    CHECK(nn::score_layer(nn::make_network(a).value()) == 0);
    CHECK(nn::ends_in_softmax(nn::make_network(a).value()));
}
