// Recipes as JSON: one table has every number, its range and where it lies.
#include "recipe/recipe.h"

#include <algorithm>
#include <cmath>

#include "io/json.h"
#include "io/model_file.h"

namespace recipe {
namespace {

using nlohmann::json;

constexpr std::size_t kMostValues = 10'000;  // an architecture of 64 layers has some 400

struct Number {
    const char* key;
    double low, high;
    bool whole;
    double (*get)(const Recipe&);
    void (*set)(Recipe&, double);
};

#define UNPOOL_NUMBER(key, low, high, whole, place)                                        \
    {                                                                                      \
        key, low, high, whole, [](const Recipe& r) { return static_cast<double>(place); }, \
            [](Recipe& r, double value) { place = static_cast<decltype(place)>(value); }   \
    }

constexpr Number kNumbers[] = {
    UNPOOL_NUMBER("digits", 0, 1e6, true, r.digits),
    UNPOOL_NUMBER("shuffled", 0, 1, false, r.shuffled),
    UNPOOL_NUMBER("seed", 0, 4294967295.0, true, r.options.seed),
    UNPOOL_NUMBER("epochs", 1, 1'000'000, true, r.options.epochs),
    UNPOOL_NUMBER("batch", 1, 4'096, true, r.options.batch),
    UNPOOL_NUMBER("rate", 1e-9, 1e6, false, r.options.rate),
    UNPOOL_NUMBER("last-rate", 0, 1, false, r.options.last_rate),
    UNPOOL_NUMBER("warm-up", 0, 1'000, false, r.options.warm_up),
    UNPOOL_NUMBER("momentum", 0, 0.9999, false, r.options.optimiser.momentum),
    UNPOOL_NUMBER("square-decay", 0, 0.999999, false, r.options.optimiser.square_decay),
    UNPOOL_NUMBER("weight-decay", 0, 1'000, false, r.options.optimiser.weight_decay),
    UNPOOL_NUMBER("dropout", 0, 0.95, false, r.dropout),
    UNPOOL_NUMBER("label-smoothing", 0, 0.99, false, r.options.label_smoothing),
    UNPOOL_NUMBER("average", 0, 0.999999, false, r.options.average_decay),
    UNPOOL_NUMBER("shift", 0, 14, false, r.augment.shift),
    UNPOOL_NUMBER("rotation", 0, 360, false, r.augment.rotation),
    UNPOOL_NUMBER("scale", 0, 0.6, false, r.augment.scale),
    UNPOOL_NUMBER("shear", 0, 10, false, r.augment.shear),
    UNPOOL_NUMBER("elastic", 0, 10, false, r.augment.elastic),
    UNPOOL_NUMBER("thickness", 0, 1, false, r.augment.thickness),
    UNPOOL_NUMBER("redrawn", 0, 1, false, r.augment.redrawn),
    UNPOOL_NUMBER("synthetic", 0, 1, false, r.augment.synthetic),
    UNPOOL_NUMBER("hand", 0, 10, false, r.augment.hand),
};
#undef UNPOOL_NUMBER

constexpr const char* kOptimisers[] = {"adamw", "sgd"};
constexpr const char* kFirstWeights[] = {"random", "zeros"};

/// A float as the shortest number that reads back as the same float.
double shortest(double value) {
    for (int digits = 1; digits < 9; ++digits) {
        char text[32];
        std::snprintf(text, sizeof text, "%.*g", digits, value);
        const double read = std::strtod(text, nullptr);
        if (static_cast<float>(read) == static_cast<float>(value)) return read;
    }
    return value;
}

std::string range_words(const Number& number) {
    return "a " + std::string(number.whole ? "whole " : "") + "number from " + io::to_text(number.low) + " to " +
           io::to_text(number.high);
}

base::Status set_number(Recipe& recipe, const Number& number, const json& value) {
    const double read = value.is_number() ? value.get<double>() : NAN;
    if (!(read >= number.low && read <= number.high) || (number.whole && read != std::floor(read)))
        return base::Error{"the recipe's \"" + std::string(number.key) + "\" should be " + range_words(number) +
                           ", found " + io::to_text(value)};
    number.set(recipe, read);
    return base::Done{};
}

template <std::size_t N>
base::Result<int> choice(const char* key, const char* const (&words)[N], const json& value) {
    std::string all;
    for (std::size_t i = 0; i < N; ++i) {
        if (value == words[i]) return static_cast<int>(i);
        all += (i == 0 ? "\"" : " or \"") + std::string(words[i]) + "\"";
    }
    return base::Error{"the recipe's \"" + std::string(key) + "\" should be " + all + ", found " + io::to_text(value)};
}

base::Status set_field(Recipe& recipe, const std::string& key, const json& value) {
    for (const Number& number : kNumbers)
        if (key == number.key) return set_number(recipe, number, value);
    if (key == "optimiser") {
        const auto kind = choice("optimiser", kOptimisers, value);
        if (!kind) return base::Error{kind.message()};
        recipe.options.optimiser.kind = static_cast<nn::OptimiserKind>(kind.value());
        return base::Done{};
    }
    if (key == "first-weights") {
        const auto kind = choice("first-weights", kFirstWeights, value);
        if (!kind) return base::Error{kind.message()};
        recipe.first_weights = static_cast<FirstWeights>(kind.value());
        return base::Done{};
    }
    if (key == "architecture") {
        auto architecture = io::architecture_from_json(io::to_text(value));
        if (!architecture) return base::Error{architecture.message()};
        recipe.architecture = std::move(architecture.value());
        return base::Done{};
    }
    return base::Error{"a recipe has no " + io::in_quotes(key)};
}

}  // namespace

Recipe quick() {
    Recipe recipe;
    recipe.options.epochs = 1;
    recipe.options.batch = 32;
    recipe.options.rate = 5e-3f;
    recipe.options.warm_up = 0.1f;
    return recipe;
}

base::Result<Recipe> parse(std::string_view text) {
    const auto root = io::parse_json(text, "the recipe", kMostValues);
    if (!root) return base::Error{root.message()};
    if (!root.value().is_object()) return base::Error{"the recipe is no JSON object: expected {\"epochs\": 1, ...}"};
    Recipe recipe = quick();
    for (const auto& [key, value] : root.value().items())
        if (const base::Status set = set_field(recipe, key, value); !set) return base::Error{set.message()};
    return recipe;
}

std::string to_json(const Recipe& recipe) {
    json root = json::object();
    for (const Number& number : kNumbers) {
        const double value = number.get(recipe);
        if (number.whole)
            root[number.key] = static_cast<std::int64_t>(value);
        else
            root[number.key] = shortest(value);
    }
    root["optimiser"] = kOptimisers[static_cast<int>(recipe.options.optimiser.kind)];
    root["first-weights"] = kFirstWeights[static_cast<int>(recipe.first_weights)];
    if (recipe.architecture != nn::lenet5())
        root["architecture"] = json::parse(io::architecture_to_json(recipe.architecture));
    return io::to_text(root);
}

nn::Architecture with_dropout(nn::Architecture architecture, float rate) {
    if (!(rate > 0.0f)) return architecture;
    auto& layers = architecture.layers;
    int dense = 0;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (layers[i].kind != nn::LayerKind::fully_connected || ++dense == 1) continue;
        nn::LayerSpec drop;
        drop.kind = nn::LayerKind::dropout;
        drop.name = "training dropout " + std::to_string(dense);
        drop.rate = rate;
        layers.insert(layers.begin() + static_cast<std::ptrdiff_t>(i++), drop);
    }
    return architecture;
}

nn::Network with_parameters_of(const nn::Network& from, nn::Network to) {
    for (int i = 0; i < to.layer_count(); ++i) {
        const auto layer = from.find(to.layer(i).name);
        if (!layer) continue;
        const nn::Parameters& theirs = from.parameters[static_cast<std::size_t>(*layer)];
        nn::Parameters& ours = to.parameters[static_cast<std::size_t>(i)];
        if (theirs.weight.size() == ours.weight.size() && theirs.bias.size() == ours.bias.size()) ours = theirs;
    }
    return to;
}

}  // namespace recipe
