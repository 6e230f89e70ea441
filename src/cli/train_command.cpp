// unpool train: reads IDX files, trains with augmentation, writes a model with its card.
#include "cli/train_command.h"

#include <CLI/CLI.hpp>

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/console.h"
#include "cli/model.h"
#include "hand/augment.h"
#include "io/file.h"
#include "io/idx_files.h"
#include "io/model_file.h"
#include "nn/classifier.h"
#include "nn/train.h"

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

struct Options {
    std::string images, labels, output, architecture, from, range, test_images, test_labels, optimiser = "adamw";
    std::vector<std::string> teachers;
    int hold_out = 0;
    float dropout = 0.0f;
    bool no_augment = false;
    hand::AugmentOptions augment;
    nn::TrainOptions train;
};

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int) { interrupted = 1; }

/// "begin:end" of the pictures to use; all where it is empty.
base::Result<nn::Digits> chosen(const Options& options, const io::LabelledImages& data) {
    const nn::Digits all = data.digits();
    if (options.range.empty()) return all;
    int begin = -1, end = -1;
    if (std::sscanf(options.range.c_str(), "%d:%d", &begin, &end) != 2 || begin < 0 || end <= begin ||
        end > all.count())
        return base::Error{"--range: expected begin:end within 0:" + std::to_string(all.count()) + ", found " +
                           options.range};
    return all.slice(begin, end);
}

/// Dropout before every fully connected layer but the first; taken out again when the model is written.
nn::Architecture with_dropout(nn::Architecture a, float rate) {
    int dense = 0;
    for (std::size_t i = 0; i < a.layers.size(); ++i) {
        if (a.layers[i].kind != nn::LayerKind::fully_connected || ++dense == 1) continue;
        const nn::LayerSpec drop{nn::LayerKind::dropout, "training dropout " + std::to_string(dense), 0, 0, 1, 0, rate};
        a.layers.insert(a.layers.begin() + static_cast<std::ptrdiff_t>(i++), drop);
    }
    return a;
}

/// The same parameters in another architecture that differs in layers without any.
nn::Network moved(const nn::Network& from, nn::Network to) {
    for (std::size_t i = 0; i < to.parameters.size(); ++i) {
        const auto layer = from.find(to.architecture.layers[i].name);
        if (layer) to.parameters[i] = from.parameters[static_cast<std::size_t>(*layer)];
    }
    return to;
}

/// What is to be written in the end, with its first weights.
base::Result<nn::Network> first_network(const Options& options) {
    if (!options.from.empty()) return load_model(options.from);
    nn::Architecture architecture = nn::lenet5();
    if (!options.architecture.empty()) {
        const auto bytes = io::read_file(options.architecture);
        if (!bytes) return base::Error{bytes.message()};
        auto parsed = io::architecture_from_json(std::string(bytes.value().begin(), bytes.value().end()));
        if (!parsed) return base::Error{options.architecture + ": " + parsed.message()};
        architecture = std::move(parsed.value());
    }
    auto network = nn::make_network(std::move(architecture));
    if (network) nn::initialise(network.value(), options.train.seed);
    return network;
}

void show(const nn::Progress& p, bool last_of_epoch) {
    const bool terminal = isatty(2) != 0;
    const int done = p.epoch * p.batches + p.batch, all = p.epochs * p.batches, left = static_cast<int>(p.seconds_left);
    std::string line =
        text("epoch %d of %d  loss %.4f  accuracy %.2f %%", std::min(p.epochs, p.epoch + (last_of_epoch ? 0 : 1)),
             p.epochs, p.loss, 100.0 * p.accuracy);
    if (p.best_accuracy > 0.0)
        line += text("  hold-out %.2f %% (best %.2f %%)", 100.0 * p.hold_out_accuracy, 100.0 * p.best_accuracy);
    line += text("  %.0f images/s  %d:%02d:%02d left", p.images_per_second, left / 3600, left / 60 % 60, left % 60);
    if (!terminal) {
        if (last_of_epoch) std::fprintf(stderr, "%s\n", line.c_str());
        return;
    }
    constexpr int kBar = 24;
    const int filled = all > 0 ? static_cast<int>(static_cast<long>(kBar) * done / all) : 0;
    std::fprintf(stderr, "\r\033[K[%s%s] %s", std::string(static_cast<std::size_t>(filled), '#').c_str(),
                 std::string(static_cast<std::size_t>(kBar - filled), '.').c_str(), line.c_str());
    if (last_of_epoch) std::fprintf(stderr, "\n");
    std::fflush(stderr);
}

