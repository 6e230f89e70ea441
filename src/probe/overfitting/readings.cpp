#include "probe/overfitting/readings.h"

#include <algorithm>

namespace probe {

void Readings::add(const nn::NetworkPtr& network, Pictures of, const nn::Digits& digits, int first, int end, int step) {
    if (digits.count() == 0 || digits.shape != network->architecture.input) return;
    const Key key{network->id.value, of};
    const auto found = all_.find(key);
    if (found != all_.end() &&
        found->second.count() != explain::PictureReading(network, digits, first, end, step).count())
        all_.erase(found);
    all_.try_emplace(key, network, digits, first, end, step);
    if (std::find(wanted_.begin(), wanted_.end(), key) == wanted_.end()) wanted_.push_back(key);
}

void Readings::want(const Runs& runs) {
    wanted_.clear();
    for (const RunCurve& run : runs.curves) {
        const nn::NetworkPtr& end = run.moments.back().network;
        if (noise_.empty()) noise_ = explain::noise_pixels(kStrange, end->architecture.input);
        labels_.assign(static_cast<std::size_t>(kStrange), 0);
        nn::Digits noise;
        noise.shape = end->architecture.input;
        noise.pixels = noise_;
        noise.labels = labels_;
        const bool fits =
            noise_.size() == static_cast<std::size_t>(kStrange) * static_cast<std::size_t>(noise.shape.size());
        // All moments by the same pictures: a training measures its last network with more.
        add(end, Pictures::held_out, runs.held_out, 0, kHeldOut);
        for (const RunMoment& moment : run.moments) {
            if (std::isnan(moment.held_out_loss)) add(moment.network, Pictures::held_out, runs.held_out, 0, kHeldOut);
            if (std::isnan(moment.training_loss) && !run.shuffled)
                add(moment.network, Pictures::training, run.learnt, 0, kTraining);
        }
        if (fits) add(end, Pictures::noise, noise, 0, kStrange);
        add(end, Pictures::clothes, runs.clothes, 0, kStrange);
    }
    if (runs.curves.empty() || !runs.curves[0].has_folds()) return;
    const RunCurve& open = runs.curves[0];
    add(open.moments.back().network, Pictures::learnt, open.learnt, 0, open.learnt.count());
    for (int fold = 0; fold < explain::kFolds; ++fold)
        add(open.folds[static_cast<std::size_t>(fold)], Pictures::left_out, open.learnt, fold, open.learnt.count(),
            explain::kFolds);
}

bool Readings::advance() {
    constexpr int kASlice = 30;  // forward passes
    for (const Key& key : wanted_)
        if (explain::PictureReading& reading = all_.at(key); !reading.done()) {
            reading.advance(kASlice);
            return true;
        }
    return false;
}

float Readings::progress() const {
    double done = 0, all = 0;
    for (const Key& key : wanted_) {
        done += all_.at(key).seen();
        all += all_.at(key).count();
    }
    return all > 0 ? static_cast<float>(done / all) : 1.0f;
}

const explain::PictureReading* Readings::find(const nn::NetworkPtr& network, Pictures of) const {
    const auto found = network ? all_.find({network->id.value, of}) : all_.end();
    return found == all_.end() ? nullptr : &found->second;
}

const explain::PictureReading* Readings::finished(const nn::NetworkPtr& network, Pictures of) const {
    const explain::PictureReading* reading = find(network, of);
    return reading != nullptr && reading->done() ? reading : nullptr;
}

}  // namespace probe
