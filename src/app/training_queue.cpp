// Several trainings: which wait, which begin, which one is on show (see training.h).
#include <algorithm>
#include <utility>

#include "app/actions.h"
#include "app/training.h"
#include "app/training_parts.h"

namespace app {
namespace {

bool has_sets(const State& state, const TrainingJob& job) {
    if (job.used.own_set != 0) return true;
    const auto sets = sets_of(job.used);
    return (job.learn_set || set_of(state, sets[0])) && set_of(state, sets[1]);
}

/// The sentence why its digits cannot be had; "" while they may still come.
std::string lack_of(const State& state, const TrainingJob& job) {
    for (const SetName which : sets_of(job.used))
        if (const std::string& why = set_error(state, which); !why.empty())
            return "The digits to learn from could not be had: " + why + ".";
    return {};
}

/// Null where it cannot be, with the job's problem.
std::shared_ptr<const TrainingOrder> order_of(const State& state, TrainingJob& job) {
    auto order = std::make_shared<TrainingOrder>();
    if (const base::Status filled = fill_order(state, job, *order); !filled) {
        job.problem = filled.message();
        return nullptr;
    }
    if (job.used["digits"] > order->learn.count()) job.used.set("digits", 0);
    order->id = job.id;
    order->recipe = recipe_json(job.used, classes_of(state, job.used));
    if (job.audience == Audience::asker) {
        order->measured = order->judged = 0;
        order->live = false;
    }
    return order;
}

/// False where it cannot begin: it is over then.
bool begin(State& state, TrainingJob& job) {
    job.order = order_of(state, job);
    if (!job.order) {
        job.phase = TrainingPhase::idle;
        say(state, job.problem, true);
        return false;
    }
    job.phase = TrainingPhase::starting;
    Effect effect;
    effect.kind = Effect::Kind::start_training;
    effect.text = job.order->recipe;
    effect.name = std::to_string(job.id);
    effect.training = job.order;
    state.effects.push_back(std::move(effect));
    return true;
}

/// All that are not over, oldest first: of a Training or a const one.
template <class Job, class All>
std::vector<Job*> jobs_of(All& training) {
    std::vector<Job*> all;
    if (training.phase != TrainingPhase::idle) all.push_back(&training);
    for (Job& job : training.others) all.push_back(&job);
    std::sort(all.begin(), all.end(), [](const Job* a, const Job* b) { return a->id < b->id; });
    return all;
}

std::vector<TrainingJob*> jobs(Training& training) { return jobs_of<TrainingJob>(training); }

void forget_ended(State& state) {
    std::erase_if(state.training.others, [](const TrainingJob& job) { return job.phase == TrainingPhase::idle; });
}

/// Those that have their digits wait; those that cannot have them end.
void leave_fetching(State& state) {
    for (TrainingJob* job : jobs(state.training)) {
        if (job->phase != TrainingPhase::fetching) continue;
        if (has_sets(state, *job)) {
            job->phase = TrainingPhase::waiting;
        } else if (job->problem = lack_of(state, *job); !job->problem.empty()) {
            job->phase = TrainingPhase::idle;
            say(state, job->problem, true);
        }
    }
    forget_ended(state);
}

/// The training whose run the lane with the focus shows.
void bring_forward(State& state) {
    Training& training = state.training;
    const RunPtr& shown = state.lane().run;
    const auto found = std::find_if(training.others.begin(), training.others.end(),
                                    [&](const TrainingJob& job) { return job.run == shown; });
    if (found == training.others.end()) return;
    std::swap(static_cast<TrainingJob&>(training), *found);
    if (found->phase == TrainingPhase::idle) training.others.erase(found);
}

}  // namespace

std::array<SetName, 2> sets_of(const RecipeValues& recipe) {
    if (recipe["data"] == 1) return {SetName::fashion, SetName::fashion_test};
    return {SetName::learning, SetName::held_out};
}

TrainingJob* find_job(State& state, int id) {
    for (TrainingJob* job : jobs(state.training))
        if (job->id == id) return job;
    return nullptr;
}

const TrainingJob* find_training(const State& state, int id) {
    for (const TrainingJob* job : trainings(state))
        if (job->id == id) return job;
    return nullptr;
}

const TrainingJob* training_of(const State& state, const RunPtr& run) {
    for (const TrainingJob* job : trainings(state))
        if (run && job->run == run) return job;
    return nullptr;
}

std::vector<const TrainingJob*> trainings(const State& state) { return jobs_of<const TrainingJob>(state.training); }

int queue_training(State& state, TrainingJob job) {
    job.id = ++state.training.asked;
    job.phase = TrainingPhase::fetching;
    if (job.used.own_set == 0)
        for (const SetName which : sets_of(job.used)) want_set(state, which);
    const int id = job.id;
    state.training.others.push_back(std::move(job));
    advance_trainings(state);
    return id;
}

void drop_job(State& state, int id) {
    std::erase_if(state.training.others, [id](const TrainingJob& job) { return job.id == id; });
}

void advance_trainings(State& state) {
    bring_forward(state);
    leave_fetching(state);
    const std::vector<TrainingJob*> all = jobs(state.training);
    auto at_work = std::count_if(all.begin(), all.end(), [](const TrainingJob* job) {
        return job->phase == TrainingPhase::starting || job->phase == TrainingPhase::running;
    });
    for (TrainingJob* job : all)
        if (job->phase == TrainingPhase::waiting && at_work < state.training.at_once) at_work += begin(state, *job);
    forget_ended(state);
}

}  // namespace app
