// Correspondence: does the network notice that the same part of different pictures belongs together?
#include "explain/correspondence.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/correspondence/drawn_loop.h"
#include "probe/correspondence/settings.h"
#include "probe/correspondence/sums.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kDrawsASlice = 2;

class CorrespondenceProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override {
        return digits_.empty() ? 1.0f : static_cast<float>(draws_) / static_cast<float>(std::max(1, wanted_));
    }
    void show(figure::Figure& figure) const override;

private:
    void choose(const Subject& subject);
    void cover(const Values& values);
    figure::Group pictures() const;
    figure::Group bars() const;
    figure::Group layers() const;
    std::string finding() const;
    std::vector<int> layers_to_report() const;

    const nn::Network* network_ = nullptr;
    std::uint64_t print_ = 0;
    std::unique_ptr<explain::Correspondence> correspondence_;
    nn::Random random_{1}, place_{1};
    Values values_;
    std::string class_name_;
    std::uint64_t of_ = 0;  ///< the data set that the digits are from
    std::vector<int> digits_;
    std::vector<std::vector<float>> inputs_;
    std::vector<DrawnLoop> loops_;  ///< by digit, where they are drawn
    std::vector<explain::Mask> masks_;
    Sums part_, same_place_, apart_;
    int draws_ = 0, wanted_ = 0;
    std::string trouble_, warning_;
};

void CorrespondenceProbe::ask(const Subject& subject) {
    network_ = subject.network;
    trouble_.clear();
    if (!has_digits(subject))
        trouble_ = "This compares five digits of the data set, which is not here yet.";
    else if (network_->architecture.input.channels != 1)
        trouble_ = "This needs a network that looks at pictures of one channel.";
    if (!trouble_.empty()) {
        digits_.clear();
        print_ = 0;
        return;
    }
    const std::uint64_t print = network_->id.value;
    if (print == print_ && values_ == subject.values && of_ == subject.digits.id) return;
    if (print != print_ || !correspondence_) correspondence_ = std::make_unique<explain::Correspondence>(*network_);
    print_ = print;
    values_ = subject.values;
    of_ = subject.digits.id;
    choose(subject);
    if (static_cast<int>(digits_.size()) < 2) {
        trouble_ = "There are not enough digits of this class in the data set.";
        digits_.clear();
        return;
    }
    cover(values_);
}

/// Five digits of the class.
void CorrespondenceProbe::choose(const Subject& subject) {
    const nn::Digits& digits = subject.digits;
    class_name_ = digits.class_name(values_.whole("class"));
    std::vector<int> of_class;
    for (int i = 0; i < digits.count(); ++i)
        if (digits.labels[index(i)] == values_.whole("class")) of_class.push_back(i);
    nn::Random random(static_cast<std::uint64_t>(values_.whole("seed")), 23);
    digits_.clear();
    inputs_.clear();
    while (!of_class.empty() && static_cast<int>(digits_.size()) < kPictures) {
        const auto at = of_class.begin() + random.below(static_cast<int>(of_class.size()));
        digits_.push_back(*at);
        of_class.erase(at);
        inputs_.push_back(digit_input(digits, digits_.back()));
    }
}

/// Covers the part; the random masks follow in slices.
void CorrespondenceProbe::cover(const Values& values) {
    const nn::Shape& shape = network_->architecture.input;
    const int part = values.whole("part");
    masks_.clear();
    loops_.clear();
    warning_.clear();
    std::string broken;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (part == kDrawn) {
            loops_.push_back(parse_loop(values.text(kLassos[i])));
            if (loops_.back().is_broken) broken += (broken.empty() ? "" : ", ") + std::to_string(i + 1);
            masks_.push_back(explain::loop_mask(loops_.back().points, shape.height, shape.width));
            if (explain::ink_under(inputs_[i], masks_.back()) <= 0)
                warning_ = "Draw a loop around the same part of each digit.";
        } else {
            masks_.push_back(
                explain::part_mask(inputs_[i], shape.height, shape.width, static_cast<explain::Part>(part)));
        }
    }
    if (!broken.empty())
        warning_ = "What should be a loop is not, for digit " + broken +
                   ": a loop is pairs of numbers, as in 4,5 20,6 12,15. Draw it again.";
    std::vector<float> measured;
    correspondence_->begin(inputs_);
    correspondence_->measure(masks_, measured);
    part_ = {};
    part_.add(measured, correspondence_->pairs());
    same_place_ = apart_ = {};
    random_ = nn::Random(static_cast<std::uint64_t>(values.whole("seed")), 29);
    place_ = nn::Random(static_cast<std::uint64_t>(values.whole("seed")), 31);
    draws_ = 0;
    wanted_ = warning_.empty() ? values.whole("n") : 0;
}

