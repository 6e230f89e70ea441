// The table of the networks that ship: weights/README.md says how each was made.
#include "app/shipped.h"

namespace app {
namespace {

using G = ModelGroup;

constexpr std::uint64_t kEarlier[] = {
    0xb5e693a4f5c0ceabull, 0x2534788e189731f4ull, 0xb46e5d9d5201b1f4ull, 0xd547a6b64bfdf33bull, 0xbddbcca5fb6827b4ull,
    0x31b3d129f37aac85ull, 0xeec5a66e83d0be92ull, 0xc76b0b760d43a162ull, 0xa079da853af81fcdull, 0x281d2b239b8c0ca5ull,
    0x3b6001962b5a589dull, 0xfa7dcf78855eae57ull, 0x8d3f61d7bff96114ull, 0xc3d2be288e19d6a5ull, 0xf2ce9486eb994ab9ull};

constexpr ShippedModel kShipped[] = {
    {0x8e650145f7ff903aull, "lenet5", "LeNet-5", G::start, "What the page begins with: reads drawings, too", 99.42},
    {0xad06e88f5dec1336ull, "lenet5-seed5", "LeNet-5, seed 5", G::seeds,
     "Other first weights: does it find the same features?", 99.18},
    {0x2fa085e10167f379ull, kHistoryFile, "LeNet-5 while it learnt", G::seeds,
     "One training at sixteen moments: watch features appear", 99.40, kEarlier},
    {0xcb07d0224418d937ull, "lenet5-untrained", "Untrained", G::seeds,
     "Random weights: what a picture owes to the input alone", 9.94},
    {0x4f666524f20d405aull, "lenet5-none", "No regularisation", G::by_heart,
     "All 50,000 digits, and nothing against learning by heart", 98.94},
    {0xd0ff01f9959e3a3eull, "lenet5-1000", "1,000 digits", G::by_heart,
     "Knows its 1,000 digits by heart, and others less well", 94.11},
    {0xdf2aafc62c469b2dull, "lenet5-1000-decay-01", "1,000 digits, decay 0.1", G::by_heart,
     "The same, its weights drawn to zero a little", 93.86},
    {0x478d06a0caf93bf9ull, "lenet5-1000-decay-1", "1,000 digits, decay 1", G::by_heart,
     "The same, drawn to zero ten times as strongly", 94.34},
    {0x08137f08575279e6ull, "lenet5-1000-decay-3", "1,000 digits, decay 3", G::by_heart,
     "Drawn so strongly that some of the 1,000 are lost", 92.93},
    {0x441500f391ef15c9ull, "lenet5-1000-dropout", "1,000 digits, dropout", G::by_heart,
     "Half of fc1 and fc2 switched off at random as it learnt", 95.09},
    {0x99c3db33185bbb73ull, "lenet5-1000-augmented", "1,000 digits, augmented", G::by_heart,
     "Each digit moved, turned and slanted anew every time", 96.80},
    {0x71a591c535973d36ull, "lenet5-1000-shuffled", "1,000 digits, wrong labels", G::by_heart,
     "Labels shuffled: all it can do is remember", 8.32},
    {0x79d6922c92771b10ull, "lenet5-averaging", "Average pooling", G::layers,
     "No switches: what does a deconvnet lose?", 99.08},
    {0x883ad73e3bd47078ull, "lenet5-strides", "Strides, no pooling", G::layers,
     "Its convolutions step by two pixels instead", 98.67},
    {0x7988141e8acead7bull, "lenet5-tanh", "tanh", G::layers, "Squeezes values where ReLU cuts them at zero", 98.90},
    {0x363828bf2f6ea600ull, "lenet5-small", "2 and 6 maps", G::layers, "How few features are enough?", 98.53},
    {0x89f5fc94f6f63406ull, "lenet5-wide", "12 and 32 maps", G::layers,
     "Twice as many: new features, or the same ones again?", 99.15},
    {0x9371446d09e2a0c9ull, "lenet5-kernels-3", "First kernels 3 \xC3\x97 3", G::layers,
     "Small ones see edges, and little more", 98.97},
    {0x61463227f497567full, "lenet5-kernels-11", "First kernels 11 \xC3\x97 11", G::layers,
     "In steps of two: coarse ones, as in the paper's Fig. 6", 98.57},
    {0xd857f83b14da4b85ull, "lenet5-no-conv2", "Without conv2", G::layers, "What does conv2 add? (the paper's Table 3)",
     98.83},
    {0x4c7eba9b8cb8b7fdull, "lenet5-no-fc", "Without fc1 and fc2", G::layers,
     "Maps straight to classes (the paper's Table 3)", 98.51},
    {0x4a036aa6abef51dcull, "lenet5-1998", "LeNet-5, 1998", G::layers, "LeCun's own: sums, tanh, drawn characters",
     98.97},
};

}  // namespace

std::span<const ShippedModel> shipped_models() { return kShipped; }

const char* group_name(ModelGroup group) {
    switch (group) {
        case ModelGroup::start:
            break;
        case ModelGroup::seeds:
            return "Other beginnings";
        case ModelGroup::by_heart:
            return "Learning by heart, and what helps against it";
        case ModelGroup::layers:
            return "Other layers";
    }
    return "";
}

}  // namespace app
