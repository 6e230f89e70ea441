// Ascent on the input: its steps against finite differences, its seeds, and whether another network reads its digits.
#include "paths.h"
#include "tests/explain/support.h"

#include <numeric>

#include "explain/maximise.h"
#include "io/file.h"

using namespace explain_test;
using nn::LayerKind;

namespace {

nn::Network smooth_network() {
    nn::Network network = random_network({1, 12, 10},
                                         {conv(4, 3), plain(LayerKind::tanh), average_pool(2, 2), conv(6, 2),
                                          plain(LayerKind::tanh), fully_connected(5)},
                                         50);
    for (nn::Parameters& p : network.parameters)
        for (float& w : p.weight) w *= 0.4f;  // away from where tanh is flat
    return network;
}

/// Nothing but the gradient.
explain::AscentOptions bare(float rate) {
    explain::AscentOptions options;
    options.rate = rate;
    options.l2 = options.total_variation = options.noise = 0;
    options.blur_every = options.jitter = 0;
    options.clamp = false;
    return options;
}

std::vector<float> unit_length(std::vector<float> v) {
    const double length = std::sqrt(dot(v, v));
    for (float& x : v) x = static_cast<float>(static_cast<double>(x) / length);
    return v;
}

/// Directions of a step and of the finite differences of `value`.
template <class Value>
void check_step(explain::Ascender& ascender, const explain::Objective& objective, const explain::AscentOptions& options,
                const std::vector<float>& start, Value value) {
    explain::Climb climb = ascender.begin(objective, options, start);
    ascender.advance(climb, 1);
    std::vector<float> step(start.size()), want(start.size());
    for (std::size_t i = 0; i < start.size(); ++i) {
        step[i] = climb.picture[i] - start[i];
        std::vector<float> moved = start;
        moved[i] = start[i] + 5e-3f;
        const double up = value(moved);
        moved[i] = start[i] - 5e-3f;
        want[i] = static_cast<float>((up - value(moved)) / 1e-2);
    }
    // Differences of float32 values: up to 3 % of noise, which depends on the compiler; a wrong step is 100 % off.
    CHECK(relative_error(unit_length(step), unit_length(want)) < 5e-2);
}

std::vector<float> positive(std::vector<float> values) {
    for (float& v : values) v = 0.5f + 0.4f * v;
    return values;
}

}  // namespace

TEST_CASE("maximise: a step goes where finite differences rise") {
    const nn::Network network = smooth_network();
    explain::Ascender ascender(network);
    const std::vector<float> start = positive(random_values(120, 51));
    using Of = explain::Term::Of;
    const std::vector<explain::Objective> objectives = {
        {5, {{3, Of::unit, 0, 1.0f}}},
        {4, {{2, Of::mean, 0, 1.0f}}},
        {3, {{1, Of::maximum, 0, 2.0f}, {4, Of::mean, 0, -0.5f}, {1, Of::unit, 3, 0.3f}}},
        explain::class_objective(network, 5, 1, 1.0f),
    };
    for (const explain::Objective& objective : objectives) {
        CAPTURE(objective.layer);
        check_step(ascender, objective, bare(0.1f), start, [&](const std::vector<float>& picture) {
            return static_cast<double>(ascender.value(objective, picture));
        });
        explain::Climb climb = ascender.begin(objective, bare(0.1f), start);
        ascender.advance(climb, 1);
        CHECK(climb.curve[0] == ascender.value(objective, start));
        double square = 0;
        for (std::size_t i = 0; i < start.size(); ++i)
            square += std::pow(static_cast<double>(climb.picture[i] - start[i]), 2);
        CHECK(std::sqrt(square / 120) == doctest::Approx(0.1).epsilon(1e-3));  // its length is the rate
    }
}

TEST_CASE("maximise: total variation falls, L2 shrinks, blur keeps the mean, pixels stay in range") {
    const nn::Network network = smooth_network();
    explain::Ascender ascender(network);
    const explain::Objective nothing{5, {}};
    const std::vector<float> start = positive(random_values(120, 52));
    explain::AscentOptions options = bare(1e-3f);
    options.total_variation = 1;
    check_step(ascender, nothing, options, start, [](const std::vector<float>& p) {
        double sum = 0;
        for (int row = 0; row < 12; ++row)
            for (int column = 0; column < 10; ++column) {
                const auto at = [&](int y, int x) {
                    return static_cast<double>(p[static_cast<std::size_t>(y * 10 + x)]);
                };
                const double across = column < 9 ? at(row, column + 1) - at(row, column) : 0,
                             along = row < 11 ? at(row + 1, column) - at(row, column) : 0;
                sum -= std::sqrt(across * across + along * along + 1e-4);
            }
        return sum;
    });
    options = bare(0.1f);
    options.l2 = 0.25f;
    explain::Climb climb = ascender.begin(nothing, options, start);
    ascender.advance(climb, 1);
    for (std::size_t i = 0; i < start.size(); ++i) CHECK(climb.picture[i] == doctest::Approx(0.75f * start[i]));
    options = bare(0.1f);
    options.blur_every = 1;
    options.blur_sigma = 1;
    options.steps = 5;
    std::vector<float> dot_in_the_middle(120, 0.0f);
    dot_in_the_middle[55] = 1;
    climb = ascender.begin(nothing, options, dot_in_the_middle);
    ascender.advance(climb, 1);
    CHECK(std::accumulate(climb.picture.begin(), climb.picture.end(), 0.0) == doctest::Approx(1).epsilon(1e-4));
    CHECK(climb.picture[55] == doctest::Approx(0.1592f).epsilon(0.02));  // 1 / (2 pi)
    CHECK(climb.picture[54] == doctest::Approx(climb.picture[45]));
    options = {};
    options.rate = 0.5f;
    climb = ascender.begin({5, {{0, explain::Term::Of::unit, 0, 1.0f}}}, options, start);
    ascender.advance(climb, 20);
    CHECK(*std::min_element(climb.picture.begin(), climb.picture.end()) >= 0);
    CHECK(*std::max_element(climb.picture.begin(), climb.picture.end()) <= 1);
}

