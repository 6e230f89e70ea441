// The window's trainers under ThreadSanitizer (tests/threads.sh): several train at once, are paused, stepped, slowed
// and stopped while they tell what they learn, and are destroyed at work.  What the application would do with the news
// is replaced by counting, so that only the trainers and what they train with have to be built.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include <SDL.h>

#include "app/training.h"
#include "app/training_words.h"
#include "platform/native/trainer.h"

namespace {

struct Told {
    int progress = 0, networks = 0, kept = 0;
    bool ended = false;
    std::string why;
};
std::map<int, Told> told;

std::shared_ptr<const app::TrainingOrder> order(int id, const std::string& recipe, int count) {
    auto set = std::make_shared<app::DataSet>();
    set->shape = {1, 28, 28};
    unsigned random = static_cast<unsigned>(id);
    for (int i = 0; i < count * 784; ++i)
        set->pixels.push_back(static_cast<std::uint8_t>((random = random * 1664525u + 1013904223u) >> 24));
    for (int i = 0; i < count; ++i) set->labels.push_back(static_cast<std::uint8_t>(i % 10));
    auto made = std::make_shared<app::TrainingOrder>();
    made->id = id;
    made->recipe = recipe;
    made->learn_set = made->held_set = set;
    made->learn = made->held_out = set->digits();
    made->measured = made->judged = 40;
    return made;
}

void check(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "trainer_threads: not so: %s\n", what);
    std::exit(1);
}

}  // namespace

namespace app {

void training_told(State&, int id, const TrainingProgress&) { ++told[id].progress; }
void training_brought(State&, int id, long, nn::Network, bool kept, std::map<std::string, double>, std::vector<int>) {
    ++(kept ? told[id].kept : told[id].networks);
}
void training_stopped_early(State&, int, long, long) {}
void training_ended(State&, int id, std::string_view why) {
    told[id].ended = true;
    told[id].why = why;
}
std::string diverged_words(long) { return "diverged"; }

}  // namespace app

int main() {
    SDL_Init(SDL_INIT_EVENTS);
    alignas(16) static char nothing[16];
    auto& state = reinterpret_cast<app::State&>(nothing);  // nobody looks into it here
    platform::native::Trainers trainers;
    constexpr const char* kActs[] = {"pause", "step", "resume", "slow", "fast", "pause", "step", "step", "resume"};
    trainers.start(order(1, R"({"epochs": 3, "batch": 16})", 240));
    trainers.start(order(2, R"({"epochs": 4000, "batch": 16, "dropout": 0.3, "shift": 1})", 240));
    trainers.start(order(3, R"({"epochs": 8, "batch": 16, "patience": 2})", 160));
    trainers.start(order(4, R"({"no": "recipe"})", 20));
    trainers.start(order(5, R"({"epochs": 3, "rate": 0.9, "batch": 16, "optimiser": "sgd"})", 240));
    for (int i = 0; i < 6000 && !(told[1].ended && told[3].ended && told[4].ended && told[5].ended); ++i) {
        const bool disturbs = i < 150;
        for (const int id : {1, 2, 3}) {
            if (disturbs) trainers.steer(id, kActs[(i * 7 + id) % 9]);
            if (i == 150)
                for (const char* act : {"fast", "resume"}) trainers.steer(id, act);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        trainers.hear(state);
    }
    check(told[1].ended && told[1].why.empty() && told[1].kept > 4, "the first one went to its end");
    check(told[3].ended, "the one with patience ended");
    check(!told[4].why.empty(), "what is no recipe was refused");
    check(told[5].ended, "the one with a high rate ended");
    check(told[2].kept > 2, "the long one has learnt something");
    trainers.steer(2, "resume");
    trainers.steer(2, "stop");
    for (int i = 0; i < 500 && !told[2].ended; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        trainers.hear(state);
    }
    check(told[2].ended, "a stopped one ended");
    trainers.start(order(6, R"({"epochs": 400, "batch": 16})", 240));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // and is destroyed at work
    std::puts("trainer_threads: passed");
    return 0;
}
