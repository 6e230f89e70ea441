// Occlusion sensitivity against the PyTorch reference and against whole forward passes.
#include "tests/explain/support.h"

#include <chrono>

#include "explain/occlusion.h"

using namespace explain_test;
using nn::LayerKind;

namespace {

/// Every position by a forward pass of its own.
std::vector<float> occlude_plainly(const nn::Network& network, const std::vector<float>& input,
                                   const explain::Patch& patch) {
    const nn::Shape& shape = network.architecture.input;
    const int rows = (shape.height - patch.side) / patch.stride + 1,
              columns = (shape.width - patch.side) / patch.stride + 1;
    const int outputs = network.classes();
    std::vector<float> answers(static_cast<std::size_t>(outputs * rows * columns));
    for (int position = 0; position < rows * columns; ++position) {
        const int top = position / columns * patch.stride, left = position % columns * patch.stride;
        std::vector<float> covered = input;
        for (int channel = 0; channel < shape.channels; ++channel)
            for (int i = 0; i < patch.side * patch.side; ++i)
                covered[static_cast<std::size_t>((channel * shape.height + top + i / patch.side) * shape.width + left +
                                                 i % patch.side)] = patch.fill;
        const nn::Activations activations = run(network, covered);
        for (int o = 0; o < outputs; ++o)
            answers[static_cast<std::size_t>(o * rows * columns + position)] =
                activations.outputs.back().data[static_cast<std::size_t>(o)];
    }
    return answers;
}

void check_against_plain(const nn::Network& network, const explain::Patch& patch, unsigned seed) {
    explain::Occluder occluder(network);
    nn::Tensor answers;
    for (unsigned round = 0; round < 2; ++round) {  // twice: what the first input left behind must not show
        std::vector<float> input = random_values(network.architecture.input.size(), seed + round);
        for (std::size_t i = 0; i < input.size() / 2; ++i)
            input[i] = patch.fill;  // a part that covering does not change
        occluder.occlude(input, patch, answers);
        const double error = relative_error(answers.data, occlude_plainly(network, input, patch));
        CHECK_MESSAGE(error < 1e-5, "side ", patch.side, " stride ", patch.stride, ": ", error);
    }
}

}  // namespace

TEST_CASE("occlusion agrees with the reference") {
    const nn::Network network = reference_network();
    const io::Safetensors reference = reference_explanations();
    explain::Occluder occluder(network);
    nn::Tensor answers;
    for (int digit : kReferenceDigits) {
        const std::string prefix = std::to_string(digit) + "/";
        const std::vector<float>& input = reference.tensors.at(prefix + "input").data;
        occluder.occlude(input, {6, 1, 0.0f}, answers);
        REQUIRE(answers.shape == nn::Shape{10, 23, 23});
        const double error =
            relative_error(answers.map(digit), reference.tensors.at(prefix + "occlusion_6_of_class").data);
        CHECK(error < 1e-4);
        constexpr int kRuns = 20;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < kRuns; ++i) occluder.occlude(input, {6, 1, 0.0f}, answers);
        const double time =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() / kRuns;
        MESSAGE("digit ", digit, ": relative error ", error, ", ", time, " ms for 529 positions");
    }
}

