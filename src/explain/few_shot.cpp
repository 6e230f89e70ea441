// See few_shot.h.
#include "explain/few_shot.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace explain {

FewShot::FewShot(std::vector<float> features, std::vector<std::uint8_t> labels, int classes,
                 const SoftmaxOptions& options)
    : features_(std::move(features)),
      labels_(std::move(labels)),
      classes_(classes),
      options_(options),
      answers_(labels_.size(), -1) {
    assert(!labels_.empty() && features_.size() % labels_.size() == 0);
}

bool FewShot::advance() {
    if (!whole_) {
        SoftmaxFit fit(features_, labels_, classes_, options_);
        fit.finish();
        parameters_ = fit.parameters();
        whole_ = true;
        return true;
    }
    const auto alone = [this](std::size_t i) { return std::count(labels_.begin(), labels_.end(), labels_[i]) < 2; };
    while (left_out_ < labels_.size() && alone(left_out_)) ++left_out_;
    if (left_out_ == labels_.size()) return false;
    const std::size_t size = features_.size() / labels_.size();
    const auto offset = static_cast<std::ptrdiff_t>(left_out_), row = static_cast<std::ptrdiff_t>(size);
    std::vector<float> others = features_;
    std::vector<std::uint8_t> labels = labels_;
    others.erase(others.begin() + offset * row, others.begin() + (offset + 1) * row);
    labels.erase(labels.begin() + offset);
    SoftmaxFit fit(others, labels, classes_, options_);
    fit.finish();
    answers_[left_out_] = answer(fit.parameters(), std::span(features_).subspan(left_out_ * size, size));
    right_ += answers_[left_out_] == labels_[left_out_];
    ++counted_;
    return ++left_out_ < labels_.size();
}

float FewShot::progress() const {
    return (static_cast<float>(left_out_) + (whole_ ? 1.0f : 0.0f)) / static_cast<float>(labels_.size() + 1);
}

double FewShot::leave_one_out() const {
    return counted_ > 0 ? static_cast<double>(right_) / counted_ : std::numeric_limits<double>::quiet_NaN();
}

base::Result<nn::Network> with_head(const nn::Network& network, int layer, const nn::Parameters& head) {
    assert(layer < network.layer_count());
    nn::Architecture architecture = network.architecture;
    architecture.layers.resize(static_cast<std::size_t>(layer + 1));
    architecture.layers.push_back(
        {.kind = nn::LayerKind::fully_connected, .name = "head", .outputs = static_cast<int>(head.bias.size())});
    architecture.layers.push_back({.kind = nn::LayerKind::softmax, .name = "softmax"});
    auto made = nn::make_network(std::move(architecture));
    if (!made) return made;
    std::copy_n(network.parameters.begin(), layer + 1, made.value().parameters.begin());
    const std::size_t expected = static_cast<std::size_t>(nn::weight_count(made.value(), layer + 1));
    if (head.weight.size() != expected)
        return base::Error{"the head should have " + std::to_string(expected) +
                           " weights, as many as the layer below " + "gives numbers for each class, and has " +
                           std::to_string(head.weight.size())};
    made.value().parameters[static_cast<std::size_t>(layer + 1)] = head;
    return made;
}

}  // namespace explain
