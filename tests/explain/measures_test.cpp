// Calibration, robustness, co-adaptation where there is nothing, one of a kind, or something broken; slices.
#include "tests/explain/measures_support.h"

#include <numeric>

#include "explain/calibration.h"
#include "explain/lesion.h"
#include "explain/robustness.h"

using namespace explain_test;

TEST_CASE("calibration: perfectly calibrated, too sure, edges of bins, no reading") {
    using explain::Reading;
    std::vector<Reading> readings;
    for (int i = 0; i < 10; ++i) readings.push_back({0, 0.7f, 0, i < 7});
    CHECK(explain::calibration(readings).error == doctest::Approx(0).epsilon(1e-6));
    for (Reading& r : readings) r.confidence = 1;
    CHECK(explain::calibration(readings).error == doctest::Approx(0.3));
    CHECK(explain::calibration(readings).overconfidence == doctest::Approx(0.3));
    CHECK(explain::calibration(readings).bins.back().count == 10);
    const std::vector<Reading> edges = {{0, 0.5f, 0, true}, {0, 0.50001f, 0, true}, {0, 0.0f, 0, true}};
    const explain::Calibration two = explain::calibration(edges, 2);
    CHECK(two.bins[0].count == 2);  // a bin holds its upper edge
    CHECK(two.bins[1].count == 1);
    CHECK(std::isnan(explain::calibration({}).error));
    const std::vector<Reading> none = {{-1, NAN, NAN, false}};
    CHECK(std::isnan(explain::calibration(none).error));
    CHECK(explain::calibration(none).count == 0);
    CHECK(std::isnan(explain::calibration(edges).bins[3].accuracy));
}

TEST_CASE("readings: whatever the slices; one class, a thousand, labels that are none, no digits, not finite") {
    const Set set(8, 30, 5);
    const nn::Network network = small();
    const explain::Readings whole = read(network, set.digits(), 1000, 1000), slices = read(network, set.digits(), 30);
    CHECK(whole.seen() == 30);
    for (std::size_t i = 0; i < 30; ++i) {
        CHECK(whole.all()[i].answer == slices.all()[i].answer);
        CHECK(whole.all()[i].loss == slices.all()[i].loss);
    }
    CHECK(std::isnan(read(network, set.digits(), 0).accuracy()));
    CHECK(std::isnan(read(network, set.digits(), 0).loss()));
    const explain::Readings one = read(small(1, 4, 1), Set(8, 5, 1).digits(), 5);
    CHECK(one.accuracy() == 1);
    CHECK(one.loss() == doctest::Approx(0));
    CHECK(explain::calibration(one.all()).error == doctest::Approx(0));
    CHECK(read(small(1, 4, 1000), set.digits(), 30).loss() > 1);
    const explain::Readings strange = read(small(1, 4, 2), set.digits(), 30);  // labels up to 4 of two classes
    CHECK(std::isfinite(strange.loss()));
    nn::Network broken = network;
    broken.parameters[3].weight[0] = 3e38f;
    broken.parameters[3].weight[1] = 3e38f;
    broken.parameters[5].weight.assign(35, 3e38f);
    const explain::Readings infinite = read(broken, set.digits(), 30);
    CHECK(infinite.accuracy() < 1);
    CHECK(std::count_if(infinite.all().begin(), infinite.all().end(), [](const auto& r) { return r.answer < 0; }) > 0);
}

