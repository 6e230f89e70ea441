// Correspondence: sign changes counted plainly, and the masks.
#include "tests/explain/support.h"

#include "explain/correspondence.h"

using namespace explain_test;

namespace {

int sign_of(float v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

/// Of the softmax of these logits.
std::vector<float> logarithms(const std::vector<float>& logits) {
    double sum = 0;
    for (const float z : logits) sum += std::exp(static_cast<double>(z));
    std::vector<float> logs;
    for (const float z : logits) logs.push_back(static_cast<float>(static_cast<double>(z) - std::log(sum)));
    return logs;
}

std::vector<float> reference_digit(const char* name) { return reference_explanations().tensors.at(name).data; }

}  // namespace

TEST_CASE("correspondence: the Hamming distances are those of two forward passes a picture") {
    const nn::Network network = reference_network();
    const std::vector<std::vector<float>> pictures = {reference_digit("3/input"), reference_digit("7/input"),
                                                      reference_digit("8/input")};
    std::vector<explain::Mask> masks;
    for (const std::vector<float>& picture : pictures)
        masks.push_back(explain::part_mask(picture, 28, 28, explain::Part::upper));
    explain::Correspondence correspondence(network);
    correspondence.begin(pictures);
    REQUIRE(correspondence.pairs() == 3);
    std::vector<float> values;
    correspondence.measure(masks, values);
    correspondence.measure(masks, values);  // again: nothing stays behind
    REQUIRE(values.size() == static_cast<std::size_t>(3 * network.layer_count()));
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        std::vector<std::vector<int>> signs;
        for (std::size_t i = 0; i < 3; ++i) {
            std::vector<float> covered = pictures[i];
            for (std::size_t k = 0; k < covered.size(); ++k)
                if (masks[i][k]) covered[k] = 0;
            // A softmax's signs are checked where they can be exact, below; here by its logits' differences.
            std::vector<float> before = run(network, pictures[i]).output(layer).data,
                               after = run(network, covered).output(layer).data;
            if (network.layer(layer).kind == nn::LayerKind::softmax) {
                before = logarithms(run(network, pictures[i]).output(layer - 1).data);
                after = logarithms(run(network, covered).output(layer - 1).data);
            }
            std::vector<int> s;
            for (std::size_t k = 0; k < before.size(); ++k) s.push_back(sign_of(before[k] - after[k]));
            signs.push_back(s);
        }
        std::size_t pair = 0;
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = i + 1; j < 3; ++j, ++pair) {
                int different = 0;
                for (std::size_t k = 0; k < signs[i].size(); ++k) different += signs[i][k] != signs[j][k];
                CHECK(values[static_cast<std::size_t>(layer * 3) + pair] ==
                      doctest::Approx(static_cast<double>(different) / static_cast<double>(signs[i].size())));
            }
    }
}

TEST_CASE("correspondence: a softmax that is sure still has signs, those of exact arithmetic") {
    // Logits that are 60 times the pixels: their probabilities are 0 and 1 in float32, whatever is covered.
    nn::Architecture architecture{"", {1, 1, 4}, {fully_connected(4), plain(nn::LayerKind::softmax)}};
    architecture.layers[0].name = "scores";
    architecture.layers[1].name = "softmax";
    nn::Network network = nn::make_network(architecture).value();
    network.parameters[0].weight.assign(16, 0.0f);
    for (std::size_t i = 0; i < 4; ++i) network.parameters[0].weight[i * 4 + i] = 60;
    network.parameters[0].bias = {200, 0, 0, 0};
    explain::Correspondence correspondence(network);
    correspondence.begin(std::vector<std::vector<float>>{{1, 1, 0.5f, 0}, {1, 0.5f, 1, 0}});
    std::vector<float> values;
    // Covered: pixel 1 of the first, pixel 2 of the second.  So class 1 falls and all others rise; class 2 falls and
    // all others rise: two of four signs differ.
    correspondence.measure(std::vector<explain::Mask>{{0, 1, 0, 0}, {0, 0, 1, 0}}, values);
    REQUIRE(values.size() == 2);
    CHECK(values[1] == 0.5f);
    // Covered: pixel 1 of both.  The same sign everywhere, of every class.
    correspondence.measure(std::vector<explain::Mask>{{0, 1, 0, 0}, {0, 1, 0, 0}}, values);
    CHECK(values[1] == 0.0f);
    const std::vector<float> sure = run(network, std::vector<float>{1, 1, 0.5f, 0}).outputs[1].data;
    CHECK(sure == std::vector<float>{1, 0, 0, 0});
}

