// Co-adaptation: which maps of a layer say the same, and which cover for each other.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "explain/clusters.h"
#include "explain/coadaptation.h"
#include "explain/evolution.h"
#include "explain/redundancy.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using explain::CoAdaptation;

enum Which { last_maps, first_dense, second_dense };
constexpr Choice kLayers[] = {{last_maps, "Last maps", "maps"},
                              {first_dense, "First dense layer", "dense1"},
                              {second_dense, "Second dense layer", "dense2"}};
constexpr Choice kOff[] = {{CoAdaptation::Off::zero, "0", "zero"}, {CoAdaptation::Off::mean, "Mean"}};
enum Order { clusters, number };
constexpr Choice kOrder[] = {{clusters, "Clusters"}, {number, "Number"}};
constexpr int kDigits = 1000;       // of maps
constexpr int kDenseDigits = 200;   // of a dense layer, which has thousands of pairs
constexpr int kOrderTold = 16;      // maps whose numbers are told, in their order
constexpr float kLossScale = 0.2f;  // the last colour

constexpr Setting kSettings[] = {
    {.key = "of",
     .label = "Of",
     .tip = "The last layer that has maps, or one of the dense layers above it.",
     .kind = Setting::Kind::choice,
     .choices = kLayers},
    {.key = "off",
     .label = "Off means",
     .tip = "A map that is off is 0, or its mean over the digits.",
     .kind = Setting::Kind::choice,
     .choices = kOff},
    {.key = "order",
     .label = "Order",
     .tip = "Maps that fire alike beside each other, or by their number.",
     .kind = Setting::Kind::choice,
     .choices = kOrder},
};

/// The layer whose maps are switched off; -1 where the network has none such below its scores.
int chosen_layer(const nn::Network& network, Which which) {
    std::vector<explain::Block> blocks = explain::blocks(network);
    if (!blocks.empty()) blocks.pop_back();  // the scores
    int maps = -1;
    std::vector<int> dense;
    for (const explain::Block& block : blocks)
        if (has_maps(network, block.output))
            maps = block.output;
        else
            dense.push_back(block.output);
    if (which == last_maps) return maps;
    const std::size_t at = which == first_dense ? 0 : 1;
    return at < dense.size() ? dense[at] : -1;
}

class CoAdaptationProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    bool is_dense() const { return !has_maps(*subject_.network, layer_); }
    /// 0 before the first digit.
    double known_interaction(int i, int k) const { return lesions_->counted() > 0 ? lesions_->interaction(i, k) : 0; }
    std::string unit_word() const { return is_dense() ? "unit" : "map"; }
    /// Which places of `lesions_` stand in which row.
    std::vector<int> order() const;
    std::string finding(int first, int second) const;
    figure::Picture matrix(std::string name, const std::vector<int>& rows, bool of_losses) const;
    figure::Group alike_card(const std::vector<int>& rows) const;
    figure::Group covers_card(const std::vector<int>& rows, int first, int second) const;
    figure::Group costs_card() const;

    Subject subject_;
    int layer_ = -1;
    std::uint64_t asked_ = 0;  ///< network and digits of what is computed
    Values asked_values_;
    std::optional<CoAdaptation> lesions_;
    std::optional<explain::Redundancy> readings_;
    std::vector<double> correlations_;  ///< of all maps, once they are read
};

void CoAdaptationProbe::ask(const Subject& subject) {
    subject_ = subject;
    const auto off = subject.values.chosen<CoAdaptation::Off>("off");
    const int layer = chosen_layer(*subject.network, subject.values.chosen<Which>("of"));
    Values without_order = subject.values;
    without_order.numbers.erase("order");
    const bool same = layer == layer_ && asked_ == subject.network->id.value && asked_values_ == without_order;
    if (same && lesions_) return;
    layer_ = layer;
    asked_ = subject.network->id.value;
    asked_values_ = without_order;
    lesions_.reset();
    readings_.reset();
    correlations_.clear();
    if (layer < 0 || !has_digits(subject) || !subject.network->has_classes()) return;
    const int n = is_dense() ? kDenseDigits : kDigits;
    lesions_.emplace(*subject.network, layer, subject.digits, n, off);
    readings_.emplace(*subject.network, std::vector<int>{layer}, subject.digits, kDigits);
}

