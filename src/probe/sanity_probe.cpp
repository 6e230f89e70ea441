// How much is the network, how much the input: the same picture of another map, of random weights, with shuffled
// switches.
#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "explain/mistakes.h"
#include "explain/sanity.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = Setting::Kind;
using explain::Likeness;

enum Of { selection, network_answer };
constexpr Choice kOf[] = {{selection, "selection"}, {network_answer, "answer"}};
enum Method { deconvnet, gradient, guided };
constexpr Choice kMethods[] = {{deconvnet, "deconvnet"}, {gradient, "gradient"}, {guided, "guided backprop"}};
enum Measure { correlation, rank, cosine };
constexpr Choice kMeasures[] = {
    {correlation, "correlation"}, {rank, "rank correlation of absolute values"}, {cosine, "cosine"}};

constexpr Setting kSettings[] = {
    {.key = "of",
     .label = "Whose picture",
     .tip = "Whose picture: that of the selected unit or map, or of the network's answer.",
     .kind = Kind::choice,
     .choices = kOf},
    {.key = "method",
     .label = "Method",
     .tip = "Whose pictures are shown; the curves have all three.",
     .kind = Kind::choice,
     .choices = kMethods},
    {.key = "other",
     .label = "Compare with map",
     .tip = "The map or unit of the same layer to compare with.",
     .kind = Kind::whole,
     .high = 127},
    {.key = "switches",
     .label = "Keep the switches",
     .tip = "Random weights, but the switches of the trained network.",
     .kind = Kind::toggle,
     .advanced = true},
    {.key = "measure",
     .label = "Measure",
     .tip = "What the curves show. Ranks count paper that is blank in both pictures as agreement.",
     .kind = Kind::choice,
     .choices = kMeasures,
     .advanced = true},
    {.key = "seed",
     .label = "Other random weights",
     .tip = "The same number gives the same weights and switches.",
     .kind = Kind::button,
     .high = 999,
     .initial = 1,
     .advanced = true},
};

const std::vector<float>& of_method(const explain::Pictures& pictures, Method method) {
    return method == deconvnet ? pictures.deconvnet : method == gradient ? pictures.gradient : pictures.guided;
}

double of_measure(const Likeness& likeness, Measure measure) {
    return measure == correlation ? likeness.correlation : measure == rank ? likeness.rank : likeness.cosine;
}

std::string words(const Likeness& likeness) {
    return "r " + figure::number(likeness.correlation) + ", rank " + figure::number(likeness.rank);
}

class SanityProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override {
        return layers_.empty() ? 1.0f : static_cast<float>(cascade_.size()) / static_cast<float>(layers_.size());
    }
    void show(figure::Figure& figure) const override;

private:
    const nn::Network& network() const { return *subject_.network; }
    bool ready() const { return !subject_.input.empty() && start_.layer >= 0; }
    bool all_maps() const { return start_.keep == explain::Keep::all_maps; }
    std::uint64_t seed() const { return static_cast<std::uint64_t>(subject_.values.whole("seed")); }
    figure::Picture pixels(std::string name, std::string caption, const std::vector<float>& values) const;
    std::string finding() const;
    void show_doubles(figure::Figure& figure) const;
    void show_cascade(figure::Figure& figure) const;
    figure::Plot curves() const;

    Subject subject_;
    explain::Start start_, other_start_;
    explain::Pictures trained_, other_, shuffled_;
    std::vector<int> layers_;                     ///< that are made random, the highest first
    std::vector<explain::Pictures> cascade_;      ///< after each of them
    std::vector<std::array<Likeness, 3>> alike_;  ///< of each of those to the trained network's, by method
    std::uint64_t network_ = 0;                   ///< with the seed and the toggle, what the cascade was begun with
    std::uint64_t cascade_seed_ = 0;
    bool kept_switches_ = false;
    std::vector<float> cascade_input_;
};

