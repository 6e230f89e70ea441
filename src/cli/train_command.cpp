// unpool train: reads IDX files, trains with augmentation, writes a model with its card.
#include "cli/train_command.h"

#include <CLI/CLI.hpp>

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "cli/console.h"
#include "cli/model.h"
#include "cli/pictures.h"
#include "cli/range.h"
#include "cli/train_settings.h"
#include "io/file.h"
#include "io/idx_files.h"
#include "io/model_file.h"
#include "nn/classifier.h"
#include "recipe/training.h"

namespace cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int) { interrupted = 1; }

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

void fill_card(nn::Network& network, const TrainSettings& o, const recipe::Recipe& recipe,
               const recipe::Training& training) {
    const nn::Progress& p = training.progress();
    std::string name = o.images.substr(o.images.find_last_of('/') + 1);
    if (!o.range.empty()) name += "[" + o.range + "]";
    network.card["data"] = name + (recipe.augment.synthetic > 0.0f ? " and synthetic strokes" : "");
    network.card["epochs"] = std::to_string(p.epoch);
    network.card["training"] = settings_words(recipe) + (training.diverged() ? "; diverged" : "");
    if (!o.teachers.empty()) network.card["teachers"] = std::to_string(o.teachers.size());
    if (p.best_accuracy > 0.0)
        network.card["hold-out accuracy"] = text("%.4f of the last %d pictures", p.best_accuracy, o.hold_out);
}

bool write(const TrainSettings& o, const recipe::Recipe& recipe, const recipe::Training& training,
           const io::LabelledImages* test) {
    nn::Network network = training.best();
    fill_card(network, o, recipe, training);
    if (test != nullptr) {
        const nn::Evaluation e = nn::evaluate(network, test->digits(), o.threads);
        const std::string name = o.test_images.substr(o.test_images.find_last_of('/') + 1);
        network.card["accuracy"] = text("%.2f %% of %d (%s)", 100.0 * e.accuracy(), e.count, name.c_str());
        note("accuracy " + network.card["accuracy"]);
    }
    const auto written = io::write_file(o.output, io::write_model(network));
    if (!written) complain(written.message());
    return written.ok();
}

/// The averaged weights as they are, where the folder is given and a checkpoint is due.
bool write_checkpoint(const TrainSettings& o, const recipe::Recipe& recipe, const recipe::Training& training) {
    if (o.checkpoints.empty() || !(recipe::is_checkpoint(training.batch()) || training.done())) return true;
    nn::Network network = training.network();
    fill_card(network, o, recipe, training);
    const auto path = std::filesystem::path(o.checkpoints) / text("batch-%07ld.safetensors", training.batch());
    const auto written = io::write_file(path, io::write_model(network));
    if (!written) complain(written.message());
    return written.ok();
}

/// What is kept of a training that went astray: the file as the last whole epoch left it, or, in the first epoch, the
/// last weights that were sound.
int give_up(const TrainSettings& o, const recipe::Recipe& recipe, const recipe::Training& training, bool is_written) {
    if (!is_written && !write(o, recipe, training, nullptr)) return kInputWrong;
    const nn::Progress& p = training.progress();
    const std::string found = std::isfinite(p.loss) ? text("%.4g", p.loss) : "no finite number";
    complain(text("the training diverged in epoch %d: expected a loss about or below that of guessing, %.2f, found %s; "
                  "try a learning rate below %g; ",
                  p.epoch + 1, training.guessing_loss(), found.c_str(), static_cast<double>(recipe.options.rate)) +
             o.output + (is_written ? " keeps what the last whole epoch wrote" : " holds the last finite weights"));
    return kInputWrong;
}

int run(const TrainSettings& o, const recipe::Recipe& recipe, recipe::Training& training,
        const io::LabelledImages* test) {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    auto shown = std::chrono::steady_clock::now();
    bool is_written = false;
    if (!write_checkpoint(o, recipe, training)) return kInputWrong;
    while (!training.done() && interrupted == 0) {
        const int epoch = training.progress().epoch;
        training.step(1);
        if (training.diverged()) return give_up(o, recipe, training, is_written);
        if (!write_checkpoint(o, recipe, training)) return kInputWrong;
        const bool finished = training.progress().epoch != epoch;
        const auto now = std::chrono::steady_clock::now();
        if (!finished && now - shown < std::chrono::milliseconds(200)) continue;
        shown = now;
        show(training.progress(), finished);
        if (!finished || training.done()) continue;
        if (!write(o, recipe, training, nullptr)) return kInputWrong;
        is_written = true;
    }
    if (!write(o, recipe, training, test)) return kInputWrong;
    if (training.stopped_early())
        note(
            text("stopped early after batch %ld: the loss on the hold-out had not fallen for %d evaluations; the best "
                 "was after batch %ld",
                 training.batch(), recipe.patience, training.best_batch()));
    note(std::string(interrupted != 0 ? "stopped; " : "") + "wrote " + o.output);
    return kDone;
}

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

int train(const TrainSettings& o) {
    const auto recipe = recipe_of(o);
    if (!recipe) return fail(recipe.message());
    const auto data = io::read_idx_pair(o.images, o.labels);
    if (!data) return fail(data.message());
    const bool tested = !o.test_images.empty();
    const auto test = tested ? io::read_idx_pair(o.test_images, o.test_labels)
                             : base::Result<io::LabelledImages>(io::LabelledImages{});
    if (!test) return fail(test.message());
    const auto digits = in_range(data.value().digits(), o.range);
    if (!digits) return fail(digits.message());
    const int count = digits.value().count();
    if (o.hold_out < 0 || o.hold_out >= count)
        return fail("--hold-out: expected fewer than the " + std::to_string(count) + " pictures to train on");
    recipe::Around around{digits.value().slice(count - o.hold_out, count), {}};
    for (const std::string& path : o.teachers) {
        auto teacher = load_model(path);
        if (!teacher) return fail(teacher.message());
        around.teachers.push_back(std::move(teacher.value()));
    }
    const auto from = o.from.empty() ? base::Result<nn::Network>(nn::Network{}) : load_model(o.from);
    if (!from) return fail(from.message());
    if (tested && test.value().digits().shape != recipe.value().architecture.input)
        return fail(o.test_images + ": expected pictures of the network's size");
    if (tested && test.value().images.count == 0) return fail(o.test_images + ": there are no pictures in it");
    auto training = recipe::Training::make(recipe.value(), digits.value().slice(0, count - o.hold_out),
                                           o.from.empty() ? nullptr : &from.value(), o.threads, std::move(around));
    if (!training) return fail(training.message());
    if (!o.checkpoints.empty())
        if (const auto made = make_folder(o.checkpoints); !made) return fail(made.message());
    return run(o, recipe.value(), training.value(), tested ? &test.value() : nullptr);
}

}  // namespace

Action add_train(CLI::App& command) {
    auto settings = std::make_shared<TrainSettings>();
    add_train_options(command, *settings);
    add_assume_options(command);
    return [settings, &command] {
        const std::string twice = given_beside_recipe(command);
        if (twice.empty()) return train(*settings);
        complain("--recipe says what " + twice + " says, too: expected one of them");
        return static_cast<int>(kUsage);
    };
}

}  // namespace cli
