// Recipes as JSON: io/recipe_fields.h has every field, the table here where it lies.
#include "recipe/recipe.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "io/json.h"
#include "io/model_file.h"
#include "io/recipe_fields.h"

namespace recipe {
namespace {

using nlohmann::json;

constexpr std::size_t kMostValues = 10'000;  // an architecture of 64 layers has some 400

struct Number {
    const io::RecipeRange& range;
    double (*get)(const Recipe&);
    void (*set)(Recipe&, double);
};

#define UNPOOL_NUMBER(key, place)                                                                      \
    {                                                                                                  \
        io::recipe_range(key), [](const Recipe& r) { return static_cast<double>(place); },             \
            [](Recipe& r, double value) { place = static_cast<std::decay_t<decltype(place)>>(value); } \
    }

constexpr Number kNumbers[] = {
    UNPOOL_NUMBER("digits", r.digits),
    UNPOOL_NUMBER("shuffled", r.shuffled),
    UNPOOL_NUMBER("patience", r.patience),
    UNPOOL_NUMBER("seed", r.options.seed),
    UNPOOL_NUMBER("epochs", r.options.epochs),
    UNPOOL_NUMBER("batch", r.options.batch),
    UNPOOL_NUMBER("rate", r.options.rate),
    UNPOOL_NUMBER("last-rate", r.options.last_rate),
    UNPOOL_NUMBER("warm-up", r.options.warm_up),
    UNPOOL_NUMBER("momentum", r.options.optimiser.momentum),
    UNPOOL_NUMBER("square-decay", r.options.optimiser.square_decay),
    UNPOOL_NUMBER("weight-decay", r.options.optimiser.weight_decay),
    UNPOOL_NUMBER("dropout", r.dropout),
    UNPOOL_NUMBER("label-smoothing", r.options.label_smoothing),
    UNPOOL_NUMBER("average", r.options.average_decay),
    UNPOOL_NUMBER("shift", r.augment.shift),
    UNPOOL_NUMBER("rotation", r.augment.rotation),
    UNPOOL_NUMBER("scale", r.augment.scale),
    UNPOOL_NUMBER("shear", r.augment.shear),
    UNPOOL_NUMBER("elastic", r.augment.elastic),
    UNPOOL_NUMBER("thickness", r.augment.thickness),
    UNPOOL_NUMBER("redrawn", r.augment.redrawn),
    UNPOOL_NUMBER("synthetic", r.augment.synthetic),
    UNPOOL_NUMBER("hand", r.augment.hand),
    UNPOOL_NUMBER("optimiser", r.options.optimiser.kind),
    UNPOOL_NUMBER("first-weights", r.first_weights),
};
#undef UNPOOL_NUMBER
static_assert(std::size(kNumbers) == std::size(io::kRecipeRanges), "every field has its place in a recipe");

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

std::string range_words(const io::RecipeRange& range) {
    if (range.choices.empty())
        return "a " + std::string(range.whole ? "whole " : "") + "number from " + io::to_text(range.low) + " to " +
               io::to_text(range.high);
    std::string all;
    for (const char* name : range.choices) all += (all.empty() ? "\"" : " or \"") + std::string(name) + "\"";
    return all;
}

base::Status set_number(Recipe& recipe, const Number& number, const json& value) {
    const io::RecipeRange& range = number.range;
    double read = range.choices.empty() && value.is_number() ? value.get<double>() : NAN;
    for (std::size_t i = 0; i < range.choices.size(); ++i)
        if (value == range.choices[i]) read = static_cast<double>(i);
    if (!(read >= range.low && read <= range.high) || (range.whole && read != std::floor(read)))
        return base::Error{"the recipe's \"" + std::string(range.key) + "\" should be " + range_words(range) +
                           ", found " + io::to_text(value)};
    number.set(recipe, read);
    return base::Done{};
}

base::Status set_field(Recipe& recipe, const std::string& key, const json& value) {
    for (const Number& number : kNumbers)
        if (key == number.range.key) return set_number(recipe, number, value);
    if (key == "start") {
        recipe.start = value.is_string() ? nn::read_identity(value.get<std::string>()) : 0;
        if (recipe.start != 0) return base::Done{};
        return base::Error{"the recipe's \"start\" should be a network's identity, 16 hexadecimal digits, found " +
                           io::to_text(value)};
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
    for (const Number& number : kNumbers) number.set(recipe, number.range.initial);
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
        json& field = root[number.range.key];
        if (!number.range.choices.empty())
            field = number.range.choices[static_cast<std::size_t>(value)];
        else if (number.range.whole)
            field = static_cast<std::int64_t>(value);
        else
            field = shortest(value);
    }
    if (recipe.start != 0) root["start"] = nn::identity_text(recipe.start);
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

int shared_layers(const nn::Network& from, const nn::Network& to) {
    int shared = 0;
    for (int i = 0; i < to.layer_count(); ++i) {
        const auto layer = from.find(to.layer(i).name);
        if (!layer || nn::weight_count(to, i) == 0) continue;
        shared += nn::weight_count(to, i) == nn::weight_count(from, *layer) &&
                  nn::bias_count(to, i) == nn::bias_count(from, *layer);
    }
    return shared;
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
