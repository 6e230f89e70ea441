// Networks that compute the same with fewer layers, and fields of layers that resize.
#include <doctest/doctest.h>

#include "nn/fold.h"
#include "tests/nn/naive.h"

TEST_CASE("fold: random networks give the same without batch normalisations that follow weights") {
    nn::Random r(7);
    int gone = 0;
    for (int round = 0; round < 400; ++round) {
        const nn::Network network = naive::random_network(r);
        const nn::Network folded = nn::folded(network);
        gone += network.layer_count() - folded.layer_count();
        REQUIRE(nn::make_shapes(folded.architecture).ok());
        CHECK(nn::make_shapes(folded.architecture).value().shapes == folded.shapes);
        for (int i = 1; i < folded.layer_count(); ++i)
            CHECK_FALSE(
                (folded.layer(i).kind == nn::LayerKind::batch_norm && nn::has_weights(folded.layer(i - 1).kind)));
        const std::vector<float> input = naive::random_input(r, network.architecture.input.size());
        CHECK(naive::difference(naive::forward(folded, input).outputs.back().data,
                                naive::forward(network, input).outputs.back().data) < 1e-4f);
    }
    CHECK(gone > 10);
}

TEST_CASE("receptive field: a resizing reads the two nearest rows and columns") {
    nn::LayerSpec size{nn::LayerKind::resize, "size"}, conv{nn::LayerKind::conv, "conv", 1, 3};
    size.side = 32;
    const nn::Network network = nn::make_network({"resized", {1, 28, 28}, {size, conv}}).value();
    // Places 0 .. 2 of 32 lie at -0.06, 0.81 and 1.69 of 28.
    const nn::Field first = nn::receptive_field(network, 1, 0, 0), last = nn::receptive_field(network, 1, 29, 29);
    CHECK(first.row == 0);
    CHECK(first.height == 3);
    CHECK(last.column + last.width == 28);
    CHECK(last.width == 3);
    for (int row : {0, 7, 29}) {  // what the field leaves out changes nothing
        const nn::Field field = nn::receptive_field(network, 1, row, 5);
        nn::Network ones = network;
        std::fill(ones.parameters[1].weight.begin(), ones.parameters[1].weight.end(), 1.0f);
        std::vector<float> input(784, 1.0f);
        for (int y = field.row; y < field.row + field.height; ++y)
            for (int x = field.column; x < field.column + field.width; ++x)
                input[static_cast<std::size_t>(y * 28 + x)] = 0.0f;
        CHECK(naive::forward(ones, input).outputs[1].data[static_cast<std::size_t>(row * 30 + 5)] == 0.0f);
    }
}
