// A map of a layer is one row of the weights that make it, so that most lesions are a copy of the network with zeros in
// it.  The ranking runs only the layers above the lesion: what is below is computed once for each digit.
#include "explain/lesion.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "nn/cost.h"
#include "nn/finite.h"
#include "nn/loss.h"
#include "nn/random.h"

namespace explain {
namespace {

constexpr int kChunk = 64;     // digits of one batch
constexpr int kPrepared = 24;  // whole forward passes of a slice

void silence(nn::Network& network, int layer, int map) {
    nn::Parameters& p = network.parameters[static_cast<std::size_t>(layer)];
    if (p.bias.empty() || map >= static_cast<int>(p.bias.size())) return;
    const std::size_t row = p.weight.size() / p.bias.size(), index = static_cast<std::size_t>(map);
    std::fill_n(p.weight.begin() + static_cast<std::ptrdiff_t>(index * row), row, 0.0f);
    p.bias[index] = 0.0f;
}

/// What a silent map would get from a layer above: nothing of it may be left.
bool adds_shifts(const nn::Network& network, int layer) {
    return network.layer(layer).kind == nn::LayerKind::batch_norm;
}

void add_noise(nn::Network& network, const WeightNoise& noise) {
    if (noise.share <= 0) return;
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        if (noise.layer >= 0 && layer != noise.layer) continue;
        std::vector<float>& weight = network.parameters[static_cast<std::size_t>(layer)].weight;
        double square = 0;
        for (float w : weight) square += static_cast<double>(w) * static_cast<double>(w);
        const auto deviation =
            noise.share *
            static_cast<float>(std::sqrt(square / static_cast<double>(std::max<std::size_t>(1, weight.size()))));
        nn::Random random(noise.seed, static_cast<std::uint64_t>(layer));
        for (float& w : weight) w += deviation * random.normal();
    }
    nn::clear_unconnected(network);
}

/// Layers from `begin` on for which keep(i), as a network of their own.  Those left out do not change the shape.
template <class Keep>
nn::Network part(const nn::Network& network, int begin, Keep keep) {
    nn::Network made;
    made.architecture.name = network.architecture.name;
    made.architecture.input = network.input_shape(begin);
    for (int i = begin; i < network.layer_count(); ++i) {
        if (!keep(i)) continue;
        made.architecture.layers.push_back(network.layer(i));
        made.shapes.push_back(network.shape(i));
        made.parameters.push_back(network.parameters[static_cast<std::size_t>(i)]);
    }
    return made;
}

}  // namespace

int source_layer(const nn::Network& network, int layer) {
    while (layer >= 0 && !nn::has_weights(network.layer(layer).kind)) --layer;
    return layer;
}

bool passes_on(const nn::Network& network, int layer) {
    const nn::LayerKind kind = network.layer(layer).kind;
    return (nn::is_elementwise(kind) || nn::has_weights(kind)) && network.shape(layer) == network.input_shape(layer);
}

Lesioned lesion(const nn::Network& network, std::span<const Lesion> lesions, const WeightNoise& noise) {
    nn::Network copy = network;
    add_noise(copy, noise);
    std::vector<bool> removed(static_cast<std::size_t>(network.layer_count()), false);
    for (const Lesion& l : lesions) {
        if (l.layer < 0 || l.layer >= network.layer_count() || l.map >= network.shape(l.layer).channels) continue;
        if (l.map < 0 && passes_on(network, l.layer)) {
            removed[static_cast<std::size_t>(l.layer)] = true;
            continue;
        }
        const int source = source_layer(network, l.layer);
        if (source < 0) continue;
        for (int map = std::max(0, l.map); map < (l.map < 0 ? network.shape(source).channels : l.map + 1); ++map)
            for (int i = source; i <= l.layer; ++i)
                if (i == source || adds_shifts(network, i)) silence(copy, i, map);
    }
    Lesioned made;
    int next = 0;
    for (int i = 0; i < network.layer_count(); ++i)
        made.layer_of.push_back(removed[static_cast<std::size_t>(i)] ? next - 1 : next++);
    if (next == network.layer_count() || next == 0) {
        made.network = std::move(copy);
        for (int i = 0; i < network.layer_count(); ++i) made.layer_of[static_cast<std::size_t>(i)] = i;
        return made;
    }
    made.network = part(copy, 0, [&removed](int i) { return !removed[static_cast<std::size_t>(i)]; });
    return made;
}

