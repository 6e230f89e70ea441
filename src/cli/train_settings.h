// What `unpool train` can be told: its options, their help, and their words for a model card.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "recipe/recipe.h"

namespace CLI {
class App;
}

namespace cli {

struct TrainSettings {
    std::string images, labels, output, checkpoints, given, architecture, from, range, test_images, test_labels,
        optimiser = "adamw";
    std::vector<std::string> teachers;
    int hold_out = 0, threads = 1;
    bool no_augment = false;
    recipe::Recipe recipe;  ///< what the options say; `given` takes its place
};

/// All options and the help; `settings` must live as long as the command.
void add_train_options(CLI::App& command, TrainSettings& settings);

/// An option that was given although the recipe, which was given too, says the same; empty where there is none.
std::string given_beside_recipe(const CLI::App& command);

/// What is to be trained: the recipe given as JSON, in a file of its own, in a model's card or in a link, or else what
/// the options say.  Errors: what recipe::parse refuses, a file without one, an architecture that is none.
base::Result<recipe::Recipe> recipe_of(const TrainSettings& settings);

/// For the model card: "adamw, rate 0.001, batch 64, ...".
std::string settings_words(const recipe::Recipe& recipe);

}  // namespace cli
