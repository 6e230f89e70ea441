// Signs of one's own: a softmax on a few drawings, the layers below kept as they are; how well it reads drawings that
// it was not shown, and what in the ink says which sign it is.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explain/deconvnet.h"
#include "explain/few_shot.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/few_shot/sign_readers.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Of = FeatureSource::Of;

constexpr Choice kFeatures[] = {{SignFeatures::last, "Last layer", "last"},
                                {SignFeatures::one_below, "One below", "one-below"},
                                {SignFeatures::two_below, "Two below", "two-below"},
                                {SignFeatures::three_below, "Three below", "three-below"}};

constexpr Setting kSettings[] = {
    {.key = "features",
     .label = "Features from",
     .tip = "The layer whose numbers the softmax reads: the last one below the classes, or one further down.",
     .kind = Setting::Kind::choice,
     .choices = kFeatures},
    {.key = "scratch",
     .label = "From scratch",
     .tip = "Also trains the whole network anew on the same drawings, 60 passes.",
     .kind = Setting::Kind::toggle},
};

constexpr std::size_t kMostShown = 8;  // drawings of a sign, the last ones

/// Of a few dozen drawings: "78 %", "all", "none".
std::string part_words(double share) {
    if (share >= 1) return "all";
    return share <= 0 ? "none" : std::to_string(static_cast<int>(std::lround(100 * share))) + " %";
}

class FewShotProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override { return readers_ ? readers_->progress() : 1.0f; }
    void show(figure::Figure& figure) const override;

private:
    const Signs& signs() const { return readers_->signs(); }
    int count_of(int sign) const;
    const explain::FewShotPoint* best(Of of) const;
    void project();
    std::string finding() const;
    figure::Group signs_card() const;
    figure::Group curve_card() const;
    figure::Group ink_card() const;
    figure::Group features_card() const;
    figure::NumberTable features_table() const;

    Subject subject_;
    std::uint64_t asked_ = 0, asked_network_ = 0;
    Values values_;
    std::optional<SignReaders> readers_;
    std::optional<nn::Network> reader_;                   ///< the network with the softmax on signs
    std::vector<float> answer_;                           ///< to what is on the pad
    std::vector<std::optional<nn::Tensor>> projections_;  ///< by sign; nothing where its score is not above zero
    bool projected_ = false;
};

void FewShotProbe::ask(const Subject& subject) {
    subject_ = subject;
    projected_ = false;
    if (subject.signs == nullptr) {
        readers_.reset();
        return;
    }
    const Signs& signs = *subject.signs;
    const nn::Network& features = signs.base ? *signs.base : *subject.network;
    if (readers_ && asked_ == signs.stamp && asked_network_ == features.id.value && values_ == subject.values) return;
    asked_ = signs.stamp;
    asked_network_ = features.id.value;
    values_ = subject.values;
    reader_.reset();
    readers_.emplace(features, feature_layer(features, subject.values.chosen<SignFeatures>("features")), signs,
                     subject.values.on("scratch"));
}

bool FewShotProbe::advance() {
    if (!readers_) return false;
    const bool more = readers_->advance();
    const explain::FewShot* chosen = readers_->chosen();
    if (!reader_ && chosen != nullptr && !chosen->parameters().weight.empty()) {
        const nn::Network& features = signs().base ? *signs().base : *subject_.network;
        if (auto made = explain::with_head(features, readers_->layer(), chosen->parameters()))
            reader_ = std::move(made.value());
    }
    if (reader_ && !projected_) project();
    return more;
}

/// What is on the pad, read and projected down from each sign's score.
void FewShotProbe::project() {
    projected_ = true;
    answer_.clear();
    projections_.clear();
    if (!has_input(subject_)) return;
    nn::Engine engine(*reader_);
    nn::Activations activations = nn::make_activations(*reader_);
    engine.forward(subject_.input, activations);
    answer_ = activations.outputs.back().data;
    const int head = reader_->layer_count() - 2;
    explain::Projection projection;
    for (int sign = 0; sign < static_cast<int>(answer_.size()); ++sign) {
        projections_.emplace_back();
        if (!(activations.output(head).data[index(sign)] > 0) || !explain::can_start(*reader_, head)) continue;
        explain::project(*reader_, activations, {head, explain::Keep::whole_map, sign, 0}, projection);
        projections_.back() = projection.pixels;
    }
}

