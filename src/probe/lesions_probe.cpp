// Lesions: the network without some of its units, and which of them it misses most.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "explain/lesion.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/cards.h"
#include "probe/lesion_list.h"
#include "probe/pictures.h"
#include "probe/subject.h"

namespace probe {
namespace {

constexpr int kDigitsASlice = 32;
constexpr std::size_t kListed = 30;  // tiles of the ranking

enum Selected { nothing, map_off, layer_off };

constexpr Setting kSettings[] = {
    {"selection", "Selection", "The selected map or unit, or its whole layer", Setting::Kind::choice, 0, 0, map_off, "stays|map off|layer off"},
    {"off", "Also off", "Maps, units and layers by name, as in pool2:3,fc1:12,relu3; a click in the ranking adds or takes one", Setting::Kind::text},
    {"noise", "Noise", "On the weights, as a share of their size", Setting::Kind::number, 0, 1, 0},
    {"noise-in", "Noise in", "Which weights", Setting::Kind::choice, 0, 0, 0, "all layers|selected layer"},
    {"seed", "Other noise", "The same number gives the same noise", Setting::Kind::button, 0, 9999, 1},
    {"n", "Ranking on", "Digits on which every map's loss is tried", Setting::Kind::whole, 50, 2000, 1000},
    {"measure", "Ranking by", "Right answers lost, or how much less sure it is of the truth (cross-entropy)", Setting::Kind::choice, 0, 0, 0, "accuracy|certainty"},
};

/// "+1.20 points".
std::string points(double share) { return (share > 0 ? "+" : "") + figure::number(share * 100) + " points"; }

class LesionsProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    void collect(const Subject& subject);
    void wound(const Subject& subject);
    void rank(const Subject& subject);
    bool is_off(int map) const;
    figure::Click toggle(int map) const;
    const nn::Tensor& wounded_output(int layer) const;
    figure::Group answer_group() const;
    figure::Group accuracy_group() const;
    figure::Group maps_group() const;
    figure::Group ranking_group() const;
    std::vector<int> order() const;
    double cost_of(const explain::Ranking::Cost& without) const;

    const nn::Network* network_ = nullptr;
    const nn::Activations* activations_ = nullptr;
    bool has_input_ = false;
    int layer_ = 0, map_ = 0;         ///< selected, or the nearest with something to switch off
    std::uint64_t print_ = 0;
    std::vector<explain::Lesion> named_, lesions_;
    explain::WeightNoise noise_;
    std::string unknown_;

