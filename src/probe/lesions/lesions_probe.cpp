// Lesions: the network without some of its units, and which of them it misses most.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "explain/lesion.h"
#include "nn/classifier.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/lesions/changes.h"
#include "probe/lesions/list.h"
#include "probe/lesions/ranking.h"
#include "probe/lesions/settings.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kFewClasses = 20;
constexpr int kDigitsASlice = 32;

/// "+1.20 points".
std::string points(double share) { return (share > 0 ? "+" : "") + figure::number(share * 100) + " points"; }

class LesionsProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    void wound(const Subject& subject);
    std::string finding() const;
    figure::Group answer_group() const;
    figure::Group numbers_group() const;
    figure::Group layers_group() const;
    figure::Group accuracy_group() const;

    LesionPlan plan_;
    std::uint64_t print_ = 0;
    std::unique_ptr<explain::Lesioned> lesioned_;
    std::vector<explain::Lesion> made_of_;
    explain::WeightNoise made_with_;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations wounded_;
    std::shared_ptr<nn::Classifier> intact_, scored_beside_;
    std::unique_ptr<nn::Classifier> scorer_;
    LesionRanking ranking_;
    bool turn_ = false;
};

void LesionsProbe::ask(const Subject& subject) {
    if (!subject.network || !subject.activations || subject.network->layer_count() == 0) return;
    const std::uint64_t print = subject.network->id.value;
    if (print != print_) {
        lesioned_.reset();
        ranking_.clear();
        print_ = print;
    }
    plan_ = plan_of(subject);
    wound(subject);
    if (plan_.has_input) engine_->forward(subject.input, wounded_);
    ranking_.ask(plan_, subject, intact_);
}

/// The network with lesions, and its score, made anew where something changed.
void LesionsProbe::wound(const Subject& subject) {
    if (!lesioned_ || made_of_ != plan_.lesions || made_with_ != plan_.noise) {
        lesioned_ = std::make_unique<explain::Lesioned>(explain::lesion(*plan_.network, plan_.lesions, plan_.noise));
        engine_ = std::make_unique<nn::Engine>(lesioned_->network);
        wounded_ = nn::make_activations(lesioned_->network);
        made_of_ = plan_.lesions;
        made_with_ = plan_.noise;
        scorer_.reset();
    }
    if (!has_digits(subject)) {
        intact_ = nullptr;
        scorer_.reset();
        return;
    }
    if (!subject.cache->scorer)
        subject.cache->scorer = std::make_shared<nn::Classifier>(*plan_.network, subject.digits);
    intact_ = subject.cache->scorer;
    if (scorer_ && scored_beside_ == intact_) return;
    scorer_ = std::make_unique<nn::Classifier>(lesioned_->network, subject.digits);
    scored_beside_ = intact_;
}

bool LesionsProbe::advance() {
    if (!scorer_) return false;
    turn_ = !turn_;
    bool scores = scorer_->seen() < scorer_->count() || intact_->seen() < intact_->count(), ranks = ranking_.has_more();
    if (ranks && (turn_ || !scores)) {
        ranks = ranking_.advance();
    } else if (scores) {
        const int digits = nn::passes_a_slice(*plan_.network, kDigitsASlice);
        scores = scorer_->advance(digits);
        scores = intact_->advance(digits) || scores;
    }
    return scores || ranks;
}

float LesionsProbe::progress() const {
    if (!scorer_) return 1.0f;
    const float scored = static_cast<float>(scorer_->seen()) / static_cast<float>(std::max(1, scorer_->count()));
    return ranking_.is_there() ? 0.5f * (scored + ranking_.progress()) : scored;
}

/// Percent of a class's digits.
float misread(const nn::Tally& tally, int of_class) {
    const int seen = tally.seen_of[index(of_class)], right = tally.correct_of[index(of_class)];
    return 100.0f * static_cast<float>(seen - right) / static_cast<float>(seen);  // NaN of a class that was not seen
}