int FewShotProbe::count_of(int sign) const {
    return static_cast<int>(std::count_if(signs().examples.begin(), signs().examples.end(),
                                          [sign](const SignExample& example) { return example.sign == sign; }));
}

/// At the largest number of drawings a sign that is known.
const explain::FewShotPoint* FewShotProbe::best(Of of) const {
    const std::vector<explain::FewShotPoint>& points = readers_->curve(of);
    return points.empty() ? nullptr : &points.back();
}

std::string FewShotProbe::finding() const {
    const int classes = static_cast<int>(signs().names.size()), drawings = static_cast<int>(signs().examples.size());
    if (classes == 0) return "No sign yet. Draw one on the pad, and add it.";
    if (classes == 1)
        return "One sign so far, \xE2\x80\x9C" + signs().names[0] +
               "\xE2\x80\x9D: draw another one, and add it as a new sign.";
    for (int sign = 0; sign < classes; ++sign)
        if (count_of(sign) < 2)
            return "It has learnt " + plural(classes, "sign") + " from " + plural(drawings, "drawing") +
                   ". Add a second \xE2\x80\x9C" + signs().names[index(sign)] +
                   "\xE2\x80\x9D, and it can be tried on a drawing that it was not shown.";
    const explain::FewShotPoint *network = best(Of::network), *random = best(Of::random), *pixels = best(Of::pixels);
    if (network == nullptr || random == nullptr || pixels == nullptr || network->shots != random->shots ||
        network->shots != pixels->shots)
        return "It has learnt " + plural(classes, "sign") + " from " + plural(drawings, "drawing") + ".";
    return "From " + plural(network->shots, "drawing") + " a sign it reads " + part_words(network->mean) +
           " of those it was not shown; with random features " + part_words(random->mean) + ", from the pixels alone " +
           part_words(pixels->mean) + ".";
}

figure::Group FewShotProbe::signs_card() const {
    figure::Group group;
    const int classes = static_cast<int>(signs().names.size());
    group.title = plural(classes, "sign") + ", " + plural(static_cast<int>(signs().examples.size()), "drawing");
    group.side = 64;
    group.tight = true;
    group.first = true;
    group.share = 1.2f;
    group.least = 330;
    std::size_t columns = 6;  // so that few stand close together
    for (int sign = 0; sign < classes; ++sign) columns = std::max(columns, std::min(index(count_of(sign)), kMostShown));
    group.column_heads.assign(columns + 1, "");
    for (int i = 0; i < 5; ++i) group.few_columns.push_back(i);
    const std::vector<int> none;
    const std::vector<int>& answers = readers_->chosen() ? readers_->chosen()->answers() : none;
    bool some_wrong = false;
    for (int sign = 0; sign < classes; ++sign) {
        std::vector<figure::Picture> row;
        int right = 0, tried = 0;
        for (std::size_t i = signs().examples.size(); i-- > 0;) {
            const SignExample& example = signs().examples[i];
            if (example.sign != sign) continue;
            const int answer = i < answers.size() ? answers[i] : -1;
            right += answer == sign;
            tried += answer >= 0;
            if (row.size() == columns) continue;
            figure::Picture picture = ink_picture(signs().names[index(sign)] + " " + std::to_string(i), "",
                                                  sign_input(example, signs().is_centred), nn::Shape{1, 28, 28});
            picture.chosen = answer >= 0 && answer != sign;
            some_wrong |= picture.chosen;
            picture.click.kind = figure::Click::Kind::sign;
            picture.click.index = static_cast<int>(i);
            row.push_back(std::move(picture));
        }
        std::reverse(row.begin(), row.end());
        while (row.size() < columns) {
            row.emplace_back();
            row.back().name = signs().names[index(sign)] + " empty " + std::to_string(row.size());
        }
        std::move(row.begin(), row.end(), std::back_inserter(group.pictures));
        group.row_heads.push_back(signs().names[index(sign)] + "\t" +
                                  (tried > 0 ? std::to_string(right) + " of " + std::to_string(tried) : ""));
    }
    if (!answers.empty() && !std::all_of(answers.begin(), answers.end(), [](int a) { return a < 0; }))
        group.note = std::string("Read right when that drawing was left out") +
                     (some_wrong ? "; framed: read as another sign." : ".");
    return group;
}