void SanityProbe::ask(const Subject& subject) {
    subject_ = subject;
    const explain::Start before = start_;
    start_.layer = -1;
    if (subject.input.empty()) return;
    const int answer = largest(subject.activations->outputs.back().data);
    start_ = subject.values.chosen<Of>("of") == network_answer ? class_start(subject, -1)
                                                               : start_within(network(), subject.start, answer);
    if (start_.layer < 0) return;
    const int channels = network().shape(start_.layer).channels;
    other_start_ = start_;
    other_start_.map = std::min(subject.values.whole("other"), channels - 1);
    if (other_start_.map == start_.map) other_start_.map = (start_.map + 1) % channels;
    trained_ = explain::pictures_of(network(), *subject.activations, start_);
    other_ = explain::pictures_of(network(), *subject.activations, other_start_);
    nn::Activations shuffled = *subject.activations;
    explain::shuffle_switches(network(), seed(), shuffled);
    shuffled_ = explain::pictures_of(network(), shuffled, start_);
    const std::uint64_t now = network().id.value;
    const bool keeps = subject.values.on("switches");
    if (before == start_ && network_ == now && cascade_seed_ == seed() && kept_switches_ == keeps &&
        cascade_input_ == subject.input)
        return;
    network_ = now;
    cascade_seed_ = seed();
    kept_switches_ = keeps;
    cascade_input_ = subject.input;
    cascade_.clear();
    alike_.clear();
    layers_ = explain::weighted_layers(network(), start_.layer);
}

bool SanityProbe::advance() {
    if (!ready() || cascade_.size() >= layers_.size()) return false;
    const nn::Network random = explain::randomised(network(), std::span(layers_).first(cascade_.size() + 1), seed());
    nn::Activations activations = nn::make_activations(random);
    nn::Engine(random).forward(subject_.input, activations);
    if (subject_.values.on("switches")) activations.switches = subject_.activations->switches;
    cascade_.push_back(explain::pictures_of(random, activations, start_));
    std::array<Likeness, 3> alike;
    for (const Method method : {deconvnet, gradient, guided})
        alike[index(method)] = explain::likeness(of_method(trained_, method), of_method(cascade_.back(), method));
    alike_.push_back(alike);
    return cascade_.size() < layers_.size();
}

figure::Picture SanityProbe::pixels(std::string name, std::string caption, const std::vector<float>& values) const {
    return pixels_picture(std::move(name), std::move(caption), values, network().architecture.input);
}

void SanityProbe::show(figure::Figure& figure) const {
    if (subject_.input.empty()) return show_empty_page(figure);
    if (!ready()) return show_nothing(figure, "Nothing to compare", no_start_words(network()));
    figure.title = "Whose picture? " + start_name(network(), start_);
    figure.finding = finding();
    show_doubles(figure);
    show_cascade(figure);
    figure.groups.push_back(
        note_group("What is known",
                   "With rectification on the way down and kernels that see only a small neighbourhood, the deconvnet "
                   "partly recovers the input, "
                   "whatever class was asked about (Nie et al. 2018). And its pictures depend more on the switches "
                   "than on the unit that was "
                   "chosen (Mahendran & Vedaldi 2016). So read a sharp stroke as \"this was on "
                   "the page\", and only the differences between pictures as what a unit looks for."));
    figure.groups.back().folded = true;
}

/// How much of the picture is left when the network is another.
std::string SanityProbe::finding() const {
    const auto method = subject_.values.chosen<Method>("method");
    const std::vector<float>& trained = of_method(trained_, method);
    if (std::all_of(trained.begin(), trained.end(), [](float v) { return v == 0; }))
        return "The picture of " + start_name(network(), start_) + " is blank: there is nothing to compare.";
    const std::string seen = so_far(static_cast<double>(progress()));
    std::string words;
    if (!alike_.empty()) {
        const double r = alike_.back()[index(method)].correlation;
        const std::string where = cascade_.size() < layers_.size() ? "With some weights random" : "With random weights";
        words = std::isfinite(r) ? where + " the picture correlates " + figure::number(r) + " with the trained one"
                                 : where + " the picture is blank";
    }
    if (!all_maps() && other_start_.map != start_.map) {
        const double r = explain::likeness(trained, of_method(other_, method)).correlation;
        const std::string other = start_name(network(), other_start_) +
                                  (std::isfinite(r) ? "'s correlates " + figure::number(r) : "'s is blank");
        words += (words.empty() ? "" : "; ") + other;
    }
    if (words.empty()) return seen + "There is nothing to compare this picture with.";
    return seen + words + " (1 is the same picture).";
}