/// What is off, what the answer is now, and what that costs over the digits seen.
std::string LesionsProbe::finding() const {
    if (plan_.lesions.empty() && !(plan_.noise.share > 0)) return "Nothing is switched off: this is the whole network.";
    std::string off;
    for (const explain::Lesion& l : plan_.lesions) {
        if (!off.empty()) off += ", ";
        off += l.map < 0 ? plan_.network->layer(l.layer).name : map_name(*plan_.network, l.layer, l.map);
    }
    if (plan_.lesions.size() > 3) off = std::to_string(plan_.lesions.size()) + " things";
    std::string words = off.empty() ? "With noise on the weights" : "Without " + off;
    if (!off.empty() && plan_.noise.share > 0) words += ", and with noise on the weights";
    if (plan_.has_input) {
        const std::vector<float>&before = plan_.activations->outputs.back().data, &after = wounded_.outputs.back().data;
        const int was = largest(before), is = largest(after);
        words += was == is ? ", the answer is still " + std::to_string(is)
                           : ", the answer changes from " + std::to_string(was) + " to " + std::to_string(is);
        if (nn::ends_in_softmax(*plan_.network))
            words += " (" + share_words(static_cast<double>(after[index(is)])) + " sure)";
    }
    if (!scorer_ || std::min(intact_->seen(), scorer_->seen()) == 0)
        return words + (plan_.has_input ? "." : ", draw a digit to see what it answers.");
    const int seen = std::min(intact_->seen(), scorer_->seen());
    const int lost = static_cast<int>(
        std::lround((intact_->tally(seen).accuracy() - scorer_->tally(seen).accuracy()) * static_cast<double>(seen)));
    const std::string of = " of " + plural(seen, "digit") + (seen < scorer_->count() ? " seen so far." : ".");
    if (lost == 0) return words + "; it reads as many" + of;
    return words + "; it reads " + grouped(std::abs(lost)) + (lost > 0 ? " fewer" : " more") + of;
}

figure::Group LesionsProbe::answer_group() const {
    figure::Group group =
        note_group(nn::ends_in_softmax(*plan_.network) ? "Probability of each class" : "Score of each class", "");
    group.beside = true;
    if (!plan_.has_input) {
        group.note = "Draw a digit to see what that does to its answer.";
        return group;
    }
    const std::vector<float>&before = plan_.activations->outputs.back().data, &after = wounded_.outputs.back().data;
    figure::Plot answer = bar_plot("answer", "class", "");
    const std::vector<int> told = told_classes(before, after);
    if (told.size() < before.size()) answer.title = "The ten likeliest";
    answer.y_low = 0.0f;
    answer.bar_labels = numbered_as(told);
    answer.series = {bars_of_some("intact", before, told, 0), bars_of_some("units off", after, told, 1)};
    group.plots = {std::move(answer)};
    return group;
}

/// What is off, the answer and the accuracy.
figure::Group LesionsProbe::numbers_group() const {
    figure::Group group = note_group("In numbers", lesion_words(*plan_.network, plan_.lesions, plan_.noise));
    group.folded = true;
    if (!plan_.unknown.empty()) group.facts.push_back({"not in this network", plan_.unknown, std::nullopt, false});
    if (plan_.has_input) {
        const std::vector<float>&before = plan_.activations->outputs.back().data, &after = wounded_.outputs.back().data;
        const int was = largest(before), is = largest(after);
        group.facts.push_back({"answer, intact",
                               std::to_string(was) + ", " + figure::number(static_cast<double>(before[index(was)])),
                               was, true});
        group.facts.push_back({"answer, units off",
                               std::to_string(is) + ", " + figure::number(static_cast<double>(after[index(is)])), is,
                               is == was});
    }
    if (!scorer_) return group;
    const int seen = std::min(intact_->seen(), scorer_->seen());
    const double before = intact_->tally(seen).accuracy(), after = scorer_->tally(seen).accuracy();
    group.facts.push_back({"accuracy, intact", figure::percent(before), before, true});
    group.facts.push_back({"accuracy, units off", figure::percent(after), after, true});
    group.facts.push_back({"change", points(after - before), after - before, true});
    group.facts.push_back({"digits seen", grouped(seen), seen, true});
    return group;
}

