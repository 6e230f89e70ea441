// Shares and likenesses of what is all zero are undefined: a dash on the screen, null in JSON, empty in CSV.
#include "tests/probe/digit_set.h"

#include <nlohmann/json.hpp>

#include "figure/numbers.h"
#include "probe/all.h"

using namespace probe_test;

namespace {

const char* const kDash = "\xE2\x80\x93";

/// The fact is undefined wherever it is told.
void check_undefined(const figure::Figure& figure, const std::string& label) {
    const figure::Fact* fact = find_fact(figure, label);
    REQUIRE_MESSAGE(fact, label);
    CAPTURE(fact->label);
    CHECK(fact->value.find(kDash) != std::string::npos);
    bool is_null = false;
    const nlohmann::json json = nlohmann::json::parse(figure::to_json(figure));
    for (const nlohmann::json& group : json["groups"])
        is_null = is_null || (group["facts"].contains(fact->label) && group["facts"][fact->label].is_null());
    CHECK(is_null);
    const std::string csv = figure::to_csv(figure),
                      word = fact->label.find(',') == std::string::npos ? fact->label : "";
    if (!word.empty()) CHECK(csv.find(word + ",,,,,,,") != std::string::npos);
}

/// The reference network, but silent: nothing goes up and nothing comes down.
nn::Network silent_network() {
    nn::Network network = explain_test::reference_network();
    for (nn::Parameters& p : network.parameters) {
        std::fill(p.weight.begin(), p.weight.end(), 0.0f);
        std::fill(p.bias.begin(), p.bias.end(), 0.0f);
    }
    return network;
}

}  // namespace

TEST_CASE("undefined: a change of nothing, and its words") {
    const std::vector<float> zero(4), some = {1, 0, 2, 0};
    CHECK(std::isnan(probe::relative_change(zero, some)));
    CHECK(std::isnan(probe::relative_change(zero, zero)));
    CHECK(probe::relative_change(some, zero) == doctest::Approx(1));
    CHECK(figure::percent(std::nan("")) == kDash);
    CHECK(figure::number(std::nan("")) == kDash);
    CHECK(figure::percent(0) == "0 %");
}

TEST_CASE("undefined: likeness of blank pictures") {
    const std::vector<float> input = explain_test::reference_input(7);
    Asker sanity(probe::kSanity, silent_network());
    const figure::Figure whose = sanity.ask(input);
    check_undefined(whose, "correlation, shuffled switches");
    check_undefined(whose, "rank correlation, shuffled switches");
    const figure::Plot* curves = find_plot(whose, "likeness by depth");
    REQUIRE(curves);
    for (const figure::Series& series : curves->series)
        for (const float value : series.y) CHECK(std::isnan(value));
    Asker methods(probe::kMethods, silent_network());
    check_undefined(methods.ask(input), "gradient and guided backprop");
    Asker deconvnet(probe::kDeconvnet, silent_network());
    deconvnet.set("mistake", "biases");
    const figure::Figure apart = deconvnet.ask(input);
    check_undefined(apart, "correlation with the right picture");
    check_undefined(apart, "cosine");
    check_undefined(apart, "difference, as a share of the right picture");
    Asker occlusion(probe::kOcclusion, silent_network());
    check_undefined(occlusion.ask(input), "rank correlation");
}

TEST_CASE("undefined: a share of a layer that is silent, of an empty page, of a class that was not seen") {
    Asker pooling(probe::kPooling, silent_network());
    const figure::Figure moved = pooling.ask(std::vector<float>(784, 0.0f));
    check_undefined(moved, "relative change of the pixels");
    check_undefined(moved, "relative change of pool");
    Asker invariance(probe::kInvariance, silent_network());
    invariance.set("whose", "own");
    const figure::Plot* layers = nullptr;
    const figure::Figure far = invariance.ask(explain_test::reference_input(7));
    layers = find_plot(far, "distance by layer");
    REQUIRE(layers);
    CHECK(layers->series[0].y[0] > 0);  // the input itself moved
    CHECK(std::isnan(layers->series[0].y[1]));
    const DigitSet set(24);  // of 3, 7 and 8
    Asker lesions(probe::kLesions, silent_network());
    lesions.digits = set.digits();
    lesions.set("off", "pool2:3");
    const figure::Figure wounded = lesions.ask(set.input(1));
    const figure::Plot* misread = find_plot(wounded, "misread by class");
    REQUIRE(misread);
    CHECK(std::isnan(misread->series[0].y[1]));
    CHECK(std::isfinite(misread->series[0].y[3]));
    const figure::Picture* change = find_picture(wounded, "change of fc1");
    REQUIRE(change);
    CHECK(change->caption == std::string("fc1: ") + kDash);
}
