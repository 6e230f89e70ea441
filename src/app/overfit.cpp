// See overfit.h.
#include "app/overfit.h"

#include <algorithm>
#include <utility>

#include "app/actions.h"
#include "app/history.h"
#include "app/kept_runs.h"
#include "app/overfit_rack.h"
#include "app/training.h"
#include "app/training_parts.h"
#include "app/training_words.h"
#include "io/idx_pair.h"

namespace app {
namespace {

constexpr const char* kShuffled = "digits:1000,rate:0.002,epochs:60,last-rate:1,weight-decay:0,average:0,shuffled:1";
constexpr const char* kFew = "digits:1000,rate:0.002,epochs:100,last-rate:1,weight-decay:0,average:0";
constexpr Compared kDigits[] = {
    {"100 digits", "digits:100,rate:0.002,epochs:300,last-rate:1,weight-decay:0,average:0"},
    {"1,000 digits", kFew},
    {"10,000 digits", "digits:10000,rate:0.002,epochs:10,last-rate:1,weight-decay:0,average:0"},
    {"50,000 digits", "rate:0.002,epochs:2,last-rate:1,weight-decay:0,average:0"},
};
constexpr Compared kRegular[] = {
    {"no regularisation", kFew},
    {"weight decay 0.1", "digits:1000,rate:0.002,epochs:100,last-rate:1,weight-decay:0.1,average:0"},
    {"weight decay 1", "digits:1000,rate:0.002,epochs:100,last-rate:1,weight-decay:1,average:0"},
    {"weight decay 3", "digits:1000,rate:0.002,epochs:100,last-rate:1,weight-decay:3,average:0"},
    {"dropout 0.5", "digits:1000,rate:0.002,epochs:100,last-rate:1,weight-decay:0,dropout:0.5,average:0"},
    {"augmentation",
     "digits:1000,rate:0.002,epochs:100,last-rate:1,weight-decay:0,average:0,shift:1,rotation:10,elastic:0.5"},
};

bool is_open(const State& state) { return state.probe.entry != nullptr && state.probe.entry->of_runs; }
int over_of(State& state) { return values_of(state, *probe::find("overfitting")).whole("over"); }

RecipeValues read(std::string_view text) {
    const auto values = read_recipe_text(text);
    return values ? values.value() : RecipeValues();
}

/// A run that went to its end by this recipe; null where there is none.
RunPtr trained(const State& state, std::string_view recipe) {
    for (const RunPtr& run : state.runs)
        if (run->trained_here && run->recipe == recipe && run->checkpoints.size() > 1 && !training_of(state, run) &&
            run->checkpoints.back().step == run->batches)
            return run;
    return nullptr;
}

bool is_being_trained(const State& state, std::string_view recipe) {
    for (const TrainingJob* job : trainings(state))
        if (job->audience != Audience::asker && recipe_text(job->used) == recipe) return true;
    return false;
}

std::vector<Compared> missing(State& state) {
    std::vector<Compared> all = compared(over_of(state));
    std::erase_if(
        all, [&](const Compared& one) { return trained(state, one.recipe) || is_being_trained(state, one.recipe); });
    return all;
}

probe::RunCurve curve_of(const State& state, const Run& run, std::string name) {
    probe::RunCurve curve;
    curve.name = std::move(name);
    const std::size_t lasting = run.checkpoints.size() - (run.passing ? 1 : 0);
    for (std::size_t i = 0; i < lasting; ++i) {
        const Checkpoint& one = run.checkpoints[i];
        curve.moments.push_back({one.step, one.network, measure(one, kTrainingAccuracy), measure(one, kTrainingLoss),
                                 measure(one, kHeldOutAccuracy), measure(one, kHeldOutLoss)});
    }
    if (!run.trained_here) return curve;
    const RecipeValues recipe = read(run.recipe);
    const SetSource& source = source_of(sets_of(recipe)[0]);
    curve.digits = recipe["digits"] > 0 ? static_cast<int>(recipe["digits"]) : recipe.own_set != 0 ? 0 : source.count;
    curve.batches_a_pass = static_cast<double>(run.batches) / std::max(1.0, recipe["epochs"]);
    curve.shuffled = recipe["shuffled"] > 0;
    if (recipe.own_set != 0) return curve;  // a person's own pictures: how they are split is the training's
    if (const DataSetPtr set = set_of(state, source.which))
        curve.learnt = set->digits().slice(0, std::min(curve.digits, set->count()));
    const auto found = state.overfit.folds.find(run.checkpoints.back().network->id.value);
    if (found == state.overfit.folds.end()) return curve;
    for (std::size_t i = 0; i < curve.folds.size(); ++i) {
        const Run& fold = *found->second[i];
        if (!fold.checkpoints.empty() && fold.batches > 0 && fold.checkpoints.back().step == fold.batches)
            curve.folds[i] = fold.checkpoints.back().network;
    }
    return curve;
}

/// All digits of the first `count` but those of one fifth.
DataSetPtr without_fold(const DataSet& set, int count, int fold) {
    io::LabelledImages kept;
    kept.images = {0, set.shape.height, set.shape.width, {}};
    for (int i = 0; i < count; ++i) {
        if (explain::fold_of(i) == fold) continue;
        const auto picture = set.picture(i);
        kept.images.pixels.insert(kept.images.pixels.end(), picture.begin(), picture.end());
        kept.labels.push_back(static_cast<std::uint8_t>(set.label(i)));
        ++kept.images.count;
    }
    auto made = make_data_set(set.name + " without fold " + std::to_string(fold + 1), std::move(kept), set.class_names);
    return made ? made.value() : nullptr;
}

void train_folds(State& state) {
    const RunPtr run = state.lane().run;
    const RecipeValues recipe = read(run->recipe);
    const SetName which = sets_of(recipe)[0];
    const DataSetPtr set = set_of(state, which);
    if (!set) return want_set(state, which);
    const int count = recipe["digits"] > 0 ? std::min(static_cast<int>(recipe["digits"]), set->count()) : set->count();
    auto& folds = state.overfit.folds[run->checkpoints.back().network->id.value];
    for (int fold = 0; fold < explain::kFolds; ++fold) {
        const auto made = std::make_shared<Run>();
        folds[static_cast<std::size_t>(fold)] = made;
        TrainingJob job;
        job.used = recipe;
        job.used.set("digits", 0);
        job.used.set("patience", 0);  // nothing is held out of it to stop by
        job.run = made;
        job.audience = Audience::asker;
        job.name = run->name + " without fold " + std::to_string(fold + 1);
        job.learn_set = without_fold(*set, count, fold);
        if (job.learn_set) queue_training(state, std::move(job));
    }
}

void train(State& state, const char* recipe, const char* name, Audience audience) {
    if (const RunPtr run = trained(state, recipe)) {
        const auto at = std::find(state.runs.begin(), state.runs.end(), run);
        return show_run(state, static_cast<int>(at - state.runs.begin()));
    }
    if (is_being_trained(state, recipe)) return;
    TrainingJob job;
    job.used = read(recipe);
    job.name = name;
    job.audience = audience;
    queue_training(state, std::move(job));
}

std::string about(double seconds) { return "about " + seconds_words(std::max(1.0, seconds)); }

void offer_folds(State& state, std::vector<Offer>& all) {
    const Run& run = *state.lane().run;
    if (!run.trained_here || training_of(state, state.lane().run) || run.checkpoints.size() < 2) return;
    const RecipeValues recipe = read(run.recipe);
    if (recipe.own_set != 0 || recipe.start != 0) return;  // what it began with may have learnt them all
    const probe::RunCurve curve = curve_of(state, run, run.name);
    if (curve.has_folds() || curve.shuffled || curve.digits > kMostFolded) return;
    int at_work = 0;
    for (const TrainingJob* job : trainings(state)) at_work += job->audience == Audience::asker;
    if (at_work > 0) {
        const std::string rest = std::to_string(explain::kFolds - at_work);
        return all.push_back({"folds", "Five-fold: " + rest + " of 5 trained", "Networks without a fifth", false});
    }
    const bool here = curve.learnt.count() > 0;
    const double seconds = 4 * estimate_seconds(state, recipe);
    all.push_back(
        {"folds",
         here ? "Find digits learnt by heart: trains 5 networks, " + about(seconds) : "Fetch the digits it learnt from",
         "Each learns without a fifth of the digits, and then reads that fifth"});
}

}  // namespace

std::vector<Compared> compared(int over) {
    if (over == 1) return {std::begin(kDigits), std::end(kDigits)};
    if (over == 2) return {std::begin(kRegular), std::end(kRegular)};
    return {};
}

nn::Digits learnt_digits(const State& state, const Run& run) {
    if (run.checkpoints.empty()) return {};
    const probe::RunCurve curve = curve_of(state, run, run.name);
    return curve.shuffled ? nn::Digits() : curve.learnt;
}

probe::Runs runs_of(State& state, const Lane& lane) {
    probe::Runs runs;
    runs.rack = rack_rows(*lane.run);
    if (history_of(*lane.run).empty()) {
        if (auto curve = curve_of_card(state, *lane.run)) runs.curves.push_back(std::move(*curve));
        if (const DataSetPtr held_out = set_of(state, SetName::held_out)) runs.held_out = held_out->digits();
        if (const DataSetPtr clothes = set_of(state, SetName::fashion)) runs.clothes = clothes->digits();
        return runs;
    }
    const bool fashion = lane.run->trained_here && read(lane.run->recipe)["data"] == 1;
    const DataSetPtr held_out = set_of(state, fashion ? SetName::fashion_test : SetName::held_out),
                     clothes = set_of(state, SetName::fashion);
    runs.held_out = held_out ? held_out->digits() : state.digits->digits();
    if (clothes && !fashion) runs.clothes = clothes->digits();
    runs.curves.push_back(curve_of(state, *lane.run, lane.run->name));
    for (const Compared& one : compared(over_of(state)))
        if (const RunPtr run = trained(state, one.recipe); run && run != lane.run)
            runs.curves.push_back(curve_of(state, *run, one.name));
    return runs;
}

std::uint64_t runs_stamp(State& state, const Lane& lane) {
    std::uint64_t stamp = 14695981039346656037ull;
    const auto mix = [&](std::uint64_t value) { stamp = (stamp ^ value) * 1099511628211ull; };
    const auto mix_run = [&](const Run& run) {
        mix(run.checkpoints.size() - (run.passing ? 1 : 0));
        mix(run.passing ? 0 : run.checkpoints.back().network->id.value);
        for (const char letter : run.name) mix(static_cast<std::uint64_t>(letter));
        const auto folds = state.overfit.folds.find(run.checkpoints.back().network->id.value);
        if (folds == state.overfit.folds.end()) return;
        for (const RunPtr& fold : folds->second)
            mix(fold && !fold->checkpoints.empty() && fold->checkpoints.back().step == fold->batches);
    };
    mix_run(*lane.run);
    for (const Compared& one : compared(over_of(state)))
        if (const RunPtr run = trained(state, one.recipe)) mix_run(*run);
    for (const SetName which : {SetName::held_out, SetName::learning, SetName::fashion, SetName::fashion_test})
        mix(set_of(state, which) != nullptr);
    return stamp;
}

void want_overfit_sets(State& state) {
    if (!is_open(state)) return;
    for (const SetName which : {SetName::held_out, SetName::fashion})
        if (set_error(state, which).empty()) want_set(state, which);
    for (const Compared& one : compared(over_of(state)))
        for (const RunPtr& run : state.runs)
            if (run->recipe == one.recipe) want_rest(state, *run);
}

std::vector<Offer> overfit_offers(State& state) {
    std::vector<Offer> all;
    if (!is_open(state)) return all;
    if (history_of(*state.lane().run).empty() && !is_training(state))
        all.push_back({"few", "Train one on 1,000 digits, " + about(estimate_seconds(state, read(kFew))),
                       "Without regularisation: it learns its digits by heart"});
    if (auto offer = rack_offer(state)) all.push_back(std::move(*offer));
    const std::vector<Compared> lack = missing(state);
    double seconds = 0;
    for (const Compared& one : lack) seconds += estimate_seconds(state, read(one.recipe));
    std::string names;
    for (const Compared& one : lack) names += (names.empty() ? "" : ", ") + std::string(one.name);
    if (!lack.empty())
        all.push_back({"over",
                       "Train the missing " + std::to_string(lack.size()) +
                           (lack.size() == 1 ? " network, " : " networks, ") + about(seconds),
                       names});
    else if (over_of(state) > 0)
        for (const Compared& one : compared(over_of(state)))
            if (is_being_trained(state, one.recipe)) {
                all.push_back({"over", "They are being trained\xE2\x80\xA6", "Train here lists them", false});
                break;
            }
    offer_folds(state, all);
    if (state.lane().run->recipe != kShuffled) {
        const bool comes = is_being_trained(state, kShuffled), here = trained(state, kShuffled) != nullptr;
        all.push_back({"shuffled",
                       here    ? "Shuffled labels"
                       : comes ? "Shuffled labels: being trained\xE2\x80\xA6"
                               : "Shuffle the labels: trains " + about(estimate_seconds(state, read(kShuffled))),
                       "1,000 digits whose labels changed places: a network learns even these by heart", !comes});
    }
    return all;
}

void take_overfit_offer(State& state, std::string_view name) {
    if (name.starts_with("beside ")) return take_rack_offer(state, name);
    if (name == "folds") train_folds(state);
    if (name == "few") train(state, kFew, "1,000 digits", Audience::lane);
    if (name == "shuffled") train(state, kShuffled, "Shuffled labels", Audience::lane);
    if (name != "over") return;
    for (const Compared& one : missing(state)) train(state, one.recipe, one.name, Audience::list);
}

}  // namespace app
