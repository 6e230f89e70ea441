// See evolution.h.
#include "explain/evolution.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "nn/forward.h"

namespace explain {
namespace {

constexpr std::size_t kMostFeatures = 4096;  // of a layer; of larger ones every second, third ... is compared

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Every k-th number, so that kMostFeatures are enough.
void add_features(std::span<const float> output, std::vector<float>& features) {
    const std::size_t step = (output.size() + kMostFeatures - 1) / kMostFeatures;
    for (std::size_t i = 0; i < output.size(); i += step) features.push_back(output[i]);
}

}  // namespace

std::vector<Block> blocks(const nn::Network& network) {
    std::vector<Block> found;
    const int score = nn::score_layer(network);
    for (int i = 0; i <= score; ++i) {
        if (nn::has_weights(network.layer(i).kind)) found.push_back({i, i, network.layer(i).name});
        if (found.empty()) continue;
        found.back().output = i;
        if (nn::is_pool(network.layer(i).kind)) found.back().name = network.layer(i).name;
    }
    if (!found.empty() && network.has_classes()) found.back().name = "logits";
    return found;
}

struct Evolution::Look {
    nn::NetworkPtr network;
    std::optional<nn::Engine> engine;
    nn::Activations activations;
    std::vector<float> input;
    int seen = 0, right = 0;
    std::vector<std::vector<Hit>> strongest;   ///< by block and map
    std::vector<std::vector<float>> features;  ///< by block, of the compared digits so far
    std::vector<Gram> grams;                   ///< by block; those of all but the last checkpoint go when compared
    std::vector<std::optional<double>> likeness;
    bool compared = false;

