// The model table's row: each column is what its measure says, in slices of any size; what makes no sense is NaN, and
// said; areas under Fig. 5's curves and agreement against plain loops.
#include "tests/explain/measures_support.h"

#include <set>

#include "explain/evolution.h"
#include "explain/invariance_area.h"
#include "explain/likeness.h"
#include "explain/map_agreement.h"
#include "explain/measures.h"
#include "explain/redundancy.h"
#include "explain/roughness.h"
#include "nn/cost.h"

using namespace explain_test;
using explain::Measure;

namespace {

explain::Measures measured(const nn::Network& network, const nn::Digits& training, const nn::Digits& held_out,
                           const nn::Network* other, int slice = 40) {
    explain::Measures row(network, training, held_out, other);
    float before = 0;
    while (row.advance(slice)) {
        CHECK(row.progress() >= before);
        CHECK(row.progress() <= 1);
        before = row.progress();
    }
    CHECK(row.done());
    CHECK(row.progress() == 1);
    return row;
}

double length(const std::vector<float>& a) {
    double sum = 0;
    for (const float v : a) sum += static_cast<double>(v) * static_cast<double>(v);
    return std::sqrt(sum);
}

}  // namespace

TEST_CASE("measures: every column is its measure, whatever the slices") {
    const Set learnt(8, 20, 5, 11), held_out(8, 30, 5);
    const nn::Network network = small(), other = small(9);
    const explain::Measures row = measured(network, learnt.digits(), held_out.digits(), &other),
                            slices = measured(network, learnt.digits(), held_out.digits(), &other, 1);
    std::set<std::string> keys;
    for (int i = 0; i < explain::kMeasures; ++i) {
        const auto measure = static_cast<Measure>(i);
        INFO(explain::info(measure).key);
        CHECK(keys.insert(explain::info(measure).key).second);
        CHECK(row.why_not(measure).empty());
        CHECK(std::isfinite(row.value(measure)));
        CHECK(row.value(measure) == slices.value(measure));
    }
    const explain::Readings training = read(network, learnt.digits(), 20), all = read(network, held_out.digits(), 30);
    CHECK(row.value(Measure::parameters) == network.parameter_count());
    CHECK(row.value(Measure::multiply_adds) == static_cast<double>(nn::cost(network).multiply_adds));
    CHECK(row.value(Measure::training_accuracy) == training.accuracy());
    CHECK(row.value(Measure::training_loss) == training.loss());
    CHECK(row.value(Measure::held_out_accuracy) == all.accuracy());
    CHECK(row.value(Measure::held_out_loss) == all.loss());
    CHECK(row.value(Measure::gap) == training.accuracy() - all.accuracy());
    CHECK(row.value(Measure::calibration_error) == explain::calibration(all.all()).error);
    CHECK(row.calibration().count == 30);
    CHECK(row.value(Measure::roughness) == explain::layer_roughness(network, 0));
    CHECK(row.maps_layer() == "layer2");
    CHECK(row.hidden_layer() == "layer3");
    CHECK(row.value(Measure::co_adaptation) == lesions(network, 2, held_out.digits(), 30)[1]);
    explain::Redundancy redundancy(network, {2, 4}, held_out.digits(), 30);
    while (redundancy.advance(9)) {
    }
    CHECK(row.value(Measure::redundancy) == redundancy.redundancy(0));
    CHECK(row.value(Measure::dead_units) == static_cast<double>(redundancy.dead(0).size() + redundancy.dead(1).size()));
    explain::Robustness robustness(network, held_out.digits(), 30);
    while (robustness.advance(9)) {
    }
    CHECK(row.value(Measure::robustness) == robustness.mean());
    CHECK(row.accuracy_under(explain::Harm::noise) == robustness.accuracy(explain::Harm::noise));
    explain::LikenessMatrix likeness(network, other, held_out.digits(), 30);
    while (likeness.advance(9)) {
    }
    CHECK(row.value(Measure::likeness) == likeness.mean_of_same_names());
    CHECK(measured(network, learnt.digits(), held_out.digits(), &network).value(Measure::likeness) ==
          doctest::Approx(1).epsilon(1e-5));
}

