// See linear_probe.h.  One layer after the other, so that only one layer's features are held.
#include "explain/linear_probe.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "nn/cost.h"
#include "nn/finite.h"

namespace explain {

std::vector<Block> probed_layers(const nn::Network& network) {
    std::vector<Block> found = {{-1, -1, "input"}};
    std::vector<Block> all = blocks(network);
    if (!all.empty()) all.pop_back();
    found.insert(found.end(), all.begin(), all.end());
    return found;
}

LinearProbes::LinearProbes(const nn::Network& network, const nn::Digits& learning, int n, const nn::Digits& held_out,
                           int m, const SoftmaxOptions& options)
    : network_(network),
      learning_(learning),
      held_out_(held_out),
      n_(std::clamp(n, 0, learning.count())),
      m_(std::clamp(m, 0, held_out.count())),
      classes_(10),
      options_(options),
      layers_(probed_layers(network)),
      known_(layers_.size()) {
    for (int i = 0; i < n_; ++i) classes_ = std::max(classes_, learning.labels[static_cast<std::size_t>(i)] + 1);
    if (n_ == 0 || m_ == 0) at_ = layers_.size();
}

/// True while some digits are left.
bool LinearProbes::read(const nn::Digits& digits, int n, int passes, Examples& examples) {
    if (!examples.reader) examples.reader.emplace(network_, digits, n);
    for (int i = 0; i < passes && examples.reader->next(); ++i) {
        const std::vector<float>& output = examples.reader->output(layers_[at_].output).data;
        const std::size_t step = (output.size() + kMostFeatures - 1) / kMostFeatures;
        for (std::size_t k = 0; k < output.size(); k += step) examples.features.push_back(output[k]);
        examples.labels.push_back(digits.labels[examples.labels.size()]);
    }
    return !examples.reader->done();
}

bool LinearProbes::advance(int passes) {
    if (at_ == layers_.size()) return false;
    passes = std::max(passes, 1);
    if (!fit_) {
        if (read(learning_, n_, passes, learnt_) || read(held_out_, m_, passes, tried_)) return true;
        if (nn::all_finite(learnt_.features)) fit_.emplace(learnt_.features, learnt_.labels, classes_, options_);
    }
    if (fit_) {
        const std::int64_t product = 2 * static_cast<std::int64_t>(learnt_.features.size()) * classes_,
                           allowed = passes * std::max<std::int64_t>(1, nn::cost(network_).multiply_adds);
        if (fit_->advance(static_cast<int>(std::max<std::int64_t>(1, allowed / product)))) return true;
        const nn::Parameters softmax = fit_->parameters();
        known_[at_] =
            Known{explain::accuracy(softmax, tried_.features, tried_.labels),
                  explain::accuracy(softmax, learnt_.features, learnt_.labels), fit_->steps(), fit_->gradient()};
    }
    fit_.reset();
    learnt_ = {};
    tried_ = {};
    return ++at_ < layers_.size();
}

float LinearProbes::progress() const {
    float part = 0;
    if (at_ < layers_.size() && learnt_.reader)
        part = 0.3f * static_cast<float>(learnt_.reader->seen()) / static_cast<float>(std::max(1, n_));
    return (static_cast<float>(at_) + part) / static_cast<float>(layers_.size());
}

}  // namespace explain