figure::Group FewShotProbe::curve_card() const {
    figure::Group group;
    group.title = "How many drawings does it take?";
    group.beside = true;
    group.least = 300;
    figure::Plot plot;
    plot.name = "read right by drawings";
    plot.x_label = "drawings of each sign that it learns from";
    plot.y_label = "share of the others read right";
    plot.y_high = 1.0f;
    plot.whole_x = true;
    struct Line {
        Of of;
        std::string name;
        int colour;
        bool band;
    };
    const Line lines[] = {{Of::network, "this network, " + readers_->layer_name(), 0, true},
                          {Of::random, "random features", 7, false},
                          {Of::pixels, "pixels alone", 2, false},
                          {Of::scratch, "from scratch", 3, false}};
    for (const Line& line : lines) {
        figure::Series series;
        series.name = line.name;
        series.colour = line.colour;
        series.dashed = line.of == Of::scratch;
        for (const explain::FewShotPoint& point : readers_->curve(line.of)) {
            series.x.push_back(static_cast<float>(point.shots));
            series.y.push_back(static_cast<float>(point.mean));
            if (!line.band) continue;
            series.low.push_back(static_cast<float>(std::max(0.0, point.mean - point.spread)));
            series.high.push_back(static_cast<float>(std::min(1.0, point.mean + point.spread)));
        }
        series.dots = series.x.size() == 1;  // no line goes through one point
        if (!series.x.empty()) plot.series.push_back(std::move(series));
    }
    float lowest = 1;
    for (const figure::Series& series : plot.series)
        for (const float y : series.y) lowest = std::min(lowest, y);
    plot.y_low = std::max(0.0f, std::floor(lowest * 10 - 0.5f) / 10);
    if (plot.series.empty()) {
        group.note = "With two drawings of each sign there is a first point.";
        return group;
    }
    group.plots.push_back(std::move(plot));
    return group;
}

figure::Group FewShotProbe::ink_card() const {
    figure::Group group;
    group.title = "What makes it a sign?";
    group.side = 88;
    group.share = 1.2f;
    group.least = 330;
    if (!reader_ || answer_.empty()) {
        group.note = reader_ ? "Draw something: it is read as one of your signs, and what speaks for each is shown."
                             : "With two signs it answers.";
        return group;
    }
    const int best_sign = largest(answer_);
    group.note = "On the pad: read as \xE2\x80\x9C" + signs().names[index(best_sign)] + "\xE2\x80\x9D, " +
                 share_words(static_cast<double>(answer_[index(best_sign)])) +
                 ". From each sign's score down to the pixels: orange ink speaks for it, blue against it.";
    std::vector<int> order;
    for (int sign = 0; sign < static_cast<int>(answer_.size()); ++sign) order.push_back(sign);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return answer_[index(a)] > answer_[index(b)]; });
    std::string below;
    for (const int sign : order) {
        const std::string& name = signs().names[index(sign)];
        if (!projections_[index(sign)]) {
            below += (below.empty() ? "" : ", ") + name;
            continue;
        }
        group.pictures.push_back(pixels_picture("projection of " + name,
                                                name + ", " + share_words(static_cast<double>(answer_[index(sign)])),
                                                projections_[index(sign)]->data, nn::Shape{1, 28, 28}));
    }
    if (!below.empty()) group.note += " Score not above 0, so nothing to project: " + below + ".";
    return group;
}

