// Several digits on one page: what each is read as, and which of them the network sees.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image/digit.h"
#include "image/strokes.h"

namespace app {

struct State;

struct Parts {
    struct One {
        image::Bounds box;  ///< of its ink, the pen's width included; pad coordinates
        image::Gray input;  ///< 28 x 28, fitted as if it were alone
        std::uint64_t stamp = 0;
        int prediction = -1;  ///< -1: not asked yet, or the network's answer is no number
        float probability = 0;
    };
    std::vector<One> all;  ///< in reading order; empty where the page holds one digit or none
    int chosen = 0;        ///< the one that the network sees
    std::uint64_t last_stroke = 0;
    std::uint64_t network = 0;  ///< identity of the one that was asked

    bool several() const { return all.size() > 1; }
};

/// Finds the digits of the page and fits each; those that did not change are kept.  The chosen one is the last drawn;
/// of a picture the first; and where neither pen nor picture moved, the one that was.
void refresh_parts(State& state);

/// Asks the network about the digits that it has not seen.
void classify_parts(State& state);

/// "17"; a question mark for what has no answer.
std::string reading(const Parts& parts);

/// "2 digits: 17. 1, 99 percent; 7, 97 percent."
std::string parts_sentence(const Parts& parts);

}  // namespace app