bool CorrespondenceProbe::advance() {
    if (digits_.empty()) return false;
    const nn::Shape& shape = network_->architecture.input;
    std::vector<float> measured;
    float ink = 0;
    for (std::size_t i = 0; i < inputs_.size(); ++i) ink += explain::ink_under(inputs_[i], masks_[i]);
    for (int k = 0; k < kDrawsASlice && draws_ < wanted_; ++k, ++draws_) {
        std::vector<explain::Mask> masks;
        for (std::size_t i = 0; i < inputs_.size(); ++i)
            masks.push_back(explain::random_mask(inputs_[i], shape.height, shape.width,
                                                 explain::ink_under(inputs_[i], masks_[i]), random_));
        correspondence_->measure(masks, measured);
        apart_.add(measured, correspondence_->pairs());
        masks.assign(inputs_.size(), explain::shared_mask(inputs_, shape.height, shape.width, ink, place_));
        correspondence_->measure(masks, measured);
        same_place_.add(measured, correspondence_->pairs());
    }
    return draws_ < wanted_;
}

figure::Group CorrespondenceProbe::pictures() const {
    const bool is_drawn = values_.whole("part") == kDrawn;
    figure::Group group =
        note_group("The same part of five digits", is_drawn ? "Draw a loop around the same part of each digit." : "");
    group.share = 1.2f;
    if (!warning_.empty()) group.note = warning_;
    group.columns = kPictures;
    const nn::Shape& shape = network_->architecture.input;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        figure::Picture picture =
            ink_picture("digit " + std::to_string(i + 1), "digit " + std::to_string(digits_[i]), inputs_[i], shape);
        if (is_drawn) {
            picture.lasso = kLassos[i];
            picture.marks = loop_marks(loops_[i], shape.width, shape.height);
        } else {
            picture.click = sample_click(digits_[i]);
        }
        group.pictures.push_back(std::move(picture));
    }
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        std::vector<float> covered = inputs_[i];
        float all = 0;
        for (std::size_t k = 0; k < covered.size(); ++k) {
            all += covered[k];
            if (masks_[i][k] != 0) covered[k] = 0;
        }
        const auto share = static_cast<double>(explain::ink_under(inputs_[i], masks_[i]) / all);  // NaN without ink
        group.pictures.push_back(
            ink_picture("covered " + std::to_string(i + 1), figure::percent(share) + " gone", covered, shape));
    }
    return group;
}

/// Two layers for the facts, as in the paper's table: the last with maps, and the last hidden one.
std::vector<int> CorrespondenceProbe::layers_to_report() const {
    int maps = -1, hidden = -1;
    for (int layer = 0; layer < network_->layer_count(); ++layer) {
        if (has_maps(*network_, layer)) maps = layer;
        if (network_->layer(layer).kind == nn::LayerKind::fully_connected && layer > 0) hidden = layer - 1;
    }
    std::vector<int> layers;
    if (maps >= 0) layers.push_back(maps);
    if (hidden >= 0 && hidden != maps) layers.push_back(hidden);
    return layers;
}

