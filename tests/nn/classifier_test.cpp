// Many digits read: in slices as at once, on any number of threads, and what is counted of them.
#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "nn/classifier.h"
#include "nn/random.h"

namespace {

constexpr int kClasses = 4;

nn::Network small_network(bool softmax = true) {
    nn::Architecture a;
    a.input = {1, 3, 4};
    a.layers = {{nn::LayerKind::fully_connected, "fc", kClasses, 0, 1, 0, 0}};
    if (softmax) a.layers.push_back({nn::LayerKind::softmax, "softmax", 0, 0, 1, 0, 0});
    nn::Network n = nn::make_network(a).value();
    nn::initialise(n, 3);
    return n;
}

struct Set {
    std::vector<std::uint8_t> pixels, labels;
    nn::Digits digits() const { return {{1, 3, 4}, pixels, labels, 99}; }
};

/// Random bytes; labels up to 5, of which the last two are no class.
Set noise(int count) {
    Set set;
    nn::Random random(8, 0);
    for (int i = 0; i < 12 * count; ++i) set.pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
    for (int i = 0; i < count; ++i) set.labels.push_back(static_cast<std::uint8_t>(random.below(6)));
    return set;
}

}  // namespace

TEST_CASE("classifier: slices of any size give what the whole gives, on any number of threads") {
    const Set set = noise(700);
    for (const bool softmax : {true, false}) {
        const nn::Network network = small_network(softmax);
        const nn::Evaluation whole = nn::evaluate(network, set.digits());
        CHECK(whole.correct > 0);
        CHECK(whole.correct < 700);
        for (const int slice : {1, 37, 256, 300, 1000}) {
            nn::Classifier classifier(network, set.digits());
            CHECK(classifier.count() == 700);
            while (classifier.advance(slice)) CHECK(classifier.seen() % slice == 0);
            CHECK(classifier.answers().predicted == whole.predicted);
            CHECK(classifier.answers().correct == whole.correct);
            CHECK(classifier.answers().wrong() == 700 - whole.correct);
            CHECK(classifier.answers().data == 99);
        }
        int told = 0;
        const nn::Evaluation shared = nn::evaluate(network, set.digits(), 3, [&told](int count) { told += count; });
        CHECK(shared.predicted == whole.predicted);
        CHECK(shared.loss == whole.loss);
        CHECK(shared.confusion == whole.confusion);
        CHECK(told == 700);
    }
}

TEST_CASE("classifier: an engine of somebody else's reads on where it stopped") {
    const Set set = noise(50);
    const nn::Network network = small_network();
    nn::Engine engine(network);
    nn::Answers answers;
    CHECK(nn::read_some(engine, set.digits(), 20, answers));
    CHECK(answers.seen() == 20);
    CHECK_FALSE(nn::read_some(engine, set.digits(), 31, answers));
    CHECK(answers.predicted == nn::evaluate(network, set.digits()).predicted);
    CHECK_FALSE(nn::read_some(engine, set.digits(), 5, answers));
    CHECK(answers.seen() == 50);
}

TEST_CASE("classifier: a tally of the first digits is that of a set of so many; none beyond what was seen") {
    const Set set = noise(150);
    const nn::Network network = small_network();
    nn::Classifier classifier(network, set.digits());
    while (classifier.seen() < 100) classifier.advance(50);
    for (const int first : {0, 1, 37, 100}) {
        const nn::Tally tally = classifier.tally(first);
        const nn::Evaluation same = nn::evaluate(network, set.digits().slice(0, first));
        CHECK(tally.seen == first);
        CHECK(tally.correct == same.correct);
        CHECK(std::accumulate(tally.correct_of.begin(), tally.correct_of.end(), 0) == tally.correct);
        for (int label = 0; label < kClasses; ++label) {
            int row = 0;
            for (int k = 0; k < kClasses; ++k) row += same.confusion[static_cast<std::size_t>(label * kClasses + k)];
            CHECK(tally.seen_of[static_cast<std::size_t>(label)] == row);
        }
    }
    CHECK(classifier.tally(150).seen == 100);
}

TEST_CASE("classifier: answers that are not finite count as wrong") {
    const Set set = noise(10);
    nn::Network network = small_network();
    for (float& w : network.parameters[0].weight) w = 3e38f;
    nn::Classifier classifier(network, set.digits());
    classifier.advance(10);
    CHECK(classifier.answers().not_finite == 10);
    CHECK(classifier.answers().wrong() == 10);
    CHECK(classifier.answers().predicted[0] == -1);
    CHECK(nn::evaluate(network, set.digits()).not_finite == 10);
}
