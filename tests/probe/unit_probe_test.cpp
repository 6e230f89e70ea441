// Inside one unit: what is shown adds up to what the network has, for every kind of layer; stages follow the switches.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "explain/inside.h"
#include "probe/all.h"
#include "probe/unit/sum.h"
#include "tests/probe/asking.h"

using namespace probe_test;
using namespace explain_test;

namespace {

/// Convolutions with padding and stride, every activation and pool, dense layers from maps and from units.
std::vector<nn::Network> networks() {
    using Kind = nn::LayerKind;
    std::vector<nn::Network> all;
    all.push_back(reference_network());
    std::mt19937 random(8);
    for (unsigned seed = 0; seed < 8; ++seed) {
        const auto pick = [&](int low, int high) {
            return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
        };
        std::vector<nn::LayerSpec> layers = {conv(pick(1, 4), pick(1, 5), pick(1, 2), pick(0, 2))};
        layers.push_back(plain(pick(0, 1) != 0 ? Kind::tanh : Kind::relu));
        layers.push_back(pick(0, 1) != 0 ? average_pool(2, pick(1, 2)) : max_pool(3, pick(1, 3)));
        if (pick(0, 1) != 0) layers.push_back(max_pool(2, 1));
        layers.push_back(conv(pick(1, 3), 3, 1, 1));
        layers.push_back(plain(Kind::dropout));
        layers.push_back(fully_connected(pick(3, 20)));
        layers.push_back(plain(Kind::relu));
        layers.push_back(fully_connected(pick(2, 12)));
        layers.push_back(plain(Kind::softmax));
        all.push_back(random_network({1, 28, 28}, layers, seed));
        for (nn::Parameters& p : all.back().parameters)
            for (float& weight : p.weight) weight *= 0.2f;
    }
    return all;
}

std::vector<float> page(unsigned seed) {
    std::vector<float> values = random_values(784, seed);
    for (float& value : values) value = std::fabs(value);
    return values;
}

/// What the layer makes of the cells below it.
double made_of(const nn::LayerSpec& spec, const std::vector<float>& cells, std::span<const float> layer_below) {
    using Kind = nn::LayerKind;
    double sum = 0, all = 0, most = -1e30;
    for (const float value : cells) {
        sum += static_cast<double>(value);
        most = std::max(most, static_cast<double>(value));
    }
    for (const float value : layer_below) all += std::exp(static_cast<double>(value));
    switch (spec.kind) {
        case Kind::relu:
            return std::max(0.0, sum);
        case Kind::tanh:
            return std::tanh(sum);
        case Kind::max_pool:
            return most;
        case Kind::average_pool:
            return sum / static_cast<double>(cells.size());
        case Kind::softmax:
            return std::exp(sum) / all;
        default:
            return sum;
    }
}

}  // namespace

TEST_CASE("the products and the bias add up to the unit's value, to the last digit shown, in every layer") {
    int units = 0;
    for (const nn::Network& network : networks()) {
        const nn::Activations activations = run(network, page(3));
        std::mt19937 random(4);
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            if (nn::weight_count(network, layer) == 0) continue;
            const nn::Shape& shape = network.shape(layer);
            for (int i = 0; i < 12; ++i) {
                const explain::UnitAt at{
                    layer, static_cast<int>(random() % static_cast<unsigned>(shape.channels)),
                    i == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(shape.plane()))};
                const probe::UnitSum sum = probe::sum_of(network, activations, at);
                double magnitude = std::fabs(sum.bias), total = sum.bias;
                for (int map = 0; map < network.input_shape(layer).channels; ++map)
                    for (const float product : probe::products_of(network, activations, sum, map)) {
                        total += static_cast<double>(product);
                        magnitude += std::fabs(static_cast<double>(product));
                    }
                CHECK(total == doctest::Approx(sum.products + sum.bias).epsilon(1e-9));
                const double value = static_cast<double>(sum.value);
                CHECK(std::fabs(total - value) <= 2e-6 * magnitude);
                // Only a hair from where rounding turns may the words differ.
                const bool same = figure::number(total) == figure::number(value) ||
                                  figure::number(total + 4e-6 * magnitude) == figure::number(value) ||
                                  figure::number(total - 4e-6 * magnitude) == figure::number(value);
                CHECK(same);
                ++units;
            }
        }
    }
    CHECK(units > 200);
}

