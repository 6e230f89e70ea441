// The measures by which networks are compared, against NumPy and PyTorch (tests/reference/make_measures.py made the
// numbers), on the first digits of MNIST's t10k.
#include "tests/explain/support.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "explain/calibration.h"
#include "explain/coadaptation.h"
#include "explain/few_shot.h"
#include "explain/likeness.h"
#include "explain/linear_probe.h"
#include "explain/matching.h"
#include "explain/redundancy.h"
#include "explain/robustness.h"
#include "explain/roughness.h"
#include "io/file.h"
#include "io/idx_files.h"
#include "tests/effort.h"

using namespace explain_test;

namespace {

constexpr double kTolerance = 1e-4;

using Numbers = std::vector<double>;

const nlohmann::json& reference() {
    static const nlohmann::json all = [] {
        std::ifstream file(project_file("tests/reference/reference_measures.json"));
        std::stringstream text;
        text << file.rdbuf();
        return nlohmann::json::parse(text.str(), nullptr, false);
    }();
    REQUIRE_MESSAGE(!all.is_discarded(), "tests/reference/reference_measures.json");
    return all;
}

nn::Network shipped(const char* name) {
    const auto bytes = io::read_file(project_file(std::string("weights/") + name + ".safetensors"));
    REQUIRE(bytes.ok());
    auto network = io::parse_model(bytes.value());
    REQUIRE(network.ok());
    return network.value();
}

const nn::Network& one() {
    static const nn::Network network = shipped("lenet5");
    return network;
}
const nn::Network& other() {
    static const nn::Network network = shipped("lenet5-seed5");
    return network;
}

nn::Digits digits(int begin, int end) {
    static const auto pair =
        io::read_idx_pair(mnist_file("t10k-images-idx3-ubyte"), mnist_file("t10k-labels-idx1-ubyte"));
    REQUIRE(pair.ok());
    return pair.value().digits().slice(begin, end);
}

void check_near(double got, double want) {
    CHECK_MESSAGE(std::abs(got - want) < kTolerance, got << " is not " << want);
}
void check_near(const Numbers& got, const Numbers& want) {
    REQUIRE(got.size() == want.size());
    for (std::size_t i = 0; i < got.size(); ++i) check_near(got[i], want[i]);
}

int layer(const nn::Network& network, const std::string& block) {
    for (const explain::Block& b : explain::blocks(network))
        if (b.name == block) return b.output;
    return -1;
}

}  // namespace

TEST_CASE("measures against PyTorch: accuracy under every change, and the changed pixels") {
    explain::Robustness robustness(other(), digits(0, 200), kJudges ? 200 : 8);
    while (robustness.advance(50)) {
    }
    for (int i = 0; i < explain::kHarms; ++i) {
        const auto how = static_cast<explain::Harm>(i);
        const nlohmann::json& want = reference()["robustness"][explain::info(how).key];
        INFO(explain::info(how).called);
        if (kJudges) check_near(robustness.accuracy(how), want["accuracy"].get<double>());
        for (int k = 0; k < 20; ++k) {
            std::vector<float> picture(784);
            nn::to_input(digits(0, 20).picture(k), picture.data());
            explain::harm(how, 28, k, 1, picture);
            double sum = 0, weights = 0;
            for (std::size_t p = 0; p < 784; ++p)
                sum += static_cast<double>(picture[p]) * static_cast<double>(p % 101),
                    weights += static_cast<double>(p % 101);
            check_near(sum / weights, want["pixels"][static_cast<std::size_t>(k)].get<double>());
        }
    }
}

TEST_CASE("measures against PyTorch: calibration error and its bins") {
    explain::Readings readings(other(), digits(0, 300), 300, [](int digit, std::span<float> input) {
        explain::harm(explain::Harm::noise, 28, digit, 1, input);
    });
    while (readings.advance(70)) {
    }
    const explain::Calibration found = explain::calibration(readings.all());
    const nlohmann::json& want = reference()["calibration"];
    check_near(found.error, want["error"].get<double>());
    check_near(found.overconfidence, want["overconfidence"].get<double>());
    for (std::size_t m = 0; m < 15; ++m) {
        CHECK(found.bins[m].count == want["bins"][m][0].get<int>());
        if (found.bins[m].count == 0) continue;
        check_near(found.bins[m].confidence * found.bins[m].count, want["bins"][m][1].get<double>());
        check_near(found.bins[m].accuracy * found.bins[m].count, want["bins"][m][2].get<double>());
    }
}

TEST_CASE("measures against PyTorch: correlations of two networks' maps, and who is whose partner") {
    const std::vector<std::string> names = {"pool1", "pool2"};
    std::vector<explain::Matcher::Layers> layers;
    for (const std::string& name : names) layers.push_back({layer(one(), name), layer(other(), name)});
    explain::Matcher matcher(one(), other(), layers, digits(0, 60), 60);
    while (matcher.advance(25)) {
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const nlohmann::json& want = reference()["matching"][names[i]];
        const explain::MapCorrelation& found = matcher.correlation(static_cast<int>(i));
        const Numbers r = found.correlations();
        check_near(r, want["correlations"].get<Numbers>());
        const auto pairs = explain::one_to_one(r, found.rows(), found.columns()),
                   best = explain::best_partners(r, found.rows(), found.columns());
        for (std::size_t map = 0; map < pairs.size(); ++map) {
            CHECK(pairs[map].map == want["one_to_one"][map].get<int>());
            CHECK(best[map].map == want["best"][map].get<int>());
        }
        check_near(explain::mean_correlation(pairs), want["mean"].get<double>());
    }
}

