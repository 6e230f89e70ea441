// The networks that ship: what their cards and their rows say is what they read, and they show what they were made for.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>

#include "app/model_list.h"
#include "app/shipped.h"
#include "explain/coadaptation.h"
#include "io/file.h"
#include "io/idx_files.h"
#include "io/model_file.h"
#include "nn/classifier.h"
#include "paths.h"
#include "recipe/training.h"

namespace {

#ifdef UNPOOL_SANITIZED
constexpr int kDigits = 100;  // sanitizers look at the code, not at the accuracy
constexpr double kSlack = 25.0;
#else
constexpr int kDigits = 10000;
constexpr double kSlack = 0.011;  // cards have two decimals
#endif

io::LabelledImages mnist(const std::string& part) {
    auto pair = io::read_idx_pair(mnist_file(part + "-images-idx3-ubyte"), mnist_file(part + "-labels-idx1-ubyte"));
    REQUIRE_MESSAGE(pair.ok(), "no MNIST; make it by: node cmake/mnist.mjs build/mnist");
    return std::move(pair.value());
}

nn::Network rack(const std::string& file) {
    return io::parse_model(io::read_file(project_file("weights/" + file + ".safetensors")).value()).value();
}

double percent(const nn::Network& network, const nn::Digits& digits) {
    return 100.0 * nn::evaluate(network, digits.slice(0, std::min(kDigits, digits.count())), 2).accuracy();
}

double card(const nn::Network& network, const char* key) {
    const auto found = network.card.find(key);
    REQUIRE_MESSAGE(found != network.card.end(), "the card has no " << key);
    return std::strtod(found->second.c_str(), nullptr);
}

/// Percent of what it learnt, by the labels that it was taught.
double on_learnt(const nn::Network& network, const nn::Digits& train) {
    const auto recipe = recipe::parse(network.card.at("recipe"));
    REQUIRE(recipe.ok());
    const auto labels = recipe::labels_learnt(recipe.value(), train.labels);
    REQUIRE(labels.ok());
    nn::Digits digits = train.slice(0, static_cast<int>(labels.value().size()));
    digits.labels = labels.value();
    return percent(network, digits);
}

}  // namespace

TEST_CASE("the rack: cards and rows say what each network reads") {
    const io::LabelledImages train = mnist("train"), test = mnist("t10k");
    for (const app::ShippedModel& model : app::shipped_models()) {
        CAPTURE(model.file);
        CHECK(std::string(model.made_for).size() < 64);  // fits a row
        if (!model.earlier.empty()) continue;            // a history has a card for each checkpoint
        const nn::Network network = rack(model.file);
        const double held_out = percent(network, train.digits().slice(0, 10000));
        CHECK(card(network, "accuracy on train[0:10000]") == model.held_out);
        CHECK(std::abs(held_out - model.held_out) <= kSlack);
        CHECK(std::abs(percent(network, test.digits()) - card(network, "accuracy on t10k")) <= kSlack);
    }
}

TEST_CASE("the rack: each network shows what it was made for") {
    const io::LabelledImages all = mnist("train");
    const nn::Digits train = all.digits().slice(10000, 60000);
    std::map<std::string, double> learnt, gap;
    for (const char* file : {"lenet5-none", "lenet5-1000", "lenet5-1000-decay-3", "lenet5-1000-dropout",
                             "lenet5-1000-augmented", "lenet5-1000-shuffled"}) {
        const nn::Network network = rack(file);
        learnt[file] = card(network, "accuracy on what it learnt");
        gap[file] = learnt[file] - card(network, "accuracy on train[0:10000]");
        if (std::string(file) != "lenet5-none")  // 50,000 digits; evaluate --learnt measured them
            CHECK(std::abs(on_learnt(network, train) - learnt[file]) <= kSlack);
    }
    CHECK(learnt["lenet5-1000"] == 100.0);
    CHECK(learnt["lenet5-1000-shuffled"] >= 99.0);  // by heart, though there is nothing to understand
    CHECK(gap["lenet5-1000-shuffled"] > 85.0);
    CHECK(learnt["lenet5-1000-decay-3"] < 99.5);  // too strong to know all of them
    CHECK(gap["lenet5-1000"] > 5.0);
    CHECK(gap["lenet5-none"] < 2.0);
    for (const char* file : {"lenet5-none", "lenet5-1000-dropout", "lenet5-1000-augmented"})
        CHECK(gap[file] < gap["lenet5-1000"]);
    CHECK(card(rack("lenet5-1000-shuffled"), "accuracy on train[0:10000]") == doctest::Approx(10.0).epsilon(0.25));
    CHECK(card(rack("lenet5-untrained"), "accuracy on train[0:10000]") < 20.0);
}

