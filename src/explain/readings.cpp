// See readings.h.
#include "explain/readings.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "nn/finite.h"
#include "nn/loss.h"

namespace explain {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr int kBatch = 64;

Reading read(std::span<const float> logits, int label) {
    Reading reading{nn::strongest(logits), kNaN, kNaN, false};
    if (reading.answer < 0) return reading;
    const double sum = nn::log_sum_exp(logits);
    const auto log_of = [&](int k) { return static_cast<double>(logits[static_cast<std::size_t>(k)]) - sum; };
    reading.confidence = static_cast<float>(std::exp(log_of(reading.answer)));
    reading.right = reading.answer == label;
    if (label < static_cast<int>(logits.size())) reading.loss = static_cast<float>(-log_of(label));
    return reading;
}

}  // namespace

Readings::Readings(const nn::Network& network, const nn::Digits& digits, int n, Change change)
    : network_(nn::without_softmax(network)),
      digits_(digits),
      count_(std::clamp(n, 0, digits.count())),
      change_(std::move(change)) {
    assert(digits.shape == network.architecture.input && network.has_classes());
}

bool Readings::advance(int count) {
    if (!engine_) {
        engine_ = std::make_unique<nn::Engine>(network_);
        network_ = {};
    }
    const int end = std::min(count_, seen() + std::max(count, 1));
    const auto pixels = static_cast<std::size_t>(digits_.shape.size()),
               classes = static_cast<std::size_t>(engine_->output_size());
    std::vector<float> inputs, outputs;
    while (seen() < end) {
        const int begin = seen();
        const auto n = static_cast<std::size_t>(std::min(kBatch, end - begin));
        inputs.resize(n * pixels);
        outputs.resize(n * classes);
        for (std::size_t k = 0; k < n; ++k) {
            const std::span<float> input = std::span(inputs).subspan(k * pixels, pixels);
            nn::to_input(digits_.picture(begin + static_cast<int>(k)), input.data());
            if (change_) change_(begin + static_cast<int>(k), input);
        }
        engine_->forward_batch(inputs, outputs);
        for (std::size_t k = 0; k < n; ++k)
            all_.push_back(read(std::span<const float>(outputs).subspan(k * classes, classes),
                                digits_.labels[static_cast<std::size_t>(begin) + k]));
    }
    return seen() < count_;
}

double Readings::accuracy() const {
    const auto right = std::count_if(all_.begin(), all_.end(), [](const Reading& r) { return r.right; });
    return static_cast<double>(right) / static_cast<double>(all_.size());
}

double Readings::loss() const {
    double sum = 0;
    int count = 0;
    for (const Reading& reading : all_) {
        if (std::isnan(reading.loss)) continue;
        sum += static_cast<double>(reading.loss);
        ++count;
    }
    return sum / count;
}

}  // namespace explain