TEST_CASE("measures against NumPy: linear CKA of all layers to all, by digits and by features") {
    for (const auto form : {explain::CkaForm::digits, explain::CkaForm::features}) {
        explain::LikenessMatrix likeness(one(), other(), digits(0, 80), 80, form);
        while (likeness.advance(30)) {
        }
        Numbers found;
        for (int row = 0; row < 5; ++row)
            for (int column = 0; column < 5; ++column) found.push_back(likeness.at(row, column).value());
        check_near(found, reference()["likeness"].get<Numbers>());
        check_near(likeness.mean_of_same_names(), (found[0] + found[6] + found[12] + found[18] + found[24]) / 5);
    }
}

TEST_CASE("measures against PyTorch: lesions of pairs") {
    const auto compare = [](const std::string& name, bool mean, std::size_t every) {
        INFO(name << (mean ? " mean" : " zero"));
        using Off = explain::CoAdaptation::Off;
        explain::CoAdaptation found(other(), layer(other(), name), digits(0, 50), 50, mean ? Off::mean : Off::zero);
        while (found.advance(7)) {
        }
        const nlohmann::json& want = reference()["coadaptation"][name + (mean ? " mean" : " zero")];
        check_near(found.intact(), want["intact"].get<double>());
        Numbers costs, pairs;
        for (int i = 0; i < found.units(); ++i) costs.push_back(found.cost(i));
        check_near(costs, want["costs"].get<Numbers>());
        std::size_t pair = 0;
        double sum = 0;
        for (int i = 0; i < found.units(); ++i) {
            for (int k = i + 1; k < found.units(); ++k, ++pair) {
                if (pair % every == 0) pairs.push_back(found.interaction(i, k));
                CHECK(found.interaction(i, k) == found.interaction(k, i));
                sum += std::abs(found.interaction(i, k));
            }
        }
        check_near(pairs, want["pairs"].get<Numbers>());
        check_near(found.mean_interaction(), sum / static_cast<double>(pair));
    };
    compare("pool2", false, 1);
    compare("pool2", true, 1);
    compare("logits", false, 1);
    if (!kJudges) return;
    compare("pool1", false, 1);
    compare("fc1", false, 50);
    compare("fc2", true, 50);
}

TEST_CASE("measures against NumPy: redundancy, effective dimensions by eigenvalues, dead units") {
    const std::vector<std::string> names = {"pool1", "pool2", "fc1", "fc2"};
    std::vector<int> layers;
    for (const std::string& name : names) layers.push_back(layer(one(), name));
    explain::Redundancy found(one(), layers, digits(0, 100), 100);
    while (found.advance(30)) {
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        const nlohmann::json& want = reference()["redundancy"][names[i]];
        const int at = static_cast<int>(i);
        check_near(found.redundancy(at), want["redundancy"].get<double>());
        check_near(found.effective_dimensions(at), want["dimensions"].get<double>());
        CHECK(found.dead(at) == want["dead"].get<std::vector<int>>());
    }
}

TEST_CASE("measures against NumPy: roughness, by the Fourier transform on a fine grid") {
    for (const char* name : {"conv1", "conv2"})
        check_near(explain::map_roughness(one(), *one().find(name)), reference()["roughness"][name].get<Numbers>());
}

TEST_CASE("measures against SciPy: a softmax on every layer's features") {
    const nlohmann::json& want = reference()["probes"];
    if (!kJudges) return;
    explain::LinearProbes probes(one(), digits(0, 300), 300, digits(300, 600), 300);
    while (probes.advance(200)) {
    }
    for (std::size_t i = 0; i < probes.layers().size(); ++i) {
        const explain::Block& block = probes.layers()[i];
        INFO(block.name);
        const auto& known = probes.known(static_cast<int>(i));
        REQUIRE(known.has_value());
        check_near(known->accuracy, want[block.name]["accuracy"].get<double>());
        check_near(known->learnt, want[block.name]["learnt"].get<double>());
        CHECK(known->gradient <= 1e-5);
    }
}

TEST_CASE("measures against SciPy: a softmax on few examples, and each left out once") {
    const int at = layer(other(), "fc2");
    explain::DigitReader reader(other(), digits(0, 40), 40);
    std::vector<float> features;
    while (reader.next()) features.insert(features.end(), reader.output(at).data.begin(), reader.output(at).data.end());
    const std::vector<std::uint8_t> labels(digits(0, 40).labels.begin(), digits(0, 40).labels.end());
    explain::SoftmaxFit fit(features, labels, 10, explain::kFewExamples);
    fit.finish();
    check_near(fit.objective(), reference()["few_shot"]["objective"].get<double>());
    explain::FewShot few(features, labels, 10);
    while (few.advance()) {
    }
    CHECK(few.counted() == 40);
    check_near(few.leave_one_out(), reference()["few_shot"]["leave_one_out"].get<double>());

    // The head reads what the softmax reads, and the layers below are as they were.
    const auto made = explain::with_head(other(), at, few.parameters());
    REQUIRE(made.ok());
    explain::DigitReader again(made.value(), digits(0, 40), 40);
    for (int i = 0; again.next(); ++i) {
        CHECK(again.output(at).data == std::vector<float>(features.begin() + i * 84, features.begin() + (i + 1) * 84));
        const std::vector<float>& scores = again.output(made.value().layer_count() - 1).data;
        CHECK(std::max_element(scores.begin(), scores.end()) - scores.begin() ==
              explain::answer(few.parameters(), again.output(at).data));
    }
    CHECK_FALSE(explain::with_head(other(), layer(other(), "fc1"), few.parameters()).ok());
}
