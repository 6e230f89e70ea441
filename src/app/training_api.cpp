// What window.unpool does with a training and its moments.
#include <cstdlib>
#include <utility>

#include "app/state.h"
#include "app/training.h"

namespace app {
namespace {

base::Status train(State& state, std::string_view text) {
    auto recipe = read_recipe_text(text);
    if (!recipe) return base::Error{recipe.message()};
    open_training(state, recipe.value());
    start_another(state);
    return base::Done{};
}

base::Status scrub_by_text(State& state, const std::string& text) {
    char* end = nullptr;
    const long step = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != 0 || step < 0) return base::Error{"it takes a number of batches from 0"};
    if (!has_moments(state)) return base::Error{"the network in focus has one moment only"};
    scrub(state, step);
    return base::Done{};
}

}  // namespace

base::Status act_on_training(State& state, std::string_view what, std::string_view text) {
    if (what == "train") return train(state, text);
    if (what == "scrub") return scrub_by_text(state, std::string(text));
    constexpr std::pair<std::string_view, void (*)(State&)> kActs[] = {
        {"pause", pause_training},
        {"resume", resume_training},
        {"step", step_training},
        {"stop", stop_training},
        {"discard", discard_training},
        {"play", play_moments},
        {"slow", [](State& s) { set_slow_training(s, true); }},
        {"fast", [](State& s) { set_slow_training(s, false); }},
    };
    for (const auto& [name, act] : kActs)
        if (name == what) {
            act(state);
            return base::Done{};
        }
    return base::Error{"there is no such act: " + std::string(what)};
}

}  // namespace app
