// Two networks on the same digit: which map of one is which of the other, how alike their layers are, where their
// answers part.
#include <algorithm>
#include <cmath>
#include <optional>

#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/compare/alike.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

enum Show { activation, reconstruction };
constexpr Choice kShow[] = {{activation, "Activation"}, {reconstruction, "Reconstruction"}};
enum Partners { one_to_one, best };
constexpr Choice kPartners[] = {{one_to_one, "One to one", "one"}, {best, "Best"}};
constexpr double kMatches = 0.5;  // a correlation from here on is called a match
constexpr int kInRow = 8, kMostShown = 32;

constexpr Setting kSettings[] = {
    {.key = "show",
     .label = "Show",
     .tip = "What each map computes of the digit, or which pixels caused that (deconvnet).",
     .kind = Setting::Kind::choice,
     .choices = kShow},
    {.key = "partners",
     .label = "Partners",
     .tip = "One to one: no map has two partners. Best: for each map the one that answers most like it.",
     .kind = Setting::Kind::choice,
     .choices = kPartners},
};

/// "A: 9 (99.9 %)".
int answer_of(const nn::Activations& activations) { return largest(activations.outputs.back().data); }

class CompareProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override { return alike_ && alike_->advance(); }
    float progress() const override { return alike_ ? alike_->progress() : 1.0f; }
    void show(figure::Figure& figure) const override;

private:
    const nn::Network& network(int which) const { return which == 0 ? *subject_.network : *subject_.other; }
    const nn::Activations& activations(int which) const {
        return which == 0 ? *subject_.activations : *subject_.other_activations;
    }
    bool is_one_to_one() const { return subject_.values.chosen<Partners>("partners") == one_to_one; }
    std::string why_not() const;
    std::string answers_words() const;
    std::string likeness_words() const;
    figure::Picture map_of(int which, const explain::Block& block, int map, int place) const;
    void show_matched(int layers, figure::Figure& figure) const;
    figure::Group likeness_card() const;
    figure::Group answers_card() const;

    Subject subject_;
    std::uint64_t asked_ = 0, other_asked_ = 0;
    std::optional<Alike> alike_;
};

void CompareProbe::ask(const Subject& subject) {
    subject_ = subject;
    const std::uint64_t other = subject.other != nullptr ? subject.other->id.value : 0;
    if (alike_ && asked_ == subject.network->id.value && other_asked_ == other) return;
    asked_ = subject.network->id.value;
    other_asked_ = other;
    alike_.reset();
    if (why_not().empty() && has_digits(subject)) alike_.emplace(network(0), network(1), subject.digits);
}

std::string CompareProbe::why_not() const {
    if (subject_.other == nullptr) return "One network is open. Put a second one beside it to compare them.";
    if (!(network(0).architecture.input == network(1).architecture.input))
        return "These two networks do not take the same pictures.";
    if (!network(0).has_classes() || !network(1).has_classes()) return "One of these networks gives no answer.";
    return {};
}

std::string CompareProbe::answers_words() const {
    if (!has_input(subject_)) return {};
    const int answers[2] = {answer_of(activations(0)), answer_of(activations(1))};
    const auto name = [&](int label) {
        return subject_.digits.count() > 0 ? subject_.digits.class_name(label) : std::to_string(label);
    };
    if (answers[0] == answers[1]) return "Both read a " + name(answers[0]) + ". ";
    return "A reads a " + name(answers[0]) + ", B a " + name(answers[1]) + ". ";
}

/// From the layers that have the same name in both.
std::string CompareProbe::likeness_words() const {
    if (!alike_) return {};
    const explain::LikenessMatrix& likeness = alike_->likeness();
    std::string most, least;
    double high = -1, low = 2;
    int known = 0;
    for (std::size_t row = 0; row < likeness.rows().size(); ++row) {
        for (std::size_t column = 0; column < likeness.columns().size(); ++column) {
            const std::string& name = likeness.rows()[row].name;
            const auto value = likeness.at(static_cast<int>(row), static_cast<int>(column));
            if (name != likeness.columns()[column].name || !value) continue;
            ++known;
            if (*value > high) high = *value, most = name;
            if (*value < low) low = *value, least = name;
        }
    }
    if (known == 0) return {};
    if (high - low < 0.005) return "Layers of the same name are equally alike (" + figure::number(high) + ").";
    return "They are most alike at " + most + " (" + figure::number(high) + "), least at " + least + " (" +
           figure::number(low) + ").";
}