TEST_CASE("measures: what makes no sense is NaN, and one sentence says why") {
    const Set set(8, 10, 5);
    const auto says = [](const explain::Measures& row, std::initializer_list<Measure> none) {
        for (int i = 0; i < explain::kMeasures; ++i) {
            const auto measure = static_cast<Measure>(i);
            const bool missing = std::find(none.begin(), none.end(), measure) != none.end();
            INFO(explain::info(measure).key);
            CHECK(row.why_not(measure).empty() != missing);
            CHECK(std::isnan(row.value(measure)) == missing);
        }
    };
    const nn::Digits none = set.digits().slice(0, 0);
    const nn::Network network = small();
    says(measured(network, none, set.digits(), nullptr),
         {Measure::training_accuracy, Measure::training_loss, Measure::gap, Measure::likeness});
    says(measured(network, set.digits(), none, &network),
         {Measure::held_out_accuracy, Measure::held_out_loss, Measure::gap, Measure::calibration_error,
          Measure::robustness, Measure::invariance, Measure::dead_units, Measure::redundancy, Measure::co_adaptation,
          Measure::agreement, Measure::likeness});
    const nn::Network squashing =
        random_network({1, 8, 8}, {fully_connected(6), plain(nn::LayerKind::tanh), fully_connected(5)}, 3);
    says(measured(squashing, set.digits(), set.digits(), &network),
         {Measure::dead_units, Measure::roughness, Measure::agreement});
    const nn::Network linear = random_network({1, 8, 8}, {fully_connected(5), plain(nn::LayerKind::softmax)}, 3);
    says(measured(linear, set.digits(), set.digits(), &linear),
         {Measure::dead_units, Measure::redundancy, Measure::co_adaptation, Measure::invariance, Measure::roughness,
          Measure::agreement});
    const nn::Network maps = random_network({1, 8, 8}, {conv(3, 1), plain(nn::LayerKind::relu), conv(2, 3)}, 3);
    says(measured(maps, set.digits(), set.digits(), &maps),
         {Measure::training_accuracy, Measure::training_loss, Measure::held_out_accuracy, Measure::held_out_loss,
          Measure::gap, Measure::calibration_error, Measure::robustness, Measure::co_adaptation, Measure::roughness});
    nn::Network single = small(1, 1);
    single.parameters[0].bias[0] = 3;  // it is not silent by chance
    says(measured(single, set.digits(), set.digits(), &network), {Measure::redundancy, Measure::co_adaptation});
    nn::Network silent = network;
    for (int map = 0; map < 4; ++map) kill(silent, map);
    const explain::Measures still = measured(silent, set.digits(), set.digits(), &network);
    for (const Measure measure : {Measure::redundancy, Measure::agreement, Measure::likeness}) {
        CHECK(std::isnan(still.value(measure)));
        CHECK(still.why_not(measure).find("do not vary") != std::string::npos);
    }
    const nn::Network coloured =
        random_network({2, 8, 8}, {conv(3, 3), plain(nn::LayerKind::relu), fully_connected(5)}, 3);
    const std::vector<std::uint8_t> pixels(2 * 64 * 10, 9);
    const nn::Digits two{{2, 8, 8}, pixels, set.labels};
    const explain::Measures row = measured(coloured, two, two, &network);
    for (const Measure measure : {Measure::robustness, Measure::invariance, Measure::agreement, Measure::likeness})
        CHECK_FALSE(row.why_not(measure).empty());
}

TEST_CASE("measures: the mean height of Fig. 5's curves, as plain loops have it") {
    const Set set(8, 3, 5);
    const nn::Network network = small();
    explain::InvarianceArea found(network, set.digits(), 3);
    while (found.advance(7)) {
    }
    CHECK(found.progress() == 1);
    double sum = 0;
    for (int digit = 0; digit < 3; ++digit) {
        std::vector<float> input(64), moved(64);
        nn::to_input(set.digits().picture(digit), input.data());
        const std::vector<float> still = run(network, input).output(4).data;
        const auto change = [&](const explain::Transform& how) {
            explain::transform(input, 8, how, moved);
            std::vector<float> other = run(network, moved).output(4).data;
            for (std::size_t i = 0; i < other.size(); ++i) other[i] -= still[i];
            return length(other) / length(still);
        };
        double shifts = 0, scales = 0, turns = 0;
        for (int i = -8; i < 8; ++i)
            shifts += (change({.down = static_cast<float>(i)}) + change({.down = static_cast<float>(i + 1)})) / 2;
        for (int i = 5; i < 18; ++i)
            scales += (change({.scale = 0.1f * static_cast<float>(i)}) +
                       change({.scale = 0.1f * static_cast<float>(i + 1)})) /
                      2;
        for (int i = 0; i < 18; ++i) turns += change({.degrees = 20.0f * static_cast<float>(i)});
        sum += (shifts / 16 + scales / 13 + turns / 18) / 3;
    }
    CHECK(found.area(4) == doctest::Approx(sum / 3).epsilon(1e-4));
    CHECK(found.area(-1) > 0.1);
    explain::InvarianceArea nothing(network, set.digits(), 0);
    CHECK_FALSE(nothing.advance(5));
    CHECK(std::isnan(nothing.area(4)));
}

TEST_CASE("measures: occlusion and projection agree where a map looks at one place, and slices do not matter") {
    const Set set(8, 4, 5);
    const nn::Network network = small();
    const auto mean = [&](const nn::Network& of, int slice) {
        explain::MapAgreement found(of, set.digits(), 4);
        while (found.advance(slice)) {
        }
        CHECK(found.progress() == 1);
        return found.mean();
    };
    CHECK(explain::watched_layer(network) == 2);
    CHECK(mean(network, 1) == mean(network, 1000));
    CHECK(std::abs(mean(network, 9)) <= 1);
    nn::Network silent = network;
    for (int map = 0; map < 4; ++map) kill(silent, map);
    CHECK(std::isnan(mean(silent, 9)));
    CHECK(explain::watched_layer(random_network({1, 8, 8}, {fully_connected(2)}, 1)) == -1);
}