bool CoAdaptationProbe::advance() {
    if (!lesions_) return false;
    if (readings_->seen() < readings_->count()) {
        if (readings_->advance(40)) return true;
        correlations_ = readings_->correlations(0);
    }
    return lesions_->advance(1);
}

float CoAdaptationProbe::progress() const {
    if (!lesions_) return 1;
    const float read = static_cast<float>(readings_->seen()) / static_cast<float>(std::max(1, readings_->count()));
    return 0.1f * read + 0.9f * lesions_->progress();
}

std::vector<int> CoAdaptationProbe::order() const {
    const int units = lesions_->units();
    std::vector<int> rows;
    for (int i = 0; i < units; ++i) rows.push_back(i);
    if (correlations_.empty() || subject_.values.chosen<Order>("order") == number) return rows;
    std::vector<double> alike;
    for (const int i : rows)
        for (const int k : rows)
            alike.push_back(correlations_[index(lesions_->map_of(i) * lesions_->maps() + lesions_->map_of(k))]);
    return explain::cluster_order(alike, units);
}

std::string CoAdaptationProbe::finding(int first, int second) const {
    const std::string& name = subject_.network->layer(layer_).name;
    const std::string units = unit_word() + "s";
    if (first < 0) return "The " + units + " of " + name + " are read.";
    const double together = lesions_->cost(first) + lesions_->cost(second) + lesions_->interaction(first, second);
    const std::string pair =
        std::to_string(lesions_->map_of(first)) + " and " + std::to_string(lesions_->map_of(second));
    const std::string costs = "both off add " + figure::number(together) + " to the loss, alone " +
                              figure::number(lesions_->cost(first)) + " and " + figure::number(lesions_->cost(second));
    const std::string so = so_far(static_cast<double>(progress()));
    if (!(lesions_->interaction(first, second) > 0))
        return so + "No two " + units + " of " + name + " cover for each other.";
    return so + name + "'s " + units + " " + pair + " cover for each other most: " + costs + ".";
}

figure::Picture CoAdaptationProbe::matrix(std::string name, const std::vector<int>& rows, bool of_losses) const {
    const int n = static_cast<int>(rows.size());
    std::vector<float> values;
    for (const int i : rows) {
        for (const int k : rows) {
            const double value =
                of_losses ? known_interaction(i, k)
                          : correlations_[index(lesions_->map_of(i) * lesions_->maps() + lesions_->map_of(k))];
            values.push_back(static_cast<float>(value));
        }
    }
    figure::Picture picture = figure::picture(std::move(name), "", values, n, n, image::Map::diverging);
    picture.scale = of_losses ? kLossScale : 1.0f;
    return picture;
}

figure::Group CoAdaptationProbe::alike_card(const std::vector<int>& rows) const {
    figure::Group group;
    group.title = "How alike they fire";
    group.side = 240;
    group.first = true;
    group.least = 190;
    group.facts = {fact("redundancy, mean |r|", readings_->redundancy(0)),
                   {"dimensions used",
                    figure::number(readings_->effective_dimensions(0)) + " of " + std::to_string(lesions_->maps()),
                    readings_->effective_dimensions(0)}};
    if (!correlations_.empty()) {
        group.pictures.push_back(matrix("correlation", rows, false));
        group.pictures.back().keyed = true;
        group.pictures.back().caption =
            "correlation \xE2\x88\x92"
            "1 to +1";
    }
    return group;
}

figure::Group CoAdaptationProbe::covers_card(const std::vector<int>& rows, int first, int second) const {
    figure::Group group;
    group.title = "Who covers for whom";
    group.beside = true;
    group.side = 240;
    group.first = true;
    group.least = 190;
    group.facts = {fact("interaction, mean |pair|", lesions_->mean_interaction()),
                   fact("alone, mean |cost|", lesions_->mean_cost())};
    group.pictures.push_back(matrix("interaction", rows, true));
    figure::Picture& picture = group.pictures.back();
    picture.caption =
        "loss \xC2\xB1"
        "0.2 and beyond";
    picture.keyed = true;
    if (first >= 0) {
        const auto place = [&](int unit) {
            return static_cast<float>(std::find(rows.begin(), rows.end(), unit) - rows.begin());
        };
        const float a = place(first), b = place(second);
        picture.marks.push_back({figure::Mark::Kind::frame, a, b, a + 1, b + 1});
        picture.marks.push_back({figure::Mark::Kind::frame, b, a, b + 1, a + 1});
    }
    return group;
}

