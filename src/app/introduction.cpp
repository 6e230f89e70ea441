// See introduction.h.
#include "app/introduction.h"

#include <algorithm>
#include <cmath>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/blocks.h"
#include "app/settings.h"
#include "app/state.h"
#include "app/views.h"
#include "explain/occlusion.h"
#include "probe/probe.h"

namespace app {
namespace {

using Step = Introduction::Step;

constexpr double kHandSeconds = 1.6, kBlockSeconds = 0.25;
constexpr int kHandPoints = 60;

/// A 3 in one line, as a share `t` of its way: two arcs, the lower one larger.
image::Point on_the_hands_way(double t) {
    constexpr double kPi = 3.14159265358979;
    const bool upper = t < 0.45;
    const double share = upper ? t / 0.45 : (t - 0.45) / 0.55;
    const double begin = upper ? -0.80 * kPi : -0.50 * kPi, end = upper ? 0.50 * kPi : 0.80 * kPi;
    const double angle = begin + (end - begin) * share, radius = upper ? 0.14 : 0.18;
    const double middle_x = upper ? 0.49 : 0.47, middle_y = upper ? 0.25 : 0.57;
    return {static_cast<float>(middle_x + radius * std::cos(angle)),
            static_cast<float>(middle_y + radius * std::sin(angle))};
}

/// What a person or a script may change, the board aside.
unsigned stamp(const State& state) {
    const auto number = [](auto value) { return static_cast<unsigned>(value); };
    unsigned sum = state.revision.lanes;
    for (const unsigned part :
         {number(state.selection.layer + 1), number(state.selection.map), number(state.selection.unit + 1),
          number(state.selection.keep), number(state.sheet), number(state.focus), number(!is_network_open(state))})
        sum = sum * 31 + part;
    return sum;
}

void go_to(State& state, Step step) {
    state.introduction.step = step;
    state.introduction.since = state.now;
}

void draw_as_far(State& state, int points) {
    Introduction& intro = state.introduction;
    for (; intro.points < points; ++intro.points) {
        const image::Point point = on_the_hands_way(static_cast<double>(intro.points) / (kHandPoints - 1));
        if (intro.points == 0)
            state.board.down(point);
        else
            state.board.move(point);
    }
    if (intro.points == kHandPoints) state.board.up();
    intro.board = state.board.revision();
}

void remember_it_was_seen(State& state) {
    state.options.hint_seen = true;
    request(state, Effect::Kind::store_settings, settings_to_json(state.options));
}

/// A light that has gone through every block.
bool wave_is_over(const State& state) {
    const auto count = static_cast<double>(blocks(state.lane().network()).size());
    return state.reduced_motion || state.now - state.introduction.since > kBlockSeconds * (count + 1);
}

}  // namespace

void begin_introduction(State& state) {
    if (state.options.hint_seen || !state.board.empty() || !is_network_open(state)) return;
    state.introduction = {};
    state.introduction.board = state.board.revision();
    state.introduction.view = stamp(state);
    go_to(state, Step::hand);
}

bool advance_introduction(State& state) {
    const Introduction& intro = state.introduction;
    if (intro.step == Step::off) return false;
    if (hand_is_drawing(state) && (state.board.revision() != intro.board || stamp(state) != intro.view)) {
        end_introduction(state);
        return false;
    }
    const double past = state.now - intro.since;
    switch (intro.step) {
        case Step::hand:
            draw_as_far(state, state.reduced_motion
                                   ? kHandPoints
                                   : std::min(kHandPoints, 1 + static_cast<int>(kHandPoints * past / kHandSeconds)));
            if (intro.points == kHandPoints) go_to(state, Step::your_turn);
            return true;
        case Step::own:
            if (!state.board.pen_is_down() && !state.board.empty()) go_to(state, Step::wave);
            return state.introduction.step == Step::wave;
        case Step::wave:
            if (wave_is_over(state)) go_to(state, Step::bright);
            return true;
        default:
            return false;
    }
}

void take_the_pen(State& state) {
    if (!hand_is_drawing(state)) return;
    state.board.start_over();
    remember_it_was_seen(state);
    go_to(state, Step::own);
}

void touch_introduction(State& state, float x, float y) {
    const auto is_on = [&](const char* name) {
        const auto item = state.layout.items.find(name);
        return item != state.layout.items.end() && item->second.contains(x, y);
    };
    switch (state.introduction.step) {
        case Step::hand:
        case Step::your_turn:
            if (!state.layout.pad.contains(x, y)) end_introduction(state);
            return;
        case Step::bright:
            return go_to(state, Step::below);
        case Step::below:
            return go_to(state, Step::why);
        case Step::why:
            if (!is_on("why")) go_to(state, Step::off);
            return;
        default:
            return;
    }
}

void end_introduction(State& state) {
    if (state.introduction.step == Step::off) return;
    // What somebody else put on the board stays.
    const bool hands = hand_is_drawing(state) && state.board.revision() == state.introduction.board;
    go_to(state, Step::off);
    if (hands) state.board.start_over();
    remember_it_was_seen(state);
}

bool hand_is_drawing(const State& state) {
    return state.introduction.step == Step::hand || state.introduction.step == Step::your_turn;
}

int wave_front(const State& state) {
    if (state.introduction.step != Step::wave) return -1;
    const int front = static_cast<int>((state.now - state.introduction.since) / kBlockSeconds);
    return front < static_cast<int>(blocks(state.lane().network()).size()) ? front : -1;
}

std::string introduction_words(const State& state) {
    switch (state.introduction.step) {
        case Step::your_turn:
            return "Your turn: draw a digit.";
        case Step::bright:
            return "Bright: this detector found its stroke.";
        case Step::below:
            return "Below: your ink that excited it (orange) or would weaken it (blue).";
        case Step::why:
            return "Why " + std::to_string(prediction(state).value_or(0)) + "? Cover it and see.";
        default:
            return {};
    }
}

const char* introduction_step(const State& state) {
    constexpr const char* kNames[] = {"off", "hand", "your_turn", "own", "wave", "bright", "below", "why"};
    return kNames[static_cast<int>(state.introduction.step)];
}

void cover_the_worst_spot(State& state) {
    const probe::Entry* entry = probe::find("occlusion");
    const std::optional<int> predicted = prediction(state);
    if (entry == nullptr || !state.input || !predicted) return;
    nn::Tensor answers;
    explain::Occluder(state.lane().network()).occlude(state.input->pixels, explain::Patch{}, answers);
    const std::span<const float> sure = answers.map(*predicted);
    const auto worst = static_cast<int>(std::min_element(sure.begin(), sure.end()) - sure.begin());
    go_to(state, Step::off);
    open_probe(state, entry);
    set_value(state, "row", worst / answers.shape.width);
    set_value(state, "column", worst % answers.shape.width);
}

}  // namespace app
