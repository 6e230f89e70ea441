// Readers of signs: softmaxes on a layer's features, on random ones, on the pixels, each tried on drawings that it was
// not shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "explain/few_shot_curve.h"
#include "nn/network.h"
#include "probe/few_shot/from_scratch.h"
#include "probe/signs.h"

namespace probe {

/// What a softmax reads.
struct FeatureSource {
    enum class Of { network, random, pixels, scratch };  ///< scratch: nothing is kept, all weights are trained
    Of of = Of::network;
    int layer = -1;  ///< of `network` and `random`
    bool is_centred = true;

    bool operator==(const FeatureSource&) const = default;
};

/// The drawing as the network's input: 784 numbers, 0..1.
std::vector<float> sign_input(const SignExample& example, bool is_centred);
/// The numbers that the layer (-1: the input) gives for each example, one after another.
std::vector<float> sign_features(const nn::Network& network, int layer, const Signs& signs, bool is_centred);
/// One number of each example.
std::vector<std::uint8_t> sign_labels(const Signs& signs);

class SignReaders {
public:
    /// `features`: a network whose layers below the scores are read; the one chosen is `layer`.
    SignReaders(const nn::Network& features, int layer, Signs signs, bool from_scratch);
    ~SignReaders();
    SignReaders(const SignReaders&) = delete;
    SignReaders& operator=(const SignReaders&) = delete;

    /// The next softmax; false when all are trained.
    bool advance();
    float progress() const;

    const Signs& signs() const { return signs_; }
    /// Of the chosen layer: the softmax on all drawings and how each is read when it is left out.
    const explain::FewShot* chosen() const { return chosen_ ? &*chosen_ : nullptr; }
    /// Accuracy against drawings a sign; of the chosen layer, of random features there, of the pixels, from scratch.
    const std::vector<explain::FewShotPoint>& curve(FeatureSource::Of of) const;
    /// At the largest number of drawings a sign; NaN where it is not known.
    double share(const FeatureSource& source) const;
    /// The network's layers that are read, from the lowest.
    const std::vector<std::pair<int, std::string>>& layers() const { return layers_; }
    int layer() const { return layer_; }
    const std::string& layer_name() const;

private:
    struct Work;  ///< one source's curve
    std::vector<float> features_of(const FeatureSource& source) const;
    FeatureSource source_of(FeatureSource::Of of) const { return {of, layer_, signs_.is_centred}; }

    nn::Network network_, random_;
    int layer_;
    Signs signs_;
    std::vector<std::uint8_t> labels_;
    std::vector<std::pair<int, std::string>> layers_;
    std::optional<explain::FewShot> chosen_;
    std::vector<Work> work_;
    std::optional<FromScratch> scratch_;
    std::size_t at_ = 0;
    bool leaving_out_ = true;
};

}  // namespace probe
