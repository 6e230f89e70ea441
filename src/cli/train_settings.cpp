#include "cli/train_settings.h"

#include <algorithm>
#include <cctype>
#include <thread>

#include <CLI/CLI.hpp>

#include "app/recipe_values.h"
#include "assets/weights.h"
#include "cli/console.h"
#include "cli/model.h"
#include "io/file.h"
#include "io/model_file.h"
#include "io/recognise.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "The same seed gives the same file on the same machine, whatever the number of threads.  Ctrl-C stops and keeps "
    "the best\n"
    "checkpoint: by the hold-out where there is one, otherwise the averaged weights as they are.  Teachers answer "
    "every\n"
    "augmented picture; their soft labels are learned beside the hard ones.  The loss is what is descended, with "
    "label\n"
    "smoothing and teachers.  A training that diverges stops with exit code 1 and keeps the last finite weights.\n"
    "\n"
    "Examples:\n"
    "  unpool train --images train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --range 10000:60000 -o "
    "lenet5.safetensors\n"
    "  unpool train --images train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --epochs 3 --no-augment -o "
    "quick.safetensors\n"
    "  unpool train --images train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --recipe '{\"epochs\": 1}' "
    "-o one.safetensors";

void add_augmentation(CLI::App& command, hand::AugmentOptions& a, bool& none) {
    a = {1.5f, 10.0f, 0.1f, 0.15f, 0.7f, 0.3f, 0.35f, 0.06f, 1.0f};  // what the shipped weights began with
    const auto option = [&](const char* name, float& value, const char* what) {
        command.add_option(name, value, what)->capture_default_str()->group("Augmentation");
    };
    option("--shift", a.shift, "Pixels, at most");
    option("--rotation", a.rotation, "Degrees, at most");
    option("--scale", a.scale, "Share by which size changes, at most");
    option("--shear", a.shear, "Slant, sideways pixels for each pixel down, at most");
    option("--elastic", a.elastic, "Root mean square of the elastic field in pixels, at most");
    option("--thickness", a.thickness, "Share of a pixel by which strokes grow or shrink, at most");
    option("--redrawn", a.redrawn, "Share of samples redrawn along their middle lines with a constant pen");
    option("--synthetic", a.synthetic, "Share of samples drawn from the built-in pen templates");
    option("--hand", a.hand, "How far redrawn and synthetic samples are bent; 1 is what most people differ by");
    command.add_flag("--no-augment", none, "Pictures as they are")->group("Augmentation");
}

void add_learning(CLI::App& command, TrainSettings& o) {
    nn::TrainOptions& t = o.recipe.options;
    const auto option = [&](const char* name, auto& value, const char* what) {
        return command.add_option(name, value, what)->capture_default_str()->group("Learning");
    };
    option("--epochs", t.epochs, "Passes over the data");
    option("--batch", t.batch, "Pictures a step");
    option("--optimiser", o.optimiser, "adamw, or sgd with momentum")->check(CLI::IsMember({"adamw", "sgd"}));
    option("--rate", t.rate, "Highest learning rate");
    option("--last-rate", t.last_rate, "Where the learning rate falls to, as a share of the highest");
    option("--warm-up", t.warm_up, "Epochs of linear warm-up before the cosine");
    option("--momentum", t.optimiser.momentum, "Of sgd; beta1 of adamw; below 1");
    option("--weight-decay", t.optimiser.weight_decay, "Of weights, decoupled: each step takes rate times it of them");
    option("--dropout", o.recipe.dropout, "Rate before the later fully connected layers, while training");
    option("--label-smoothing", t.label_smoothing,
           "Share of a label spread over all classes; the loss that is shown has it too");
    option("--average", t.average_decay, "Decay of the averaged weights, a step; 0: none");
    option("--patience", o.recipe.patience,
           "Evaluations of the hold-out without a lower loss after which it stops; 0: never");
    option("--seed", t.seed, "Of everything random");
}