TEST_CASE("each stage is made of the cells below it, and the unit that counts is the one that the switch names") {
    for (const nn::Network& network : networks()) {
        const nn::Activations activations = run(network, page(5));
        std::mt19937 random(6);
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            const nn::Shape& shape = network.shape(layer);
            for (int i = 0; i < 6; ++i) {
                const explain::UnitAt at{layer, static_cast<int>(random() % static_cast<unsigned>(shape.channels)),
                                         static_cast<int>(random() % static_cast<unsigned>(shape.plane()))};
                const std::vector<explain::Stage> stages = explain::way_up(network, activations, at);
                CHECK(stages.back().layer == layer);
                CHECK(stages.back().unit == at.unit);
                const auto source = explain::source_unit(network, activations, at);
                CHECK(stages.front().layer == (source ? source->layer : -1));
                if (source && stages.front().unit) CHECK(*stages.front().unit == source->unit);
                if (stages.size() < 2) continue;
                const explain::Stage& before = stages[stages.size() - 2];
                const nn::Tensor& below = explain::below(activations, layer);
                const double want = made_of(network.layer(layer),
                                            explain::patch(below.map(at.map), below.shape, before.cells), below.data);
                const float value = activations.output(layer).map(at.map)[probe::index(at.unit)];
                CHECK(static_cast<double>(value) == doctest::Approx(want).epsilon(1e-5));
                if (network.layer(layer).kind == nn::LayerKind::max_pool)
                    CHECK(below.map(at.map)[probe::index(before.unit.value())] == value);
                if (network.layer(layer).kind == nn::LayerKind::average_pool) CHECK_FALSE(before.unit);
            }
        }
    }
}

TEST_CASE("the figure's cells are the real arrays, and its sum the activation") {
    Asker asker(probe::kUnit);
    asker.start = {3, explain::Keep::unit, 7, 2 * 10 + 3};  // conv2 map 7 at (2, 3)
    const std::vector<float> input = reference_input(7);
    figure::Figure figure = asker.ask(input);
    const figure::Picture *patch = find_picture(figure, "input patch"), *kernel = find_picture(figure, "kernel"),
                          *products = find_picture(figure, "products");
    REQUIRE((patch && kernel && products));
    CHECK((patch->width == 5 && patch->height == 5 && patch->numbers));
    double sum = asker.network.parameters[3].bias[7];
    for (int map = 0; map < 6; ++map) {
        asker.set("from", std::to_string(map).c_str());
        figure = asker.ask(input);
        patch = find_picture(figure, "input patch"), kernel = find_picture(figure, "kernel"),
        products = find_picture(figure, "products");
        for (std::size_t i = 0; i < 25; ++i) {
            const auto row = 2 + static_cast<int>(i) / 5, column = 3 + static_cast<int>(i) % 5;
            CHECK(patch->values[i] == asker.activations.output(2).map(map)[probe::index(row * 14 + column)]);
            CHECK(products->values[i] == patch->values[i] * kernel->values[i]);
            sum += static_cast<double>(products->values[i]);
        }
        CHECK(find_picture(figure, "products of map " + std::to_string(map))->chosen);
    }
    const float value = asker.activations.output(3).map(7)[23];
    CHECK(sum == doctest::Approx(static_cast<double>(value)).epsilon(1e-5));
    CHECK(find_fact(figure, "sum")->value == figure::number(static_cast<double>(value)));
    CHECK(figure.finding.find("conv2 map 7 at (2, 3): 150 products add up to ") == 0);
    CHECK(figure.finding.find("it is " + figure::number(static_cast<double>(value)) + ".") != std::string::npos);
}

