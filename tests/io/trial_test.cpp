// What a file does not say is found by trying: networks trained with PyTorch (tests/models/make_trained.py) are read as
// they were trained.
#include "effort.h"
#include "paths.h"
#include "tests/io/support.h"

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "hand/pen_digits.h"
#include "io/foreign/trial.h"
#include "io/idx_pair.h"
#include "nn/classifier.h"
#include "nn/random.h"

using namespace io_test;

namespace {

constexpr int kDrawn = 1000;

const char* const kTrained[] = {
    "trained-tanh-average.pt", "trained-minus-one.pt", "trained-mean-deviation.pt", "trained-framed-255.pt",
    "trained-resized.pt",      "trained-valid.pt",     "trained-maps-32-64.pt",     "trained-maps-8-16.pt",
    "trained-pool-first.pt",   "trained-sigmoid.pt",   "trained-dark-ink.pt",       "trained-keras.safetensors",
};

Bytes model_file(const std::string& name) { return read_test_file(project_file("tests/models/" + name)); }

std::shared_ptr<const io::FoundModel> found_in(const Bytes& bytes) {
    auto found = io::find_model(bytes);
    REQUIRE_MESSAGE(found.ok(), message_of(found));
    REQUIRE(found.value().has_value());
    return std::make_shared<const io::FoundModel>(std::move(*found.value()));
}

const nn::Digits& drawn() {
    static hand::DrawnDigits digits;
    static const bool all = digits.draw(kDrawn, kDrawn);
    static const nn::Digits view = digits.digits();
    CHECK(!all);
    return view;
}

void finish(io::Trial& trial) {
    for (int slices = 0; trial.advance(); ++slices) REQUIRE(slices < 100'000);
}

/// How the network was trained: `told`, and else the first choices.  In which order pooling and activation come may be
/// a tie.
bool is_as_trained(const io::Reading& reading, const nlohmann::json& told) {
    for (const io::Assumption& one : reading.assumptions) {
        if (!one.is_open() || one.key == "order") continue;
        const std::string expected = told.contains(one.key) ? told[one.key].get<std::string>() : one.choices[0];
        if (one.word() != expected) return false;
    }
    return true;
}

io::NamedTensor random_tensor(std::vector<int> shape, nn::Random& random) {
    std::size_t count = 1;
    for (const int side : shape) count *= static_cast<std::size_t>(side);
    io::NamedTensor tensor{std::move(shape), {}, "F32"};
    for (std::size_t i = 0; i < count; ++i) tensor.data.push_back(0.1f * random.normal());
    return tensor;
}

/// A network without convolutions and with random weights.
std::shared_ptr<const io::FoundModel> random_dense(int classes) {
    nn::Random random(3);
    io::Safetensors file;
    file.tensors["fc1.weight"] = random_tensor({20, 784}, random);
    file.tensors["fc1.bias"] = random_tensor({20}, random);
    file.tensors["fc2.weight"] = random_tensor({classes, 20}, random);
    file.tensors["fc2.bias"] = random_tensor({classes}, random);
    return found_in(io::write_safetensors(file));
}

}  // namespace

TEST_CASE("trial: every trained network is found, on drawn digits and then on those that it did not learn") {
    const Bytes images = read_test_file(mnist_file("train-images-idx3-ubyte")),
                labels = read_test_file(mnist_file("train-labels-idx1-ubyte"));
    const auto held_out = io::parse_idx_pair({"images", images}, {"labels", labels});
    REQUIRE_MESSAGE(held_out.ok(), message_of(held_out));
    const int drawn_count = kJudges ? kDrawn : 40, unseen_count = kJudges ? 10'000 : 200;
    const nn::Digits few = drawn().slice(0, drawn_count), unseen = held_out.value().digits().slice(0, unseen_count);
    int found_on_drawn = 0;
    for (const char* name : kTrained) {
        CAPTURE(name);
        const Bytes text = model_file(std::string(name) + ".json");
        const auto told = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
        REQUIRE(told.is_object());
        io::Trial trial(found_in(model_file(name)), {});
        REQUIRE_MESSAGE(trial.is_open(), trial.error(), trial.problem());
        trial.begin(few);
        finish(trial);
        CHECK(trial.taken().seen() == drawn_count);
        CHECK(trial.taken().share() > 0.8);
        const bool found = is_as_trained(trial.taken(), told["assumed"]);
        found_on_drawn += found;
        if (kJudges && !found) MESSAGE(name, " on drawn digits: ", trial.taken().said, ": ", trial.summary(""));
        trial.begin(unseen);
        finish(trial);
        CHECK(trial.taken().seen() == unseen_count);
        if (!kJudges) continue;
        CHECK_MESSAGE(is_as_trained(trial.taken(), told["assumed"]), name, ": ", trial.taken().said, ": ",
                      trial.summary(""));
        CHECK(trial.taken().share() == doctest::Approx(told["held_out"].get<double>()).epsilon(0.003));
    }
    if (kJudges) CHECK(found_on_drawn >= 11);  // of twelve: trained-minus-one reads drawn digits best from 0 to 1
}

TEST_CASE("trial: what is fixed is not tried, and a part of its words is enough") {
    const auto found = found_in(model_file("trained-valid.pt"));
    io::Trial trial(found, {{"activation", "tanh"}, {"input", "-1 to 1,"}});
    CHECK(trial.is_open());
    for (const io::Reading& reading : trial.readings()) {
        CHECK(reading.choice("activation") == "tanh");
        CHECK(reading.choice("input") == "-1 to 1, dark ink");
    }
    CHECK(contains(io::Trial(found, {{"activation", "elu"}}).error(),
                   "activation cannot be 'elu' here; it can be: ReLU"));
    CHECK(contains(io::Trial(found, {{"input", "1"}}).error(), "input cannot be '1' here"));
    CHECK(contains(io::Trial(found, {{"colour", "red"}}).error(), "nothing to assume that is called 'colour'"));
}

TEST_CASE("trial: where nothing is open, or it cannot be tried, it says so and has the simplest") {
    io::Trial fixed(random_dense(10), {{"activation", "ReLU"}, {"input", "0 to 1"}});
    CHECK(!fixed.is_open());
    CHECK(fixed.problem().empty());
    io::Trial letters(random_dense(26), {});
    CHECK(letters.problem() == "it has 26 classes, and digits have ten");
    CHECK(!letters.is_open());
    CHECK(letters.taken().said == "28 x 28, 0 to 1, ReLU");
    CHECK(io::open_as(*random_dense(26), letters.taken()).ok());
}

TEST_CASE("trial: a network that reads no digits is tried in every way, and is said not to") {
    io::Trial trial(random_dense(10), {});
    trial.begin(drawn());
    finish(trial);
    CHECK(!trial.reads_digits());
    for (const io::Reading& reading : trial.readings()) CHECK((reading.seen() > 0 || !reading.problem.empty()));
}

TEST_CASE("trial: what the person takes stays, is read, and gives way to the best when asked") {
    const auto found = found_in(model_file("trained-valid.pt"));
    io::Trial trial(found, {});
    trial.begin(drawn());
    finish(trial);
    const std::string best = trial.taken().said;
    const auto other = trial.find("activation", "tanh");
    REQUIRE(other.ok());
    trial.take(*other.value());
    CHECK(trial.taken().said == "28 x 28, 0 to 1, tanh, max-pooling");
    const auto rare = trial.find("flattening", "rows");
    REQUIRE(rare.ok());
    trial.take(*rare.value());
    CHECK(trial.taken().choice("activation") == "tanh");
    finish(trial);
    CHECK(trial.taken().seen() > 0);
    CHECK(trial.taken().said == "28 x 28, 0 to 1, tanh, max-pooling, rows first when flattened");
    CHECK_SAYS(trial.find("pooling", "median"), "pooling cannot be 'median' here; it can be: max; average");
    CHECK_SAYS(trial.find("colour", "red"), "nothing is open that is called 'colour'");
    trial.take_best();
    CHECK(trial.taken().said == best);
}

TEST_CASE("trial: the network that it opens reads what the trial counted, and its card says what was assumed") {
    const auto found = found_in(model_file("trained-keras.safetensors"));
    io::Trial trial(found, {});
    trial.begin(drawn());
    finish(trial);
    const auto opened = io::open_as(*found, trial.taken());
    REQUIRE(opened.ok());
    CHECK(nn::evaluate(opened.value().network, drawn()).correct == trial.taken().correct);
    CHECK(contains(opened.value().network.card.at("assumed"), "rows first when flattened"));
}

TEST_CASE("trial: a file changed anywhere is refused, or tried") {
    const Bytes whole = model_file("trained-mean-deviation.pt");
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 199) {
        Bytes changed = whole;
        changed[at] ^= 0x55;
        auto found = io::find_model(changed);
        if (!found || !found.value()) continue;
        io::Trial trial(std::make_shared<const io::FoundModel>(std::move(*found.value())), {});
        if (!trial.is_open()) continue;
        trial.begin(drawn().slice(0, 20));
        trial.advance();
        CHECK(!trial.taken().said.empty());
    }
}

TEST_CASE("trial: drawn digits are the same everywhere and look as MNIST's do") {
    const nn::Digits digits = drawn();
    double ink = 0;
    std::uint64_t hash = 1469598103934665603u;
    for (const std::uint8_t pixel : digits.pixels) {
        ink += pixel / 255.0;
        hash = (hash ^ pixel / 16) * 1099511628211u;
    }
    CHECK(ink / static_cast<double>(digits.pixels.size()) == doctest::Approx(0.1307).epsilon(0.06));
    for (int i = 0; i < digits.count(); ++i) CHECK(digits.labels[static_cast<std::size_t>(i)] == i % 10);
    CHECK(hash != 0);
}
