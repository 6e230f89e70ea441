// A run's checkpoints, all looked at with the same digits: which digit excites each map most, how many are read right,
// how alike each layer is to the last checkpoint's, how far its weights moved (Zeiler & Fergus 2013, section 4, Fig.
// 4).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explain/checkpoints.h"
#include "explain/cka.h"
#include "explain/top_nine.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace explain {

/// A layer with weights and what follows it up to the next one: conv1 to pool1, say.
struct Block {
    int weights = 0;   ///< the layer that has them
    int output = 0;    ///< the last layer of it: of the topmost block its scores, below softmax
    std::string name;  ///< "pool1", "fc1", "logits"
};
std::vector<Block> blocks(const nn::Network& network);

class Evolution {
public:
    static constexpr int kCompared = 500;  ///< digits by which layers are compared

    /// Looks through the first `count` digits, whose bytes must outlive it.
    Evolution(const nn::Digits& digits, int count);
    ~Evolution();

    /// The run as it is now, at least one checkpoint, batches rising, all of one architecture that reads such digits.
    /// What is known of networks that were in it before is kept.
    void follow(std::span<const Checkpoint> run);

    /// A slice of work, about as long as `digits` forward passes; false when all is known.  The last checkpoint comes
    /// first, for the others are compared with it.
    bool advance(int digits);
    bool done() const;
    /// 0..1.
    float progress() const;

    int count() const { return count_; }
    const nn::Digits& digits() const { return digits_; }
    const std::vector<Checkpoint>& run() const { return run_; }
    const std::vector<Block>& blocks() const { return blocks_; }

    /// What excites a map of a block's output most, at a checkpoint that is known; nothing where the map is silent.
    std::optional<Hit> strongest(int checkpoint, int block, int map) const;
    /// Whether all digits were looked through at this checkpoint.
    bool is_known(int checkpoint) const;
    /// Share of the digits that are read right; NaN as long as that is not known, or where there are no classes.
    double accuracy(int checkpoint) const;
    /// CKA of a block's output to the last checkpoint's; nothing where it is undefined, or not known yet.
    std::optional<double> likeness(int checkpoint, int block) const;
    /// Relative change of the block's weights since the checkpoint before; nothing at the first one.
    std::optional<double> change(int checkpoint, int block) const;
    /// The first checkpoint from which on the likeness stays at `least` or above; nothing where some is undefined.
    std::optional<int> settled(int block, double least = 0.95) const;

private:
    struct Look;  ///< what one network makes of the digits
    Look* next();

    nn::Digits digits_;
    int count_ = 0, compared_ = 0;
    std::vector<Checkpoint> run_;
    std::vector<Block> blocks_;
    std::vector<std::unique_ptr<Look>> looks_;  ///< by checkpoint
    std::uint64_t final_ = 0;                   ///< the network that the likenesses are to
};

}  // namespace explain
