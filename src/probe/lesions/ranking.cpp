#include "probe/lesions/ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr std::size_t kListed = 30;  // tiles

/// Maps of the plan's layer that are off; none where it is only one, which the ranking has as it is.
std::vector<int> maps_off(const LesionPlan& plan, int source) {
    std::vector<int> maps;
    for (const explain::Lesion& l : plan.lesions)
        if (l.map >= 0 && explain::source_layer(*plan.network, l.layer) == source) maps.push_back(l.map);
    std::sort(maps.begin(), maps.end());
    maps.erase(std::unique(maps.begin(), maps.end()), maps.end());
    if (maps.size() < 2) maps.clear();
    return maps;
}

}  // namespace

void LesionRanking::ask(const LesionPlan& plan, const Subject& subject, const std::shared_ptr<nn::Classifier>& intact) {
    by_loss_ = subject.values.chosen<Measure>("measure") == by_certainty;
    const int source = explain::source_layer(*plan.network, plan.layer), n = subject.values.whole("n");
    if (!intact || source < 0) return clear();
    std::vector<int> together = maps_off(plan, source);
    if (ranking_ && layer_ == source && n_ == n && together_ == together && beside_ == intact) return;
    ranking_ = std::make_unique<explain::Ranking>(*plan.network, plan.layer, subject.digits, n, together);
    layer_ = source;
    n_ = n;
    together_ = std::move(together);
    beside_ = intact;
}

/// What it costs to lose this: points of accuracy, or the rise of the mean cross-entropy in thousandths.
double LesionRanking::cost_of(const explain::Ranking::Cost& without) const {
    const explain::Ranking::Cost& intact = ranking_->intact();
    return (by_loss_ ? 1000.0 * (without.loss - intact.loss) : 100.0 * (intact.correct - without.correct)) /
           std::max(1, ranking_->count());
}

/// Maps whose cost is known, the dearest first.
std::vector<int> LesionRanking::order() const {
    std::vector<int> maps(index(ranking_->known()));
    std::iota(maps.begin(), maps.end(), 0);
    std::sort(maps.begin(), maps.end(), [this](int a, int b) {
        const explain::Ranking::Cost &of_a = ranking_->without(a), &of_b = ranking_->without(b);
        if (!by_loss_ && of_a.correct != of_b.correct) return of_a.correct < of_b.correct;
        return std::isnan(of_b.loss) ? !std::isnan(of_a.loss) : of_a.loss > of_b.loss;  // NaN comes last
    });
    return maps;
}

figure::Plot LesionRanking::costs(const LesionPlan& plan) const {
    figure::Plot plot = bar_plot("cost by map", has_maps(*plan.network, plan.layer) ? "map" : "unit",
                                 by_loss_ ? "rise of cross-entropy (thousandths)" : "accuracy lost (points)");
    std::vector<float> costs;
    for (int map = 0; map < ranking_->known(); ++map)
        costs.push_back(static_cast<float>(cost_of(ranking_->without(map))));
    plot.bar_labels = numbered(ranking_->known());
    plot.series = {bars_of("cost", costs, 1)};
    return plot;
}

/// Why there are fewer digits than were asked for.
std::string LesionRanking::few_words() const {
    const int wanted = std::min(n_, beside_->count());
    return ranking_->count() < wanted ? " (not " + grouped(wanted) + ": the layer is too large to keep more)" : "";
}

figure::Group LesionRanking::group(const LesionPlan& plan) const {
    const nn::Network& network = *plan.network;
    figure::Group group =
        note_group("What " + network.layer(plan.layer).name + " would miss most",
                   "Each switched off alone, on " + grouped(ranking_->count()) + " digits" + few_words() +
                       ". Below each what its loss costs, in " +
                       (by_loss_ ? "thousandths of cross-entropy" : "points of accuracy") +
                       "; below zero the network reads better without it. Click one to switch it off, or on again.");
    group.side = 56;
    const nn::Tensor& output = plan.activations->output(plan.layer);
    for (const int map : order()) {
        if (group.pictures.size() == kListed) break;
        const std::string caption = std::to_string(map) + ": " + figure::number(cost_of(ranking_->without(map)));
        figure::Picture picture =
            map_picture(map_name(network, plan.layer, map), caption, output, map, image::Map::diverging);
        if (!plan.has_input) std::fill(picture.values.begin(), picture.values.end(), 0.0f);
        picture.scale = image::full_scale(output.data, image::Map::diverging);
        picture.click = plan.toggle(map);
        picture.chosen = plan.is_off(plan.layer, map);
        group.pictures.push_back(std::move(picture));
    }
    group.plots.push_back(costs(plan));
    if (!together_.empty() && ranking_->without_together().seen == ranking_->count() &&
        ranking_->known() > together_.back()) {
        double sum = 0;
        for (int map : together_) sum += cost_of(ranking_->without(map));
        group.facts.push_back(fact("cost one by one, added", sum));
        group.facts.push_back(fact("cost of all at once", cost_of(ranking_->without_together())));
    }
    return group;
}

}  // namespace probe