    std::unique_ptr<explain::Lesioned> lesioned_;
    std::vector<explain::Lesion> made_of_;
    explain::WeightNoise made_with_;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations wounded_;
    std::shared_ptr<explain::Scorer> intact_, scored_beside_;
    std::unique_ptr<explain::Scorer> scorer_;
    std::unique_ptr<explain::Ranking> ranking_;
    int ranked_layer_ = -1, ranked_n_ = 0;
    std::vector<int> together_;
    std::shared_ptr<explain::Scorer> ranked_beside_;
    bool turn_ = false, by_loss_ = false;
};

/// Layer, map and everything that is off.
void LesionsProbe::collect(const Subject& subject) {
    const nn::Network& network = *subject.network;
    layer_ = std::clamp(subject.start.layer, 0, network.layer_count() - 1);
    while (layer_ + 1 < network.layer_count() && explain::source_layer(network, layer_) < 0) ++layer_;
    map_ = nearest_map(network, subject.start, layer_);
    unknown_.clear();
    named_ = parse_lesions(network, subject.values.text("off"), unknown_);
    lesions_ = named_;
    const int selected = subject.values.whole("selection");
    if (selected != nothing) lesions_.push_back({layer_, selected == map_off ? map_ : -1});
    noise_ = {static_cast<float>(subject.values["noise"]), subject.values.whole("noise-in") == 1 ? explain::source_layer(network, layer_) : -1, static_cast<std::uint64_t>(subject.values.whole("seed"))};
}

void LesionsProbe::ask(const Subject& subject) {
    network_ = subject.network;
    activations_ = subject.activations;
    has_input_ = network_ && has_input(subject);
    if (!network_ || !activations_ || network_->layer_count() == 0) return;
    const std::uint64_t print = fingerprint(*network_);
    if (print != print_) {
        lesioned_.reset();
        ranking_.reset();
        print_ = print;
    }
    by_loss_ = subject.values.whole("measure") == 1;
    collect(subject);
    wound(subject);
    if (has_input_) engine_->forward(subject.input, wounded_);
    rank(subject);
}

/// The network with lesions, and its score, made anew where something changed.
void LesionsProbe::wound(const Subject& subject) {
    if (!lesioned_ || made_of_ != lesions_ || made_with_ != noise_) {
        lesioned_ = std::make_unique<explain::Lesioned>(explain::lesion(*network_, lesions_, noise_));
        engine_ = std::make_unique<nn::Engine>(lesioned_->network);
        wounded_ = nn::make_activations(lesioned_->network);
        made_of_ = lesions_;
        made_with_ = noise_;
        scorer_.reset();
    }
    if (!has_digits(subject)) {
        intact_ = nullptr;
        scorer_.reset();
        return;
    }
    if (!subject.cache->scorer) subject.cache->scorer = std::make_shared<explain::Scorer>(*network_, subject.digits);
    intact_ = subject.cache->scorer;
    if (scorer_ && scored_beside_ == intact_) return;
    scorer_ = std::make_unique<explain::Scorer>(lesioned_->network, subject.digits);
    scored_beside_ = intact_;
}

void LesionsProbe::rank(const Subject& subject) {
    const int source = explain::source_layer(*network_, layer_), n = subject.values.whole("n");
    if (!intact_ || source < 0) {
        ranking_.reset();
        return;
    }
    std::vector<int> together;
    for (const explain::Lesion& l : lesions_)
        if (l.map >= 0 && explain::source_layer(*network_, l.layer) == source) together.push_back(l.map);
    std::sort(together.begin(), together.end());
    together.erase(std::unique(together.begin(), together.end()), together.end());
    if (together.size() < 2) together.clear();  // one alone is in the ranking as it is
    if (ranking_ && ranked_layer_ == source && ranked_n_ == n && together_ == together && ranked_beside_ == intact_) return;
    ranking_ = std::make_unique<explain::Ranking>(*network_, layer_, subject.digits, n, together);
    ranked_layer_ = source;
    ranked_n_ = n;
    together_ = std::move(together);
    ranked_beside_ = intact_;
}

bool LesionsProbe::advance() {
    if (!scorer_) return false;
    turn_ = !turn_;
    bool scores = scorer_->seen() < scorer_->count() || intact_->seen() < intact_->count(), ranks = ranking_ && ranking_->known() < ranking_->maps();
    if (ranks && (turn_ || !scores)) {
        ranks = ranking_->advance();
    } else if (scores) {
        scores = scorer_->advance(kDigitsASlice);
        scores = intact_->advance(kDigitsASlice) || scores;
    }
    return scores || ranks;
}

float LesionsProbe::progress() const {
    if (!scorer_) return 1.0f;
    const float scored = static_cast<float>(scorer_->seen()) / static_cast<float>(std::max(1, scorer_->count()));
    return ranking_ ? 0.5f * (scored + ranking_->progress()) : scored;
}

bool LesionsProbe::is_off(int map) const {
    const int source = explain::source_layer(*network_, layer_);
    return std::any_of(lesions_.begin(), lesions_.end(), [&](const explain::Lesion& l) {
        return explain::source_layer(*network_, l.layer) == source && (l.map == map || (l.map < 0 && !explain::passes_on(*network_, l.layer)));
    });
}

/// The set with this map of the selected layer in it, or out of it.
figure::Click LesionsProbe::toggle(int map) const {
    std::vector<explain::Lesion> set;
    const int source = explain::source_layer(*network_, layer_);
    bool was_there = false;
    for (const explain::Lesion& l : named_) {
        if (l.map == map && explain::source_layer(*network_, l.layer) == source) was_there = true;
        else set.push_back(l);
    }
    if (!was_there) set.push_back({layer_, map});
    figure::Click click;
    click.kind = figure::Click::Kind::set;
    click.key = "off";
    click.words = text_of_lesions(*network_, set);
    return click;
}

const nn::Tensor& LesionsProbe::wounded_output(int layer) const {
    const int at = lesioned_->layer_of[static_cast<std::size_t>(layer)];
    return at < 0 ? wounded_.input : wounded_.output(at);
}

/// Percent of a class's digits.
float misread(const explain::Scorer& scorer, int of_class) {
    const int seen = scorer.seen_of()[index(of_class)], right = scorer.correct_of()[index(of_class)];
    return 100.0f * static_cast<float>(seen - right) / static_cast<float>(std::max(1, seen));
}

figure::Group LesionsProbe::answer_group() const {
    figure::Group group = note_group("The answer", lesion_words(*network_, lesions_, noise_));
    if (!unknown_.empty()) group.facts.push_back({"not in this network", unknown_, std::nullopt, false});
    if (!has_input_) {
        group.note += " The page is empty: draw a digit to see what that does to its answer.";
        return group;
    }
    const std::vector<float>&before = activations_->outputs.back().data, &after = wounded_.outputs.back().data;
    const int was = largest(before), is = largest(after);
    group.facts.push_back({"intact", std::to_string(was) + ", " + figure::number(static_cast<double>(before[index(was)])), was, true});
    group.facts.push_back({"with the lesion", std::to_string(is) + ", " + figure::number(static_cast<double>(after[index(is)])), is, is == was});
    figure::Plot answer;
    answer.name = "answer";
    answer.title = "Answer";
    answer.x_label = "class";
    answer.y_label = ends_in_softmax(*network_) ? "probability" : "score";
    answer.bars = true;
    answer.width = 0.5f;
    for (int k = 0; k < network_->classes(); ++k) answer.bar_labels.push_back(std::to_string(k));
    answer.series = {bars_of("intact", before, 0), bars_of("with the lesion", after, 1)};
    figure::Plot layers;
    layers.name = "change by layer";
    layers.title = "Change of every layer";
    layers.x_label = "layer";
    layers.y_label = "distance / length";
    layers.bars = true;
    layers.width = 0.5f;
    std::vector<float> changes;
    for (int layer = 0; layer < network_->layer_count(); ++layer) {
        layers.bar_labels.push_back(network_->layer(layer).name);
        changes.push_back(static_cast<float>(relative_change(activations_->output(layer).data, wounded_output(layer).data)));
    }
    layers.series = {bars_of("change", changes, 1)};
    group.plots = {std::move(answer), std::move(layers)};
    return group;
}

figure::Group LesionsProbe::accuracy_group() const {
    if (!scorer_) return note_group("Accuracy", "How many of the 10,000 test digits it still reads: they are not here yet.");
    figure::Group group = note_group("Accuracy", "How many of the " + grouped(scorer_->count()) + " test digits the wounded network still reads; it counts as you watch.");
    const double before = intact_->accuracy(), after = scorer_->accuracy();
    group.facts.push_back({"intact", figure::percent(before), before, true});
    group.facts.push_back({"with the lesion", figure::percent(after), after, true});
    group.facts.push_back({"change", points(after - before), after - before, true});
    group.facts.push_back({"digits seen", grouped(scorer_->seen()), scorer_->seen(), true});
    figure::Plot plot;
    plot.name = "misread by class";
    plot.x_label = "class";
    plot.y_label = "misread (%)";
    plot.bars = true;
    plot.y_low = 0.0f;
    std::vector<float> was, is;
    for (int k = 0; k < network_->classes(); ++k) {
        plot.bar_labels.push_back(std::to_string(k));
        was.push_back(misread(*intact_, k));
        is.push_back(misread(*scorer_, k));
    }
    plot.series = {bars_of("intact", was, 0), bars_of("with the lesion", is, 1)};
    group.plots.push_back(std::move(plot));
    return group;
}

/// Every map of the selected layer: how the lesion changed it.
figure::Group LesionsProbe::maps_group() const {
    const nn::Tensor &before = activations_->output(layer_), &after = wounded_output(layer_);
    figure::Group group = note_group("What changed in " + network_->layer(layer_).name, "With the lesion minus without it. Click a map to switch it off, or on again.");
    group.side = 56;
    if (before.shape != after.shape) return group;
    nn::Tensor difference = after;
    for (std::size_t i = 0; i < difference.data.size(); ++i) difference.data[i] -= before.data[i];
    if (!has_maps(*network_, layer_)) {
        group.note = "With the lesion minus without it, unit by unit. The ranking below switches units off and on.";
        figure::Plot plot;
        plot.name = "change by unit";
        plot.x_label = "unit";
        plot.y_label = "change of the activation";
        plot.bars = true;
        for (int unit = 0; unit < difference.shape.channels; ++unit) plot.bar_labels.push_back(std::to_string(unit));
        plot.series = {bars_of("change", difference.data, 1)};
        group.plots.push_back(std::move(plot));
        return group;
    }
    const float scale = image::full_scale(before.data, image::Map::diverging);
    for (int map = 0; map < before.shape.channels; ++map) {
        std::string caption = std::to_string(map) + ": " + figure::percent(relative_change(before.map(map), after.map(map)));
        figure::Picture picture = map_picture("change of " + map_name(*network_, layer_, map), std::move(caption), difference, map, image::Map::diverging);
        picture.scale = scale;
        picture.click = toggle(map);
        picture.chosen = is_off(map);
        group.pictures.push_back(std::move(picture));
    }
    return group;
}

/// What it costs to lose this: points of accuracy, or the rise of the mean cross-entropy in thousandths.
double LesionsProbe::cost_of(const explain::Ranking::Cost& without) const {
    const explain::Ranking::Cost& intact = ranking_->intact();
    return (by_loss_ ? 1000.0 * (without.loss - intact.loss) : 100.0 * (intact.correct - without.correct)) / std::max(1, ranking_->count());
}

/// Maps whose cost is known, the dearest first.
std::vector<int> LesionsProbe::order() const {
    std::vector<int> maps(index(ranking_->known()));
    std::iota(maps.begin(), maps.end(), 0);
    std::sort(maps.begin(), maps.end(), [this](int a, int b) {
        const explain::Ranking::Cost &of_a = ranking_->without(a), &of_b = ranking_->without(b);
        if (!by_loss_ && of_a.correct != of_b.correct) return of_a.correct < of_b.correct;
        return of_a.loss > of_b.loss;
    });
    return maps;
}

figure::Group LesionsProbe::ranking_group() const {
    const nn::Network& network = *network_;
    figure::Group group = note_group("What " + network.layer(layer_).name + " would miss most",
                                     "Each switched off alone, on " + grouped(ranking_->count()) + " digits. Below each what its loss costs, in " +
                                         (by_loss_ ? "thousandths of cross-entropy" : "points of accuracy") + "; below zero the network reads better without it. Click one to switch it off, or on again.");
    group.side = 56;
    const nn::Tensor& output = activations_->output(layer_);
    for (const int map : order()) {
        if (group.pictures.size() == kListed) break;
        figure::Picture picture = map_picture(map_name(network, layer_, map), std::to_string(map) + ": " + figure::number(cost_of(ranking_->without(map))), output, map, image::Map::diverging);
        if (!has_input_) std::fill(picture.values.begin(), picture.values.end(), 0.0f);
        picture.scale = image::full_scale(output.data, image::Map::diverging);
        picture.click = toggle(map);
        picture.chosen = is_off(map);
        group.pictures.push_back(std::move(picture));
    }
    figure::Plot plot;
    plot.name = "cost by map";
    plot.x_label = has_maps(network, layer_) ? "map" : "unit";
    plot.y_label = by_loss_ ? "rise of cross-entropy (thousandths)" : "accuracy lost (points)";
    plot.bars = true;
    std::vector<float> costs;
    for (int map = 0; map < ranking_->known(); ++map) {
        costs.push_back(static_cast<float>(cost_of(ranking_->without(map))));
        plot.bar_labels.push_back(std::to_string(map));
    }
    plot.series = {bars_of("cost", costs, 1)};
    group.plots.push_back(std::move(plot));
    if (!together_.empty() && ranking_->without_together().seen == ranking_->count() && ranking_->known() > together_.back()) {
        double sum = 0;
        for (int map : together_) sum += cost_of(ranking_->without(map));
        group.facts.push_back(fact("cost one by one, added", sum));
        group.facts.push_back(fact("cost of all at once", cost_of(ranking_->without_together())));
    }
    return group;
}

void LesionsProbe::show(figure::Figure& figure) const {
    if (!lesioned_) {
        figure.groups.push_back(note_group("Lesions", "There is no network to wound."));
        return;
    }
    figure.title = lesions_.empty() ? "The intact network" : "Without";
    for (const explain::Lesion& l : lesions_) figure.title += (&l == lesions_.data() ? " " : ", ") + (l.map < 0 ? network_->layer(l.layer).name : map_name(*network_, l.layer, l.map));
    if (noise_.share > 0) figure.title += ", with noise on the weights";
    figure.groups.push_back(answer_group());
    figure.groups.push_back(accuracy_group());
    if (has_input_) figure.groups.push_back(maps_group());
    if (ranking_) figure.groups.push_back(ranking_group());
}

}  // namespace

const Entry kLesions = {"lesions", "Lesions", "What does the network still know without some of its units?", "Zeiler & Fergus 2013, section 5.1, Table 3; co-adaptation: Hinton et al. 2012",
                        kSettings, true, true, false, [] { return std::unique_ptr<Probe>(std::make_unique<LesionsProbe>()); }};

}  // namespace probe
