// See recipe_values.h.
#include "app/recipe_values.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "app/layer_list.h"
#include "app/training_words.h"
#include "base/fields.h"
#include "figure/figure.h"
#include "io/model_file.h"
#include "io/recipe_fields.h"

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
constexpr double kPatience[] = {0, 3, 5, 10, 20};
constexpr double kHeld[] = {0.1, 0.2, 0.3, 0.5};
constexpr double kWarmUps[] = {0, 0.1, 0.5, 1};
constexpr const char* kOptimisers[] = {"AdamW", "SGD"};
constexpr const char* kData[] = {"MNIST", "Fashion"};
constexpr const char* kFirstWeights[] = {"Random", "Zeros"};
constexpr const char* kArchitectures[] = {"LeNet-5", "Wide", "Small", "Tanh", "Averaging", "Dense", "1998"};

/// A field that the trainer knows, too: its range and initial value are its own.
consteval RecipeField field(const char* key, const char* label, const char* tip, std::span<const double> offers,
                            std::span<const char* const> names = {}, bool in_sight = false) {
    const io::RecipeRange& range = io::recipe_range(key);
    return {range.key, label, tip, range.low, range.high, range.initial, range.whole, offers, names, in_sight};
}
constexpr std::span<const double> kWhole;  // every whole number

constexpr RecipeField kFields[] = {
    field("digits", "Digits", "How many digits it learns from; all: as many as there are", kDigits, {}, true),
    field("rate", "Rate", "How far each step goes", kRates, {}, true),
    field("epochs", "Passes", "How often it sees every digit", kPasses, {}, true),
    {"data",
     "Pictures",
     "What it learns to tell apart: digits, clothes, or pictures of your own",
     0,
     1,
     0,
     true,
     {},
     kData},
    {"held-out", "Held out", "Share of each class of your own pictures that it does not learn from", 0.05, 0.9, 0.2,
     false, kHeld},
    {"architecture", "Network", "Which layers it has", 0, 6, 0, true, {}, kArchitectures},
    field("optimiser", "Optimiser", "How a step is made of the gradient", kWhole, kOptimisers),
    field("batch", "Batch", "Digits for each step", kBatches),
    field("last-rate", "Last rate", "The rate at the end, as a share: it falls along half a cosine; 1 stays constant",
          kShares),
    field("warm-up", "Warm-up", "Passes over which the rate rises at first", kWarmUps),
    field("weight-decay", "Weight decay", "How strongly weights are drawn to zero", kDecays),
    field("dropout", "Dropout", "Share of inputs switched off at random before fc2 and fc3", kDrops),
    field("label-smoothing", "Smoothing", "Share of each label spread over all classes", kSmoothings),
    field("average", "Averaging", "Weights are averaged over steps: how much of the average a step keeps", kAverages),
    field("shuffled", "Wrong labels", "Share of the labels that change places at random", kShares),
    field("shift", "Shift", "Digits are moved by up to so many pixels", kShifts),
    field("rotation", "Rotation", "Digits are turned by up to so many degrees", kRotations),
    field("elastic", "Bending", "Digits are bent by so many pixels", kElastics),
    field("thickness", "Thickness", "Strokes grow or shrink by up to this share of a pixel", kShares),
    field("first-weights", "First weights", "Zeros: all maps of a layer stay the same", kWhole, kFirstWeights),
    field("patience", "Early stop",
          "It stops when the held-out loss has not fallen for so many evaluations, one a pass or 256 batches; 0: never",
          kPatience),
    field("seed", "Seed", "Another number draws other first weights and another order", kWhole),
};
static_assert(std::size(kFields) == kRecipeFields);

