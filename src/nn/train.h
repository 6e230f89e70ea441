// Training: softmax cross-entropy, AdamW or SGD, a cosine schedule, averaged weights, soft labels from teachers.
//
// The same seed gives the same bytes on one machine, whatever the number of threads: a batch is cut into shards of a
// fixed size, every sample has its own random numbers, and gradients are summed in the shards' order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "nn/digits.h"
#include "nn/network.h"
#include "nn/optimiser.h"
#include "nn/random.h"

namespace nn {

/// Makes the sample that picture `index` is trained with: writes the network's input, gives its label.  It is asked
/// from several threads at once; all that is random must come from `random`, which begins anew for each sample and
/// pass.
using SampleMaker = std::function<int(int index, Random& random, float* input)>;

struct TrainOptions {
    int epochs = 20;
    int batch = 64;
    float rate = 2e-3f;      ///< highest learning rate
    float last_rate = 0.0f;  ///< that of the step after the last, as a share of the highest
    float warm_up = 1.0f;    ///< epochs of linear warm-up
    OptimiserOptions optimiser;
    float label_smoothing = 0.0f;  ///< share of the label spread evenly over all classes (Szegedy et al. 2016), [0, 1)
    float average_decay = 0.999f;  ///< of the averaged weights (Polyak & Juditsky 1992), a step; 0: none
    float teacher_share = 0.7f;    ///< of the loss, where there are teachers (Hinton et al. 2015)
    float temperature = 3.0f;      ///< of the teachers' soft labels
    SampleMaker sample;            ///< the pictures as they are, where there is none
    std::uint64_t seed = 1;
    int threads = 1;
};

struct Progress {
    int epoch = 0, epochs = 0;       ///< epochs finished; all
    int batch = 0, batches = 0;      ///< batches finished of this epoch; all
    double loss = 0.0;               ///< what is descended, with label smoothing and teachers: mean over this
                                     ///< epoch's samples so far, augmented
    double accuracy = 0.0;           ///< share right of the same samples
    double hold_out_accuracy = 0.0;  ///< of the averaged weights, after the last whole epoch; 0 without a hold-out
    double best_accuracy = 0.0;      ///< the best of these
    double images_per_second = 0.0;
    double seconds_left = 0.0;
};

/// What one batch did to a layer's weights, its biases aside; zeros where it has none.
struct LayerStep {
    double gradient = 0.0;  ///< Euclidean norm of the batch's mean gradient
    double change = 0.0;    ///< norm of the step over that of the weights before it; 0 where these were all zero
};

/// Training in slices: the caller's loop (command line) or frame (page) decides how long to go on.
class Trainer {
public:
    /// `network` is where to start from.  `hold_out` may be empty; it is used to pick the best epoch and nothing else.
    /// Teachers are networks of the same input and classes; their answers to the augmented pictures are averaged.
    /// The bytes behind the digits must outlive the trainer.
    /// Errors: digits of another shape than the network's input, no digits, a label that is no class, classes that are
    /// not (n, 1, 1), options out of range.
    static base::Result<Trainer> make(Network network, const Digits& digits, const Digits& hold_out,
                                      const TrainOptions& options, std::vector<Network> teachers = {});
    ~Trainer();
    Trainer(Trainer&&) noexcept;
    Trainer& operator=(Trainer&&) noexcept;

    /// All epochs are over, or the training diverged.
    bool done() const;
    /// A loss or a weight was not finite any more, or the loss far beyond that of guessing (a batch's a hundred times,
    /// an epoch's ten times): nothing was learnt from there on, and the averaged weights are those from before.
    bool diverged() const;
    /// The loss of one who says the same of every class.
    double guessing_loss() const;
    /// One batch; at an epoch's end also the hold-out.  `measured`: `layer_steps` tells of this batch afterwards.
    void step(bool measured = false);
    /// Of the last batch that was measured, by layer; empty before the first one.
    const std::vector<LayerStep>& layer_steps() const;
    const Progress& progress() const;

    /// The averaged weights as they are now.
    const Network& current() const;
    /// The averaged weights of the best epoch by hold-out accuracy (the later of equals); without a hold-out, or
    /// before the first epoch's end, the current ones.
    const Network& best() const;

private:
    struct Impl;
    explicit Trainer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace nn
