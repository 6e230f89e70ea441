// Evaluation of a network on a labelled set.
#include "nn/digits.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "nn/finite.h"
#include "nn/forward.h"
#include "nn/loss.h"
#include "nn/workers.h"

namespace nn {

namespace {

constexpr int kBatch = 256;

struct Scratch {
    Engine engine;
    std::vector<float> inputs, outputs;
};

}  // namespace

Digits Digits::slice(int begin, int end) const {
    const std::size_t size = static_cast<std::size_t>(shape.size()), from = static_cast<std::size_t>(begin),
                      n = static_cast<std::size_t>(end - begin);
    return {shape, pixels.subspan(from * size, n * size), labels.subspan(from, n), 0};
}

void to_input(std::span<const std::uint8_t> picture, float* input) {
    for (std::uint8_t byte : picture) *input++ = static_cast<float>(byte) * (1.0f / 255.0f);
}

Evaluation evaluate(const Network& network, const Digits& digits, int threads) {
    assert(digits.shape == network.architecture.input);
    const int count = digits.count(), classes = network.classes(), size = digits.shape.size();
    const Network scores = without_softmax(network);
    Workers workers(threads);
    std::vector<Scratch> scratch;
    for (int i = 0; i < workers.count(); ++i)
        scratch.push_back({Engine(scores), std::vector<float>(static_cast<std::size_t>(kBatch * size)),
                           std::vector<float>(static_cast<std::size_t>(kBatch * classes))});
    std::vector<double> losses(static_cast<std::size_t>(count));
    Evaluation e;
    e.classes = classes;
    e.count = count;
    e.predicted.resize(static_cast<std::size_t>(count));
    workers.each((count + kBatch - 1) / kBatch, [&](int piece, int worker) {
        Scratch& s = scratch[static_cast<std::size_t>(worker)];
        const int begin = piece * kBatch, n = std::min(kBatch, count - begin);
        for (int k = 0; k < n; ++k) to_input(digits.picture(begin + k), s.inputs.data() + k * size);
        s.engine.forward_batch({s.inputs.data(), static_cast<std::size_t>(n * size)},
                               {s.outputs.data(), static_cast<std::size_t>(n * classes)});
        for (int k = 0; k < n; ++k) {
            const float* out = s.outputs.data() + k * classes;
            const std::size_t i = static_cast<std::size_t>(begin + k);
            e.predicted[i] = strongest({out, static_cast<std::size_t>(classes)});
            if (e.predicted[i] >= 0 && digits.labels[i] < classes)
                losses[i] = cross_entropy({out, static_cast<std::size_t>(classes)}, digits.labels[i]);
        }
    });
    constexpr int kLabels = 256;  // a label is a byte
    e.confusion.assign(static_cast<std::size_t>(std::min(classes, kLabels)) * static_cast<std::size_t>(classes), 0);
    for (std::size_t i = 0; i < losses.size(); ++i) {
        e.not_finite += e.predicted[i] < 0;
        e.loss += losses[i];
        if (digits.labels[i] >= classes || e.predicted[i] < 0) continue;
        ++e.confusion[static_cast<std::size_t>(digits.labels[i]) * static_cast<std::size_t>(classes) +
                      static_cast<std::size_t>(e.predicted[i])];
        e.correct += e.predicted[i] == digits.labels[i];
    }
    e.loss = count > e.not_finite || count == 0 ? e.loss / std::max(1, count - e.not_finite)
                                                : std::numeric_limits<double>::quiet_NaN();
    return e;
}

}  // namespace nn
