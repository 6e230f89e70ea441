// Invariance: what moving, scaling and turning a digit does to every layer.
#include "explain/invariance.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "nn/class_names.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/invariance/moved.h"
#include "probe/invariance/sweep_curves.h"
#include "probe/invariance/sweep_plots.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kPassesASlice = 20;
constexpr int kFive = 5;

Curves curves_of(const nn::Digits& digits, int digit) {
    Curves curves;
    curves.input = digit_input(digits, digit);
    curves.truth = digits.labels[index(digit)];
    return curves;
}

class InvarianceProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    void choose(const Subject& subject);
    void choose_crowd(const Subject& subject);
    void look();
    void measure(Curves& curves, int position);
    std::vector<int> rows() const;
    figure::Group digits_group() const;
    figure::Group curves_group(std::string title, std::string note, int layer) const;
    figure::Group layers_group() const;

    const nn::Network* network_ = nullptr;
    std::shared_ptr<explain::Mover> mover_;
    Values values_;
    std::vector<Curves> shown_, crowd_;
    std::vector<std::vector<float>> moved_;  ///< of the digits shown: at the sliders
    std::vector<explain::Change> changes_;
    const Curves* begun_ = nullptr;
    std::uint64_t crowd_of_ = 0;
    int next_ = 0;  ///< position of the digits shown, digit by digit
    int crowd_next_ = 0;
    int selected_ = 0;
    std::string trouble_;
};

void InvarianceProbe::ask(const Subject& subject) {
    const Values before = values_;
    network_ = subject.network;
    values_ = subject.values;
    trouble_.clear();
    if (!network_ || network_->architecture.input.channels != 1 ||
        network_->architecture.input.width != network_->architecture.input.height) {
        trouble_ = "This needs a network that looks at one square picture.";
        shown_.clear();
        return;
    }
    selected_ = std::clamp(subject.start.layer, -1, network_->layer_count() - 1);
    if (!subject.cache->mover) subject.cache->mover = std::make_shared<explain::Mover>(*network_);
    const bool other_model = mover_ != subject.cache->mover;
    mover_ = subject.cache->mover;
    if (other_model) shown_.clear();
    const bool own = values_.chosen<Whose>("whose") == own_drawing;
    if (other_model || own || shown_.empty() || before["whose"] != values_["whose"] ||
        before["seed"] != values_["seed"])
        choose(subject);
    if (other_model || before["n"] != values_["n"] || crowd_of_ != subject.digits.id) choose_crowd(subject);
    look();
}

/// The digits shown.  An own drawing that changes keeps its curves until new ones are there.
void InvarianceProbe::choose(const Subject& subject) {
    begun_ = nullptr;
    if (values_.chosen<Whose>("whose") == own_drawing) {
        if (!has_input(subject)) {
            trouble_ = "The page is empty: draw a digit, or choose five of the data set.";
            shown_.clear();
            return;
        }
        if (shown_.size() != 1 || shown_[0].name != "own") shown_.assign(1, {});
        if (shown_[0].input == subject.input && shown_[0].given == subject.truth) return;
        shown_[0].input = subject.input;
        shown_[0].given = shown_[0].truth = subject.truth;
        shown_[0].name = "own";
    } else {
        shown_.clear();
        if (!has_digits(subject)) {
            trouble_ = "The data set is not here yet: its digits come in a moment; the own drawing works already.";
            return;
        }
        for (int digit :
             some_digits(subject.digits, kFive, static_cast<unsigned long long>(values_.whole("seed")), true)) {
            shown_.push_back(curves_of(subject.digits, digit));
            shown_.back().name = subject.digits.class_name(shown_.back().truth);
        }
        std::sort(shown_.begin(), shown_.end(), [](const Curves& a, const Curves& b) { return a.truth < b.truth; });
    }
    next_ = 0;
    for (Curves& curves : shown_) {
        const auto size = index(kPositions * (network_->layer_count() + 1));
        if (curves.distances.size() != size) curves.known = 0;
        curves.distances.resize(size);
        curves.probability.resize(kPositions);
    }
}

void InvarianceProbe::choose_crowd(const Subject& subject) {
    crowd_.clear();
    crowd_next_ = 0;
    begun_ = nullptr;
    crowd_of_ = subject.digits.id;
    const int count = has_digits(subject) ? std::min(values_.whole("n"), subject.digits.count()) : 0;
    for (int digit : some_digits(subject.digits, count, 5, false)) crowd_.push_back(curves_of(subject.digits, digit));
}

/// The digits shown as the sliders have them.
void InvarianceProbe::look() {
    moved_.clear();
    changes_.clear();
    begun_ = nullptr;
    explain::Transform how{0, static_cast<float>(values_["shift"]), static_cast<float>(values_["scale"]),
                           static_cast<float>(values_["rotation"])};
    for (Curves& curves : shown_) {
        mover_->begin(curves.input);
        curves.lengths = mover_->lengths();
        if (curves.truth < 0 || curves.truth >= network_->classes()) curves.truth = largest(mover_->answer());
        mover_->measure(how, changes_.emplace_back());
        moved_.emplace_back(curves.input.size());
        explain::transform(curves.input, network_->architecture.input.width, how, moved_.back());
    }
}

/// One position of one digit.
void InvarianceProbe::measure(Curves& curves, int position) {
    if (begun_ != &curves) {
        mover_->begin(curves.input);
        curves.lengths = mover_->lengths();
        begun_ = &curves;
    }
    curves.measure(*mover_, position);
}

