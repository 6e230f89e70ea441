// See recipe_values.h.
#include "app/recipe_values.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "app/training_words.h"
#include "figure/figure.h"
#include "io/model_file.h"

namespace app {
namespace {

constexpr double kDigits[] = {100, 300, 1000, 3000, 10000, 20000, 50000};
constexpr double kRates[] = {0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};
constexpr double kPasses[] = {1, 2, 3, 5, 10, 20, 50, 100, 200};
constexpr double kBatches[] = {8, 16, 32, 64, 128, 256};
constexpr double kShares[] = {0, 0.1, 0.2, 0.3, 0.5, 1};
constexpr double kDrops[] = {0, 0.1, 0.2, 0.3, 0.5, 0.7};
constexpr double kDecays[] = {0, 0.001, 0.01, 0.1, 1, 3};
constexpr double kSmoothings[] = {0, 0.05, 0.1, 0.2};
constexpr double kAverages[] = {0, 0.9, 0.99, 0.999};
constexpr double kShifts[] = {0, 1, 2, 3};
constexpr double kRotations[] = {0, 5, 10, 15, 30};
constexpr double kElastics[] = {0, 0.5, 1, 2};
constexpr double kWarmUps[] = {0, 0.1, 0.5, 1};
constexpr const char* kOptimisers[] = {"AdamW", "SGD"};
constexpr const char* kData[] = {"MNIST", "Fashion"};
constexpr const char* kFirstWeights[] = {"Random", "Zeros"};
constexpr const char* kArchitectures[] = {"LeNet-5", "Wide", "Small", "Tanh", "Averaging", "Dense"};

constexpr RecipeField kFields[] = {
    {"digits",
     "Digits",
     "How many digits it learns from; all: as many as there are",
     0,
     1e6,
     0,
     true,
     kDigits,
     {},
     true},
    {"rate", "Rate", "How far each step goes", 1e-9, 1e6, 0.005, false, kRates, {}, true},
    {"epochs", "Passes", "How often it sees every digit", 1, 10000, 1, true, kPasses, {}, true},
    {"data", "Pictures", "What it learns to tell apart: digits, or clothes", 0, 1, 0, true, {}, kData},
    {"architecture", "Network", "Which layers it has", 0, 5, 0, true, {}, kArchitectures},
    {"optimiser", "Optimiser", "How a step is made of the gradient", 0, 1, 0, true, {}, kOptimisers},
    {"batch", "Batch", "Digits for each step", 1, 4096, 32, true, kBatches},
    {"last-rate", "Last rate", "The rate at the end, as a share: it falls along half a cosine; 1 stays constant", 0, 1,
     0, false, kShares},
    {"warm-up", "Warm-up", "Passes over which the rate rises at first", 0, 1000, 0.1, false, kWarmUps},
    {"weight-decay", "Weight decay", "How strongly weights are drawn to zero", 0, 1000, 0.01, false, kDecays},
    {"dropout", "Dropout", "Share of inputs switched off at random before fc2 and fc3", 0, 0.95, 0, false, kDrops},
    {"label-smoothing", "Smoothing", "Share of each label spread over all classes", 0, 0.99, 0, false, kSmoothings},
    {"average", "Averaging", "Weights are averaged over steps: how much of the average a step keeps", 0, 0.999999,
     0.999, false, kAverages},
    {"shuffled", "Wrong labels", "Share of the labels that change places at random", 0, 1, 0, false, kShares},
    {"shift", "Shift", "Digits are moved by up to so many pixels", 0, 14, 0, false, kShifts},
    {"rotation", "Rotation", "Digits are turned by up to so many degrees", 0, 360, 0, false, kRotations},
    {"elastic", "Bending", "Digits are bent by so many pixels", 0, 10, 0, false, kElastics},
    {"thickness", "Thickness", "Strokes grow or shrink by up to this share of a pixel", 0, 1, 0, false, kShares},
    {"first-weights", "First weights", "Zeros: all maps of a layer stay the same", 0, 1, 0, true, {}, kFirstWeights},
    {"seed", "Seed", "Another number draws other first weights and another order", 0, 4294967295.0, 1, true, {}},
};

constexpr Preset kPresets[] = {
    {"Default", "", "One pass over all digits, in seconds"},
    {"1,000 digits", "digits:1000,epochs:50", "Too few digits: it reads those well and others less well"},
    {"No regularisation", "epochs:5,weight-decay:0,average:0", "Nothing keeps the weights small"},
    {"Dropout", "epochs:5,dropout:0.5", "Half of the units are switched off at random in each step"},
    {"Random labels", "digits:1000,rate:0.002,epochs:60,last-rate:1,weight-decay:0,average:0,shuffled:1",
     "All labels are wrong: it learns them by heart"},
};

std::size_t place_of(std::string_view key) {
    for (std::size_t i = 0; i < kRecipeFields; ++i)
        if (key == kFields[i].key) return i;
    return kRecipeFields;
}

std::string lower(const char* name) {
    std::string text(name);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// As links and JSON have it.
std::string plain(const RecipeField& field, double value) {
    if (!field.names.empty()) return lower(field.names[static_cast<std::size_t>(value)]);
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

base::Status read_field(RecipeValues& values, std::string_view part) {
    const std::string quoted = "'" + std::string(part.substr(0, 40)) + "'";
    const std::size_t colon = std::min(part.find(':'), part.size());
    const std::size_t at = place_of(part.substr(0, colon));
    if (at == kRecipeFields || colon == part.size()) return base::Error{"the recipe has no " + quoted};
    const RecipeField& field = kFields[at];
    const std::string text(part.substr(colon + 1));
    if (!field.names.empty()) {
        for (std::size_t i = 0; i < field.names.size(); ++i)
            if (text == lower(field.names[i])) {
                values.numbers[at] = static_cast<double>(i);
                return base::Done{};
            }
        return base::Error{"the recipe has no such choice as " + quoted};
    }
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const bool whole = !field.whole || value == std::floor(value);
    if (text.empty() || *end != 0 || !(value >= field.low && value <= field.high) || !whole)
        return base::Error{"the recipe's " + std::string(field.key) + " is " + (field.whole ? "a whole number" : "") +
                           " from " + figure::number(field.low) + " to " + figure::number(field.high) + ", not " +
                           quoted};
    values.numbers[at] = value;
    return base::Done{};
}

}  // namespace

std::span<const RecipeField, kRecipeFields> recipe_fields() { return kFields; }

RecipeValues::RecipeValues() {
    for (std::size_t i = 0; i < kRecipeFields; ++i) numbers[i] = kFields[i].initial;
}

double RecipeValues::operator[](std::string_view key) const {
    const std::size_t at = place_of(key);
    return at < kRecipeFields ? numbers[at] : 0.0;
}

void RecipeValues::set(std::string_view key, double value) {
    const std::size_t at = place_of(key);
    if (at == kRecipeFields || std::isnan(value)) return;
    const RecipeField& field = kFields[at];
    numbers[at] = std::clamp(field.whole ? std::round(value) : value, field.low, field.high);
}

double stepped(const RecipeField& field, double value, int way) {
    if (!field.names.empty()) {
        const auto count = static_cast<double>(field.names.size());
        return std::fmod(value + static_cast<double>(way) + count, count);
    }
    if (field.offers.empty()) return std::clamp(value + way, field.low, field.high);
    const bool all = std::string_view(field.key) == "digits";  // 0, all of them, is the most
    const double now = all && value == 0 ? 1e9 : value;
    if (way > 0) {
        for (const double offer : field.offers)
            if (offer > now) return offer;
        return all ? 0 : value;
    }
    double next = all && value == 0 ? field.offers.back() : value;
    for (const double offer : field.offers)
        if (offer < now) next = offer;
    return next;
}

std::string value_words(const RecipeField& field, double value) {
    if (!field.names.empty()) return field.names[static_cast<std::size_t>(value)];
    if (std::string_view(field.key) == "digits") return value == 0 ? "all" : grouped(std::lround(value));
    return plain(field, value);
}

std::string recipe_text(const RecipeValues& values) {
    std::string text;
    for (std::size_t i = 0; i < kRecipeFields; ++i)
        if (values.numbers[i] != kFields[i].initial)
            text +=
                (text.empty() ? "" : ",") + std::string(kFields[i].key) + ":" + plain(kFields[i], values.numbers[i]);
    return text;
}

base::Result<RecipeValues> read_recipe_text(std::string_view text) {
    RecipeValues values;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (const base::Status read = read_field(values, part); !read) return base::Error{read.message()};
    }
    return values;
}

nn::Architecture architecture_of(const RecipeValues& values) {
    using K = nn::LayerKind;
    nn::Architecture made = nn::lenet5();
    const auto chosen = static_cast<std::size_t>(values["architecture"]);
    if (chosen == 0) return made;
    made.name = kArchitectures[chosen];
    for (nn::LayerSpec& layer : made.layers) {
        const bool hidden = nn::has_weights(layer.kind) && layer.name != "fc3";
        if (chosen == 1 && hidden) layer.outputs *= 2;
        if (chosen == 2 && hidden) layer.outputs /= 2;
        if (chosen == 3 && layer.kind == K::relu) layer.kind = K::tanh;
        if (chosen == 4 && layer.kind == K::max_pool) layer.kind = K::average_pool;
    }
    if (chosen == 5) made.layers.erase(made.layers.begin(), made.layers.begin() + 6);
    return made;
}

std::string recipe_json(const RecipeValues& values) {
    std::string json;
    for (std::size_t i = 0; i < kRecipeFields; ++i) {
        const RecipeField& field = kFields[i];
        const std::string key = field.key, quote = field.names.empty() ? "" : "\"";
        if (key == "data") continue;  // which pictures it is given is the trainer's caller's
        json += (json.empty() ? "{\"" : ",\"") + key + "\":";
        if (key == "architecture")
            json += io::architecture_to_json(architecture_of(values));
        else
            json += quote + plain(field, values.numbers[i]) + quote;
    }
    return json + "}";
}

std::span<const Preset> presets() { return kPresets; }

std::string rate_warning(const RecipeValues& values) {
    const bool sgd = values["optimiser"] == 1;
    const double most = sgd ? 0.2 : 0.02, rate = values["rate"];
    if (rate <= most) return {};
    return std::string("With ") + (sgd ? "SGD" : "AdamW") + " a rate above " + figure::short_number(most) +
           " mostly learns nothing or explodes. Try it: the last finite network is kept.";
}

}  // namespace app