/// A map as it is on this digit; its largest value has the last colour.
figure::Picture CompareProbe::map_of(int which, const explain::Block& block, int map, int place) const {
    const std::string name = std::string(which == 0 ? "A " : "B ") + block.name + " map " + std::to_string(map) +
                             " pair " + std::to_string(place);
    figure::Picture picture;
    if (subject_.values.chosen<Show>("show") == activation) {
        picture = map_picture(name, "", activations(which).output(block.output), map, image::Map::sequential);
    } else {
        explain::Projection projection;
        explain::project(network(which), activations(which), {block.output, explain::Keep::whole_map, map, 0},
                         projection);
        picture = pixels_picture(name, "", projection.pixels.data, network(which).architecture.input);
    }
    picture.click = select_click(block.output, map);
    picture.click.lane = which;
    return picture;
}

void CompareProbe::show_matched(int layers, figure::Figure& figure) const {
    const MatchedLayers& pair = alike_->layers()[index(layers)];
    if (!has_maps(network(0), pair.one.output) || !has_maps(network(1), pair.other.output)) return;
    const std::vector<explain::Partner> partners = alike_->partners(layers, is_one_to_one());
    std::vector<int> order;
    for (int i = 0; i < static_cast<int>(partners.size()); ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const explain::Partner &x = partners[index(a)], &y = partners[index(b)];
        if ((x.map < 0) != (y.map < 0)) return x.map >= 0;
        return x.map >= 0 && x.correlation > y.correlation;
    });
    const int all = static_cast<int>(order.size());
    if (all > kMostShown) order.resize(kMostShown);
    const std::string name =
        pair.one.name == pair.other.name ? pair.one.name : pair.one.name + " and " + pair.other.name;
    for (std::size_t first = 0; first < order.size(); first += kInRow) {
        const std::size_t end = std::min(order.size(), first + kInRow);
        figure::Group group;
        if (first == 0) {
            group.title = name;
            if (figure.groups.empty())
                group.note =
                    "Each map of A above the map of B that answers most like it. Above a pair: their numbers, "
                    "and how their values correlate.";
            if (all > kMostShown)
                group.note += " The " + std::to_string(kMostShown) + " best of " + std::to_string(all) + ".";
        }
        group.under = !figure.groups.empty();
        group.share = 1.6f;
        group.least = 340;
        group.side = 56;
        group.column_heads = {""};
        group.row_heads = {"A", "B"};
        std::vector<figure::Picture> below;
        const std::size_t columns = std::min<std::size_t>(kInRow, order.size());
        for (std::size_t i = first; i < first + columns; ++i) {
            if (i >= end) {  // the last row's columns stand below the first's
                group.column_heads.emplace_back();
                continue;
            }
            const explain::Partner& partner = partners[index(order[i])];
            const int place = static_cast<int>(i);
            group.pictures.push_back(map_of(0, pair.one, order[i], place));
            if (partner.map < 0) {
                group.column_heads.push_back(std::to_string(order[i]) + "\nnone");
                figure::Picture none = group.pictures.back();
                none.name = "B " + pair.other.name + " no partner " + std::to_string(place);
                std::fill(none.values.begin(), none.values.end(), 0.0f);
                none.click = {};
                below.push_back(std::move(none));
                continue;
            }
            group.column_heads.push_back(std::to_string(order[i]) + "/" + std::to_string(partner.map) + "\n" +
                                         figure::short_number(partner.correlation));
            below.push_back(map_of(1, pair.other, partner.map, place));
        }
        for (std::size_t i = group.pictures.size(); i < columns; ++i) {
            group.pictures.push_back({});
            group.pictures.back().name = "A empty " + name + std::to_string(i);
        }
        std::move(below.begin(), below.end(), std::back_inserter(group.pictures));
        figure.groups.push_back(std::move(group));
    }
}