figure::Group LesionsProbe::layers_group() const {
    figure::Group group =
        note_group("Change in each layer", lesion_words(*plan_.network, plan_.lesions, plan_.noise) +
                                               " Relative change (L2), with units off against without.");
    group.folded = true;
    figure::Plot layers = bar_plot("change by layer", "layer", "relative change");
    layers.bar_labels = layer_names(*plan_.network);
    std::vector<float> changes;
    for (int layer = 0; layer < plan_.network->layer_count(); ++layer)
        changes.push_back(static_cast<float>(relative_change(plan_.activations->output(layer).data,
                                                             Wounded{lesioned_.get(), &wounded_}.output(layer).data)));
    layers.series = {bars_of("change", changes, 1)};
    group.plots = {std::move(layers)};
    return group;
}

figure::Group LesionsProbe::accuracy_group() const {
    if (!scorer_)
        return note_group("Accuracy",
                          "How many digits it reads of 10,000 that it never saw in training: they are not here yet.");
    // The intact network's count may be ahead, so that only what both have seen is compared.
    const int seen = std::min(intact_->seen(), scorer_->seen());
    const nn::Tally without = intact_->tally(seen), with = scorer_->tally(seen);
    figure::Group group = note_group("Misread of each class, in percent", "");
    figure::Plot plot = bar_plot("misread by class", "class", "");
    plot.y_low = 0.0f;
    std::vector<int> told;  // of many classes those that the digits have
    for (int k = 0; k < plan_.network->classes(); ++k)
        if (plan_.network->classes() <= kFewClasses || without.seen_of[index(k)] > 0) told.push_back(k);
    plot.bar_labels = numbered_as(told);
    std::vector<float> was, is;
    for (const int k : told) {
        was.push_back(misread(without, k));
        is.push_back(misread(with, k));
    }
    plot.series = {bars_of("intact", was, 0), bars_of("units off", is, 1)};
    group.plots.push_back(std::move(plot));
    return group;
}

void LesionsProbe::show(figure::Figure& figure) const {
    if (!lesioned_) return show_nothing(figure, "Switch off", "There is no network to switch anything off in.");
    figure.title = plan_.lesions.empty() ? "The intact network" : "Without";
    for (const explain::Lesion& l : plan_.lesions)
        figure.title += (&l == plan_.lesions.data() ? " " : ", ") +
                        (l.map < 0 ? plan_.network->layer(l.layer).name : map_name(*plan_.network, l.layer, l.map));
    if (plan_.noise.share > 0) figure.title += ", with noise on the weights";
    figure.finding = finding();
    if (plan_.has_input) figure.groups.push_back(change_of_selected(plan_, {lesioned_.get(), &wounded_}));
    figure.groups.push_back(answer_group());
    figure.groups.push_back(accuracy_group());
    figure.groups.back().folded = plan_.has_input;
    figure.groups.push_back(numbers_group());
    if (ranking_.is_there()) {
        figure.groups.push_back(ranking_.group(plan_));
        figure.groups.back().folded = true;
    }
    if (!plan_.has_input) return;
    figure.groups.push_back(layers_group());
    for (figure::Group& group : changes_downstream(plan_, {lesioned_.get(), &wounded_})) {
        group.folded = true;
        figure.groups.push_back(std::move(group));
    }
}

}  // namespace

const Entry kLesions = {"lesions",
                        "Switch off",
                        "lesions",
                        Group::test,
                        "What does the network still know without some of its units?",
                        "Zeiler & Fergus 2013, section 5.1, Table 3; co-adaptation: Hinton et al. 2012",
                        kLesionSettings,
                        true,
                        true,
                        false,
                        made<LesionsProbe>,
                        false,
                        true};

}  // namespace probe