figure::Group CorrespondenceProbe::layers() const {
    figure::Group group =
        note_group("In numbers, and how to read them",
                   "Covering something sends each feature up, down, or leaves it. Two digits differ "
                   "in a feature where these three are not the same; shown is the "
                   "share of features that differ, mean over all pairs of digits. Lower: the change "
                   "is more alike. Beside the part, random spots with as much ink: one spot at the "
                   "same place in all five, and five spots at different places. The same place alone "
                   "makes changes alike, so only where the part lies below the same place has "
                   "the layer a reason to call it the same part. Lines: standard deviation. Of softmax "
                   "the logarithms of its probabilities are compared.");
    const std::string part = kParts[values_.whole("part")].label;
    for (int layer : layers_to_report()) {
        const auto at = index(layer);
        const auto words = [at](const Sums& s) {
            return figure::number(s.mean(at)) + " \xC2\xB1 " + figure::number(s.deviation(at));
        };
        group.facts.push_back(
            {network_->layer(layer).name + ", " + part + " part", words(part_), part_.mean(at), true});
        if (draws_ == 0) continue;
        group.facts.push_back(
            {network_->layer(layer).name + ", same place", words(same_place_), same_place_.mean(at), true});
        group.facts.push_back(
            {network_->layer(layer).name + ", different places", words(apart_), apart_.mean(at), true});
    }
    group.folded = true;
    return group;
}

figure::Group CorrespondenceProbe::bars() const {
    figure::Group group;
    group.title = "How differently the features change";
    group.beside = true;
    const std::string part = kParts[values_.whole("part")].label;
    figure::Plot plot = bar_plot("sign changes by layer", "layer", "share of features that differ");
    plot.y_low = 0.0f;
    plot.bar_labels = layer_names(*network_);
    plot.series.push_back(part_.bars(part + " part", 0));
    if (draws_ > 0) {
        plot.series.push_back(same_place_.bars("same place, " + grouped(draws_) + " times", 2));
        plot.series.push_back(apart_.bars("different places, " + grouped(draws_) + " times", 1));
    }
    group.plots.push_back(std::move(plot));
    return group;
}

/// What the part gains over the same place, at the last layer with maps.
std::string CorrespondenceProbe::finding() const {
    if (!warning_.empty()) return warning_;
    const std::vector<int> reported = layers_to_report();
    const std::string part = kParts[values_.whole("part")].label;
    if (reported.empty()) return "This network has no layer to compare.";
    const auto at = index(reported[0]);
    const std::string layer = network_->layer(reported[0]).name,
                      progress_words = so_far(static_cast<double>(progress()));
    const double mean = part_.mean(at);
    const std::string share =
        figure::percent(mean) + " of " + layer + "'s features change differently when the " + part + " part is covered";
    if (draws_ == 0) return share + "; random spots to compare with come next.";
    const double place = same_place_.mean(at), deviation = same_place_.deviation(at);
    const std::string against = ", " + figure::percent(place) + " with random spots at one place";
    if (!(std::fabs(mean - place) > deviation)) return progress_words + share + against + ": no clear difference.";
    return progress_words + share + against +
           (mean < place ? ": more alike than one place explains." : ": less alike than by chance.");
}

void CorrespondenceProbe::show(figure::Figure& figure) const {
    if (digits_.empty()) return show_nothing(figure, "Matching parts", trouble_);
    const bool is_number = class_name_.find_first_not_of("0123456789") == std::string::npos;
    figure.title = "The same part of five " + (is_number ? class_name_ + "s" : "pictures of the class " + class_name_);
    figure.finding = finding();
    figure.groups.push_back(pictures());
    if (!warning_.empty()) return;
    figure.groups.push_back(bars());
    figure.groups.push_back(layers());
}

}  // namespace

const Entry kCorrespondence = {"correspondence",
                               "Matching parts",
                               "correspondence",
                               Group::test,
                               "Does covering the same part of different digits change their features in the same way?",
                               "Zeiler & Fergus 2013, section 4.3, Table 1",
                               kPartSettings,
                               false,
                               false,
                               true,
                               made<CorrespondenceProbe>};

}  // namespace probe