constexpr Preset kPresets[] = {
    {"Default", "rate:0.006,label-smoothing:0.05", "One pass over all digits, in seconds"},
    {"1,000 digits", "digits:1000,epochs:50", "Too few digits: it reads those well and others less well"},
    {"No regularisation", "epochs:5,weight-decay:0,average:0", "Nothing keeps the weights small"},
    {"Dropout", "epochs:5,dropout:0.5", "Half of the units are switched off at random in each step"},
    {"Random labels", "digits:1000,rate:0.002,epochs:60,last-rate:1,weight-decay:0,average:0,shuffled:1",
     "All labels are wrong: it learns them by heart"},
    {"LeNet-5, 1998", "rate:0.002,epochs:3,architecture:1998",
     "LeCun's own network, to the last layer: it learns more slowly"},
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

nn::Architecture with_classes(nn::Architecture made, int classes) {
    for (auto layer = made.layers.rbegin(); layer != made.layers.rend(); ++layer) {
        if (!nn::info(layer->kind).outputs) continue;
        layer->outputs = classes;
        if (layer->pictures.size() > static_cast<std::size_t>(classes))
            layer->pictures.resize(static_cast<std::size_t>(classes));
        break;
    }
    return made;
}

/// As links and JSON have it.
std::string plain(const RecipeField& field, double value) {
    if (!field.names.empty()) return lower(field.names[static_cast<std::size_t>(value)]);
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

/// What is no number.
base::Status read_layers(RecipeValues& values, std::string_view text) {
    auto layers = read_layers_text(text);
    if (!layers) return base::Error{layers.message()};
    values.layers = std::move(layers.value());
    const std::string wrong = complaint_about_layers(architecture_of(values));
    return wrong.empty() ? base::Status(base::Done{}) : base::Error{"the recipe's network cannot be: " + wrong};
}

base::Status read_field(RecipeValues& values, std::string_view part) {
    for (const auto& [key, place] : {std::pair{"start:", &values.start}, std::pair{"set:", &values.own_set}})
        if (part.starts_with(key)) {
            const std::string_view text = part.substr(std::string_view(key).size());
            *place = nn::read_identity(text);
            if (*place != 0) return base::Done{};
            return base::Error{"the recipe's " + std::string(key) + " takes an identity, 16 hexadecimal digits, not '" +
                               std::string(text.substr(0, 40)) + "'"};
        }
    if (part.starts_with("layers:")) return read_layers(values, part.substr(7));
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

RecipeValues default_recipe() {
    RecipeValues values;
    values.set("rate", 0.006);
    values.set("label-smoothing", 0.05);
    return values;
}

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
    const auto add = [&](const std::string& key, const std::string& value) {
        text += (text.empty() ? "" : ",") + key + ":" + value;
    };
    for (std::size_t i = 0; i < kRecipeFields; ++i)
        if (values.numbers[i] != kFields[i].initial) add(kFields[i].key, plain(kFields[i], values.numbers[i]));
    if (values.own_set != 0) add("set", nn::identity_text(values.own_set));
    if (values.start != 0) add("start", nn::identity_text(values.start));
    if (!values.layers.empty()) add("layers", layers_text(values.layers));
    return text;
}

base::Result<RecipeValues> read_recipe_text(std::string_view text) {
    RecipeValues values;
    while (!text.empty()) {
        const base::Status read = read_field(values, base::cut_field(text, ','));
        if (!read) return base::Error{read.message()};
    }
    return values;
}

nn::Architecture architecture_of(const RecipeValues& values, int classes) {
    using K = nn::LayerKind;
    nn::Architecture made = nn::lenet5();
    const auto chosen = static_cast<std::size_t>(values["architecture"]);
    if (!values.layers.empty()) {
        made.name = "Own";
        made.layers = values.layers;
        return with_classes(std::move(made), classes);
    }
    if (chosen == 6) made = nn::lenet5_1998();
    if (chosen == 0 || chosen == 6) return with_classes(std::move(made), classes);
    made.name = kArchitectures[chosen];
    for (nn::LayerSpec& layer : made.layers) {
        const bool hidden = nn::has_weights(layer.kind) && layer.name != "fc3";
        if (chosen == 1 && hidden) layer.outputs *= 2;
        if (chosen == 2 && hidden) layer.outputs /= 2;
        if (chosen == 3 && layer.kind == K::relu) layer.kind = K::tanh;
        if (chosen == 4 && layer.kind == K::max_pool) layer.kind = K::average_pool;
    }
    if (chosen == 5) made.layers.erase(made.layers.begin(), made.layers.begin() + 6);
    return with_classes(std::move(made), classes);
}

std::string recipe_json(const RecipeValues& values, int classes) {
    std::string json;
    for (std::size_t i = 0; i < kRecipeFields; ++i) {
        const RecipeField& field = kFields[i];
        const std::string key = field.key, quote = field.names.empty() ? "" : "\"";
        if (key == "data" || key == "held-out") continue;  // which pictures it is given is the trainer's caller's
        json += (json.empty() ? "{\"" : ",\"") + key + "\":";
        if (key == "architecture")
            json += io::architecture_to_json(architecture_of(values, classes));
        else
            json += quote + plain(field, values.numbers[i]) + quote;
    }
    if (values.start != 0) json += ",\"start\":\"" + nn::identity_text(values.start) + "\"";
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