TEST_CASE("the rack: files are small, and other networks than what they stand beside") {
    std::size_t bytes = 0;
    for (const app::ShippedModel& model : app::shipped_models()) {
        if (model.group == app::ModelGroup::start || !model.earlier.empty()) continue;
        bytes += io::read_file(project_file("weights/" + std::string(model.file) + ".safetensors")).value().size();
        CHECK(app::shipped_model(model.id) == &model);
    }
    CHECK(bytes < 3'000'000);
    CHECK(rack("lenet5-averaging").architecture.layers[2].kind == nn::LayerKind::average_pool);
    CHECK(rack("lenet5-tanh").architecture.layers[1].kind == nn::LayerKind::tanh);
    CHECK(rack("lenet5-kernels-11").architecture.layers[0].kernel == 11);
    CHECK(rack("lenet5-kernels-11").architecture.layers[0].stride == 2);
    CHECK(rack("lenet5-kernels-3").architecture.layers[0].kernel == 3);
    CHECK_FALSE(rack("lenet5-no-conv2").find("conv2"));
    CHECK_FALSE(rack("lenet5-no-fc").find("fc1"));
    CHECK_FALSE(rack("lenet5-strides").find("pool1"));
    CHECK(rack("lenet5-small").shape(0).channels == 2);
    CHECK(rack("lenet5-wide").shape(0).channels == 12);
}

#ifndef UNPOOL_SANITIZED  // thousands of pairs
TEST_CASE("the rack: dropout made units of fc1 and fc2 lean on each other less") {
    const io::LabelledImages all = mnist("train");
    const nn::Network without = rack("lenet5-1000"), with = rack("lenet5-1000-dropout");
    for (const char* layer : {"fc1", "fc2"}) {
        CAPTURE(layer);
        double interaction[2] = {0, 0};
        for (const int i : {0, 1}) {
            const nn::Network& network = i == 0 ? without : with;
            explain::CoAdaptation lesions(network, network.find(layer).value(), all.digits(), 100);
            while (lesions.advance(10)) {
            }
            interaction[i] = lesions.mean_interaction();
        }
        CHECK(interaction[1] < 0.5 * interaction[0]);
    }
}
#endif

TEST_CASE("the rack: the model table's rows are what is measured now, to the last digit shown") {
    for (const app::ShippedModel& model : app::shipped_models()) {
        CAPTURE(model.file);
        const probe::MeasureRow* row = app::shipped_row(model.file);
        CHECK((row != nullptr) == model.earlier.empty());
        if (row == nullptr) continue;
        const double held_out = (*row)[static_cast<std::size_t>(explain::Measure::held_out_accuracy)];
        CHECK(100 * held_out == doctest::Approx(model.held_out));
    }
#ifndef UNPOOL_SANITIZED
    const io::LabelledImages all = mnist("train");
    const nn::Network network = rack("lenet5-no-fc"), likened = rack("lenet5");
    const nn::Digits learnt = all.digits().slice(10000, 60000), held_out = all.digits().slice(0, 10000);
    explain::Measures measures(network, learnt, held_out, &likened);
    while (measures.advance(1000)) {
    }
    for (int i = 0; i < explain::kMeasures; ++i) {
        const auto measure = static_cast<explain::Measure>(i);
        CAPTURE(explain::info(measure).key);
        const double known = (*app::shipped_row("lenet5-no-fc"))[static_cast<std::size_t>(i)];
        const double last =
            0.5 * std::pow(10.0, -explain::info(measure).decimals - (explain::info(measure).is_share ? 2 : 0));
        CHECK(std::abs(measures.value(measure) - known) < last);
    }
#endif
}
