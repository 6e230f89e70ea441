// A recipe as the screen, links and files know it: numbers by name, and the short text of those that are not initial.
//
// recipe::parse takes the JSON; the trainer behind the platform reads it, so that the page's program holds no trainer.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/network.h"

namespace app {

/// One thing that can be set of a training.
struct RecipeField {
    const char* key;    ///< as in recipe's JSON, and in links
    const char* label;  ///< on the screen
    const char* tip;
    double low, high, initial;
    bool whole;
    std::span<const double> offers;           ///< what the arrows step through, rising; none: every whole number
    std::span<const char* const> names = {};  ///< of a choice: what its numbers mean
    bool in_sight = false;                    ///< not behind "More settings"
};

inline constexpr std::size_t kRecipeFields = 22;
std::span<const RecipeField, kRecipeFields> recipe_fields();

/// Values by the fields' places.
struct RecipeValues {
    std::array<double, kRecipeFields> numbers;
    std::uint64_t own_set = 0;          ///< a person's own data set that it learns from; 0: that of "data"
    std::uint64_t start = 0;            ///< identity of the network that it begins with; 0: none
    std::vector<nn::LayerSpec> layers;  ///< in place of the chosen network's; none: those

    RecipeValues();  ///< the initial ones
    double operator[](std::string_view key) const;
    void set(std::string_view key, double value);  ///< clamped to the field's range; rounded where it is whole
    bool operator==(const RecipeValues&) const = default;
};

/// What the big button trains by before anything is changed: the first of the presets.  The initial values, which links
/// and files leave out, read 98.51 % of train[0:10000] after one pass, and these 98.65 % (means of seeds 1 to 3).
RecipeValues default_recipe();

/// The next (way 1) or previous (-1) of the field's offers from what it is now.
double stepped(const RecipeField& field, double value, int way);
/// "50,000", "all", "AdamW": as the screen shows it.
std::string value_words(const RecipeField& field, double value);

/// "epochs:3,rate:0.01,optimiser:sgd": what differs from the initial recipe; "" where nothing does.
std::string recipe_text(const RecipeValues& values);
/// Errors: a part that is no key:value, a key that there is not, a value out of its range.
base::Result<RecipeValues> read_recipe_text(std::string_view text);
/// For recipe::parse.
std::string recipe_json(const RecipeValues& values, int classes = 10);

/// Layers that it trains; the last one that has weights gets as many units as there are classes.
nn::Architecture architecture_of(const RecipeValues& values, int classes = 10);

/// A recipe by a name, as its text.
struct Preset {
    const char* name;
    const char* text;
    const char* tip;
};
std::span<const Preset> presets();

/// "A rate of 0.1 is too high for AdamW here: ...": a warning before one trains; "" where there is none.
std::string rate_warning(const RecipeValues& values);

}  // namespace app
