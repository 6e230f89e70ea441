// See trainer.h.
#include "platform/native/trainer.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <SDL.h>

#include "app/training_words.h"
#include "recipe/training.h"

namespace platform::native {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kTold = 0.25;  // seconds between two networks that are only looked at
constexpr double kGlance = 2;   // seconds between two looks at some held-out digits, between checkpoints
constexpr int kGlanced = 500;
constexpr auto kSlow = std::chrono::milliseconds(50);  // of a batch that eyes follow

struct Brought {
    long batch = 0;
    nn::Network network;
    bool kept = false;
    std::map<std::string, double> measures;
    std::vector<int> confusion;
};
struct Early {
    long batch = 0, best = 0;
};
struct Ended {
    std::string why;
};
struct News {
    int id = 0;
    std::variant<app::TrainingProgress, Brought, Early, Ended> what;
};

/// What threads tell, in order.
class Queue {
public:
    Queue() : event_(SDL_RegisterEvents(1)) {}

    void tell(News news) {
        {
            const std::lock_guard lock(mutex_);
            news_.push_back(std::move(news));
        }
        SDL_Event event{};
        event.type = event_;
        SDL_PushEvent(&event);
    }
    std::vector<News> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(news_, {});
    }

private:
    std::mutex mutex_;
    std::vector<News> news_;
    Uint32 event_;
};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// One training and its thread.
class Worker {
public:
    Worker(std::shared_ptr<const app::TrainingOrder> order, Queue& queue)
        : order_(std::move(order)), queue_(queue), thread_([this](std::stop_token stop) { run(stop); }) {}

    void steer(const std::string& what) {
        {
            const std::lock_guard lock(mutex_);
            if (what == "pause") paused_ = true;
            if (what == "resume") paused_ = false;
            if (what == "step") paused_ = once_ = true;
            if (what == "slow" || what == "fast") slow_ = what == "slow";
        }
        if (what == "stop") thread_.request_stop();
        changed_.notify_all();
    }

private:
    void tell(decltype(News::what) what) { queue_.tell({order_->id, std::move(what)}); }

    void tell_progress(const recipe::Training& training) {
        const nn::Progress& p = training.progress();
        tell(app::TrainingProgress{training.batch(), training.batches(), p.epoch, p.epochs,
                                   seconds_ > 0 ? images_ / seconds_ : 0});
    }

    void tell_network(const recipe::Training& training, bool kept, bool is_last = false) {
        Brought brought{training.batch(), training.network(), kept, {}, {}};
        const nn::Digits& all = order_->held_out;
        if (kept) kept_ = brought.batch;
        if (kept && order_->measured > 0) {
            const nn::Evaluation held_out = nn::evaluate(
                                     brought.network,
                                     is_last ? all : all.slice(0, std::min(order_->measured, all.count()))),
                                 learnt = training.judge(order_->judged);
            brought.measures = {{app::kHeldOutAccuracy, held_out.accuracy()},
                                {app::kHeldOutLoss, held_out.loss},
                                {app::kTrainingAccuracy, learnt.accuracy()},
                                {app::kTrainingLoss, learnt.loss}};
            brought.confusion = held_out.confusion;
        } else if (order_->measured > 0 && seconds_since(glanced_) > kGlance) {
            brought.confusion = nn::evaluate(brought.network, all.slice(0, std::min(kGlanced, all.count()))).confusion;
            glanced_ = Clock::now();
        }
        for (const auto& [name, step] : training.layer_steps()) {
            brought.measures[app::kGradient + name] = step.gradient;
            brought.measures[app::kChange + name] = step.change;
        }
        told_ = Clock::now();
        tell(std::move(brought));
    }

    void tell_best(const recipe::Training& training) {
        Brought brought{training.best_batch(), training.best(), true, {}, {}};
        const nn::Evaluation held_out = nn::evaluate(brought.network, order_->held_out);
        brought.measures = {{app::kHeldOutAccuracy, held_out.accuracy()}, {app::kHeldOutLoss, held_out.loss}};
        brought.confusion = held_out.confusion;
        tell(std::move(brought));
    }

