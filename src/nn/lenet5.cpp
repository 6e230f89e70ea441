// LeNet-5 as it is mostly built today, and as LeCun et al. built it in 1998.
#include "nn/network.h"

namespace nn {

Architecture lenet5() {
    using K = LayerKind;
    Architecture a;
    a.name = "LeNet-5";
    a.input = {1, 28, 28};
    a.layers = {
        {K::conv, "conv1", 6, 5, 1, 2, 0.0f},
        {K::relu, "relu1", 0, 0, 1, 0, 0.0f},
        {K::max_pool, "pool1", 0, 2, 2, 0, 0.0f},
        {K::conv, "conv2", 16, 5, 1, 0, 0.0f},
        {K::relu, "relu2", 0, 0, 1, 0, 0.0f},
        {K::max_pool, "pool2", 0, 2, 2, 0, 0.0f},
        {K::fully_connected, "fc1", 120, 0, 1, 0, 0.0f},
        {K::relu, "relu3", 0, 0, 1, 0, 0.0f},
        {K::fully_connected, "fc2", 84, 0, 1, 0, 0.0f},
        {K::relu, "relu4", 0, 0, 1, 0, 0.0f},
        {K::fully_connected, "fc3", 10, 0, 1, 0, 0.0f},
        {K::softmax, "softmax", 0, 0, 1, 0, 0.0f},
    };
    return a;
}

Architecture lenet5_1998() {
    using K = LayerKind;
    const auto squash = [](const char* name) {
        LayerSpec spec{K::tanh, name, 0, 0, 1, 0, 0.0f};
        spec.scale = 1.7159f;
        spec.slope = 2.0f / 3.0f;
        return spec;
    };
    LayerSpec frame{K::rescale, "frame", 0, 0, 1, 2, 0.0f};
    frame.scale = 1.275f;  // paper at -0.1, ink at 1.175
    frame.offset = -0.1f;
    LayerSpec conv2{K::conv, "conv2", 16, 5, 1, 0, 0.0f};  // Table I
    conv2.connections = {{0, 1, 2},    {1, 2, 3},    {2, 3, 4},    {3, 4, 5},         {0, 4, 5},    {0, 1, 5},
                         {0, 1, 2, 3}, {1, 2, 3, 4}, {2, 3, 4, 5}, {0, 3, 4, 5},      {0, 1, 4, 5}, {0, 1, 2, 5},
                         {0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}, {0, 1, 2, 3, 4, 5}};
    LayerSpec characters{K::radial_basis, "distances", 10, 0, 1, 0, 0.0f};
    characters.rubbish = 0.1f;
    characters.pictures = {
        "..###../.#...#./#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/.#...#./..###..",
        "...#.../..##.../.#.#.../...#.../...#.../...#.../...#.../...#.../...#.../...#.../...#.../.#####.",
        ".#####./#.....#/#.....#/......#/.....#./....#../...#.../..#..../.#...../#....../#....../#######",
        ".#####./#.....#/......#/......#/.....#./..###../.....#./......#/......#/......#/#.....#/.#####.",
        ".....#./....##./...#.#./..#..#./.#...#./#....#./#######/.....#./.....#./.....#./.....#./.....#.",
        "#######/#....../#....../#....../######./......#/......#/......#/......#/......#/#.....#/.#####.",
        "..####./.#...../#....../#....../######./#.....#/#.....#/#.....#/#.....#/#.....#/#.....#/.#####.",
        "#######/......#/.....#./.....#./....#../....#../...#.../...#.../..#..../..#..../.#...../.#.....",
        ".#####./#.....#/#.....#/#.....#/.#...#./..###../.#...#./#.....#/#.....#/#.....#/#.....#/.#####.",
        ".#####./#.....#/#.....#/#.....#/#.....#/.######/......#/......#/......#/......#/.....#./.####.."};
    Architecture a;
    a.name = "LeNet-5, 1998";
    a.input = {1, 28, 28};
    a.layers = {frame,
                {K::conv, "conv1", 6, 5, 1, 0, 0.0f},
                squash("tanh1"),
                {K::subsample, "pool1", 0, 2, 2, 0, 0.0f},
                squash("tanh2"),
                conv2,
                squash("tanh3"),
                {K::subsample, "pool2", 0, 2, 2, 0, 0.0f},
                squash("tanh4"),
                {K::fully_connected, "fc1", 120, 0, 1, 0, 0.0f},
                squash("tanh5"),
                {K::fully_connected, "fc2", 84, 0, 1, 0, 0.0f},
                squash("tanh6"),
                characters,
                {K::softmax, "softmax", 0, 0, 1, 0, 0.0f}};
    return a;
}

}  // namespace nn
