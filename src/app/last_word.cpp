#include "app/last_word.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "app/actions.h"
#include "app/class_names.h"
#include "nn/cost.h"
#include "probe/figure_parts.h"

namespace app {
namespace {

constexpr int kRead = 64;  // pictures at once, where a forward pass is short

std::string uses(int count) {
    if (count == 0) return "never asked";
    return "asked " + (count == 1 ? std::string("once") : std::to_string(count) + " times");
}

Lane* lane_of(State& state) {
    for (Lane& lane : state.lanes)
        if (lane.published == state.last_word.network) return &lane;
    return nullptr;
}

}  // namespace

SetName last_word_set(const nn::Network& network) {
    return nn::names_classes(network) ? SetName::fashion_test : SetName::last_word;
}

bool has_last_word(const State& state) {
    return state.last_word.network && state.last_word.network == state.lane().published;
}

void use_last_word(State& state) {
    Options options = state.options;
    ++options.last_words;
    change_options(state, options);
    const SetName set = last_word_set(state.lane().network());
    state.last_word = {state.lane().published, set, {}, true};
    want_set(state, set);
}

bool advance_last_word(State& state, double seconds) {
    using Clock = std::chrono::steady_clock;
    LastWord& word = state.last_word;
    const DataSetPtr set = set_of(state, word.set);
    if (!word.more || !set) return false;
    Lane* lane = lane_of(state);
    if (!lane) {  // another network took its place
        word = {};
        return false;
    }
    const auto start = Clock::now();
    do word.more = nn::read_some(lane->engine, set->digits(), nn::passes_a_slice(lane->network(), kRead), word.answers);
    while (word.more && std::chrono::duration<double>(Clock::now() - start).count() < seconds);
    if (!word.more && word.set == SetName::last_word)
        state.last_words[word.network->id.value] = static_cast<double>(word.answers.correct) / word.answers.seen();
    return word.more;
}

std::string last_word_words(const State& state) {
    const LastWord& word = state.last_word;
    const std::string asked = uses(state.options.last_words);
    if (!has_last_word(state)) return asked;
    const SetSource& source = source_of(word.set);
    if (const std::string& error = set_error(state, word.set); !error.empty())
        return std::string(source.name) + " could not be loaded: " + error;
    const std::string all = probe::grouped(source.count);
    if (word.more || word.answers.seen() == 0)
        return "read " + probe::grouped(word.answers.seen()) + " of " + all + "; " + asked;
    char share[16];
    std::snprintf(share, sizeof share, "%.2f", 100.0 * word.answers.correct / word.answers.seen());
    return std::string(share) + " % of " + source.name + "'s " + all + " are read right (" +
           probe::grouped(word.answers.wrong()) + " are not); " + asked;
}

}  // namespace app
