// Digits drawn by the pen templates: a labelled set that stands alone.
#pragma once

#include <cstdint>
#include <vector>

#include "hand/pen_templates.h"
#include "image/digit.h"
#include "nn/digits.h"

namespace hand_test {

struct Drawn {
    std::vector<std::uint8_t> pixels, labels;
    nn::Digits digits() const { return {{1, 28, 28}, pixels, labels}; }
};

inline Drawn draw_set(int count, std::uint64_t seed) {
    Drawn set;
    for (int i = 0; i < count; ++i) {
        nn::Random random(seed, static_cast<std::uint64_t>(i));
        const int form = random.below(hand::pen_template_count());
        const auto page = image::network_input(hand::pen_template(form, 20.0f, random), image::FitOptions{});
        for (const float v : page.value().pixels) set.pixels.push_back(static_cast<std::uint8_t>(255.0f * v + 0.5f));
        set.labels.push_back(static_cast<std::uint8_t>(hand::pen_template_label(form)));
    }
    return set;
}

}  // namespace hand_test
