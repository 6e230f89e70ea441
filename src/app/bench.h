// The benchmark behind `unpool bench` and window.unpool.bench(): medians over many runs, on drawn digits.
#pragma once

#include <memory>

#include "nn/network.h"

namespace app {

/// Medians on one thread.  Reconstructions: whole maps of every max-pool layer (of every convolution in a network
/// without max-pools), all of them: LeNet-5 has 6 + 16.  Batches are of 256.
struct BenchResult {
    double forward_us = 0;                      ///< one forward pass, every activation and switch kept
    double forward_and_reconstructions_us = 0;  ///< the same and all reconstructions
    double batch_images_per_s = 0;
    double occlusion_ms = 0;  ///< the answers to one input covered by 6 x 6 pixels at every position: 529 in 28 x 28
    double maximise_ms = 0;   ///< 256 steps up one class's score, without regularisers
    double top_nine_ms = 0;   ///< the strongest activations of every map over 10,000 digits
};

/// The benchmark in slices of 1 to 40 ms, so that a page stays alive meanwhile; two to four seconds in all.
/// Blocks of many runs are timed, long enough for a browser's coarse clock, the first five works in turn; then three
/// scans.
class Bench {
public:
    /// Measures all but the scan for `seconds`; looks through `scanned` digits for top_nine_ms, which counts for
    /// 10,000.
    explicit Bench(const nn::Network& network, double seconds = 1.2, int scanned = 10000);
    ~Bench();
    Bench(Bench&&) noexcept;
    Bench& operator=(Bench&&) noexcept;

    /// Measures a little more.  False when there was nothing left to do.
    bool step();
    bool done() const;
    /// 0..1.
    float progress() const;
    /// Medians of what was measured so far; zeros before the first measurement.
    BenchResult result() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// All of it at once.
BenchResult bench(const nn::Network& network);

}  // namespace app
