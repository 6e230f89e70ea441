// Words and numbers of a training: see training_words.cpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/state.h"
#include "figure/figure.h"

namespace app {

// What checkpoints are measured by.
inline constexpr const char *kHeldOutAccuracy = "held_out_accuracy", *kHeldOutLoss = "held_out_loss",
                            *kTrainingAccuracy = "training_accuracy", *kTrainingLoss = "training_loss";
/// Before a layer's name: see nn::LayerStep.
inline const std::string kGradient = "gradient ", kChange = "change ";

std::string grouped(long number);           ///< "1,563"
std::string batches_words(long batches);    ///< "1 batch", "1,563 batches"
std::string seconds_words(double seconds);  ///< "6 s", "1 min 5 s"
/// How long a training by this recipe takes here, about.
double estimate_seconds(const State& state, const RecipeValues& recipe);
double seconds_left(const TrainingJob& job);
std::string diverged_words(long batch);

/// 0..1 of all batches that are done; 1 where nothing trains.
float training_share(const State& state);
/// {"batch", "512 of 1,563"}, {"pass", "1 of 1"}, images/s, time left, training, held out, gap: of the training, or of
/// the moment on show.
std::vector<std::pair<std::string, std::string>> training_numbers(const State& state);
/// The same for a phone: what stands left, what stands right.
std::pair<std::string, std::string> training_line(const State& state);
/// "16,384 digits seen in 2.4 s"; empty before it began.
std::string seen_words(const State& state);
/// "held out 96.6 %", "training 97.3 %" of the moment on show, or what they are measured with.
std::pair<std::string, std::string> legend_words(const State& state);
/// "batches of 32 digits (log scale)".
std::string axis_words(const State& state);
/// "50,000 digits, rate 0.005, 1 pass".
std::string recipe_words(const State& state);
/// "97.5 % held out after 750 batches, epochs:3".
std::string run_words(const Run& run);
/// "batch 512 of 1,563 \xC2\xB7 3 s left", "waits for a training before it", of one at work; then its recipe.
std::string job_words(const TrainingJob& job);
/// What the chosen network has: "LeNet-5: 61,706 parameters in 12 layers".
std::string network_words(const State& state);

// The axis of batches, and the scrubber's.
/// 0..1; `most` at the right end.  On the logarithmic one a batch before the first has its place, too.
float axis_position(long step, long most, bool linear);
long axis_step(float place, long most, bool linear);
/// Round steps to be labelled, rising.
std::vector<long> axis_steps(long most, bool linear);
float moment_position(const Run& run, long step);
/// The loss at the upper end of its axis: 2.5, or more where a loss is higher.
double loss_axis(const Run& run);

/// Batches before the moment on show.
long step_on_show(const State& state);
/// What was measured then, or at the last moment before it; NaN where nothing was.
double measure_on_show(const State& state, std::string_view name);
/// "live", "of 1,563".
std::string moment_words(const State& state);

/// The curves of the run in focus, for files; without groups where it was not trained here.
figure::Figure training_figure(const State& state);

}  // namespace app