TEST_CASE("the finding says what the last layer did, and follows the input") {
    Asker asker(probe::kUnit);
    const auto finding = [&](int layer, int map, int digit) {
        asker.start = {layer, explain::Keep::whole_map, map, 0};
        return asker.ask(reference_input(digit)).finding;
    };
    const auto says = [](const std::string& sentence, const char* words) {
        return sentence.find(words) != std::string::npos;
    };
    CHECK(finding(5, 3, 7) != finding(5, 3, 8));
    CHECK(says(finding(5, 3, 7), "pool2 keeps the largest of 4"));
    CHECK(says(finding(11, 7, 7), " of the sum of all."));
    int through = 0, cut = 0;
    for (int unit = 0; unit < 20; ++unit) {
        const std::string words = finding(7, unit, 3);
        CHECK(says(words, "400 products"));
        const bool is_through = asker.activations.output(7).data[probe::index(unit)] > 0;
        CHECK(says(words, is_through ? "relu3 lets it through." : "relu3 makes 0 of it"));
        (is_through ? through : cut) += 1;
    }
    CHECK((through > 0 && cut > 0));
    CHECK(asker.ask({}).finding.find("Draw a digit") == 0);
}

TEST_CASE("of a layer without maps the strongest inputs are shown, and they and the others are the whole sum") {
    Asker asker(probe::kUnit);
    asker.start = {8, explain::Keep::whole_map, 12, 0};  // fc2
    const figure::Figure figure = asker.ask(reference_input(3));
    const figure::Picture *inputs = find_picture(figure, "strongest inputs"),
                          *weights = find_picture(figure, "their weights"),
                          *products = find_picture(figure, "their products");
    REQUIRE((inputs && weights && products));
    REQUIRE(products->values.size() == 10);
    std::vector<float> all;
    for (int i = 0; i < 120; ++i)
        all.push_back(asker.activations.output(7).data[probe::index(i)] *
                      asker.network.parameters[8].weight[probe::index(12 * 120 + i)]);
    double some = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        CHECK(products->values[i] == inputs->values[i] * weights->values[i]);
        if (i > 0) CHECK(products->values[i] <= products->values[i - 1]);
        some += static_cast<double>(products->values[i]);
        int larger = 0;
        for (const float other : all) larger += std::fabs(other) > std::fabs(products->values[i]);
        CHECK(larger < 10);
    }
    CHECK(find_fact(figure, "these")->number.value() == doctest::Approx(some));
    const double whole = std::accumulate(all.begin(), all.end(), 0.0);
    CHECK(find_fact(figure, "the other 110")->number.value() == doctest::Approx(whole - some).epsilon(1e-4));
    const figure::Picture* units = find_picture(figure, "fc2 units");
    REQUIRE(units);
    CHECK((units->pick && units->click.map == -1 && units->click.layer == 8));
}

TEST_CASE("a pool's window shows which place won") {
    Asker asker(probe::kUnit);
    asker.start = {5, explain::Keep::unit, 2, 6};  // pool2 at (1, 1)
    const figure::Figure figure = asker.ask(reference_input(8));
    const figure::Picture* window = find_picture(figure, "relu2 window");
    REQUIRE(window);
    CHECK((window->width == 2 && window->height == 2));
    REQUIRE(window->marks.size() == 1);
    const int place = asker.activations.switches[5][probe::index(2 * 25 + 6)];
    CHECK(window->marks[0].y0 == static_cast<float>(place / 10 - 2));
    CHECK(window->marks[0].x0 == static_cast<float>(place % 10 - 2));
    CHECK(find_picture(figure, "pool2 map 2")->pick);
}

TEST_CASE("inside one unit survives every selection and network") { check_survives(probe::kUnit); }