TEST_CASE("occlusion recomputes all that a patch touches") {
    const nn::LayerSpec relu = plain(LayerKind::relu), soft = plain(LayerKind::softmax);
    const nn::Network lenet = reference_network();
    for (const explain::Patch& patch :
         {explain::Patch{1, 3, 0.0f}, explain::Patch{9, 2, 1.0f}, explain::Patch{28, 1, 0.5f}})
        check_against_plain(lenet, patch, 30);
    // Few channels between convolutions, strides and paddings, a relu after the pool.
    const nn::Network strided = random_network(
        {2, 17, 15}, {conv(3, 3, 1, 2), conv(5, 4, 2, 1), max_pool(2, 2), relu, fully_connected(6), soft}, 31);
    const nn::Network mixed =
        random_network({1, 16, 16},
                       {conv(9, 3, 2, 0), plain(LayerKind::tanh), average_pool(2, 1), conv(4, 1, 2, 1),
                        plain(LayerKind::dropout), fully_connected(7), relu, fully_connected(3)},
                       32);
    const nn::Network sparse =
        random_network({1, 14, 14}, {max_pool(2, 3), conv(8, 2, 3, 0), relu, fully_connected(4)}, 33);
    const nn::Network dense = random_network({3, 10, 10}, {fully_connected(9), relu, fully_connected(4), soft}, 34);
    const nn::Network local = random_network({1, 10, 10}, {conv(4, 10), relu}, 35);
    const nn::Network between =
        random_network({2, 11, 11},
                       {resize(14), conv(3, 3), plain(LayerKind::batch_norm), leaky_relu(0.3f), resize(7), conv(9, 3),
                        plain(LayerKind::sigmoid), max_pool(2, 1), fully_connected(4)},
                       37);
    for (const nn::Network* network : {&between, &strided, &mixed, &sparse, &dense, &local})
        for (int side : {1, 2, 5, 10}) check_against_plain(*network, {side, side == 2 ? 3 : 1, 0.25f}, 36);
}

TEST_CASE("a sweep in slices watches a map and covers with a picture") {
    const nn::Network network =
        random_network({2, 12, 11},
                       {conv(3, 3, 1, 1), plain(LayerKind::dropout), plain(LayerKind::relu), max_pool(2, 2), conv(5, 2),
                        plain(LayerKind::tanh), fully_connected(4), plain(LayerKind::softmax)},
                       41);
    const std::vector<float> input = random_values(264, 42), fill = random_values(264, 43);
    explain::Occluder occluder(network);
    CHECK(explain::watchable(network, 0) == 2);
    CHECK(explain::watchable(network, 1) == 2);
    CHECK(explain::watchable(network, 4) == 4);
    CHECK(explain::watchable(network, 6) == -1);
    for (const int layer : {2, 3, 4, 5}) {
        explain::Sweep sweep;
        occluder.begin(input, {4, 1, 0.0f}, {layer, 1}, fill, sweep);
        int slices = 1;
        while (occluder.advance(1, sweep)) ++slices;
        CHECK(slices == 2);  // 72 positions
        REQUIRE(sweep.answers.shape == nn::Shape{4, 9, 8});
        std::vector<float> sums, answers;
        for (int position = 0; position < 72; ++position) {
            std::vector<float> covered = input;
            for (int channel = 0; channel < 2; ++channel)
                for (int i = 0; i < 16; ++i) {
                    const auto at =
                        static_cast<std::size_t>((channel * 12 + position / 8 + i / 4) * 11 + position % 8 + i % 4);
                    covered[at] = fill[at];
                }
            const nn::Activations activations = run(network, covered);
            float sum = 0;
            for (const float value : activations.output(layer).map(1)) sum += value;
            sums.push_back(sum);
            answers.push_back(activations.outputs.back().data[3]);
        }
        CHECK(relative_error(sweep.sums, sums) < 1e-4);
        CHECK(relative_error(sweep.answers.map(3), answers) < 1e-5);
    }
}

TEST_CASE("agreement of drop and brightness: the ranks of what lies under the patch") {
    explain::Sweep sweep;
    sweep.answers.shape = {2, 3, 3};
    sweep.count = sweep.done = 9;
    sweep.whole_sum = 10;
    nn::Tensor projection({1, 5, 5});
    projection.data = random_values(25, 44);
    const explain::Patch patch{1, 2, 0.0f};
    for (int i = 0; i < 9; ++i) {
        const float value = projection.data[static_cast<std::size_t>(i / 3 * 10 + i % 3 * 2)];
        sweep.sums.push_back(value > 0 ? 10 - value * value : 10.0f);  // more where it is brighter, nothing below zero
    }
    CHECK(explain::agreement(sweep, patch, projection) == doctest::Approx(1));
    for (float& sum : sweep.sums) sum = 20 - sum;
    CHECK(explain::agreement(sweep, patch, projection) == doctest::Approx(-1));
}
