// What two networks have in common over the digits: likeness of their layers, partners of their maps, their answers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explain/likeness.h"
#include "explain/matching.h"
#include "explain/same_answers.h"
#include "nn/classifier.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace probe {

/// A layer of each network, whose maps are matched.
struct MatchedLayers {
    explain::Block one, other;
};

class Alike {
public:
    static constexpr int kMatched = 2000, kCompared = 1000, kRead = 10000;  ///< digits

    /// Both networks have the digits' shape as input, and classes.
    Alike(const nn::Network& one, const nn::Network& other, const nn::Digits& digits);

    bool advance();
    float progress() const;

    const std::vector<MatchedLayers>& layers() const { return layers_; }
    bool has_matched() const { return matcher_.seen() == matcher_.count(); }
    int matched_digits() const { return matcher_.seen(); }
    /// Of each map of the first network's layer its partner in the second's, over the digits seen so far; looked for
    /// once when all are seen, as a figure is made at every move of the pen.
    std::vector<explain::Partner> partners(int layers, bool one_to_one) const;
    const explain::LikenessMatrix& likeness() const { return likeness_; }
    explain::SameAnswers answers() const;

private:
    std::vector<explain::Partner> find_partners(int layers, bool one_to_one) const;

    std::vector<MatchedLayers> layers_;
    std::vector<std::array<std::vector<explain::Partner>, 2>> partners_;  ///< by layers: best, one to one; at the end
    explain::Matcher matcher_;
    explain::LikenessMatrix likeness_;
    nn::Digits read_;  ///< the first kRead
    nn::Classifier one_, other_;
};

}  // namespace probe
