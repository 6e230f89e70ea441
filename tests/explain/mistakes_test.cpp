// The deconvnet's mistakes against naive loops, and where they make no difference.
#include "tests/explain/support.h"

#include "explain/gradient.h"
#include "explain/mistakes.h"

using namespace explain_test;
using explain::Mistake;
using nn::LayerKind;

namespace {

/// The transposed convolution without the flip: pixel (y, x) gets output (o, p, q) times w[o][c] at the mirrored place.
std::vector<float> unflipped_plainly(const nn::Network& network, const nn::Tensor& above) {
    const nn::LayerSpec& spec = network.layer(0);
    const nn::Shape& in = network.architecture.input;
    const std::vector<float>& weight = network.parameters[0].weight;
    std::vector<float> below;
    for (int c = 0; c < in.channels; ++c)
        for (int y = 0; y < in.height; ++y)
            for (int x = 0; x < in.width; ++x) {
                float sum = 0;
                for (int o = 0; o < above.shape.channels; ++o)
                    for (int p = 0; p < above.shape.height; ++p)
                        for (int q = 0; q < above.shape.width; ++q) {
                            const int ky = y - p * spec.stride + spec.padding, kx = x - q * spec.stride + spec.padding,
                                      last = spec.kernel - 1;
                            if (ky < 0 || kx < 0 || ky > last || kx > last) continue;
                            const int kernel =
                                ((o * in.channels + c) * spec.kernel + last - ky) * spec.kernel + last - kx;
                            sum += above.map(o)[static_cast<std::size_t>(p * above.shape.width + q)] *
                                   weight[static_cast<std::size_t>(kernel)];
                        }
                below.push_back(sum);
            }
    return below;
}

std::vector<float> pixels(const nn::Network& network, const nn::Activations& activations, const explain::Start& start,
                          Mistake mistake) {
    explain::Projection projection;
    explain::project_with(network, activations, start, mistake, projection);
    return projection.pixels.data;
}

}  // namespace

TEST_CASE("unflipped kernels are a correlation with the kernels as stored") {
    for (const nn::LayerSpec& spec : {conv(3, 3), conv(2, 4, 2, 1)}) {
        const nn::Network network = random_network({2, 9, 8}, {spec}, 50);
        const nn::Activations activations = run(network, random_values(144, 51));
        const explain::Start all{0, explain::Keep::all_maps, 0, 0};
        const std::vector<float> want = unflipped_plainly(network, activations.output(0));
        CHECK(relative_error(pixels(network, activations, all, Mistake::unflipped_kernels), want) < 1e-5);
        CHECK(relative_error(pixels(network, activations, all, Mistake::none), want) > 0.1);
    }
}

TEST_CASE("with symmetric kernels the flip makes no difference") {
    nn::Network network = reference_network();
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        std::vector<float>& weight = network.parameters[static_cast<std::size_t>(layer)].weight;
        if (network.layer(layer).kind != LayerKind::conv) continue;
        for (std::size_t kernel = 0; kernel < weight.size(); kernel += 25)
            for (std::size_t i = 0; i < 12; ++i) weight[kernel + 24 - i] = weight[kernel + i];
    }
    const nn::Activations activations = run(network, reference_input(3));
    const explain::Start start{5, explain::Keep::whole_map, 4, 0};
    CHECK(pixels(network, activations, start, Mistake::unflipped_kernels) ==
          pixels(network, activations, start, Mistake::none));
}

TEST_CASE("mistakes that cannot be made make no difference, the others do") {
    const nn::Network lenet = reference_network();
    const nn::Activations activations = run(lenet, reference_input(8));
    const explain::Start start{5, explain::Keep::whole_map, 3, 0};
    const std::vector<float> right = pixels(lenet, activations, start, Mistake::none);
    explain::Projection projection;
    explain::project(lenet, activations, start, projection);
    CHECK(right == projection.pixels.data);
    for (int mistake = 1; mistake < explain::kMistakes; ++mistake)
        CHECK_MESSAGE(relative_error(pixels(lenet, activations, start, static_cast<Mistake>(mistake)), right) > 0.01,
                      "mistake ", mistake);
    const nn::Network plain_network = random_network({1, 8, 8}, {conv(4, 3)}, 52, false);  // no pool, no relu, no bias
    const nn::Activations plain_activations = run(plain_network, random_values(64, 53));
    for (const Mistake mistake :
         {Mistake::forgotten_switches, Mistake::biases_kept, Mistake::guided_relu, Mistake::relu_missing})
        CHECK(pixels(plain_network, plain_activations, {}, mistake) ==
              pixels(plain_network, plain_activations, {}, Mistake::none));
}