void SanityProbe::show_doubles(figure::Figure& figure) const {
    const auto method = subject_.values.chosen<Method>("method");
    const std::vector<float>& trained = of_method(trained_, method);
    figure::Group group;
    group.title = "The picture, another map's, and one with shuffled switches";
    group.side = 140;
    group.pictures.push_back(ink_picture("input", "the input", subject_.input, network().architecture.input));
    group.pictures.push_back(pixels("picture", start_name(network(), start_) + "\n" + kMethods[method].label, trained));
    figure::Group numbers =
        note_group("How alike they are",
                   "If the three look alike, they tell more of the digit than of " + start_name(network(), start_) +
                       ". r: correlation; rank: rank correlation of absolute values; 1 is the same picture, "
                       "\xE2\x80\x93 that one is blank.");
    numbers.folded = true;
    const auto add = [&](const char* name, const std::string& title, const std::vector<float>& values) {
        const Likeness alike = explain::likeness(trained, values);
        group.pictures.push_back(pixels(name, title + "\n" + words(alike), values));
        numbers.facts.push_back(fact("correlation, " + std::string(name), alike.correlation));
        numbers.facts.push_back(fact("rank correlation, " + std::string(name), alike.rank));
    };
    const bool has_other = !all_maps() && other_start_.map != start_.map;
    if (has_other) add("other map", start_name(network(), other_start_), of_method(other_, method));
    add("shuffled switches", "switches shuffled", of_method(shuffled_, method));
    figure.groups.push_back(std::move(group));
    figure.groups.push_back(std::move(numbers));
}

void SanityProbe::show_cascade(figure::Figure& figure) const {
    const auto method = subject_.values.chosen<Method>("method");
    const std::vector<float>& trained = of_method(trained_, method);
    figure::Group group;
    group.title = "Weights made random, from the top down";
    if (layers_.empty()) {
        group.note = "There are no weights between the selection and the pixels.";
        figure.groups.push_back(std::move(group));
        return;
    }
    const std::string note =
        "One layer more is random in each picture, and the network reads the digit anew" +
        std::string(subject_.values.on("switches") ? ", but keeps the trained network's switches" : "") +
        ". A picture that stays as it was did not need what these layers had learned. Layers above the "
        "selection cannot change it and are left out.";
    group.pictures.push_back(pixels("trained", "trained", trained));
    for (std::size_t depth = 0; depth < cascade_.size(); ++depth) {
        const std::string layer = network().layer(layers_[depth]).name;
        const std::vector<float>& values = of_method(cascade_[depth], method);
        const bool first = depth == 0;
        group.pictures.push_back(pixels(
            "random from " + layer,
            (first ? layer + " random\n" : "down to " + layer + "\n") + words(alike_[depth][index(method)]), values));
    }
    group.side = 112;
    figure.groups.push_back(std::move(group));
    group = note_group("How fast the likeness falls", note);
    group.folded = true;
    group.plots.push_back(curves());
    figure.groups.push_back(std::move(group));
}

figure::Plot SanityProbe::curves() const {
    const auto measure = subject_.values.chosen<Measure>("measure");
    figure::Plot plot;
    plot.name = "likeness by depth";
    plot.title = "Likeness to the trained network's picture";
    plot.x_label = "layers made random, from the top";
    plot.y_label = kMeasures[measure].label;
    plot.width = 0.6f;
    for (const Method method : {deconvnet, gradient, guided}) {
        figure::Series series;
        series.name = kMethods[method].label;
        series.colour = method;
        const std::vector<float>& trained = of_method(trained_, method);
        series.x.push_back(0);
        series.y.push_back(static_cast<float>(of_measure(explain::likeness(trained, trained), measure)));
        for (std::size_t depth = 0; depth < cascade_.size(); ++depth) {
            series.x.push_back(static_cast<float>(depth + 1));
            series.y.push_back(static_cast<float>(of_measure(alike_[depth][index(method)], measure)));
        }
        plot.series.push_back(std::move(series));
    }
    return plot;
}

}  // namespace

const Entry kSanity = {"sanity",
                       "Whose picture?",
                       "sanity checks",
                       Group::why,
                       "How much of a picture is the network, how much the input?",
                       "Adebayo et al. 2018, section 3; Nie et al. 2018; Mahendran & Vedaldi 2016",
                       kSettings,
                       true,
                       true,
                       false,
                       made<SanityProbe>};

}  // namespace probe