    void begin(const std::vector<Block>& all);
    void see(const nn::Digits& digits, const std::vector<Block>& all, int compared_digits);
    bool multiply(int rows);
};

void Evolution::Look::begin(const std::vector<Block>& all) {
    engine.emplace(*network);
    activations = nn::make_activations(*network);
    input.resize(activations.input.data.size());
    features.resize(all.size());
    for (const Block& block : all)
        strongest.emplace_back(index(network->shape(block.output).channels), Hit{-1, 0, 0.0f});
}

/// The next digit.
void Evolution::Look::see(const nn::Digits& digits, const std::vector<Block>& all, int compared_digits) {
    nn::to_input(digits.picture(seen), input.data());
    engine->forward(input, activations);
    for (std::size_t s = 0; s < all.size(); ++s) {
        const nn::Tensor& output = activations.output(all[s].output);
        if (seen < compared_digits) add_features(output.data, features[s]);
        const auto plane = static_cast<std::ptrdiff_t>(output.shape.plane());
        const float* values = output.data.data();
        for (Hit& best : strongest[s]) {
            const float* place = std::max_element(values, values + plane);
            if (*place > best.value) best = {seen, static_cast<int>(place - values), *place};
            values += plane;
        }
    }
    const nn::Tensor& scores = activations.output(all.back().output);
    const auto answer = std::max_element(scores.data.begin(), scores.data.end()) - scores.data.begin();
    right += answer == digits.labels[index(seen)];
    ++seen;
}

/// True while some products are left.
bool Evolution::Look::multiply(int rows) {
    for (Gram& gram : grams) {
        if (gram.done()) continue;
        gram.advance(rows);
        return true;
    }
    return false;
}

Evolution::Evolution(const nn::Digits& digits, int count)
    : digits_(digits),
      count_(std::min(count, digits.count())),
      compared_(std::min({count, digits.count(), kCompared})) {}

Evolution::~Evolution() = default;

void Evolution::follow(std::span<const Checkpoint> run) {
    assert(!run.empty());
    std::vector<std::unique_ptr<Look>> looks(run.size());
    for (std::size_t i = 0; i < run.size(); ++i) {
        for (std::unique_ptr<Look>& known : looks_)
            if (known && known->network->id.value == run[i].network->id.value) looks[i] = std::move(known);
        if (looks[i]) continue;
        looks[i] = std::make_unique<Look>();
        looks[i]->network = run[i].network;
    }
    looks_ = std::move(looks);
    run_.assign(run.begin(), run.end());
    blocks_ = explain::blocks(*run.back().network);
    const std::uint64_t last = run.back().network->id.value;
    if (last == std::exchange(final_, last)) return;
    // Another end to be compared with: features were not kept, so these begin anew.
    for (std::unique_ptr<Look>& look : looks_) {
        if (!look->compared) continue;
        auto again = std::make_unique<Look>();
        again->network = look->network;
        look = std::move(again);
    }
}

Evolution::Look* Evolution::next() {
    if (looks_.empty()) return nullptr;
    if (!looks_.back()->compared) return looks_.back().get();
    for (const std::unique_ptr<Look>& look : looks_)
        if (!look->compared) return look.get();
    return nullptr;
}

bool Evolution::done() const {
    return blocks_.empty() ||
           std::all_of(looks_.begin(), looks_.end(), [](const auto& look) { return look->compared; });
}

float Evolution::progress() const {
    float known = 0;
    for (const std::unique_ptr<Look>& look : looks_)
        known +=
            look->compared ? 1.0f : 0.9f * static_cast<float>(look->seen) / static_cast<float>(std::max(count_, 1));
    return looks_.empty() ? 1.0f : known / static_cast<float>(looks_.size());
}

bool Evolution::advance(int digits) {
    Look* look = next();
    if (look == nullptr || blocks_.empty()) return false;
    if (look->seen < count_) {
        if (!look->engine) look->begin(blocks_);
        for (const int end = std::min(look->seen + digits, count_); look->seen < end;)
            look->see(digits_, blocks_, compared_);
        if (look->seen < count_) return true;
        look->engine.reset();
        look->activations = {};
        for (std::vector<float>& features : look->features) look->grams.emplace_back(std::move(features), compared_);
        look->features.clear();
        return true;
    }
    if (look->multiply(std::max(1, digits))) return true;  // a row takes about as long as a pass
    const Look& last = *looks_.back();
    for (std::size_t s = 0; s < blocks_.size(); ++s) look->likeness.push_back(cka(look->grams[s], last.grams[s]));
    if (look != &last) look->grams.clear();
    look->compared = true;
    return !done();
}

bool Evolution::is_known(int checkpoint) const { return looks_[index(checkpoint)]->seen == count_; }

std::optional<Hit> Evolution::strongest(int checkpoint, int block, int map) const {
    const Look& look = *looks_[index(checkpoint)];
    if (look.seen < count_ || look.strongest.empty()) return std::nullopt;
    const Hit hit = look.strongest[index(block)][index(map)];
    return hit.digit < 0 ? std::nullopt : std::optional<Hit>(hit);
}

double Evolution::accuracy(int checkpoint) const {
    const Look& look = *looks_[index(checkpoint)];
    return look.seen < count_ || count_ == 0 || !look.network->has_classes() ? std::numeric_limits<double>::quiet_NaN()
                                                                             : static_cast<double>(look.right) / count_;
}

std::optional<double> Evolution::likeness(int checkpoint, int block) const {
    const Look& look = *looks_[index(checkpoint)];
    return look.compared ? look.likeness[index(block)] : std::nullopt;
}

std::optional<double> Evolution::change(int checkpoint, int block) const {
    if (checkpoint == 0) return std::nullopt;
    return relative_change(*run_[index(checkpoint - 1)].network, *run_[index(checkpoint)].network,
                           blocks_[index(block)].weights);
}

std::optional<int> Evolution::settled(int block, double least) const {
    int since = static_cast<int>(run_.size());
    while (since > 0) {
        const auto alike = likeness(since - 1, block);
        if (!alike) return std::nullopt;
        if (*alike < least) break;
        --since;
    }
    // What is undefined earlier leaves the question open.
    for (int i = 0; i < since; ++i)
        if (!likeness(i, block)) return std::nullopt;
    return since < static_cast<int>(run_.size()) ? std::optional<int>(since) : std::nullopt;
}

}  // namespace explain