std::string settings(const Options& o) {
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

void fill_card(nn::Network& network, const Options& o, const nn::Progress& p, bool diverged) {
    std::string name = o.images.substr(o.images.find_last_of('/') + 1);
    if (!o.range.empty()) name += "[" + o.range + "]";
    network.card["data"] = name + (o.augment.synthetic > 0.0f ? " and synthetic strokes" : "");
    network.card["epochs"] = std::to_string(p.epoch);
    network.card["seed"] = std::to_string(o.train.seed);
    network.card["training"] = settings(o) + (diverged ? "; diverged" : "");
    if (!o.teachers.empty()) network.card["teachers"] = std::to_string(o.teachers.size());
    if (p.best_accuracy > 0.0)
        network.card["hold-out accuracy"] = text("%.4f of the last %d pictures", p.best_accuracy, o.hold_out);
}

bool write(const Options& o, const nn::Network& shape, const nn::Trainer& trainer, const io::LabelledImages* test) {
    nn::Network network = moved(trainer.best(), shape);
    fill_card(network, o, trainer.progress(), trainer.diverged());
    if (test != nullptr) {
        const nn::Evaluation e = nn::evaluate(network, test->digits(), o.train.threads);
        const std::string name = o.test_images.substr(o.test_images.find_last_of('/') + 1);
        network.card["accuracy"] = text("%.2f %% of %d (%s)", 100.0 * e.accuracy(), e.count, name.c_str());
        note("accuracy " + network.card["accuracy"]);
    }
    const auto written = io::write_file(o.output, io::write_model(network));
    if (!written) complain(written.message());
    return written.ok();
}

/// What is kept of a training that went astray: the file as the last whole epoch left it, or, in the first epoch, the
/// last weights that were sound.
int give_up(const Options& o, const nn::Network& shape, const nn::Trainer& trainer, bool is_written) {
    if (!is_written && !write(o, shape, trainer, nullptr)) return kInputWrong;
    const nn::Progress& p = trainer.progress();
    const std::string found = std::isfinite(p.loss) ? text("%.4g", p.loss) : "no finite number";
    complain(text("the training diverged in epoch %d: expected a loss about or below that of guessing, %.2f, found %s; "
                  "try a learning rate below %g; ",
                  p.epoch + 1, trainer.guessing_loss(), found.c_str(), static_cast<double>(o.train.rate)) +
             o.output + (is_written ? " keeps what the last whole epoch wrote" : " holds the last finite weights"));
    return kInputWrong;
}

int run(const Options& o, const nn::Network& shape, nn::Trainer& trainer, const io::LabelledImages* test) {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    auto shown = std::chrono::steady_clock::now();
    bool is_written = false;
    while (!trainer.done() && interrupted == 0) {
        const int epoch = trainer.progress().epoch;
        trainer.step();
        if (trainer.diverged()) return give_up(o, shape, trainer, is_written);
        const bool finished = trainer.progress().epoch != epoch;
        const auto now = std::chrono::steady_clock::now();
        if (!finished && now - shown < std::chrono::milliseconds(200)) continue;
        shown = now;
        show(trainer.progress(), finished);
        if (!finished || trainer.done()) continue;
        if (!write(o, shape, trainer, nullptr)) return kInputWrong;
        is_written = true;
    }
    if (!write(o, shape, trainer, test)) return kInputWrong;
    note(std::string(interrupted != 0 ? "stopped; " : "") + "wrote " + o.output);
    return kDone;
}

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

/// What the augmentation cannot do, in a sentence; empty where it can.
std::string complaint(const hand::AugmentOptions& a) {
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

int train(Options o) {
    if (o.no_augment) o.augment = {};
    if (const std::string wrong = complaint(o.augment); !wrong.empty()) return fail(wrong);
    if (!(o.dropout >= 0.0f && o.dropout <= 0.95f)) return fail("--dropout: expected a rate from 0 to 0.95");
    o.train.optimiser.kind = o.optimiser == "sgd" ? nn::OptimiserKind::sgd : nn::OptimiserKind::adamw;
    const auto data = io::read_idx_pair(o.images, o.labels);
    if (!data) return fail(data.message());
    const bool tested = !o.test_images.empty();
    const auto test = tested ? io::read_idx_pair(o.test_images, o.test_labels)
                             : base::Result<io::LabelledImages>(io::LabelledImages{});
    if (!test) return fail(test.message());
    const auto digits = chosen(o, data.value());
    if (!digits) return fail(digits.message());
    const int count = digits.value().count();
    if (o.hold_out < 0 || o.hold_out >= count)
        return fail("--hold-out: expected fewer than the " + std::to_string(count) + " pictures to train on");
    const auto shape = first_network(o);
    if (!shape) return fail(shape.message());
    std::vector<nn::Network> teachers;
    for (const std::string& path : o.teachers) {
        const auto teacher = load_model(path);
        if (!teacher) return fail(teacher.message());
        teachers.push_back(teacher.value());
    }
    if (tested && test.value().digits().shape != shape.value().architecture.input)
        return fail(o.test_images + ": expected pictures of the network's size");
    if (tested && test.value().images.count == 0) return fail(o.test_images + ": there are no pictures in it");
    nn::Network start = shape.value();
    if (o.dropout > 0.0f) {
        auto dropped = nn::make_network(with_dropout(start.architecture, o.dropout));
        if (!dropped) return fail(dropped.message());
        start = moved(start, dropped.value());
    }
    const nn::Digits learned = digits.value().slice(0, count - o.hold_out);
    const auto augmenter = std::make_shared<const hand::Augmenter>(learned, o.augment, o.train.threads);
    o.train.sample = [augmenter](int i, nn::Random& r, float* out) { return augmenter->draw(i, r, out); };
    auto trainer = nn::Trainer::make(std::move(start), learned, digits.value().slice(count - o.hold_out, count),
                                     o.train, std::move(teachers));
    if (!trainer) return fail(trainer.message());
    return run(o, shape.value(), trainer.value(), tested ? &test.value() : nullptr);
}

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

void add_learning(CLI::App& command, Options& o) {
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

Action add_train(CLI::App& command) {
    auto options = std::make_shared<Options>();
    Options& o = *options;
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
    return [options] { return train(*options); };
}

}  // namespace cli