figure::NumberTable FewShotProbe::features_table() const {
    figure::NumberTable table;
    table.name = "read right by features";
    table.heads = {"%", "pixels"};
    for (const auto& [output, name] : readers_->layers()) table.heads.push_back(name);
    for (const bool is_centred : {signs().is_centred, !signs().is_centred})
        for (const Of of : {Of::network, Of::random}) {
            figure::NumberTable::Row row;
            row.name = std::string(is_centred ? "centred" : "as drawn") + (of == Of::random ? ", random" : "");
            const auto add = [&](const FeatureSource& source, bool asked) {
                const double share = asked ? readers_->share(source) : std::nan("");
                figure::NumberTable::Cell cell;
                if (!std::isnan(share)) {
                    cell.words = figure::number(std::round(share * 1000) / 10);
                    cell.number = share;
                    cell.bar = static_cast<float>(share);
                }
                row.cells.push_back(std::move(cell));
            };
            add({Of::pixels, -1, is_centred}, of == Of::network);
            for (const auto& [output, name] : readers_->layers()) add({of, output, is_centred}, true);
            table.rows.push_back(std::move(row));
        }
    return table;
}

figure::Group FewShotProbe::features_card() const {
    figure::Group group;
    group.title = "Which features help?";
    group.beside = true;
    group.least = 300;
    const explain::FewShotPoint* point = best(Of::network);
    if (point == nullptr) {
        group.note = "With two drawings of each sign the layers can be compared.";
        return group;
    }
    group.note = "Share read right, " + plural(point->shots, "drawing") + " a sign.";
    double most = 0;
    std::string name;
    for (const auto& [output, called] : readers_->layers()) {
        const double share = readers_->share({Of::network, output, true});
        if (share > most) most = share, name = called;
    }
    const double pixels = readers_->share({Of::pixels, -1, true});
    constexpr double kAbout = 0.02;
    if (!name.empty() && readers_->progress() >= 1)
        group.note += pixels >= most - kAbout ? " Centred and scaled, the pixels alone do about as well or better."
                                              : " Centred and scaled, " + name + " reads " +
                                                    figure::percent(most - pixels) + " more than the pixels alone.";
    group.tables.push_back(features_table());
    return group;
}

void FewShotProbe::show(figure::Figure& figure) const {
    figure.title = "Own symbols";
    if (!readers_) return show_nothing(figure, "Own symbols", "No sign yet. Draw one on the pad, and add it.");
    figure.finding = finding();
    figure.in_row = 2;
    if (signs().names.empty()) {
        figure.groups.push_back(
            note_group("How it goes",
                       "1. Draw a sign of your own on the pad: a heart, a letter, a face. 2. Add it, and give it a "
                       "name. 3. Draw it twice more; then another sign. From two signs on the network answers "
                       "with yours: its layers stay as they are, only the last step is learnt, in milliseconds."));
        return;
    }
    figure.groups.push_back(signs_card());
    figure.groups.push_back(curve_card());
    figure.groups.push_back(ink_card());
    figure.groups.push_back(features_card());
    figure::Group how = note_group(
        "What is measured",
        "The network's layers stay as they are; a softmax on one layer's numbers is trained to its end on the drawings "
        "(L2 0.01). For the curve, of each sign as many drawings as the axis says are drawn by chance, the softmax "
        "learns from them and reads all others: the mean of ten such draws, the band one standard deviation. Random "
        "features: the same layers with random weights, one draw of them. From scratch: all weights trained on the "
        "same drawings, 60 passes, three draws. With few drawings such numbers vary by several percent.");
    how.folded = true;
    figure.groups.push_back(std::move(how));
}

}  // namespace

const Entry kFewShot = {.id = "few-shot",
                        .title = "Own symbols",
                        .term = "few-shot learning",
                        .group = Group::train,
                        .what = "Can it learn signs of yours from a few drawings?",
                        .source = "Zeiler & Fergus 2013, section 5.2, Tables 4 to 6",
                        .settings = kSettings,
                        .of_input = true,
                        .of_selection = false,
                        .needs_digits = false,
                        .make = made<FewShotProbe>,
                        .of_signs = true};

}  // namespace probe
