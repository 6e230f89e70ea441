// See sign_readers.h.
#include "probe/few_shot/sign_readers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "explain/evolution.h"
#include "explain/linear_probe.h"
#include "nn/digits.h"
#include "nn/forward.h"
#include "probe/arithmetic.h"

namespace probe {

using Of = FeatureSource::Of;

struct SignReaders::Work {
    FeatureSource source;
    bool whole = false;  ///< from one drawing a sign on; else the largest number alone
    std::optional<explain::FewShotCurve> curve;
};

int feature_layer(const nn::Network& network, SignFeatures which) {
    const std::vector<explain::Block> all = explain::probed_layers(network);
    const int last = static_cast<int>(all.size()) - 1;  // the first is the input
    return last < 1 ? -1 : all[index(std::max(1, last - static_cast<int>(which)))].output;
}

std::vector<float> sign_input(const SignExample& example, bool is_centred) {
    std::vector<float> input(example.centred.size());
    nn::to_input(example.pixels(is_centred), input.data());
    return input;
}

std::vector<float> sign_features(const nn::Network& network, int layer, const Signs& signs, bool is_centred) {
    std::vector<float> features;
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    for (const SignExample& example : signs.examples) {
        const std::vector<float> input = sign_input(example, is_centred);
        if (layer >= 0) engine.forward(input, activations);
        const std::vector<float>& numbers = layer < 0 ? input : activations.output(layer).data;
        features.insert(features.end(), numbers.begin(), numbers.end());
    }
    return features;
}

std::vector<std::uint8_t> sign_labels(const Signs& signs) {
    std::vector<std::uint8_t> labels;
    for (const SignExample& example : signs.examples) labels.push_back(static_cast<std::uint8_t>(example.sign));
    return labels;
}

SignReaders::~SignReaders() = default;

SignReaders::SignReaders(const nn::Network& features, int layer, Signs signs, bool from_scratch)
    : network_(features), random_(features), layer_(layer), signs_(std::move(signs)), labels_(sign_labels(signs_)) {
    nn::initialise(random_, 1);
    for (const explain::Block& block : explain::probed_layers(network_))
        if (block.output >= 0) layers_.emplace_back(block.output, block.name);
    const int classes = static_cast<int>(signs_.names.size());
    if (labels_.empty() || classes < 2) return;
    chosen_.emplace(features_of(source_of(Of::network)), labels_, classes);
    if (explain::FewShotCurve::most_shots(labels_, classes) == 0) return;
    for (const Of of : {Of::network, Of::random, Of::pixels}) {
        FeatureSource source = source_of(of);
        if (of == Of::pixels) source.layer = -1;
        work_.push_back({source, true, {}});
    }
    for (const bool is_centred : {signs_.is_centred, !signs_.is_centred}) {
        if (is_centred != signs_.is_centred) work_.push_back({{Of::pixels, -1, is_centred}, false, {}});
        for (const auto& [output, name] : layers_)
            for (const Of of : {Of::network, Of::random})
                if (const FeatureSource source{of, output, is_centred}; !(source == source_of(of)))
                    work_.push_back({source, false, {}});
    }
    if (from_scratch && layer_ >= 0) scratch_.emplace(network_, layer_, signs_);
}

std::vector<float> SignReaders::features_of(const FeatureSource& source) const {
    return sign_features(source.of == Of::random ? random_ : network_, source.of == Of::pixels ? -1 : source.layer,
                         signs_, source.is_centred);
}

bool SignReaders::advance() {
    if (leaving_out_) {
        leaving_out_ = chosen_ && chosen_->advance();
        return leaving_out_ || !work_.empty();
    }
    const int classes = static_cast<int>(signs_.names.size());
    if (at_ < work_.size()) {
        Work& work = work_[at_];
        if (!work.curve)
            work.curve.emplace(features_of(work.source), labels_, classes,
                               work.whole ? 1 : explain::FewShotCurve::most_shots(labels_, classes));
        if (!work.curve->advance()) ++at_;
        return at_ < work_.size() || scratch_.has_value();
    }
    return scratch_ && scratch_->advance();
}

float SignReaders::progress() const {
    float done = chosen_ ? chosen_->progress() : 1.0f, all = 1;
    for (const Work& work : work_) {
        done += work.curve ? work.curve->progress() : 0.0f;
        all += 1;
    }
    if (scratch_) {
        constexpr float kLong = 4;  // its share of the time
        all += kLong;
        done += kLong * scratch_->progress();
    }
    return done / all;
}

const std::vector<explain::FewShotPoint>& SignReaders::curve(Of of) const {
    static const std::vector<explain::FewShotPoint> kNone;
    if (of == Of::scratch) return scratch_ ? scratch_->points() : kNone;
    for (const Work& work : work_)
        if (work.whole && work.source.of == of) return work.curve ? work.curve->points() : kNone;
    return kNone;
}

double SignReaders::share(const FeatureSource& source) const {
    for (const Work& work : work_)
        if (work.source == source && work.curve && work.curve->progress() >= 1 && !work.curve->points().empty())
            return work.curve->points().back().mean;
    return std::nan("");
}

const std::string& SignReaders::layer_name() const {
    static const std::string kInput = "the input";
    for (const auto& [output, name] : layers_)
        if (output == layer_) return name;
    return kInput;
}

}  // namespace probe
