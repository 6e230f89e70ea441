// Correspondence: does the network notice that the same part of different pictures belongs together?
#include "explain/correspondence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cards.h"
#include "probe/pictures.h"
#include "probe/subject.h"

namespace probe {
namespace {

constexpr int kPictures = 5;   // as in the paper
constexpr int kDrawsASlice = 3;
constexpr int kDrawn = 5;      // the choice after the five parts

constexpr const char* kLassos[kPictures] = {"lasso-1", "lasso-2", "lasso-3", "lasso-4", "lasso-5"};

constexpr Setting kSettings[] = {
    {"class", "Class", "Five digits of this class", Setting::Kind::whole, 0, 9, 8},
    {"seed", "Others", "Five other digits", Setting::Kind::button, 0, 9999, 1},
    {"part", "Part", "What is covered: a third of the ink's box, or loops drawn by hand", Setting::Kind::choice, 0, 0, 0, "upper|lower|left|right|middle|drawn"},
    {"n", "Random masks", "How often random places are covered, for comparison", Setting::Kind::whole, 5, 500, 100},
    {"lasso-1", "Loop 1", "Around the part of the first digit: x,y x,y ...", Setting::Kind::text, 0, 0, 0, "", true},
    {"lasso-2", "Loop 2", "Around the part of the second digit", Setting::Kind::text, 0, 0, 0, "", true},
    {"lasso-3", "Loop 3", "Around the part of the third digit", Setting::Kind::text, 0, 0, 0, "", true},
    {"lasso-4", "Loop 4", "Around the part of the fourth digit", Setting::Kind::text, 0, 0, 0, "", true},
    {"lasso-5", "Loop 5", "Around the part of the fifth digit", Setting::Kind::text, 0, 0, 0, "", true},
};

/// "x,y x,y ...": what is no pair of numbers ends it.
std::vector<std::pair<float, float>> parse_loop(const std::string& text) {
    std::vector<std::pair<float, float>> points;
    const char* at = text.c_str();
    while (points.size() < 1000) {
        char* end = nullptr;
        const float x = std::strtof(at, &end);
        if (end == at || *end != ',') break;
        at = end + 1;
        const float y = std::strtof(at, &end);
        if (end == at || !std::isfinite(x) || !std::isfinite(y)) break;
        at = end;
        points.emplace_back(x, y);
    }
    return points;
}

/// Mean and deviation of many values, by layer.
struct Sums {
    std::vector<double> sum, square;
    int count = 0;  ///< a layer

    void add(const std::vector<float>& values, int pairs) {
        const std::size_t layers = values.size() / static_cast<std::size_t>(pairs);
        sum.resize(layers);
        square.resize(layers);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto v = static_cast<double>(values[i]);
            sum[i / static_cast<std::size_t>(pairs)] += v;
            square[i / static_cast<std::size_t>(pairs)] += v * v;
        }
        count += pairs;
    }
    double mean(std::size_t layer) const { return count > 0 ? sum[layer] / count : 0; }
    double deviation(std::size_t layer) const { return count > 1 ? std::sqrt(std::max(0.0, square[layer] / count - mean(layer) * mean(layer))) : 0; }
};

class CorrespondenceProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override { return digits_.empty() ? 1.0f : static_cast<float>(draws_) / static_cast<float>(std::max(1, wanted_)); }
    void show(figure::Figure& figure) const override;

private:
    void choose(const Subject& subject);
    void cover(const Values& values);
    figure::Group pictures() const;
    figure::Group layers() const;
    std::vector<int> told_layers() const;

    const nn::Network* network_ = nullptr;
    std::uint64_t print_ = 0;
    std::unique_ptr<explain::Correspondence> correspondence_;
    nn::Random random_{1};
    Values values_;
    const std::uint8_t* of_ = nullptr;   ///< the data set that the digits are from
    std::vector<int> digits_;
    std::vector<std::vector<float>> inputs_;
    std::vector<explain::Mask> masks_;
    Sums part_, random_sums_;
    int draws_ = 0, wanted_ = 0;
    std::string trouble_, warning_;
};

void CorrespondenceProbe::ask(const Subject& subject) {
    network_ = subject.network;
    trouble_.clear();
    if (!has_digits(subject)) trouble_ = "This compares five digits of the data set, which is not here yet.";
    else if (network_->architecture.input.channels != 1) trouble_ = "This needs a network that looks at pictures of one channel.";
    if (!trouble_.empty()) {
        digits_.clear();
        of_ = nullptr;
        return;
    }
    const std::uint64_t print = fingerprint(*network_);
    if (print == print_ && values_ == subject.values && of_ == subject.digits.pixels.data()) return;
    if (print != print_ || !correspondence_) correspondence_ = std::make_unique<explain::Correspondence>(*network_);
    print_ = print;
    values_ = subject.values;
    of_ = subject.digits.pixels.data();
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
    warning_.clear();
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (part == kDrawn) {
            masks_.push_back(explain::loop_mask(parse_loop(values.text(kLassos[i])), shape.height, shape.width));
            if (explain::ink_under(inputs_[i], masks_.back()) <= 0) warning_ = "Draw a loop around the same part of each digit.";
        } else {
            masks_.push_back(explain::part_mask(inputs_[i], shape.height, shape.width, static_cast<explain::Part>(part)));
        }
    }
    std::vector<float> measured;
    correspondence_->begin(inputs_);
    correspondence_->measure(masks_, measured);
    part_ = {};
    part_.add(measured, correspondence_->pairs());
    random_sums_ = {};
    random_ = nn::Random(static_cast<std::uint64_t>(values.whole("seed")), 29);
    draws_ = 0;
    wanted_ = warning_.empty() ? values.whole("n") : 0;
}