bool InvarianceProbe::advance() {
    const int shown_jobs = static_cast<int>(shown_.size()) * kPositions,
              crowd_jobs = static_cast<int>(crowd_.size()) * kPositions;
    for (int i = network_ ? nn::passes_a_slice(*network_, kPassesASlice) : 1; i > 0; --i) {
        if (next_ < shown_jobs) {
            measure(shown_[index(next_ / kPositions)], next_ % kPositions);
            ++next_;
        } else if (!shown_.empty() && crowd_next_ < crowd_jobs) {
            measure(crowd_[index(crowd_next_ / kPositions)], crowd_next_ % kPositions);
            ++crowd_next_;
        } else {
            return false;
        }
    }
    return true;
}

float InvarianceProbe::progress() const {
    const auto all = static_cast<float>((shown_.size() + crowd_.size()) * kPositions);
    return shown_.empty() ? 1.0f : static_cast<float>(next_ + crowd_next_) / all;
}

/// Layers that have plots: the end of the first block, the last hidden one, and the selected one.
std::vector<int> InvarianceProbe::rows() const {
    int first = 0, last = 0, linear = 0;
    for (int i = 0; i < network_->layer_count(); ++i) {
        const nn::LayerKind kind = network_->layer(i).kind;
        if (kind != nn::LayerKind::conv && kind != nn::LayerKind::fully_connected) continue;
        if (++linear == 2) first = std::max(0, i - 1);
        last = std::max(0, i - 1);
    }
    std::vector<int> layers = {first};
    if (last != first) layers.push_back(last);
    if (std::find(layers.begin(), layers.end(), selected_) == layers.end()) layers.push_back(selected_);
    return layers;
}

figure::Group InvarianceProbe::digits_group() const {
    figure::Group group =
        note_group(shown_.size() == 1 ? "Your digit, transformed" : "Your five digits, transformed", "");
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const std::vector<float>& answer = changes_[i].answer;
        const int best = largest(answer);
        std::string caption = nn::class_name(*network_, shown_[i].truth) + ": " +
                              figure::percent(static_cast<double>(answer[index(shown_[i].truth)]));
        if (best != shown_[i].truth) caption += "\nread as " + nn::class_name(*network_, best);
        group.pictures.push_back(
            ink_picture("digit " + std::to_string(i + 1), caption, moved_[i], network_->architecture.input));
    }
    return group;
}

/// A plot a sweep.
figure::Group InvarianceProbe::curves_group(std::string title, std::string note, int layer) const {
    figure::Group group = note_group(std::move(title), std::move(note));
    const std::span<const Curves> measured = std::span(crowd_).first(index(crowd_next_ / kPositions));
    for (int sweep = 0; sweep < static_cast<int>(kSweeps.size()); ++sweep) {
        figure::Plot plot = sweep_plot(*network_, shown_, measured, sweep, layer, values_.on("normalised"));
        plot.cursor = static_cast<float>(values_[kSweeps[index(sweep)].key]);
        group.plots.push_back(std::move(plot));
    }
    return group;
}

/// One bar a layer: the mean over the digits shown, at the sliders.
figure::Group InvarianceProbe::layers_group() const {
    figure::Group group =
        note_group("Change in each layer", "Relative change (L2) of each layer: mean of the digits above.");
    figure::Plot plot = bar_plot("distance by layer", "layer", "relative change");
    plot.y_low = 0.0f;
    std::vector<float> means;
    for (int layer = -1; layer < network_->layer_count(); ++layer) {
        const std::size_t at = index(layer + 1);
        float sum = 0, count = 0;
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            if (shown_[i].lengths[at] <= 0) continue;
            sum += changes_[i].distance[at] / shown_[i].lengths[at];
            ++count;
        }
        plot.bar_labels.push_back(layer_name(*network_, layer));
        means.push_back(sum / count);  // NaN of a layer that is silent for all
    }
    plot.series = {bars_of("mean of the digits", means, 0)};
    group.plots.push_back(std::move(plot));
    return group;
}

void InvarianceProbe::show(figure::Figure& figure) const {
    if (!network_ || shown_.empty()) return show_nothing(figure, "Nothing to move", trouble_);
    figure.title = "What shift, scale and rotation do to the layers";
    figure.finding = moved_words(*network_, values_, shown_, changes_);
    figure.groups.push_back(digits_group());
    figure.groups.push_back(curves_group("Probability of the true class", "", kProbability));
    constexpr const char* kRows[] = {
        "Near the input: two or three pixels change almost everything.",
        "The last hidden layer: it changes more gently, nearly in proportion to shift and scale.",
        "The selected layer."};
    const std::vector<int> layers = rows();
    for (std::size_t row = 0; row < layers.size(); ++row) {
        const int layer = layers[row];
        figure.groups.push_back(
            curves_group(layer == -1 ? "The input itself" : "Change of " + network_->layer(layer).name,
                         kRows[std::min<std::size_t>(row, 2)], layer));
        figure.groups.back().folded = true;
    }
    figure.groups.push_back(layers_group());
    figure.groups.back().folded = true;
}

}  // namespace

const Entry kInvariance = {"invariance",
                           "Move it",
                           "invariance",
                           Group::test,
                           "What changes in each layer when the digit is shifted, scaled or turned?",
                           "Zeiler & Fergus 2013, section 4, Fig. 5",
                           kMoveSettings,
                           true,
                           true,
                           false,
                           made<InvarianceProbe>,
                           false,
                           true};

}  // namespace probe
