// Which map of a layer the network would miss most: the ranking of the lesions probe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "explain/lesion.h"
#include "nn/classifier.h"
#include "probe/lesions/list.h"

namespace probe {

/// Begun by `ask`, carried on in slices.
class LesionRanking {
public:
    /// Begins anew where something changed; nothing is there without digits or maps to switch off.  `intact` belongs to
    /// the subject's network and digits.
    void ask(const LesionPlan& plan, const Subject& subject, const std::shared_ptr<nn::Classifier>& intact);
    void clear() { ranking_.reset(); }

    bool is_there() const { return ranking_ != nullptr; }
    bool has_more() const { return ranking_ && ranking_->known() < ranking_->maps(); }
    /// A slice of a millisecond or less; false when all is done.
    bool advance() { return ranking_->advance(); }
    float progress() const { return ranking_->progress(); }

    /// The maps by what their loss costs, as far as known.
    figure::Group group(const LesionPlan& plan) const;

private:
    double cost_of(const explain::Ranking::Cost& without) const;
    std::vector<int> order() const;
    std::string few_words() const;
    figure::Plot costs(const LesionPlan& plan) const;

    std::unique_ptr<explain::Ranking> ranking_;
    int layer_ = -1, n_ = 0;     ///< what it was made for, as the next two
    std::vector<int> together_;  ///< maps that are off, where they are two or more
    std::shared_ptr<nn::Classifier> beside_;
    bool by_loss_ = false;
};

}  // namespace probe
