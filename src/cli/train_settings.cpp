#include "cli/train_settings.h"

#include <algorithm>
#include <thread>

#include <CLI/CLI.hpp>

#include "cli/console.h"

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
    "quick.safetensors";

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
    nn::TrainOptions& t = o.train;
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
    option("--dropout", o.dropout, "Rate before the later fully connected layers, while training")
        ->check(CLI::Range(0.0, 0.95));
    option("--label-smoothing", t.label_smoothing,
           "Share of a label spread over all classes; the loss that is shown has it too");
    option("--average", t.average_decay, "Decay of the averaged weights, a step; 0: none");
    option("--teacher", o.teachers, "Models to learn from, beside the labels")->type_name("FILE");
    option("--teacher-share", t.teacher_share, "Of the loss, where there are teachers");
    option("--temperature", t.temperature, "Of the teachers' soft labels");
}

}  // namespace

std::string settings_words(const TrainSettings& o) {
    const hand::AugmentOptions& a = o.augment;
    return text("%s, rate %g, batch %d, weight decay %g, label smoothing %g, averaged %g, dropout %g",
                o.optimiser.c_str(), static_cast<double>(o.train.rate), o.train.batch,
                static_cast<double>(o.train.optimiser.weight_decay), static_cast<double>(o.train.label_smoothing),
                static_cast<double>(o.train.average_decay), static_cast<double>(o.dropout)) +
           text(
               "; shift %g, rotation %g, scale %g, shear %g, elastic %g, thickness %g, redrawn %g, synthetic %g, hand "
               "%g",
               static_cast<double>(a.shift), static_cast<double>(a.rotation), static_cast<double>(a.scale),
               static_cast<double>(a.shear), static_cast<double>(a.elastic), static_cast<double>(a.thickness),
               static_cast<double>(a.redrawn), static_cast<double>(a.synthetic), static_cast<double>(a.hand));
}

std::string complaint_about(const hand::AugmentOptions& a) {
    const struct {
        const char* option;
        float value, high;
    } bounds[] = {{"--shift", a.shift, 100},   {"--rotation", a.rotation, 360}, {"--scale", a.scale, 0.6f},
                  {"--shear", a.shear, 10},    {"--elastic", a.elastic, 100},   {"--thickness", a.thickness, 1},
                  {"--redrawn", a.redrawn, 1}, {"--synthetic", a.synthetic, 1}, {"--hand", a.hand, 10}};
    for (const auto& bound : bounds)
        if (!(bound.value >= 0.0f && bound.value <= bound.high))  // a NaN is refused, too
            return text("%s: expected a number from 0 to %g, found %g", bound.option, static_cast<double>(bound.high),
                        static_cast<double>(bound.value));
    return {};
}

void add_train_options(CLI::App& command, TrainSettings& o) {
    o.train.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    command.add_option("--images", o.images, "Pictures as IDX, plain or gzipped")->type_name("IDX")->required();
    command.add_option("--labels", o.labels, "Their labels as IDX")->type_name("IDX")->required();
    command.add_option("-o,--output", o.output, "The model to write, again after every epoch")
        ->type_name("FILE")
        ->required();
    command.add_option("--range", o.range, "Pictures to use, from begin to before end")->type_name("BEGIN:END");
    command.add_option("--hold-out", o.hold_out, "Pictures at the end of these that only pick the best epoch")
        ->capture_default_str();
    auto* test = command
                     .add_option("--test-images", o.test_images,
                                 "Pictures looked at once, at the end, for the model card's accuracy")
                     ->type_name("IDX");
    test->needs(command.add_option("--test-labels", o.test_labels, "Their labels")->type_name("IDX"));
    command
        .add_option("--architecture", o.architecture,
                    "Layers as JSON, as a model file's metadata has them; LeNet-5 otherwise")
        ->type_name("FILE");
    command.add_option("--from", o.from, "A model to start from instead of random weights")->type_name("FILE");
    command.add_option("--seed", o.train.seed, "Of everything random")->capture_default_str();
    command.add_option("--threads", o.train.threads, "At work at once; makes no difference to the result")
        ->capture_default_str();
    add_learning(command, o);
    add_augmentation(command, o.augment, o.no_augment);
    command.footer(kHelp);
}

}  // namespace cli
