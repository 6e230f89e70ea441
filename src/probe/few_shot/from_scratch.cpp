// See from_scratch.h.
#include "probe/few_shot/from_scratch.h"

#include <utility>

#include "nn/digits.h"
#include "nn/forward.h"
#include "probe/arithmetic.h"
#include "probe/few_shot/sign_readers.h"

namespace probe {

FromScratch::FromScratch(const nn::Network& network, int layer, const Signs& signs)
    : signs_(signs), labels_(sign_labels(signs)) {
    const int classes = static_cast<int>(signs.names.size());
    nn::Architecture architecture = network.architecture;
    architecture.layers.resize(index(layer + 1));
    architecture.layers.push_back({.kind = nn::LayerKind::fully_connected, .name = "head", .outputs = classes});
    architecture.layers.push_back({.kind = nn::LayerKind::softmax, .name = "softmax"});
    auto made = nn::make_network(std::move(architecture));
    if (!made) return;
    network_ = std::move(made.value());
    last_ = explain::FewShotCurve::most_shots(labels_, classes);
}

bool FromScratch::begin() {
    const int draw = static_cast<int>(shares_.size());
    std::vector<bool> shown(labels_.size(), false);
    learnt_pixels_.clear(), learnt_labels_.clear(), left_out_.clear();
    for (const std::size_t i : explain::drawn_examples(labels_, static_cast<int>(signs_.names.size()), shots_, draw)) {
        const auto& pixels = signs_.examples[i].pixels(signs_.is_centred);
        learnt_pixels_.insert(learnt_pixels_.end(), pixels.begin(), pixels.end());
        learnt_labels_.push_back(labels_[i]);
        shown[i] = true;
    }
    for (std::size_t i = 0; i < labels_.size(); ++i)
        if (!shown[i]) left_out_.push_back(i);
    nn::initialise(network_, 1ull + index(draw));
    nn::TrainOptions options;
    options.epochs = kPasses;
    options.batch = kBatch;
    options.average_decay = 0;
    nn::Digits digits;
    digits.pixels = learnt_pixels_;
    digits.labels = learnt_labels_;
    auto trainer = nn::Trainer::make(network_, digits, {}, options);
    if (!trainer) return false;
    trainer_.emplace(std::move(trainer.value()));
    return true;
}

void FromScratch::read() {
    nn::Engine engine(trainer_->current());
    nn::Activations activations = nn::make_activations(trainer_->current());
    int right = 0;
    for (const std::size_t i : left_out_) {
        engine.forward(sign_input(signs_.examples[i], signs_.is_centred), activations);
        right += largest(activations.outputs.back().data) == labels_[i];
    }
    shares_.push_back(static_cast<double>(right) / static_cast<double>(left_out_.size()));
    trainer_.reset();
}

bool FromScratch::advance() {
    if (shots_ > last_) return false;
    if (!trainer_ && !begin()) {
        last_ = 0;
        return false;
    }
    trainer_->step();
    if (!trainer_->done()) return true;
    read();
    if (shares_.size() < kDraws) return true;
    points_.push_back(explain::few_shot_point(shots_, static_cast<int>(left_out_.size()), shares_));
    shares_.clear();
    return ++shots_ <= last_;
}

float FromScratch::progress() const {
    if (last_ == 0) return 1;
    const float done = static_cast<float>(shots_ - 1) + static_cast<float>(shares_.size()) / kDraws;
    return done / static_cast<float>(last_);
}

}  // namespace probe
