#include "nn/train_checks.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "nn/cost.h"

namespace nn {
namespace {

constexpr float kMost = std::numeric_limits<float>::max();

/// False for NaN, too.
bool within(float value, float low, float high) { return value >= low && value <= high; }

}  // namespace

std::string complaint_about_training_memory(const Network& network) {
    const std::int64_t bytes = training_bytes(network, kShard);
    if (bytes <= kMostBytes) return {};
    return "training this network needs " + std::to_string(bytes >> 20) + " MB of memory a thread, and " +
           std::to_string(kMostBytes >> 20) + " MB is the most: use less padding, fewer maps or fewer units";
}

std::string complaint_about_training(const Network& network, const Digits& digits, const Digits& hold_out,
                                     const TrainOptions& o) {
    const int classes = network.classes();
    if (network.shape(network.layer_count() - 1).plane() != 1)
        return "expected a network that ends in one number a class";
    if (std::string wrong = complaint_about_training_memory(network); !wrong.empty()) return wrong;
    if (digits.count() == 0) return "expected at least one picture to train on, found none";
    for (const Digits* d : {&digits, &hold_out}) {
        if (d->count() == 0) continue;
        if (d->shape != network.architecture.input) return "expected pictures of the size of the network's input";
        const int most = *std::max_element(d->labels.begin(), d->labels.end());
        if (most >= classes)
            return "expected labels below " + std::to_string(classes) + ", found " + std::to_string(most);
    }
    if (o.epochs < 1 || o.batch < 1 || o.threads < 1)
        return "expected at least one epoch, one picture a batch and one thread";
    if (!within(o.rate, 0.0f, kMost) || o.rate == 0.0f || !within(o.warm_up, 0.0f, kMost))
        return "expected a learning rate above 0 and a warm-up of 0 epochs or more";
    if (!within(o.last_rate, 0.0f, 1.0f)) return "expected a last rate from 0 to 1, as a share of the highest";
    if (!(within(o.optimiser.momentum, 0.0f, 1.0f) && o.optimiser.momentum < 1.0f))
        return "expected a momentum from 0 to below 1";
    if (!(within(o.optimiser.square_decay, 0.0f, 1.0f) && o.optimiser.square_decay < 1.0f))
        return "expected a decay of the squared gradients from 0 to below 1";
    if (!within(o.optimiser.weight_decay, 0.0f, kMost)) return "expected a weight decay of 0 or more";
    if (o.rate * o.optimiser.weight_decay > 1.0f)
        return "expected a rate times weight decay of at most 1, as each step takes this share of every weight, "
               "found " +
               std::to_string(o.rate * o.optimiser.weight_decay);
    if (!(o.label_smoothing >= 0.0f && o.label_smoothing < 1.0f)) return "expected a label smoothing from 0 to below 1";
    if (!(o.average_decay >= 0.0f && o.average_decay < 1.0f))
        return "expected a decay of the averaged weights from 0 to below 1";
    if (!(o.teacher_share >= 0.0f && o.teacher_share <= 1.0f) || !(o.temperature > 0.0f) ||
        !std::isfinite(o.temperature))
        return "expected a teachers' share from 0 to 1 and a temperature above 0";
    return {};
}

}  // namespace nn
