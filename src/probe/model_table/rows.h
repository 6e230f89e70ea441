// The rows of the model table: what is known of each network, and the work of getting to know it.
#pragma once

#include <string>
#include <vector>

#include "probe/model_list.h"

namespace probe {

class ModelRows {
public:
    /// The networks; measuring begins for those that have no row and are here.
    void want(ModelList list);
    bool advance();
    float progress() const;

    int count() const { return static_cast<int>(list_.models.size()); }
    const ListedModel& model(int row) const { return list_.models[static_cast<std::size_t>(row)]; }
    /// NaN where it is not known, or makes no sense.
    double value(int row, explain::Measure measure) const;
    /// Whether it is one of those that correlations are over: it reads at least half of the held-out digits.
    bool is_reader(int row) const;
    int readers() const;
    /// Whether one of them was asked for its last word.
    bool has_last_words() const;
    /// Spearman's, over the readers of which both are known; NaN of fewer than four.
    double rank_correlation(explain::Measure a, explain::Measure b) const;
    /// Rows by a measure, the best first (the largest where neither is better); what is not known comes last.
    std::vector<int> sorted_by(explain::Measure measure) const;

private:
    const explain::Measures* measured(int row) const;

    ModelList list_;
};

}  // namespace probe
