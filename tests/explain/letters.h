// Capital letters that are like no digit, as strokes in random hands: something that a network of digits never learnt.
#pragma once

#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "image/strokes.h"
#include "nn/random.h"

namespace explain_test {

/// Corners of each letter's strokes, column and row from 0 to 4 each; a blank lifts the pen.
inline constexpr std::string_view kLetters[] = {
    "042044 1232",     // A
    "40000444 0232",   // E
    "400004 0232",     // F
    "0004 4044 0242",  // H
    "0004 400244",     // K
    "0400224044",      // M
    "04004440",        // N
    "04003041320244",  // R
    "0014223440",      // W
    "0044 4004",       // X
};
inline constexpr int kLetterCount = static_cast<int>(std::size(kLetters));

/// Letter number `index` modulo kLetterCount: slanted, turned, its corners moved; points no more than half a unit
/// apart.
inline image::Strokes letter(int index, std::uint64_t seed) {
    nn::Random random(seed, static_cast<std::uint64_t>(index));
    const auto about = [&](float spread) { return spread * (2 * random.uniform() - 1); };
    const float turn = about(0.15f), slant = 0.1f + about(0.25f), wide = 0.9f + about(0.2f);
    const auto point = [&](char column, char row) {
        const float x = (static_cast<float>(column - '0') - 2 + about(0.25f)) * wide,
                    y = static_cast<float>(row - '0') - 2 + about(0.25f), slanted = x - slant * y;
        return image::Point{std::cos(turn) * slanted - std::sin(turn) * y,
                            std::sin(turn) * slanted + std::cos(turn) * y};
    };
    image::Strokes strokes(1);
    const std::string_view corners = kLetters[index % kLetterCount];
    for (std::size_t i = 0; i < corners.size(); i += 2) {
        if (corners[i] == ' ') {
            strokes.emplace_back();
            ++i;
        }
        const image::Point to = point(corners[i], corners[i + 1]);
        if (!strokes.back().empty()) {
            const image::Point from = strokes.back().back();
            for (int k = 1; k < 8; ++k) {
                const float t = static_cast<float>(k) / 8;
                strokes.back().push_back({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
            }
        }
        strokes.back().push_back(to);
    }
    return strokes;
}

}  // namespace explain_test