namespace {

/// Mean |4 p - its four neighbours|, the border repeated: how much a picture speckles.
double roughness(const std::vector<float>& p) {
    const auto at = [&](int y, int x) {
        return static_cast<double>(p[static_cast<std::size_t>(std::clamp(y, 0, 27) * 28 + std::clamp(x, 0, 27))]);
    };
    double sum = 0;
    for (int y = 0; y < 28; ++y)
        for (int x = 0; x < 28; ++x)
            sum += std::fabs(4 * at(y, x) - at(y - 1, x) - at(y + 1, x) - at(y, x - 1) - at(y, x + 1));
    return sum / 784;
}

}  // namespace

TEST_CASE("maximise: more total variation makes smoother pictures, over its whole range") {
    const nn::Network shipped =
        io::parse_model(io::read_file(project_file("weights/lenet5.safetensors")).value()).value();
    explain::Ascender ascender(shipped);
#ifdef __SANITIZE_ADDRESS__
    constexpr int kStride = 5;
#else
    constexpr int kStride = 1;
#endif
    for (const float rate : {0.03f, 0.1f}) {
        double before = 1e9;
        for (const float weight : {0.0f, 0.25f, 0.5f, 0.75f, 1.0f, 1.5f, 2.0f}) {
            double rough = 0;
            for (int digit = 0; digit < 10; digit += kStride) {
                explain::AscentOptions options;
                options.rate = rate;
                options.total_variation = weight;
                rough += roughness(explain::maximise_class(shipped, digit, options)) * kStride / 10;
            }
            MESSAGE("rate ", rate, ", variation ", weight, ": ", rough);
            CHECK(rough < before);
            before = rough;
        }
    }
}

TEST_CASE("maximise: the proximal step of the total variation is the best picture near by") {
    const nn::Network network = smooth_network();
    explain::Ascender ascender(network);
    const std::vector<float> start = positive(random_values(120, 53));
    explain::AscentOptions options = bare(0.1f);
    options.total_variation = 1;
    options.steps = 1;
    explain::Climb climb = ascender.begin({5, {}}, options, start);
    for (int i = 0; i < 200; ++i) {  // the same step again from the flow that it left, until it is exact
        climb.picture = start;
        climb.curve.clear();
        ascender.advance(climb, 1);
    }
    const auto cost = [&](const std::vector<float>& p) {
        double sum = 0;
        for (int y = 0; y < 12; ++y)
            for (int x = 0; x < 10; ++x) {
                const auto i = static_cast<std::size_t>(y * 10 + x);
                const double off = static_cast<double>(p[i] - start[i]),
                             across = x < 9 ? static_cast<double>(p[i + 1] - p[i]) : 0,
                             along = y < 11 ? static_cast<double>(p[i + 10] - p[i]) : 0;
                sum += off * off / 2 + 0.1 * std::sqrt(across * across + along * along);
            }
        return sum;
    };
    const double best = cost(climb.picture);
    CHECK(best < cost(start));
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::vector<float> near = climb.picture;
        const std::vector<float> off = random_values(120, 100 + seed);
        for (std::size_t i = 0; i < near.size(); ++i) near[i] += (seed % 2 ? 1e-1f : 1e-2f) * off[i];
        CHECK(cost(near) > best);
    }
}

TEST_CASE("maximise: the same seed gives the same picture, slices or not") {
    const nn::Network network = smooth_network();
    explain::Ascender ascender(network);
    const explain::Objective objective{5, {{2, explain::Term::Of::unit, 0, 1.0f}}};
    explain::AscentOptions options;
    options.steps = 40;
    explain::Climb once = ascender.begin(objective, options, {}), sliced = once;
    CHECK_FALSE(ascender.advance(once, 1000));
    for (int i = 1; ascender.advance(sliced, i); ++i) {
    }
    CHECK(once.picture == sliced.picture);
    CHECK(once.curve == sliced.curve);
    CHECK(once.done() == 40);
    options.seed = 2;
    explain::Climb other = ascender.begin(objective, options, {});
    ascender.advance(other, 1000);
    CHECK(once.picture != other.picture);
}

TEST_CASE("maximise: another network reads the shipped network's ideas of the digits") {
    const nn::Network shipped =
        io::parse_model(io::read_file(project_file("weights/lenet5.safetensors")).value()).value();
    explain::Ascender judge(reference_network());
#ifdef UNPOOL_SANITIZED
    constexpr int kSeeds = 1;
#else
    constexpr int kSeeds = 3;
#endif
    for (int seed = 1; seed <= kSeeds; ++seed) {
        int read = 0;
        for (int digit = 0; digit < 10; ++digit) {
            explain::AscentOptions options;
            options.seed = static_cast<std::uint64_t>(seed);
            const std::span<const float> answer = judge.answer(explain::maximise_class(shipped, digit, options));
            read += std::max_element(answer.begin(), answer.end()) - answer.begin() == digit;
        }
        MESSAGE("seed ", seed, ": ", read, " of 10 read by the reference network");
        CHECK(read >= 8);
    }
}
