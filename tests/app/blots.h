// Blots instead of digits, where what counts is that all goes through.
#pragma once

#include <memory>

#include "app/data_set.h"
#include "nn/identity.h"
#include "nn/random.h"

namespace app_test {

inline app::DataSetPtr blots(int count) {
    auto set = std::make_shared<app::DataSet>();
    nn::Random random(3);
    set->pixels.assign(static_cast<std::size_t>(count) * 784, 0);
    for (int i = 0; i < count; ++i) {
        set->labels.push_back(static_cast<std::uint8_t>(i % 10));
        for (int k = 0; k < 120; ++k)
            set->pixels[static_cast<std::size_t>(i * 784 + (6 + random.below(16)) * 28 + 6 + random.below(16))] =
                static_cast<std::uint8_t>(50 + random.below(200));
    }
    set->id = count > 0 ? nn::hash_bytes(set->pixels, 1) : 0;
    return set;
}

}  // namespace app_test
