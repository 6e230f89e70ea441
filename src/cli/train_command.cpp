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
#include "cli/train_settings.h"
#include "hand/augment.h"
#include "io/file.h"
#include "io/idx_files.h"
#include "io/model_file.h"
#include "nn/classifier.h"
#include "nn/train.h"
#include "recipe/recipe.h"

namespace cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int) { interrupted = 1; }

/// "begin:end" of the pictures to use; all where it is empty.
base::Result<nn::Digits> chosen(const TrainSettings& options, const io::LabelledImages& data) {
    const nn::Digits all = data.digits();
    if (options.range.empty()) return all;
    int begin = -1, end = -1;
    if (std::sscanf(options.range.c_str(), "%d:%d", &begin, &end) != 2 || begin < 0 || end <= begin ||
        end > all.count())
        return base::Error{"--range: expected begin:end within 0:" + std::to_string(all.count()) + ", found " +
                           options.range};
    return all.slice(begin, end);
}

/// What is to be written in the end, with its first weights.
base::Result<nn::Network> first_network(const TrainSettings& options) {
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

void fill_card(nn::Network& network, const TrainSettings& o, const nn::Progress& p, bool diverged) {
    std::string name = o.images.substr(o.images.find_last_of('/') + 1);
    if (!o.range.empty()) name += "[" + o.range + "]";
    network.card["data"] = name + (o.augment.synthetic > 0.0f ? " and synthetic strokes" : "");
    network.card["epochs"] = std::to_string(p.epoch);
    network.card["seed"] = std::to_string(o.train.seed);
    network.card["training"] = settings_words(o) + (diverged ? "; diverged" : "");
    if (!o.teachers.empty()) network.card["teachers"] = std::to_string(o.teachers.size());
    if (p.best_accuracy > 0.0)
        network.card["hold-out accuracy"] = text("%.4f of the last %d pictures", p.best_accuracy, o.hold_out);
}

bool write(const TrainSettings& o, const nn::Network& shape, const nn::Trainer& trainer,
           const io::LabelledImages* test) {
    nn::Network network = recipe::with_parameters_of(trainer.best(), shape);
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
int give_up(const TrainSettings& o, const nn::Network& shape, const nn::Trainer& trainer, bool is_written) {
    if (!is_written && !write(o, shape, trainer, nullptr)) return kInputWrong;
    const nn::Progress& p = trainer.progress();
    const std::string found = std::isfinite(p.loss) ? text("%.4g", p.loss) : "no finite number";
    complain(text("the training diverged in epoch %d: expected a loss about or below that of guessing, %.2f, found %s; "
                  "try a learning rate below %g; ",
                  p.epoch + 1, trainer.guessing_loss(), found.c_str(), static_cast<double>(o.train.rate)) +
             o.output + (is_written ? " keeps what the last whole epoch wrote" : " holds the last finite weights"));
    return kInputWrong;
}

int run(const TrainSettings& o, const nn::Network& shape, nn::Trainer& trainer, const io::LabelledImages* test) {
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

int train(TrainSettings o) {
    if (o.no_augment) o.augment = {};
    if (const std::string wrong = complaint_about(o.augment); !wrong.empty()) return fail(wrong);
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
        auto dropped = nn::make_network(recipe::with_dropout(start.architecture, o.dropout));
        if (!dropped) return fail(dropped.message());
        start = recipe::with_parameters_of(start, dropped.value());
    }
    const nn::Digits learned = digits.value().slice(0, count - o.hold_out);
    const auto augmenter = std::make_shared<const hand::Augmenter>(learned, o.augment, o.train.threads);
    o.train.sample = [augmenter](int i, nn::Random& r, float* out) { return augmenter->draw(i, r, out); };
    auto trainer = nn::Trainer::make(std::move(start), learned, digits.value().slice(count - o.hold_out, count),
                                     o.train, std::move(teachers));
    if (!trainer) return fail(trainer.message());
    return run(o, shape.value(), trainer.value(), tested ? &test.value() : nullptr);
}

}  // namespace

Action add_train(CLI::App& command) {
    auto settings = std::make_shared<TrainSettings>();
    add_train_options(command, *settings);
    return [settings] { return train(*settings); };
}

}  // namespace cli
