// A training by a recipe, in slices: what the page's workers and the command line run.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "nn/classifier.h"
#include "nn/digits.h"
#include "recipe/recipe.h"

namespace recipe {

/// What may stand around a recipe: it picks the best epoch, or teaches, and is no part of what the page can train.
struct Around {
    /// None: the last epoch is the best.  A recipe with patience looks at the first kWatched of them, at the end of
    /// each pass and at every 256 batches of a longer one.
    nn::Digits hold_out;
    std::vector<nn::Network> teachers;
};

inline constexpr int kWatched = 2000;  ///< held-out digits of an evaluation for early stopping

class Training {
public:
    /// Learns from the first `recipe.digits` of `digits`, whose bytes must outlive it (the labels are copied).
    /// `start` gives the first weights of the layers whose names and sizes it shares; null: the recipe's.
    /// Errors: more digits than there are, an architecture that cannot be built, patience and nothing held out, another
    /// start than the recipe's, one that shares no layer, what nn::Trainer::make refuses.
    static base::Result<Training> make(const Recipe& recipe, const nn::Digits& digits,
                                       const nn::Network* start = nullptr, int threads = 1, Around around = {});
    ~Training();
    Training(Training&&) noexcept;
    Training& operator=(Training&&) noexcept;

    /// At most `batches` more; false when nothing is left to do, or it diverged.  `measured`: the last of them is.
    bool step(int batches, bool measured = false);
    /// What the last measured batch did to the layers with weights; empty before there was one.
    struct NamedStep {
        std::string name;
        nn::LayerStep step;
    };
    std::vector<NamedStep> layer_steps() const;
    bool done() const;
    bool diverged() const;
    /// It ended because its patience did.
    bool stopped_early() const;
    /// Of a recipe with patience: after how many batches the held-out loss was lowest; 0 before the first evaluation.
    long best_batch() const;
    /// Batches so far, and all.
    long batch() const;
    long batches() const;
    const nn::Progress& progress() const;
    /// Of one who says the same of every class.
    double guessing_loss() const;
    /// How the network as it is reads the first `count` digits that it learns from, as they are, by the labels that it
    /// is taught: shuffled ones where the recipe shuffles.
    nn::Evaluation judge(int count) const;

    /// The averaged weights as they are, without the training's dropout; its card has the recipe and how far it came.
    nn::Network network() const;
    /// The same of the epoch that was best on the hold-out, or, with patience, of the evaluation with the lowest loss;
    /// without a hold-out as `network`.
    nn::Network best() const;

private:
    nn::Network network_of(const nn::Network& weights, long batch) const;
    void watch();
    struct Impl;
    explicit Training(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The labels, of which a share has changed places at random: as many of each class as before.  Not every label that
/// moves changes: one in ten finds its own class again.
std::vector<std::uint8_t> shuffled(std::span<const std::uint8_t> labels, float share, std::uint64_t seed);

/// What a recipe learns of digits with these labels: as many as it takes, shuffled where it shuffles.
/// Errors: it takes more than there are.
base::Result<std::vector<std::uint8_t>> labels_learnt(const Recipe& recipe, std::span<const std::uint8_t> labels);

/// Whether a checkpoint is due after `batch` batches: before the first, then at 1, 2, 3, 4, 6, 8, 12, 16 ... (twice
/// each doubling), so that it is even on a logarithmic axis.  The last batch is the caller's.
bool is_checkpoint(long batch);

}  // namespace recipe
