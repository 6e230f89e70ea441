// The first half minute: a hand draws a digit, then the person does, and three sentences say what is on the screen.
//
//   hand      a digit grows on the pad, as if drawn, within 1.6 seconds (at once with reduced motion)
//   your_turn it stays; the pad says whose turn it is; the first touch takes it away
//   own       the person's first stroke
//   wave      a light runs from the pad to the answer, a block of layers every quarter of a second
//   bright, below, why   one sentence each, beside its thing, each gone at a touch
//
// It never comes twice (Options::hint_seen), and whatever else changes the board or the view ends it at once.
#pragma once

#include <string>

namespace app {

struct State;

struct Introduction {
    enum class Step { off, hand, your_turn, own, wave, bright, below, why };
    Step step = Step::off;
    double since = 0;    ///< seconds of the frame clock: when the step began
    int points = 0;      ///< of the hand's way, drawn so far
    unsigned board = 0;  ///< the board's revision that the hand left
    unsigned view = 0;   ///< a stamp of the view when it began
};

/// Begins, where the person has never drawn here, the page is empty and no view is open.
void begin_introduction(State& state);
/// Goes on with time; true while it moves.
bool advance_introduction(State& state);
/// The pen comes down: what the hand drew goes, and undo does not bring it back.
void take_the_pen(State& state);
/// A touch at this place of the screen, or a key (-1, -1): the next sentence.  On the button of the last one it leaves
/// what is to be done to the button; beside the pad it ends what the hand does.
void touch_introduction(State& state, float x, float y);
/// Over, and never again; what the hand drew goes with it.
void end_introduction(State& state);

/// Whether the hand's digit is on the pad.
bool hand_is_drawing(const State& state);
/// The block of layers that the wave has reached; -1: none.
int wave_front(const State& state);
/// What the step says; empty where it says nothing.
std::string introduction_words(const State& state);

/// "off", "hand", "your_turn", "own", "wave", "bright", "below", "why".
const char* introduction_step(const State& state);

/// Opens "Cover it" with the square where it costs the answer most.
void cover_the_worst_spot(State& state);

}  // namespace app