/// What stands around a recipe.
void add_teaching(CLI::App& command, TrainSettings& o) {
    nn::TrainOptions& t = o.recipe.options;
    const auto option = [&](const char* name, auto& value, const char* what) {
        return command.add_option(name, value, what)->capture_default_str()->group("Teaching");
    };
    option("--teacher", o.teachers, "Models to learn from, beside the labels")->type_name("FILE");
    option("--teacher-share", t.teacher_share, "Of the loss, where there are teachers");
    option("--temperature", t.temperature, "Of the teachers' soft labels");
    option("--hold-out", o.hold_out, "Pictures at the end of these that only pick the best epoch");
}

/// "%7B%22rate%22..." as it was before it became part of an address.
std::string unescaped(std::string_view words) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == '%' && i + 2 < words.size() && std::isxdigit(static_cast<unsigned char>(words[i + 1])) &&
            std::isxdigit(static_cast<unsigned char>(words[i + 2]))) {
            out += static_cast<char>(16 * digit(words[i + 1]) + digit(words[i + 2]));
            i += 2;
        } else {
            out += words[i];
        }
    }
    return out;
}

/// The field of a link of the page that holds a recipe.
base::Result<std::string> recipe_in_link(std::string_view link) {
    constexpr std::string_view kField = "recipe=";
    std::string_view fields = link.substr(link.find('#') + 1);
    while (!fields.empty()) {
        const std::string_view field = fields.substr(0, fields.find('&'));
        fields.remove_prefix(std::min(field.size() + 1, fields.size()));
        if (!field.starts_with(kField)) continue;
        const std::string words = unescaped(field.substr(kField.size()));
        if (words.starts_with("{")) return words;
        const auto recipe = app::read_recipe_text(words);
        return recipe ? base::Result<std::string>(app::recipe_json(recipe.value())) : base::Error{recipe.message()};
    }
    return base::Error{"--recipe: there is no recipe in that link"};
}

/// The JSON of a recipe, wherever it is: itself, in a link, in a file, in the card of a model's file.
base::Result<std::string> recipe_words(const std::string& given) {
    if (given.find_first_not_of(" \n") != std::string::npos && given[given.find_first_not_of(" \n")] == '{')
        return given;
    if (given.find('#') != std::string::npos) return recipe_in_link(given);
    const auto bytes = io::read_file(given);
    if (!bytes) return base::Error{bytes.message()};
    if (io::recognise(bytes.value()) != io::Kind::safetensors)
        return std::string(bytes.value().begin(), bytes.value().end());
    const auto network = io::parse_model(bytes.value());
    if (!network) return base::Error{given + ": " + network.message()};
    const auto found = network.value().card.find("recipe");
    if (found == network.value().card.end())
        return base::Error{given + ": expected a recipe in the model's card, found none"};
    return found->second;
}

/// Of a network that ships, or of a file of JSON.
base::Result<nn::Architecture> architecture_at(const std::string& path) {
    if (const auto shipped = assets::weights(path); !shipped.empty()) {
        auto network = io::parse_model(shipped);
        if (!network) return base::Error{network.message()};
        return std::move(network.value().architecture);
    }
    const auto bytes = io::read_file(path);
    if (!bytes) return base::Error{bytes.message()};
    auto parsed = io::architecture_from_json(std::string(bytes.value().begin(), bytes.value().end()));
    if (!parsed) return base::Error{path + ": " + parsed.message()};
    return parsed;
}

}  // namespace

std::string given_beside_recipe(const CLI::App& command) {
    if (command.count("--recipe") == 0) return {};
    for (const CLI::Option* option : command.get_options())
        if (option->count() > 0 && (option->get_group() == "Learning" || option->get_group() == "Augmentation"))
            return option->get_name();
    return {};
}

