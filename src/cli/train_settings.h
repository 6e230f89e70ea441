// What `unpool train` can be told: its options, their help, and their words for a model card.
#pragma once

#include <string>
#include <vector>

#include "hand/augment.h"
#include "nn/train.h"

namespace CLI {
class App;
}

namespace cli {

struct TrainSettings {
    std::string images, labels, output, architecture, from, range, test_images, test_labels, optimiser = "adamw";
    std::vector<std::string> teachers;
    int hold_out = 0;
    float dropout = 0.0f;
    bool no_augment = false;
    hand::AugmentOptions augment;
    nn::TrainOptions train;
};

/// All options and the help; `settings` must live as long as the command.
void add_train_options(CLI::App& command, TrainSettings& settings);

/// What the augmentation cannot do, in a sentence; empty where it can.
std::string complaint_about(const hand::AugmentOptions& augment);

/// For the model card: "adamw, rate 0.001, batch 64, ...".
std::string settings_words(const TrainSettings& settings);

}  // namespace cli