figure::Group CoAdaptationProbe::costs_card() const {
    figure::Group group;
    group.title = "Loss added when one is off, dearest first";
    constexpr int kShown = 16;
    std::vector<int> units;
    for (int i = 0; i < lesions_->units(); ++i) units.push_back(i);
    std::stable_sort(units.begin(), units.end(), [&](int a, int b) { return lesions_->cost(a) > lesions_->cost(b); });
    if (static_cast<int>(units.size()) > kShown) {
        units.resize(kShown);
        group.title = "Loss added when one is off, the 16 dearest";
    }
    std::vector<float> costs;
    figure::Plot plot = bar_plot("cost of each alone", unit_word(), "loss added");
    for (const int unit : units) {
        costs.push_back(static_cast<float>(lesions_->cost(unit)));
        plot.bar_labels.push_back(std::to_string(lesions_->map_of(unit)));
    }
    plot.series.push_back(bars_of("", costs, 0));
    group.plots.push_back(std::move(plot));
    return group;
}

void CoAdaptationProbe::show(figure::Figure& figure) const {
    if (!subject_.network->has_classes())
        return show_nothing(figure, "No classes",
                            "This network gives no answer, so that nothing is lost without a map.");
    if (layer_ < 0)
        return show_nothing(figure, "No such layer",
                            subject_.values.chosen<Which>("of") == last_maps
                                ? "This network has no maps below its answer. Choose a dense layer."
                                : "This network has no such dense layer below its answer. Choose its maps.");
    if (!lesions_)
        return show_nothing(figure, "No digits yet",
                            "What a map is good for is measured over digits: they have not come.");
    int first = -1, second = -1;
    for (int i = 0; lesions_->counted() > 0 && i < lesions_->units(); ++i)
        for (int k = i + 1; k < lesions_->units(); ++k)
            if (first < 0 || lesions_->interaction(i, k) > lesions_->interaction(first, second)) first = i, second = k;
    const std::vector<int> rows = order();
    const std::string& name = subject_.network->layer(layer_).name;
    figure.title = "Co-adaptation of " + name;
    figure.finding = finding(first, second);
    figure.groups.push_back(alike_card(rows));
    figure.groups.push_back(covers_card(rows, first, second));
    figure.groups.push_back(costs_card());
    figure::Group how = note_group(
        "What is measured",
        "A pair's interaction is the loss with both off, less the loss with each one off, plus the loss with none off, "
        "over " +
            grouped(lesions_->counted()) +
            " digits. Above 0 (orange) each covers for the other: both are missed "
            "more than one by one. Below 0 (blue) what one does needs the other. Correlation is over all places of " +
            grouped(readings_->seen()) + " digits.");
    if (lesions_->units() <= kOrderTold) {
        how.note += " Rows and columns, in this order:";
        for (const int unit : rows) how.note += " " + std::to_string(lesions_->map_of(unit));
        how.note += ".";
    }
    if (lesions_->units() < lesions_->maps())
        how.note += " Of " + grouped(lesions_->maps()) + " units " + grouped(lesions_->units()) +
                    ", evenly spread, are switched off.";
    how.folded = true;
    figure.groups.push_back(std::move(how));
}

}  // namespace

const Entry kCoAdaptation = {.id = "coadaptation",
                             .title = "Co-adaptation",
                             .term = "",
                             .group = Group::train,
                             .what = "Which maps lean on each other?",
                             .source = "Hinton et al. 2012 (the cause); pair lesions",
                             .settings = kSettings,
                             .of_input = false,
                             .of_selection = false,
                             .needs_digits = true,
                             .make = made<CoAdaptationProbe>};

}  // namespace probe