std::string settings_words(const recipe::Recipe& recipe) {
    const nn::TrainOptions& t = recipe.options;
    const hand::AugmentOptions& a = recipe.augment;
    return text("%s, rate %g, batch %d, weight decay %g, label smoothing %g, averaged %g, dropout %g",
                t.optimiser.kind == nn::OptimiserKind::sgd ? "sgd" : "adamw", static_cast<double>(t.rate), t.batch,
                static_cast<double>(t.optimiser.weight_decay), static_cast<double>(t.label_smoothing),
                static_cast<double>(t.average_decay), static_cast<double>(recipe.dropout)) +
           text(
               "; shift %g, rotation %g, scale %g, shear %g, elastic %g, thickness %g, redrawn %g, synthetic %g, hand "
               "%g",
               static_cast<double>(a.shift), static_cast<double>(a.rotation), static_cast<double>(a.scale),
               static_cast<double>(a.shear), static_cast<double>(a.elastic), static_cast<double>(a.thickness),
               static_cast<double>(a.redrawn), static_cast<double>(a.synthetic), static_cast<double>(a.hand));
}

base::Result<recipe::Recipe> recipe_of(const TrainSettings& settings) {
    if (!settings.given.empty()) {
        const auto words = recipe_words(settings.given);
        if (!words) return base::Error{words.message()};
        auto parsed = recipe::parse(words.value());
        if (!parsed) return parsed;
        parsed.value().options.teacher_share = settings.recipe.options.teacher_share;
        parsed.value().options.temperature = settings.recipe.options.temperature;
        return parsed;
    }
    recipe::Recipe recipe = settings.recipe;
    if (settings.no_augment) recipe.augment = {};
    recipe.options.optimiser.kind = settings.optimiser == "sgd" ? nn::OptimiserKind::sgd : nn::OptimiserKind::adamw;
    if (!settings.from.empty()) {
        const auto from = load_model(settings.from);
        if (!from) return base::Error{from.message()};
        recipe.architecture = from.value().architecture;
    } else if (!settings.architecture.empty()) {
        auto parsed = architecture_at(settings.architecture);
        if (!parsed) return base::Error{parsed.message()};
        recipe.architecture = std::move(parsed.value());
    }
    const auto checked = recipe::parse(recipe::to_json(recipe));  // which knows every number's range
    if (!checked) return base::Error{checked.message()};
    return recipe;
}

void add_train_options(CLI::App& command, TrainSettings& o) {
    o.recipe.architecture = nn::lenet5();
    o.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    command.add_option("--images", o.images, "Pictures as IDX, plain or gzipped")->type_name("IDX")->required();
    command.add_option("--labels", o.labels, "Their labels as IDX")->type_name("IDX")->required();
    command.add_option("-o,--output", o.output, "The model to write, again after every epoch")
        ->type_name("FILE")
        ->required();
    command
        .add_option("--checkpoints", o.checkpoints,
                    "A folder for the networks on the way, each named by its batches: 0, 1, 2, 3, 4, 6, 8, 12, 16 ...")
        ->type_name("DIR");
    command
        .add_option(
            "--recipe", o.given,
            "Instead of learning and augmentation: JSON, a file of it, a model that has one in its card, a link")
        ->type_name("RECIPE");
    command.add_option("--range", o.range, "Pictures to use, from begin to before end")->type_name("BEGIN:END");
    auto* test = command
                     .add_option("--test-images", o.test_images,
                                 "Pictures looked at once, at the end, for the model card's accuracy")
                     ->type_name("IDX");
    test->needs(command.add_option("--test-labels", o.test_labels, "Their labels")->type_name("IDX"));
    command
        .add_option("--architecture", o.architecture,
                    "Layers as a model file's metadata has them, or a network's that ships, as lenet5-1998")
        ->type_name("FILE")
        ->group("Learning");
    command.add_option("--from", o.from, "A model to start from instead of random weights")->type_name("FILE");
    command.add_option("--threads", o.threads, "At work at once; makes no difference to the result")
        ->capture_default_str();
    add_learning(command, o);
    add_teaching(command, o);
    add_augmentation(command, o.recipe.augment, o.no_augment);
    command.footer(kHelp);
}

}  // namespace cli
