// See sign_network.h.
#include "probe/few_shot/sign_network.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "explain/few_shot.h"
#include "nn/class_names.h"
#include "probe/few_shot/sign_readers.h"

namespace probe {

base::Result<nn::Network> sign_network(const Signs& signs, int layer) {
    assert(signs.base && signs.names.size() > 1);
    const std::vector<float> features = sign_features(*signs.base, layer, signs, signs.is_centred);
    if (!std::all_of(features.begin(), features.end(), [](float v) { return std::isfinite(v); }))
        return base::Error{"The network's numbers are larger than float32 can hold: nothing can be learnt from them"};
    explain::SoftmaxFit fit(features, sign_labels(signs), static_cast<int>(signs.names.size()), explain::kFewExamples);
    fit.finish();
    auto made = explain::with_head(*signs.base, layer, fit.parameters());
    if (!made) return made;
    made.value().card[nn::kClassesKey] = nn::classes_text(signs.names);
    made.value().card["made"] = "a softmax on " + std::to_string(signs.examples.size()) +
                                " drawings of one's own; the layers below are another network's";
    return made;
}

}  // namespace probe