bool CorrespondenceProbe::advance() {
    if (digits_.empty()) return false;
    const nn::Shape& shape = network_->architecture.input;
    std::vector<float> measured;
    for (int k = 0; k < kDrawsASlice && draws_ < wanted_; ++k, ++draws_) {
        std::vector<explain::Mask> masks;
        for (std::size_t i = 0; i < inputs_.size(); ++i)
            masks.push_back(explain::random_mask(inputs_[i], shape.height, shape.width, explain::ink_under(inputs_[i], masks_[i]), random_));
        correspondence_->measure(masks, measured);
        random_sums_.add(measured, correspondence_->pairs());
    }
    return draws_ < wanted_;
}

figure::Group CorrespondenceProbe::pictures() const {
    const bool is_drawn = values_.whole("part") == kDrawn;
    figure::Group group = note_group("The same part of five digits", is_drawn ? "Draw a loop around the part of each digit that you think belongs together: the bars of the eights' upper loops, say. Below each what is left."
                                                                              : "Above the digits, below what is left when the part is covered.");
    if (!warning_.empty()) group.note = warning_;
    group.columns = kPictures;
    const nn::Shape& shape = network_->architecture.input;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        figure::Picture picture = ink_picture("digit " + std::to_string(i + 1), "test digit " + std::to_string(digits_[i]), inputs_[i], shape);
        if (is_drawn) picture.lasso = kLassos[i];
        else picture.click = sample_click(digits_[i]);
        group.pictures.push_back(std::move(picture));
    }
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        std::vector<float> covered = inputs_[i];
        float all = 0;
        for (std::size_t k = 0; k < covered.size(); ++k) {
            all += covered[k];
            if (masks_[i][k] != 0) covered[k] = 0;
        }
        const double share = all > 0 ? static_cast<double>(explain::ink_under(inputs_[i], masks_[i]) / all) : 0.0;
        group.pictures.push_back(ink_picture("covered " + std::to_string(i + 1), figure::percent(share) + " gone", covered, shape));
    }
    return group;
}

/// Two layers for the facts, as in the paper's table: the last with maps, and the last hidden one.
std::vector<int> CorrespondenceProbe::told_layers() const {
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
    figure::Group group = note_group("How alike the features change",
                                     "For each layer the share of features that one digit's mask pushes up and another's does not, mean over the ten pairs. Lower: covering this part "
                                     "changes all five in the same way, so the layer knows it as the same part. Beside it random spots with as much ink. Lines: standard deviation.");
    const std::string part = choices(kSettings[2])[index(values_.whole("part"))];
    for (int layer : told_layers()) {
        const auto at = index(layer);
        const auto words = [at](const Sums& s) { return figure::number(s.mean(at)) + " \xC2\xB1 " + figure::number(s.deviation(at)); };
        group.facts.push_back({network_->layer(layer).name + ", " + part + " part", words(part_), part_.mean(at), true});
        if (random_sums_.count > 0) group.facts.push_back({network_->layer(layer).name + ", random", words(random_sums_), random_sums_.mean(at), true});
    }
    figure::Plot plot = bar_plot("sign changes by layer", "layer", "share of signs that differ");
    plot.y_low = 0.0f;
    plot.bar_labels = layer_names(*network_);
    for (const Sums* sums : {&part_, &random_sums_}) {
        if (sums->count == 0) continue;
        figure::Series series;
        series.name = sums == &part_ ? part + " part" : "random, " + grouped(draws_) + " times";
        series.colour = sums == &part_ ? 0 : 1;
        for (std::size_t layer = 0; layer < sums->sum.size(); ++layer) {
            const auto mean = static_cast<float>(sums->mean(layer)), deviation = static_cast<float>(sums->deviation(layer));
            series.x.push_back(static_cast<float>(layer));
            series.y.push_back(mean);
            series.low.push_back(std::max(0.0f, mean - deviation));
            series.high.push_back(mean + deviation);
        }
        plot.series.push_back(std::move(series));
    }
    group.plots.push_back(std::move(plot));
    return group;
}

void CorrespondenceProbe::show(figure::Figure& figure) const {
    if (digits_.empty()) {
        figure.groups.push_back(note_group("Correspondence", trouble_));
        return;
    }
    figure.title = "The same part of five " + std::to_string(values_.whole("class")) + "s";
    figure.groups.push_back(pictures());
    if (warning_.empty()) figure.groups.push_back(layers());
}

}  // namespace

const Entry kCorrespondence = {"correspondence", "Correspondence", "Does covering the same part of different digits change their features in the same way?",
                               "Zeiler & Fergus 2013, section 4.3, Table 1",
                               kSettings, false, false, true, made<CorrespondenceProbe>};

}  // namespace probe
