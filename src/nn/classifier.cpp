// Many pictures through one engine, a batch at a time, and what is counted of them.
#include "nn/classifier.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <limits>

#include "nn/finite.h"
#include "nn/loss.h"
#include "nn/workers.h"

namespace nn {
namespace {

constexpr int kBatch = 256;      // pictures that are inputs at once
constexpr int kMostSquare = 64;  // classes of a table that is square whatever the labels are

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Inputs and outputs of a batch.
struct Batch {
    std::vector<float> inputs, outputs;
};

/// Pictures [begin, begin + n) read: take(picture's index, outputs) for each, in order.  n is at most kBatch.
template <class Take>
void read_batch(Engine& engine, const Digits& digits, int begin, int n, Batch& batch, Take take) {
    const std::size_t pixels = size(digits.shape.size()), classes = size(engine.output_size());
    batch.inputs.resize(pixels * size(n));
    batch.outputs.resize(classes * size(n));
    for (int k = 0; k < n; ++k) to_input(digits.picture(begin + k), batch.inputs.data() + pixels * size(k));
    engine.forward_batch(batch.inputs, batch.outputs);
    for (int k = 0; k < n; ++k)
        take(begin + k, std::span<const float>(batch.outputs).subspan(classes * size(k), classes));
}

/// A row for each label that is a class, and a column for each class.
std::vector<int> confusion_of(const std::vector<std::int32_t>& predicted, const Digits& digits, int classes) {
    const int highest = digits.labels.empty() ? 0 : *std::max_element(digits.labels.begin(), digits.labels.end());
    const int rows = std::min(classes, std::max(kMostSquare, highest + 1));
    std::vector<int> counts(size(rows) * size(classes));
    for (std::size_t i = 0; i < predicted.size(); ++i)
        if (digits.labels[i] < classes && predicted[i] >= 0)
            ++counts[size(digits.labels[i]) * size(classes) + size(predicted[i])];
    return counts;
}

}  // namespace

bool read_some(Engine& engine, const Digits& digits, int count, Answers& answers) {
    const int end = std::min(digits.count(), answers.seen() + count);
    Batch batch;
    while (answers.seen() < end) {
        const int begin = answers.seen();
        read_batch(engine, digits, begin, std::min(kBatch, end - begin), batch, [&](int i, auto outputs) {
            answers.predicted.push_back(strongest(outputs));
            answers.correct += answers.predicted.back() == digits.labels[size(i)];
            answers.not_finite += answers.predicted.back() < 0;
        });
    }
    return end < digits.count();
}

Tally tally(const Answers& answers, const Digits& digits, int classes, int first) {
    Tally tally{std::min(first, answers.seen()), 0, std::vector<int>(size(classes)), std::vector<int>(size(classes))};
    for (std::size_t i = 0; i < size(tally.seen); ++i) {
        const int label = digits.labels[i], right = answers.predicted[i] == label;
        tally.correct += right;
        if (label >= classes) continue;
        ++tally.seen_of[size(label)];
        tally.correct_of[size(label)] += right;
    }
    return tally;
}

Classifier::Classifier(const Network& network, const Digits& digits)
    : network_(network), digits_(digits), classes_(network.classes()) {
    assert(digits.shape == network.architecture.input);
    answers_.data = digits.id;
}

bool Classifier::advance(int count) {
    if (!engine_) {
        engine_ = std::make_unique<Engine>(network_);
        network_ = {};
    }
    return read_some(*engine_, digits_, count, answers_);
}

Evaluation evaluate(const Network& network, const Digits& digits, int threads,
                    const std::function<void(int count)>& read) {
    assert(digits.shape == network.architecture.input);
    const int count = digits.count(), classes = network.classes();
    const Network scores = without_softmax(network);
    Workers workers(threads);
    std::vector<Engine> engines;
    for (int i = 0; i < workers.count(); ++i) engines.emplace_back(scores);
    std::vector<Batch> batches(size(workers.count()));
    std::vector<double> losses(size(count));
    std::atomic<int> untold = 0;
    Evaluation e;
    e.classes = classes;
    e.count = count;
    e.predicted.resize(size(count));
    workers.each((count + kBatch - 1) / kBatch, [&](int piece, int worker) {
        const int begin = piece * kBatch, n = std::min(kBatch, count - begin);
        read_batch(engines[size(worker)], digits, begin, n, batches[size(worker)], [&](int i, auto outputs) {
            e.predicted[size(i)] = strongest(outputs);
            if (e.predicted[size(i)] >= 0 && digits.labels[size(i)] < classes)
                losses[size(i)] = cross_entropy(outputs, digits.labels[size(i)]);
        });
        untold += n;
        if (worker == 0 && read) read(untold.exchange(0));
    });
    if (read && untold > 0) read(untold);
    for (std::size_t i = 0; i < losses.size(); ++i) {
        e.not_finite += e.predicted[i] < 0;
        e.correct += e.predicted[i] == digits.labels[i];
        e.loss += losses[i];
    }
    e.confusion = confusion_of(e.predicted, digits, classes);
    e.loss = count > e.not_finite || count == 0 ? e.loss / std::max(1, count - e.not_finite)
                                                : std::numeric_limits<double>::quiet_NaN();
    return e;
}

}  // namespace nn
