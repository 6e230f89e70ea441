#include "probe/model_table/rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "explain/similarity.h"
#include "probe/arithmetic.h"

namespace probe {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr int kPasses = 60;  // of a slice of work
constexpr int kLeastModels = 4;
constexpr double kReads = 0.5;

/// Whether the network can be measured with these digits.
bool fits(const ListedModel& model, const nn::Digits& digits) {
    return model.network && model.network->has_classes() && model.network->classes() >= 10 && digits.count() > 0 &&
           model.network->architecture.input == digits.shape;
}

}  // namespace

void ModelRows::want(ModelList list) {
    list_ = std::move(list);
    for (const ListedModel& model : list_.models) {
        if (model.row != nullptr || !fits(model, list_.held_out)) continue;
        std::unique_ptr<explain::Measures>& measures = (*list_.measured)[model.id];
        if (!measures)
            measures =
                std::make_unique<explain::Measures>(*model.network, model.learnt, list_.held_out, list_.likened.get());
    }
}

const explain::Measures* ModelRows::measured(int row) const {
    if (list_.measured == nullptr) return nullptr;
    const auto found = list_.measured->find(model(row).id);
    return found == list_.measured->end() ? nullptr : found->second.get();
}

bool ModelRows::advance() {
    for (const ListedModel& model : list_.models) {
        if (model.row != nullptr || list_.measured == nullptr) continue;
        const auto found = list_.measured->find(model.id);
        if (found != list_.measured->end() && !found->second->done()) return found->second->advance(kPasses), true;
    }
    return false;
}

float ModelRows::progress() const {
    float done = 0;
    int all = 0;
    for (int row = 0; row < count(); ++row) {
        if (model(row).row != nullptr || measured(row) == nullptr) continue;
        done += measured(row)->progress();
        ++all;
    }
    return all == 0 ? 1.0f : done / static_cast<float>(all);
}

double ModelRows::value(int row, explain::Measure measure) const {
    if (model(row).row != nullptr) return (*model(row).row)[static_cast<std::size_t>(measure)];
    const explain::Measures* found = measured(row);
    return found != nullptr ? found->value(measure) : kUnknown;
}

bool ModelRows::is_reader(int row) const { return value(row, explain::Measure::held_out_accuracy) >= kReads; }

int ModelRows::readers() const {
    int readers = 0;
    for (int row = 0; row < count(); ++row) readers += is_reader(row);
    return readers;
}

bool ModelRows::has_last_words() const {
    return std::any_of(list_.models.begin(), list_.models.end(),
                       [](const ListedModel& model) { return std::isfinite(model.last_word); });
}

double ModelRows::rank_correlation(explain::Measure a, explain::Measure b) const {
    std::vector<float> x, y;
    for (int row = 0; row < count(); ++row) {
        const double one = value(row, a), other = value(row, b);
        if (!is_reader(row) || !std::isfinite(one) || !std::isfinite(other)) continue;
        x.push_back(static_cast<float>(one));
        y.push_back(static_cast<float>(other));
    }
    return static_cast<int>(x.size()) < kLeastModels ? kUnknown : explain::rank_correlation(x, y);
}

std::vector<int> ModelRows::sorted_by(explain::Measure measure) const {
    std::vector<int> rows(index(count()));
    std::iota(rows.begin(), rows.end(), 0);
    const double sign = explain::info(measure).better < 0 ? -1 : 1;
    std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) {
        const double x = value(a, measure), y = value(b, measure);
        if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
        return sign * x > sign * y;
    });
    return rows;
}

}  // namespace probe
