// The same signs read by the whole network trained from random weights on the few drawings alone: nothing learnt before
// (Zeiler & Fergus 2013, section 5.2: what their features are held against).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explain/few_shot_curve.h"
#include "nn/network.h"
#include "nn/train.h"
#include "probe/signs.h"

namespace probe {

class FromScratch {
public:
    static constexpr int kDraws = 3, kPasses = 60, kBatch = 16;

    /// The architecture is `network`'s up to `layer`, with a dense layer and a softmax on it.  `signs` must outlive
    /// this.
    FromScratch(const nn::Network& network, int layer, const Signs& signs);

    /// The next batch; false when all is done, or where the network cannot be trained.
    bool advance();
    float progress() const;
    const std::vector<explain::FewShotPoint>& points() const { return points_; }

private:
    bool begin();
    void read();

    nn::Network network_;  ///< that it begins with, up to its random weights
    const Signs& signs_;
    std::vector<std::uint8_t> labels_, learnt_pixels_, learnt_labels_;
    std::vector<std::size_t> left_out_;
    std::optional<nn::Trainer> trainer_;
    std::vector<double> shares_;
    std::vector<explain::FewShotPoint> points_;
    int shots_ = 1, last_ = 0;
};

}  // namespace probe
