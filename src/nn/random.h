// A small seeded generator with the same numbers on every platform (xoshiro256**, Blackman & Vigna 2018).
#pragma once

#include <cstdint>

namespace nn {

/// The number below which a share (0 < share < 1) of the normal distribution lies.
double normal_quantile(double share);

class Random {
public:
    /// Streams of one seed are independent of one another: one for each sample, shard, or purpose.
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
        std::uint64_t x = seed + stream * 0xd1342543de82ef95ull;
        for (std::uint64_t& word : state_) word = mix(x += 0x9e3779b97f4a7c15ull);
    }

    std::uint64_t next() {
        const std::uint64_t result = rotate(state_[1] * 5, 7) * 9, t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// [0, 1), 24 bits.
    float uniform() { return static_cast<float>(next() >> 40) * (1.0f / 16777216.0f); }
    /// [low, high).
    float uniform(float low, float high) { return low + (high - low) * uniform(); }
    /// Whole numbers 0 .. count - 1.
    int below(int count) { return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32); }
    /// Normal (Gaussian), mean 0, variance 1, with the same bits on every platform.
    float normal();
    bool chance(float probability) { return uniform() < probability; }

private:
    static std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    std::uint64_t state_[4];
};

}  // namespace nn
