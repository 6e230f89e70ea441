// The methods beside one another: each picture is what its own function gives, and the PyTorch reference.
#include "tests/probe/asking.h"

#include "explain/saliency.h"
#include "probe/all.h"

using namespace probe_test;
using namespace explain_test;

TEST_CASE("methods probe: whatever is selected") {
    check_survives(probe::kMethods);
    Asker asker(probe::kMethods);
    asker.set("of", "selection");
    const std::vector<float> input = reference_input(3);
    for (int layer = -1; layer < 12; ++layer)
        for (const explain::Keep keep :
             {explain::Keep::whole_map, explain::Keep::strongest, explain::Keep::unit, explain::Keep::all_maps}) {
            asker.start = {layer, keep, 2, 1};
            check_sound(asker.ask(input));
        }
}

TEST_CASE("methods probe: pictures of a class agree with the reference") {
    Asker asker(probe::kMethods);
    const io::Safetensors reference = reference_explanations();
    for (const int digit : kReferenceDigits) {
        const std::string prefix = std::to_string(digit) + "/";
        const std::vector<float>& input = reference.tensors.at(prefix + "input").data;
        const figure::Figure figure = asker.ask(input, digit);  // class -1: the answer, which is right here
        const std::vector<float>& gradient = reference.tensors.at(prefix + "gradient_of_class").data;
        CHECK(relative_error(find_picture(figure, "gradient")->values, gradient) < 1e-4);
        CHECK(relative_error(find_picture(figure, "guided backprop")->values,
                             reference.tensors.at(prefix + "guided_backprop_of_class").data) < 1e-4);
        std::vector<float> times_input = gradient;
        for (std::size_t i = 0; i < 784; ++i) times_input[i] *= input[i];
        CHECK(relative_error(find_picture(figure, "gradient x input")->values, times_input) < 1e-4);
        explain::Projection projection;
        explain::project(asker.network, asker.activations,
                         {*asker.network.find("fc3"), explain::Keep::whole_map, digit, 0}, projection);
        CHECK(find_picture(figure, "deconvnet")->values == projection.pixels.data);
        CHECK(find_fact(figure, "completeness gap")->good);
        CHECK(find_picture(figure, "Grad-CAM")->width == 28);
        CHECK(find_picture(figure, "Grad-CAM before upsampling")->width == 10);
    }
}

TEST_CASE("methods probe: means grow from slice to slice and are kept where nothing changed") {
    Asker asker(probe::kMethods);
    asker.set("steps", "40");
    const std::vector<float> input = reference_input(7);
    nn::Engine(asker.network).forward(input, asker.activations);
    asker.probe = asker.entry.make();
    const auto ask = [&] { asker.probe->ask(asker.subject(input, 7)); };
    ask();
    CHECK(asker.probe->progress() == 0);
    CHECK(asker.probe->advance());
    CHECK(find_fact(asker.show(), "so far")->value == "16 of 40 steps, 0 of 32 samples");
    const std::vector<float> partial = find_picture(asker.show(), "integrated gradients")->values;
    CHECK(*std::max_element(partial.begin(), partial.end()) > 0);
    ask();
    CHECK(asker.probe->progress() > 0);
    while (asker.probe->advance()) {
    }
    CHECK(asker.probe->progress() == 1);
    const std::vector<float> smooth = find_picture(asker.show(), "SmoothGrad")->values;
    asker.set("seed", "2");
    ask();
    CHECK(asker.probe->progress() > 0.4f);  // integrated gradients stayed
    while (asker.probe->advance()) {
    }
    CHECK(find_picture(asker.show(), "SmoothGrad")->values != smooth);
}