figure::Group CompareProbe::likeness_card() const {
    const explain::LikenessMatrix& likeness = alike_->likeness();
    figure::Group group;
    group.title = "How alike are the layers?";
    group.note = "Linear CKA over " + grouped(Alike::kCompared) +
                 " digits: 1 is the same, up to a rotation. Rows: A. Columns: B.";
    group.beside = true;
    group.least = 300;
    group.side = 48;
    group.column_heads = {"A"};
    for (const explain::Block& column : likeness.columns()) group.column_heads.push_back(column.name);
    for (std::size_t row = 0; row < likeness.rows().size(); ++row) {
        group.row_heads.push_back(likeness.rows()[row].name);
        for (std::size_t column = 0; column < likeness.columns().size(); ++column) {
            const auto value = likeness.at(static_cast<int>(row), static_cast<int>(column));
            const std::vector<float> cell{static_cast<float>(value.value_or(std::nan("")))};
            figure::Picture picture =
                figure::picture("CKA A " + likeness.rows()[row].name + " B " + likeness.columns()[column].name, "",
                                cell, 1, 1, image::Map::sequential);
            picture.scale = 1;
            picture.numbers = true;
            group.pictures.push_back(std::move(picture));
        }
    }
    return group;
}

figure::Group CompareProbe::answers_card() const {
    figure::Group group;
    group.under = true;
    const explain::SameAnswers answers = alike_->answers();
    const int seen = answers.seen;
    const auto share = [&](const std::string& label, int n) {
        const double value = seen > 0 ? static_cast<double>(n) / seen : std::nan("");
        group.facts.push_back({label, figure::percent(value), value});
    };
    group.title = grouped(seen) + " digits";
    share("A reads right", answers.right[0]);
    share("B reads right", answers.right[1]);
    share("A alone", answers.alone[0]);
    share("B alone", answers.alone[1]);
    share("same answer", answers.same);
    for (std::size_t i = 0; i < alike_->layers().size(); ++i) {
        const std::vector<explain::Partner> partners = alike_->partners(static_cast<int>(i), is_one_to_one());
        const auto matched = std::count_if(partners.begin(), partners.end(), [](const explain::Partner& partner) {
            return partner.map >= 0 && partner.correlation >= kMatches;
        });
        group.facts.push_back(counted("matched at 0.5 or more, " + alike_->layers()[i].one.name,
                                      static_cast<int>(matched), static_cast<int>(partners.size())));
    }
    return group;
}

void CompareProbe::show(figure::Figure& figure) const {
    if (const std::string why = why_not(); !why.empty()) {
        show_nothing(figure, "Compare two", why);
        figure.groups.back().note =
            "Then the maps of both that answer alike stand above each other, on your digit, with "
            "how alike their layers are and how many digits each reads right.";
        return;
    }
    figure.title = "Compare two: " + subject_.names[0] + " (A) and " + subject_.names[1] + " (B)";
    if (!alike_) return show_nothing(figure, "No digits yet", "Maps are matched over digits: they have not come.");
    figure.finding = answers_words() + likeness_words();
    if (figure.finding.empty()) figure.finding = "Two networks, A and B, read the same digits.";
    if (has_input(subject_)) {
        for (int i = 0; i < static_cast<int>(alike_->layers().size()); ++i) show_matched(i, figure);
    }
    figure.groups.push_back(likeness_card());
    if (figure.groups.size() == 1) figure.groups.back().beside = false;
    figure.groups.push_back(answers_card());
    figure::Group how =
        note_group("What is measured",
                   "A is " + subject_.names[0] + ", B is " + subject_.names[1] +
                       ". Two maps are compared place by place over " + grouped(alike_->matched_digits()) +
                       " digits (Pearson's correlation; Li et al. 2016). One to one takes the pairs "
                       "with the largest sum. Networks of other seeds share half of pool1's maps and few of pool2's.");
    how.folded = true;
    figure.groups.push_back(std::move(how));
}

}  // namespace

const Entry kCompare = {.id = "matching",
                        .title = "Compare two",
                        .term = "matching maps",
                        .group = Group::models,
                        .what = "Did two networks learn the same maps?",
                        .source = "Li et al. 2016 (matching); Kornblith et al. 2019 (CKA)",
                        .settings = kSettings,
                        .of_input = true,
                        .of_selection = false,
                        .needs_digits = true,
                        .make = made<CompareProbe>,
                        .of_pair = true};

}  // namespace probe
