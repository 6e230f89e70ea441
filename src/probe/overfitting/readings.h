// What the view Overfitting reads: every network of it, every set of pictures, once.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "explain/overfit.h"
#include "probe/run_curve.h"

namespace probe {

enum class Pictures { held_out, training, learnt, noise, clothes, left_out };

class Readings {
public:
    static constexpr int kHeldOut = 2000, kTraining = 1000, kStrange = 500;

    /// What has to be read of these runs; what is read already stays.
    void want(const Runs& runs);
    bool advance();
    float progress() const;
    /// Null where it is not wanted.
    const explain::PictureReading* find(const nn::NetworkPtr& network, Pictures of) const;
    /// The same where all is read, else null.
    const explain::PictureReading* finished(const nn::NetworkPtr& network, Pictures of) const;

private:
    using Key = std::pair<std::uint64_t, Pictures>;
    void add(const nn::NetworkPtr& network, Pictures of, const nn::Digits& digits, int first, int end, int step = 1);

    std::vector<std::uint8_t> noise_, labels_;
    std::map<Key, explain::PictureReading> all_;
    std::vector<Key> wanted_;
};

}  // namespace probe