TEST_CASE("correspondence: the same mask on the same picture changes the same signs; no mask none") {
    const nn::Network network = reference_network();
    const std::vector<float> seven = reference_digit("7/input");
    explain::Correspondence correspondence(network);
    correspondence.begin(std::vector<std::vector<float>>{seven, seven});
    std::vector<float> values;
    const explain::Mask upper = explain::part_mask(seven, 28, 28, explain::Part::upper), none(784, 0);
    correspondence.measure(std::vector<explain::Mask>{upper, upper}, values);
    for (float v : values) CHECK(v == 0.0f);
    correspondence.measure(std::vector<explain::Mask>{none, none}, values);
    for (float v : values) CHECK(v == 0.0f);
    correspondence.measure(std::vector<explain::Mask>{upper, none}, values);
    CHECK(*std::max_element(values.begin(), values.end()) > 0.0f);
}

TEST_CASE("correspondence: parts are thirds of the ink's box, random spots cover as much ink") {
    std::vector<float> page(28 * 28, 0.0f);
    for (int row = 5; row < 14; ++row)
        for (int column = 10; column < 22; ++column) page[static_cast<std::size_t>(row * 28 + column)] = 0.5f;
    const auto covered = [&](explain::Part part) {
        return explain::ink_under(page, explain::part_mask(page, 28, 28, part));
    };
    for (explain::Part part :
         {explain::Part::upper, explain::Part::middle, explain::Part::lower, explain::Part::left, explain::Part::right})
        CHECK(covered(part) == doctest::Approx(18));
    const explain::Mask upper = explain::part_mask(page, 28, 28, explain::Part::upper),
                        lower = explain::part_mask(page, 28, 28, explain::Part::lower);
    CHECK(upper[5 * 28 + 10] == 1);
    CHECK(upper[8 * 28 + 10] == 0);
    CHECK(lower[13 * 28 + 21] == 1);
    nn::Random random(3);
    std::vector<int> often(784, 0);
    for (int i = 0; i < 50; ++i) {
        const explain::Mask spot = explain::random_mask(page, 28, 28, 18, random);
        CHECK(explain::ink_under(page, spot) == doctest::Approx(18).epsilon(0.03));
        for (std::size_t k = 0; k < spot.size(); ++k) often[k] += spot[k];
    }
    CHECK(*std::max_element(often.begin(), often.end()) < 50);  // not always the same place
    const std::vector<float> empty(784, 0.0f);
    CHECK(explain::ink_under(page, explain::part_mask(empty, 28, 28, explain::Part::left)) == 0);
    CHECK(explain::ink_under(page, explain::random_mask(empty, 28, 28, 5, random)) == 0);
}

TEST_CASE("correspondence: one spot for all lies where most have ink, and covers as much of all together") {
    std::vector<std::vector<float>> pages(3, std::vector<float>(784, 0.0f));
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t column = 4 * i; column < 4 * i + 10; ++column)
            for (std::size_t row = 3; row < 20; ++row) pages[i][row * 28 + column] = 0.5f;
    nn::Random random(5);
    for (int k = 0; k < 20; ++k) {
        const explain::Mask one = explain::shared_mask(pages, 28, 28, 0.1f, random);  // a single pixel: its middle
        const auto centre = static_cast<std::size_t>(std::find(one.begin(), one.end(), 1) - one.begin());
        CHECK((pages[0][centre] > 0) + (pages[1][centre] > 0) + (pages[2][centre] > 0) >= 2);
        const explain::Mask spot = explain::shared_mask(pages, 28, 28, 45, random);
        float ink = 0;
        for (const std::vector<float>& page : pages) ink += explain::ink_under(page, spot);
        CHECK(ink >= 45);
        CHECK(ink <= 46.5f);
    }
    CHECK(explain::shared_mask(std::vector<std::vector<float>>(3, std::vector<float>(784, 0.0f)), 28, 28, 5, random) ==
          explain::Mask(784, 0));
}

TEST_CASE("correspondence: loops cover what lies inside") {
    const std::vector<std::pair<float, float>> square = {{3, 2}, {9, 2}, {9, 6}, {3, 6}};
    const explain::Mask mask = explain::loop_mask(square, 28, 28);
    for (int row = 0; row < 28; ++row)
        for (int column = 0; column < 28; ++column)
            CHECK(mask[static_cast<std::size_t>(row * 28 + column)] ==
                  (row >= 2 && row < 6 && column >= 3 && column < 9));
    CHECK(explain::loop_mask({}, 28, 28) == explain::Mask(784, 0));
    const std::vector<std::pair<float, float>> triangle = {{0, 0}, {28, 0}, {0, 28}};
    const explain::Mask half = explain::loop_mask(triangle, 28, 28);
    int inside = 0;
    for (std::uint8_t m : half) inside += m;
    CHECK(inside >= 28 * 27 / 2);
    CHECK(inside <= 28 * 29 / 2);
}
