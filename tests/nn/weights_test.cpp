// The shipped weights: accuracy on digits that they never saw, as they are and as other hands and pens would have made
// them.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "hand/augment.h"
#include "hand/bend.h"
#include "hand/middle_lines.h"
#include "image/digit.h"
#include "io/file.h"
#include "io/idx_files.h"
#include "io/model_file.h"
#include "nn/classifier.h"
#include "nn/forward.h"
#include "paths.h"

namespace {

/// Its absence fails the test: an accuracy that nobody measured must not count as passed.
io::LabelledImages mnist(const std::string& part) {
    auto pair = io::read_idx_pair(mnist_file(part + "-images-idx3-ubyte"), mnist_file(part + "-labels-idx1-ubyte"));
    REQUIRE_MESSAGE(pair.ok(), "no MNIST; make it by: node cmake/mnist.mjs build/mnist");
    return std::move(pair.value());
}

nn::Network shipped() {
    return io::parse_model(io::read_file(project_file("weights/lenet5.safetensors")).value()).value();
}

#ifdef UNPOOL_SANITIZED
constexpr int kStep = 25;  // sanitizers look at the code, not at the accuracy
#else
constexpr int kStep = 1;
#endif
constexpr double kSlack = kStep > 1 ? 0.03 : 0.0;  // few digits say little

/// Share of right answers over pictures made one by one; `make` gives false for those to leave out.
template <class Make>
double accuracy(const nn::Network& network, const nn::Digits& digits, Make make) {
    nn::Engine engine(network);
    std::vector<float> picture(784), answer(10);
    int right = 0, count = 0;
    for (int i = 0; i < digits.count(); i += kStep) {
        if (!make(i, picture.data())) continue;
        engine.forward_batch(picture, answer);
        right += std::max_element(answer.begin(), answer.end()) - answer.begin() ==
                 digits.labels[static_cast<std::size_t>(i)];
        ++count;
    }
    return static_cast<double>(right) / std::max(1, count);
}

/// As the page redraws people's strokes.
bool redraw(const image::Strokes& strokes, float pen, float* out) {
    image::FitOptions fit;
    fit.pen = pen;
    const auto page = image::network_input(strokes, fit);
    if (page) std::copy(page->pixels.begin(), page->pixels.end(), out);
    return page.has_value();
}

}  // namespace

TEST_CASE("the shipped weights are LeNet-5") {
    const nn::Network n = shipped();
    CHECK(n.architecture == nn::lenet5());
    CHECK(n.parameter_count() == 61706);
    CHECK(n.card.count("data") == 1);
}

TEST_CASE("the shipped weights read MNIST's unseen digits") {
    const nn::Network n = shipped();
    const io::LabelledImages test = mnist("t10k"), train = mnist("train");
    const double on_test = nn::evaluate(n, test.digits(), 2).accuracy(),
                 on_first = nn::evaluate(n, train.digits().slice(0, 10000), 2).accuracy();
    MESSAGE("t10k " << on_test << ", train[0:10000] " << on_first);
    CHECK(on_test >= 0.9940);
    CHECK(on_first >= 0.9925);
}

TEST_CASE("the shipped weights read digits bent, grown, shrunk and redrawn") {
    const nn::Network n = shipped();
    const io::LabelledImages test = mnist("t10k");
    const nn::Digits digits = test.digits();
    struct Case {
        const char* name;
        hand::AugmentOptions options;
        double least;
    };
    const Case cases[] = {
        {"shifted up to 2 pixels", {2.0f, 0, 0, 0, 0, 0, 0, 0, 1.0f}, 0.988},
        {"turned up to 20 degrees", {0, 20.0f, 0, 0, 0, 0, 0, 0, 1.0f}, 0.986},
        {"scaled by up to 15 %", {0, 0, 0.15f, 0, 0, 0, 0, 0, 1.0f}, 0.99},
        {"slanted up to 0.3", {0, 0, 0, 0.3f, 0, 0, 0, 0, 1.0f}, 0.99},
        {"elastic, 1.2 pixels", {0, 0, 0, 0, 1.2f, 0, 0, 0, 1.0f}, 0.984},
        {"thinner or thicker by 0.7 pixels", {0, 0, 0, 0, 0, 0.7f, 0, 0, 1.0f}, 0.99},
    };
    for (const Case& c : cases) {
        const hand::Augmenter augmenter(digits, c.options, 1);
        const double share = accuracy(n, digits, [&](int i, float* out) {
            nn::Random random(99, static_cast<std::uint64_t>(i));
            augmenter.draw(i, random, out);
            return true;
        });
        MESSAGE(std::string(c.name) << ": " << share);
        CHECK(share >= c.least - kSlack);
    }
    for (const float pen : {0.08f, 0.11f, 0.16f}) {
        const double share = accuracy(
            n, digits, [&](int i, float* out) { return redraw(hand::middle_lines(digits.picture(i), 28), pen, out); });
        MESSAGE("redrawn with a pen of " << pen << " of the digit: " << share);
        CHECK(share >= 0.986 - kSlack);
    }
    const double bent = accuracy(n, digits, [&](int i, float* out) {
        nn::Random random(7, static_cast<std::uint64_t>(i));
        image::Strokes strokes = hand::middle_lines(digits.picture(i), 28);
        hand::bend(strokes, 1.0f, random);
        return redraw(strokes, random.uniform(0.08f, 0.16f), out);
    });
    MESSAGE("redrawn by another hand: " << bent);
    CHECK(bent >= 0.975 - kSlack);
}