Ranking::Ranking(const nn::Network& network, int layer, const nn::Digits& digits, int n, std::vector<int> together)
    : digits_(digits),
      network_(nn::without_softmax(network)),
      activations_(nn::make_activations(network_)),
      cut_(source_layer(network, layer)),
      classes_(network.classes()),
      together_(std::move(together)) {
    assert(cut_ >= 0 && digits.shape == network.architecture.input);
    const int last = network_.layer_count() - 1;
    for (int i = cut_ + 1; i <= layer; ++i)
        if (adds_shifts(network, i)) cut_ = i;
    // As far up as a map stays a map, and zero stays zero.
    while (cut_ < last && !nn::reads_everything(network.layer(cut_ + 1).kind) &&
           nn::info(network.layer(cut_ + 1).kind).zero_to_zero)
        ++cut_;
    maps_ = network.shape(cut_).channels;
    plane_ = network.shape(cut_).plane();
    size_ = maps_ * plane_;
    count_ = std::min({n, digits.count(), std::max(1, kMostStored / size_)});
    inputs_.resize(static_cast<std::size_t>(std::min(kChunk, count_)) * static_cast<std::size_t>(size_));
    outputs_.resize(static_cast<std::size_t>(kChunk * classes_));
    costs_.resize(static_cast<std::size_t>(maps_) + 2);
    which_ = maps_;  // intact first, then together, then map by map
}

void Ranking::pack() {
    engine_.emplace(network_);
    stored_.reserve(static_cast<std::size_t>(count_) * static_cast<std::size_t>(size_));
    if (cut_ + 1 == network_.layer_count()) return;
    tail_.emplace(part(network_, cut_ + 1, [](int) { return true; }));
}

/// The next digits' activations at the cut.
void Ranking::prepare() {
    const int end = std::min(prepared_ + nn::passes_a_slice(network_, kPrepared), count_);
    std::vector<float> input(static_cast<std::size_t>(digits_.shape.size()));
    for (; prepared_ < end; ++prepared_) {
        nn::to_input(digits_.picture(prepared_), input.data());
        engine_->forward(input, activations_);
        const std::vector<float>& from = activations_.output(cut_).data;
        stored_.insert(stored_.end(), from.begin(), from.end());
    }
}

/// One batch without map `which` (or as Cost has it).
void Ranking::score(int which) {
    const int n = std::min(nn::passes_a_slice(network_, kChunk), count_ - digit_);
    std::copy_n(stored_.begin() + static_cast<std::ptrdiff_t>(digit_) * size_, n * size_, inputs_.begin());
    const auto silence_map = [&](int map) {
        for (int k = 0; k < n; ++k) std::fill_n(inputs_.begin() + k * size_ + map * plane_, plane_, 0.0f);
    };
    if (which < maps_)
        silence_map(which);
    else if (which == maps_ + 1)
        for (int map : together_)
            if (map >= 0 && map < maps_) silence_map(map);
    const float* answers = inputs_.data();
    if (tail_) {
        tail_->forward_batch({inputs_.data(), static_cast<std::size_t>(n * size_)},
                             {outputs_.data(), static_cast<std::size_t>(n * classes_)});
        answers = outputs_.data();
    }
    Cost& cost = costs_[static_cast<std::size_t>(which)];
    for (int k = 0; k < n; ++k) {
        const float* out = answers + k * classes_;
        const int label = digits_.labels[static_cast<std::size_t>(digit_ + k)];
        cost.correct += nn::strongest({out, static_cast<std::size_t>(classes_)}) == label;
        if (label < classes_) cost.loss += nn::cross_entropy({out, static_cast<std::size_t>(classes_)}, label);
        ++cost.seen;
    }
    digit_ += n;
}

bool Ranking::advance() {
    if (!engine_) pack();
    if (prepared_ < count_) {
        prepare();
        return true;
    }
    if (known_ >= maps_) return false;
    score(which_);
    if (digit_ < count_) return true;
    digit_ = 0;
    if (which_ < maps_) known_ = which_ + 1;
    which_ = which_ == maps_ ? maps_ + 1 : which_ == maps_ + 1 ? 0 : which_ + 1;
    return known_ < maps_;
}

float Ranking::progress() const {
    if (count_ == 0) return 1.0f;
    const float prepared = static_cast<float>(prepared_) / static_cast<float>(count_);
    return 0.3f * prepared + 0.7f * static_cast<float>(known_) / static_cast<float>(std::max(1, maps_));
}

}  // namespace explain