TEST_CASE("guided relu is guided backpropagation, relu missing the transposed network") {
    const nn::Network lenet = reference_network();
    const nn::Activations activations = run(lenet, reference_input(7));
    const int layer = *lenet.find("fc3");
    explain::Projection guided;
    explain::gradient(lenet, activations, layer, 7, explain::ReluRule::guided, guided);
    std::vector<float> want = guided.pixels.data;
    const float logit = activations.output(layer).data[7];
    for (float& value : want) value *= logit;
    CHECK(relative_error(pixels(lenet, activations, {layer, explain::Keep::whole_map, 7, 0}, Mistake::guided_relu),
                         want) < 1e-5);
    // Without relu every step is linear: twice the activation, twice the picture, whatever its sign.
    nn::Activations negative = activations;
    negative.outputs[5].data[0] = -2;
    nn::Activations positive = activations;
    positive.outputs[5].data[0] = 1;
    std::vector<float> opposite = pixels(lenet, positive, {5, explain::Keep::unit, 0, 0}, Mistake::relu_missing);
    for (float& value : opposite) value *= -2;
    CHECK(relative_error(pixels(lenet, negative, {5, explain::Keep::unit, 0, 0}, Mistake::relu_missing), opposite) <
          1e-5);
}

TEST_CASE("biases kept add a picture of their own") {
    const nn::Network network = random_network({1, 8, 8}, {conv(3, 3), conv(2, 3)}, 54);
    const nn::Activations activations = run(network, random_values(64, 55));
    const explain::Start start{1, explain::Keep::all_maps, 0, 0};
    nn::Activations silent = activations;
    std::fill(silent.outputs[1].data.begin(), silent.outputs[1].data.end(), 0.0f);
    const std::vector<float> right = pixels(network, activations, start, Mistake::none),
                             wrong = pixels(network, activations, start, Mistake::biases_kept),
                             alone = pixels(network, silent, start, Mistake::biases_kept);
    std::vector<float> sum = right;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += alone[i];
    CHECK(relative_error(wrong, sum) < 1e-5);
    CHECK(*std::max_element(alone.begin(), alone.end()) > 0.1f);
}

TEST_CASE("forgotten and shuffled switches stay within their windows") {
    const nn::Network network = random_network({2, 9, 9}, {max_pool(3, 2), conv(3, 2), max_pool(2, 1)}, 56);
    const nn::Activations activations = run(network, random_values(162, 57));
    nn::Activations forgotten = activations, shuffled = activations, again = activations, other = activations;
    explain::forget_switches(network, forgotten);
    explain::shuffle_switches(network, 1, shuffled);
    explain::shuffle_switches(network, 1, again);
    explain::shuffle_switches(network, 2, other);
    CHECK(shuffled.switches == again.switches);
    CHECK(shuffled.switches != other.switches);
    CHECK(forgotten.switches[0][5] == 2 * 9 + 2);  // output (1, 1): its window begins at (2, 2)
    std::vector<int> places(9, 0);
    for (std::size_t i = 0; i < shuffled.switches[0].size(); ++i) {
        const int offset = shuffled.switches[0][i] - forgotten.switches[0][i];
        REQUIRE(offset >= 0);
        REQUIRE(offset / 9 < 3);
        REQUIRE(offset % 9 < 3);
        ++places[static_cast<std::size_t>(offset / 9 * 3 + offset % 9)];
    }
    CHECK(std::count(places.begin(), places.end(), 0) < 4);  // 32 throws over 9 places
}