    bool is_waiting() {
        const std::lock_guard lock(mutex_);
        return paused_ && !once_;
    }

    /// Waits while it is paused; whether the next batch is one by itself.
    bool wait(std::stop_token stop, bool& slow) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return !paused_ || once_; });
        slow = slow_;
        return std::exchange(once_, false);
    }

    void run(std::stop_token stop) {
        const auto recipe = recipe::parse(order_->recipe);
        if (!recipe) return tell(Ended{recipe.message()});
        const bool watches = recipe.value().patience > 0;
        auto made = recipe::Training::make(recipe.value(), order_->learn, order_->start.get(), 1,
                                           {watches ? order_->held_out : nn::Digits{}, {}});
        if (!made) return tell(Ended{made.message()});
        recipe::Training& training = made.value();
        tell_progress(training);
        tell_network(training, true);
        bool more = true;
        while (more && !stop.stop_requested()) {
            if (is_waiting()) tell_progress(training);
            bool slow = false;
            const bool once = wait(stop, slow);
            if (stop.stop_requested()) break;
            const auto start = Clock::now();
            const bool shows = once || slow || seconds_since(told_) >= kTold;
            more = training.step(1, order_->measured > 0 && (shows || recipe::is_checkpoint(training.batch() + 1)));
            seconds_ += seconds_since(start);
            images_ += recipe.value().options.batch;
            const bool kept = !more || recipe::is_checkpoint(training.batch()), shown = once || slow;
            if (!kept && !shown && (!order_->live || seconds_since(told_) < kTold)) continue;
            tell_network(training, kept, !more);
            tell_progress(training);
            if (slow) std::this_thread::sleep_for(kSlow);
        }
        if (training.batch() != kept_) tell_network(training, true, true);
        if (training.best_batch() > 0 && training.best_batch() != training.batch() && !training.diverged())
            tell_best(training);
        if (training.stopped_early()) tell(Early{training.batch(), training.best_batch()});
        tell(Ended{training.diverged() ? app::diverged_words(training.batch()) : ""});
    }

    std::shared_ptr<const app::TrainingOrder> order_;
    Queue& queue_;
    double seconds_ = 0, images_ = 0;
    long kept_ = -1;
    Clock::time_point told_, glanced_;
    std::mutex mutex_;  ///< of the three below
    bool paused_ = false, once_ = false, slow_ = false;
    std::condition_variable_any changed_;
    std::jthread thread_;  ///< last: it sees all of the above
};

}  // namespace

struct Trainers::Impl {
    Queue queue;
    std::map<int, std::unique_ptr<Worker>> workers;
};

Trainers::Trainers() : impl_(std::make_unique<Impl>()) {}
Trainers::~Trainers() = default;

void Trainers::start(std::shared_ptr<const app::TrainingOrder> order) {
    const int id = order->id;
    impl_->workers[id] = std::make_unique<Worker>(std::move(order), impl_->queue);
}

void Trainers::steer(int id, const std::string& what) {
    if (const auto found = impl_->workers.find(id); found != impl_->workers.end()) found->second->steer(what);
}

void Trainers::hear(app::State& state) {
    for (News& news : impl_->queue.take()) {
        if (const auto* progress = std::get_if<app::TrainingProgress>(&news.what)) {
            app::training_told(state, news.id, *progress);
        } else if (auto* brought = std::get_if<Brought>(&news.what)) {
            app::training_brought(state, news.id, brought->batch, std::move(brought->network), brought->kept,
                                  std::move(brought->measures), std::move(brought->confusion));
        } else if (const auto* early = std::get_if<Early>(&news.what)) {
            app::training_stopped_early(state, news.id, early->batch, early->best);
        } else if (const auto* ended = std::get_if<Ended>(&news.what)) {
            app::training_ended(state, news.id, ended->why);
            impl_->workers.erase(news.id);
        }
    }
}

int trainers_at_once() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1); }

Trainers& trainers() {
    static Trainers all;
    return all;
}

}  // namespace platform::native
