// What a training says of itself, on the screen and in files.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/actions.h"
#include "app/training.h"
#include "app/training_parts.h"
#include "app/training_words.h"
#include "figure/figure.h"

namespace app {
namespace {

constexpr double kPlainSpeed = 7000, kBentSpeed = 3500;  // pictures a second, before any has been measured

/// The checkpoint on show, or the last one before it that was measured.
const Checkpoint* measured(const State& state) {
    const auto& all = state.lane().run->checkpoints;
    for (int i = state.lane().checkpoint; i >= 0; --i)
        if (!std::isnan(measure(all[static_cast<std::size_t>(i)], kHeldOutAccuracy)))
            return &all[static_cast<std::size_t>(i)];
    return nullptr;
}

/// "1.4 points", of shares.
std::string points_words(double apart) {
    char words[48];
    std::snprintf(words, sizeof words, "%s%.1f points", apart <= -0.0005 ? "\xE2\x88\x92" : "", std::fabs(apart) * 100);
    return words;
}

bool bends(const RecipeValues& recipe) {
    return recipe["shift"] > 0 || recipe["rotation"] > 0 || recipe["elastic"] > 0 || recipe["thickness"] > 0;
}

}  // namespace

std::string grouped(long number) {
    std::string words = std::to_string(number);
    for (std::size_t at = words.size(); at > 3; at -= 3) words.insert(at - 3, ",");
    return words;
}

std::string batches_words(long batches) { return grouped(batches) + (batches == 1 ? " batch" : " batches"); }

std::string seconds_words(double seconds) {
    const long whole = std::lround(std::max(seconds, 0.0));
    if (whole < 60) return std::to_string(whole) + " s";
    return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
}

std::string training_finding(const State& state) {
    const Training& training = state.training;
    if (training.phase == TrainingPhase::fetching)
        return "The digits to learn from are on their way: " +
               figure::percent(static_cast<double>(
                   set_progress(state, training.used["data"] == 1 ? SetName::fashion : SetName::learning)));
    if (training.phase == TrainingPhase::waiting) return "It waits until a training before it ends.";
    if (training.phase == TrainingPhase::starting) return "The training begins\xE2\x80\xA6";
    if (!training.problem.empty()) return training.problem;
    if (!training.note.empty() && !is_training(state) && state.lane().run == training.run) return training.note;
    const Checkpoint* now = measured(state);
    if (now == nullptr) {
        if (!training.link.empty())
            return "The link's network is not here: it " + estimate_words(state) + " with this recipe" +
                   (training.recipe.start == 0 ? "."
                    : find_checkpoint(state, training.recipe.start)
                        ? ", from " + start_words(state) + "."
                        : ", from the network " + start_words(state) + ", which has to be opened first.");
        return "Press Train: a new network learns to read digits, here, and you can watch.";
    }
    const std::string share = figure::percent(measure(*now, kHeldOutAccuracy));
    if (now->step == 0) return "Before it has learnt anything it reads " + share + ": it guesses.";
    return "After " + batches_words(now->step) + " it reads " + share + " of digits it has never seen.";
}

double estimate_seconds(const State& state, const RecipeValues& recipe) {
    const DataSetPtr own = own_set(state, recipe.own_set);
    const double all = own                   ? own->count() * (1 - recipe["held-out"])
                       : recipe["data"] == 1 ? 10000
                                             : 50000,
                 digits = recipe["digits"] > 0 ? recipe["digits"] : all;
    const double speed = state.training.speed > 0 ? state.training.speed : bends(recipe) ? kBentSpeed : kPlainSpeed;
    return digits * recipe["epochs"] / speed;
}

std::string estimate_words(const State& state) {
    return "trains about " + seconds_words(std::max(1.0, estimate_seconds(state, state.training.recipe)));
}

double seconds_left(const TrainingJob& job) {
    const auto left = static_cast<double>(job.progress.batches - job.progress.batch);
    return job.progress.images_per_second > 0 ? left * job.used["batch"] / job.progress.images_per_second : 0.0;
}

std::string job_words(const TrainingJob& job) {
    const std::string recipe = recipe_text(job.used);
    const std::string with = recipe.empty() || job.used == default_recipe() ? "" : " \xC2\xB7 " + recipe;
    switch (job.phase) {
        case TrainingPhase::idle:
            return "over" + with;
        case TrainingPhase::fetching:
            return "its digits are on their way" + with;
        case TrainingPhase::waiting:
            return "waits for a training before it" + with;
        case TrainingPhase::starting:
            return "begins" + with;
        case TrainingPhase::running:
        case TrainingPhase::paused:
            break;
    }
    return "batch " + grouped(job.progress.batch) + " of " + grouped(job.progress.batches) +
           (job.phase == TrainingPhase::paused ? ", paused"
                                               : " \xC2\xB7 " + seconds_words(seconds_left(job)) + " left") +
           with;
}

float training_share(const State& state) {
    const TrainingProgress& p = state.training.progress;
    if (!is_training(state)) return state.lane().run->trained_here ? 1 : 0;
    return p.batches > 0 ? static_cast<float>(p.batch) / static_cast<float>(p.batches) : 0;
}

long step_on_show(const State& state) {
    return state.lane().run->checkpoints[static_cast<std::size_t>(state.lane().checkpoint)].step;
}

double measure_on_show(const State& state, std::string_view name) {
    const Checkpoint* now = measured(state);
    return now == nullptr ? std::nan("") : measure(*now, name);
}

std::vector<std::pair<std::string, std::string>> training_numbers(const State& state) {
    const TrainingProgress& p = state.training.progress;
    const Run& run = *state.lane().run;
    const bool trains = is_training(state);
    const long batch = trains ? p.batch : step_on_show(state), all = trains ? p.batches : run.batches;
    std::vector<std::pair<std::string, std::string>> numbers;
    numbers.emplace_back("batch", grouped(batch) + " of " + grouped(all));
    if (trains) {
        const int epochs = std::max(p.epochs, 1);
        numbers.emplace_back("pass", grouped(std::min(p.epoch + 1, epochs)) + " of " + grouped(epochs));
        numbers.emplace_back("images/s", grouped(std::lround(p.images_per_second / 10) * 10));
        numbers.emplace_back("time left", seconds_words(seconds_left(state.training)));
    }
    const double held_out = measure_on_show(state, kHeldOutAccuracy),
                 training = measure_on_show(state, kTrainingAccuracy);
    numbers.emplace_back("training", figure::percent(training));
    numbers.emplace_back("held out", figure::percent(held_out));
    if (!std::isnan(training - held_out)) numbers.emplace_back("gap", points_words(training - held_out));
    return numbers;
}

std::pair<std::string, std::string> training_line(const State& state) {
    const auto numbers = training_numbers(state);
    if (!is_training(state)) return {numbers[0].second + " batches", "gap " + numbers.back().second};
    return {numbers[0].second + " batches", numbers[2].second + " images/s \xC2\xB7 " + numbers[3].second + " left"};
}

std::string seen_words(const State& state) {
    const Training& training = state.training;
    if (!training.run || training.run != state.lane().run || training.progress.images_per_second <= 0) return {};
    const double seen = static_cast<double>(training.progress.batch) * training.used["batch"];
    char words[96];
    std::snprintf(words, sizeof words, "%s digits seen in %.1f s", grouped(std::lround(seen)).c_str(),
                  seen / training.progress.images_per_second);
    return words;
}

std::pair<std::string, std::string> legend_words(const State& state) {
    return {"held out " + figure::percent(measure_on_show(state, kHeldOutAccuracy)),
            "training " + figure::percent(measure_on_show(state, kTrainingAccuracy))};
}

std::string axis_words(const State& state) {
    const auto recipe = read_recipe_text(state.lane().run->recipe);
    const RecipeValues values = recipe && state.lane().run->trained_here ? recipe.value() : state.training.recipe;
    return "batches of " + grouped(std::lround(values["batch"])) + " digits";
}

std::string recipe_words(const State& state) {
    std::string words = state.training.recipe.own_set == 0 ? "" : data_words(state, state.training.recipe);
    for (const RecipeField& field : recipe_fields())
        if (field.in_sight) {
            std::string name = field.label;
            name[0] = static_cast<char>(name[0] - 'A' + 'a');
            words +=
                (words.empty() ? "" : " \xC2\xB7 ") + name + " " + value_words(field, state.training.recipe[field.key]);
        }
    return words;
}

std::string run_words(const Run& run) {
    const Checkpoint& last = run.checkpoints.back();
    const double share = measure(last, kHeldOutAccuracy);
    return (std::isnan(share) ? "" : figure::percent(share) + " held out") + " after " + batches_words(last.step) +
           (run.recipe.empty() ? "" : " \xC2\xB7 " + run.recipe);
}

std::string network_words(const State& state) {
    const auto network =
        nn::make_shapes(architecture_of(state.training.recipe, classes_of(state, state.training.recipe)));
    if (!network) return network.message();
    const nn::Network& n = network.value();
    const long parameters = n.parameter_count();
    return n.architecture.name + ": " + grouped(parameters) + " parameters in " + std::to_string(n.layer_count()) +
           " layers; it " + estimate_words(state) + ".";
}

float axis_position(long step, long most, bool linear) {
    const auto at = static_cast<double>(std::max(step, 0L)), end = static_cast<double>(std::max(most, 1L));
    const double place = linear ? at / end : std::log2(at + 1) / std::log2(end + 1);
    return static_cast<float>(std::clamp(place, 0.0, 1.0));
}

long axis_step(float place, long most, bool linear) {
    const double at = std::clamp(static_cast<double>(place), 0.0, 1.0), end = static_cast<double>(std::max(most, 1L));
    return std::lround(linear ? at * end : std::pow(end + 1, at) - 1);
}

std::vector<long> axis_steps(long most, bool linear) {
    std::vector<long> steps;
    if (!linear) {
        for (long step = 1; step <= most; step *= 4) steps.push_back(step);
        return steps;
    }
    long each = 1;
    while (each * 5 < most) each *= each * 10 <= most * 2 ? 10 : 2;
    for (long step = 0; step <= most; step += each) steps.push_back(step);
    return steps;
}

float moment_position(const Run& run, long step) {
    return axis_position(step, std::max(run.batches, run.checkpoints.back().step), false);
}

double loss_axis(const Run& run) {
    double most = 2.5;
    for (const Checkpoint& one : run.checkpoints)
        for (const char* name : {kHeldOutLoss, kTrainingLoss})
            if (const double loss = measure(one, name); loss > most) most = std::ceil(loss);
    return std::min(most, 20.0);
}

std::string moment_words(const State& state) {
    const Run& run = *state.lane().run;
    const bool last = state.lane().checkpoint + 1 == static_cast<int>(run.checkpoints.size());
    if (last && training_of(state, state.lane().run)) return "live";
    return run.batches > 0 ? "of " + grouped(run.batches) : "";
}

std::string diverged_words(long batch) {
    return "The rate was too high: the loss exploded after " + batches_words(batch) +
           ". The last finite network is kept.";
}

figure::Figure training_figure(const State& state) {
    const Run& run = *state.lane().run;
    figure::Figure figure;
    figure.title = run.name + ": " + (run.recipe.empty() ? "the default recipe" : run.recipe);
    figure.source =
        "measured while it trained, on up to 2,000 held-out digits (all of them at the end) and 1,000 of those learnt";
    if (!run.trained_here) return figure;
    figure.finding = training_finding(state);
    struct Curve {
        const char *title, *label, *held_out, *training;
    };
    for (const Curve& curve : {Curve{"Accuracy", "share right", kHeldOutAccuracy, kTrainingAccuracy},
                               Curve{"Loss", "cross entropy", kHeldOutLoss, kTrainingLoss}}) {
        figure::Plot plot;
        plot.name = curve.title;
        plot.x_label = "batches";
        plot.y_label = curve.label;
        plot.series.resize(2);
        plot.series[0].name = "held out";
        plot.series[1].name = "training";
        plot.series[1].dashed = true;
        for (const Checkpoint& one : run.checkpoints)
            for (const int side : {0, 1}) {
                const double value = measure(one, side == 0 ? curve.held_out : curve.training);
                if (std::isnan(value)) continue;
                plot.series[static_cast<std::size_t>(side)].x.push_back(static_cast<float>(one.step));
                plot.series[static_cast<std::size_t>(side)].y.push_back(static_cast<float>(value));
            }
        figure::Group group;
        group.title = curve.title;
        group.plots.push_back(std::move(plot));
        figure.groups.push_back(std::move(group));
    }
    return figure;
}

}  // namespace app
