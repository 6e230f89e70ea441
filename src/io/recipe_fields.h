// What can be set of a training, each once: its key in JSON and in links, its range, its initial value, its choices.
//
// recipe::Recipe binds each key to where the training has it, app::RecipeValues to words and arrows on the screen; a
// key that is not here does not compile there.
#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string_view>

namespace io {

struct RecipeRange {
    const char* key;
    double low, high, initial;
    bool whole;
    std::span<const char* const> choices = {};  ///< their names in JSON; a value is a choice's place
};

inline constexpr const char* kOptimiserNames[] = {"adamw", "sgd"};
inline constexpr const char* kFirstWeightNames[] = {"random", "zeros"};

/// The recipe of the page's big button: one pass, batches of 32, rate 0.005, a tenth of a pass of warm-up.
inline constexpr RecipeRange kRecipeRanges[] = {
    {"digits", 0, 1e6, 0, true},  // 0: all
    {"shuffled", 0, 1, 0, false},
    {"patience", 0, 1000, 0, true},  // 0: it never stops early
    {"seed", 0, 4294967295.0, 1, true},
    {"epochs", 1, 1'000'000, 1, true},
    {"batch", 1, 4096, 32, true},
    {"rate", 1e-9, 1e6, 0.005, false},
    {"last-rate", 0, 1, 0, false},
    {"warm-up", 0, 1000, 0.1, false},
    {"momentum", 0, 0.9999, 0.9, false},
    {"square-decay", 0, 0.999999, 0.999, false},
    {"weight-decay", 0, 1000, 0.01, false},
    {"dropout", 0, 0.95, 0, false},
    {"label-smoothing", 0, 0.99, 0, false},
    {"average", 0, 0.999999, 0.999, false},
    {"shift", 0, 14, 0, false},
    {"rotation", 0, 360, 0, false},
    {"scale", 0, 0.6, 0, false},
    {"shear", 0, 10, 0, false},
    {"elastic", 0, 10, 0, false},
    {"thickness", 0, 1, 0, false},
    {"redrawn", 0, 1, 0, false},
    {"synthetic", 0, 1, 0, false},
    {"hand", 0, 10, 1, false},
    {"optimiser", 0, 1, 0, true, kOptimiserNames},
    {"first-weights", 0, 1, 0, true, kFirstWeightNames},
};

/// The row of a key, at compile time.
consteval const RecipeRange& recipe_range(std::string_view key) {
    std::size_t i = 0;
    while (kRecipeRanges[i].key != key) ++i;  // past the end is an error of the compiler
    return kRecipeRanges[i];
}

}  // namespace io