TEST_CASE("robustness: the changes do what they say, alike for all networks, and blank pages stay harmless") {
    std::vector<float> picture(28 * 28);
    picture[14 * 28 + 14] = 1;
    for (int how = 0; how < explain::kHarms; ++how) {
        std::vector<float> one = picture, again = picture, blank(784);
        explain::harm(static_cast<explain::Harm>(how), 28, 3, 1, one);
        explain::harm(static_cast<explain::Harm>(how), 28, 3, 1, again);
        explain::harm(static_cast<explain::Harm>(how), 28, 3, 1, blank);
        CHECK(one == again);
        CHECK(one != picture);
        for (float v : one) CHECK((v >= 0 && v <= 1));
        for (float v : blank) CHECK(std::isfinite(v));
    }
    std::vector<float> erased = picture;
    explain::harm(explain::Harm::erased, 28, 3, 1, erased);
    CHECK(std::accumulate(erased.begin(), erased.end(), 0.0f) == 0);
    std::vector<float> tiny = {1};  // a page smaller than the patch
    explain::harm(explain::Harm::erased, 1, 0, 1, tiny);
    CHECK(tiny[0] == 0);

    const Set set(8, 20, 5);
    explain::Robustness robustness(small(), set.digits(), 20);
    CHECK(std::isnan(robustness.mean()));
    float before = 0;
    while (robustness.advance(6)) {
        CHECK(robustness.progress() >= before);
        before = robustness.progress();
    }
    using explain::Harm;
    double sum = (robustness.accuracy(Harm::thinner) + robustness.accuracy(Harm::thicker)) / 2;
    for (const Harm how : {Harm::shift, Harm::rotation, Harm::scale, Harm::noise, Harm::contrast, Harm::erased})
        sum += robustness.accuracy(how);
    CHECK(robustness.mean() == doctest::Approx(sum / 7));
    explain::Robustness nothing(small(), set.digits(), 0);
    while (nothing.advance(6)) {
    }
    CHECK(std::isnan(nothing.mean()));
    CHECK_FALSE(explain::Robustness::suits(random_network({2, 8, 8}, {fully_connected(3)}, 1)));
    CHECK_FALSE(explain::Robustness::suits(random_network({1, 8, 9}, {fully_connected(3)}, 1)));
}

TEST_CASE("co-adaptation: as lesions of the network itself; two copies of a map cover for each other") {
    const Set set(8, 12, 5);
    nn::Network network = small(2);
    const auto loss = [&](std::vector<explain::Lesion> off) {
        return read(explain::lesion(network, off).network, set.digits(), 12).loss();
    };
    explain::CoAdaptation found(network, 2, set.digits(), 12);
    while (found.advance(5)) {
    }
    CHECK(found.counted() == 12);
    CHECK(found.maps() == 4);
    CHECK(found.intact() == doctest::Approx(loss({})).epsilon(1e-5));
    for (int i = 0; i < 4; ++i) {
        CHECK(found.cost(i) == doctest::Approx(loss({{2, i}}) - loss({})).epsilon(1e-4));
        CHECK(found.interaction(i, i) == 0);
        for (int k = i + 1; k < 4; ++k)
            CHECK(found.interaction(i, k) ==
                  doctest::Approx(loss({{2, i}, {2, k}}) - loss({{2, i}}) - loss({{2, k}}) + loss({})).epsilon(1e-4));
    }
    const std::vector<double> one = lesions(network, 2, set.digits(), 12, 1);
    CHECK(one == lesions(network, 2, set.digits(), 12, 100));
    CHECK(lesions(permuted(network, {1, 0, 2, 3}), 2, set.digits(), 12)[1] == doctest::Approx(one[1]).epsilon(1e-4));
    CHECK(lesions(network, 0, set.digits(), 12) == one);  // below its relu and pool it is the same map
}

TEST_CASE("co-adaptation: dead maps cost nothing; one unit has no pair; odd labels, tanh, no digits") {
    const Set set(8, 12, 5);
    nn::Network network = small(2);
    kill(network, 1);
    explain::CoAdaptation found(network, 2, set.digits(), 12);
    while (found.advance(5)) {
    }
    CHECK(found.cost(1) == 0);
    for (int k = 0; k < 4; ++k) CHECK(found.interaction(1, k) == doctest::Approx(0).epsilon(1e-9));
    CHECK(std::isnan(lesions(small(1, 1), 2, set.digits(), 12)[1]));
    CHECK(std::isnan(lesions(small(), 2, set.digits(), 0)[0]));
    explain::CoAdaptation few(small(1, 4, 2), 2, set.digits(), 12);  // labels up to 4 of two classes
    while (few.advance(5)) {
    }
    CHECK(few.counted() < 12);
    CHECK(std::isfinite(few.mean_interaction()));
    const nn::Network wide = random_network(
        {1, 8, 8},
        {fully_connected(300), plain(nn::LayerKind::tanh), fully_connected(3), plain(nn::LayerKind::softmax)}, 4);
    explain::CoAdaptation many(wide, 1, set.digits(), 2);
    while (many.advance(5)) {
    }
    CHECK(many.units() == explain::CoAdaptation::kMostUnits);
    CHECK(many.maps() == 300);
    CHECK(many.map_of(many.units() - 1) < 300);
    CHECK(many.map_of(64) == 150);
    CHECK(std::isfinite(many.mean_interaction()));
}
