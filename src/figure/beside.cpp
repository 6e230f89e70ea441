#include "figure/beside.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace figure {
namespace {

constexpr std::array<const char*, 2> kLetters{"A ", "B "};

/// The card that answers to `group`: at the same place where both figures have as many cards, else of the same title.
const Group* partner(const Group& group, std::size_t place, const Figure& mine, const Figure& other) {
    if (mine.groups.size() == other.groups.size()) return &other.groups[place];
    const auto found = std::find_if(other.groups.begin(), other.groups.end(),
                                    [&](const Group& candidate) { return candidate.title == group.title; });
    return found == other.groups.end() ? nullptr : &*found;
}

/// Of the same name; what has no name has no partner.
template <class T>
const T* named(const std::vector<T>& all, const std::string& name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.name == name; });
    return name.empty() || found == all.end() ? nullptr : &*found;
}

float last_colour(const Picture& picture) {
    if (picture.scale > 0) return picture.scale;
    float largest = 0;
    for (const float value : picture.values)
        if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
    return largest;
}

/// The axis that bars need to show all of their values and zero.
std::pair<float, float> axis_of(const Plot& plot) {
    float low = plot.y_low.value_or(0), high = plot.y_high.value_or(0);
    for (const Series& series : plot.series)
        for (const float y : series.y)
            if (std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
    return {low, high};
}

void share_scales(Group& group, const Group& other) {
    for (Picture& picture : group.pictures)
        if (const Picture* same = named(other.pictures, picture.name))
            picture.scale = std::max(last_colour(picture), last_colour(*same));
    for (Plot& plot : group.plots) {
        const Plot* same = named(other.plots, plot.name);
        if (!same || !plot.bars) continue;
        const auto [low, high] = axis_of(plot);
        const auto [other_low, other_high] = axis_of(*same);
        plot.y_low = std::min(low, other_low);
        plot.y_high = std::max(high, other_high);
    }
}

/// One network's card of a pair.
Group card_of(const Group& group, const Group* other, int lane, const std::string& name, bool shared_scales) {
    Group card = group;
    if (other && shared_scales) share_scales(card, *other);
    card.title = name + (group.title.empty() ? "" : ": " + group.title);
    card.whose = name;
    card.lane = lane;
    card.paired = lane == 1 && other != nullptr;
    for (Picture& picture : card.pictures) {
        picture.name = kLetters[static_cast<std::size_t>(lane)] + picture.name;
        picture.click.lane = lane;
    }
    for (Plot& plot : card.plots) plot.name = kLetters[static_cast<std::size_t>(lane)] + plot.name;
    return card;
}

/// Of two digits, or of two maps: their difference says nothing.
bool are_of_different_things(const Picture& first, const Picture& second) {
    const Click &a = first.click, &b = second.click;
    if (a.kind != b.kind) return true;
    if (a.kind == Click::Kind::sample) return a.index != b.index;
    if (a.kind == Click::Kind::select) return a.layer != b.layer || a.map != b.map || a.unit != b.unit;
    return false;
}

/// Second minus first.  A picture of ink is what was put in, not what a network made of it: its difference says
/// nothing.
void add_difference(const Picture& first, const Group& other, Group& card) {
    const Picture* second = named(other.pictures, first.name);
    if (!second || second->width != first.width || second->height != first.height ||
        second->values.size() != first.values.size() || first.map == image::Map::ink ||
        are_of_different_things(first, *second))
        return;
    // A caption with one network's numbers would be wrong below the difference.
    const std::string& caption = first.caption == second->caption ? first.caption : first.name;
    Picture difference =
        picture("B minus A " + first.name, caption, first.values, first.width, first.height, image::Map::diverging);
    for (std::size_t i = 0; i < difference.values.size(); ++i)
        difference.values[i] = second->values[i] - first.values[i];
    difference.zoom = first.zoom;
    card.pictures.push_back(std::move(difference));
}

void add_both_curves(const Plot& first, const Group& other, const std::array<std::string, 2>& names, Group& card) {
    const Plot* second = named(other.plots, first.name);
    if (!second || first.bars) return;
    Plot both = first;
    both.name = "A and B " + first.name;
    both.drag.clear();
    for (Series& series : both.series) series.name = names[0] + (series.name.empty() ? "" : ", " + series.name);
    for (Series series : second->series) {
        series.name = names[1] + (series.name.empty() ? "" : ", " + series.name);
        series.dashed = true;
        series.low.clear();  // two bands over each other hide more than they say
        series.high.clear();
        both.series.push_back(std::move(series));
    }
    card.plots.push_back(std::move(both));
}

Group common_card(const Group& first, const Group& second, const std::array<std::string, 2>& names) {
    Group card;
    card.title = (first.title.empty() ? "" : first.title + ": ") + names[1] + " minus " + names[0];
    card.side = first.side;
    card.columns = first.columns;
    for (const Picture& picture : first.pictures) add_difference(picture, second, card);
    card.folded = true;  // the two themselves say more
    if (card.pictures.empty()) card.title = (first.title.empty() ? "" : first.title + ": ") + "both";
    for (const Plot& plot : first.plots) add_both_curves(plot, second, names, card);
    return card;
}

/// "LeNet-5: Covering the foot costs most."
std::string joined(const std::string& name, const std::string& finding) {
    return finding.empty() ? "" : name + ": " + finding;
}

/// A number of a fact, for one checkpoint.
struct Sample {
    double step, value;
};

}  // namespace

Figure beside(const Figure& first, const Figure& second, const std::array<std::string, 2>& names, bool shared_scales) {
    Figure figure;
    figure.title = first.title + ": " + names[0] + " beside " + names[1];
    figure.source = first.source;
    figure.finding = first.finding == second.finding
                         ? first.finding
                         : joined(names[0], first.finding) +
                               (first.finding.empty() || second.finding.empty() ? "" : "\n") +
                               joined(names[1], second.finding);
    for (std::size_t i = 0; i < first.groups.size(); ++i) {
        const Group& group = first.groups[i];
        const Group* other = partner(group, i, first, second);
        figure.groups.push_back(card_of(group, other, 0, names[0], shared_scales));
        if (!other) continue;
        figure.groups.push_back(card_of(*other, &group, 1, names[1], shared_scales));
        Group common = common_card(group, *other, names);
        if (!common.pictures.empty() || !common.plots.empty()) figure.groups.push_back(std::move(common));
    }
    for (std::size_t i = 0; i < second.groups.size(); ++i)  // what only the second one has
        if (!partner(second.groups[i], i, second, first))
            figure.groups.push_back(card_of(second.groups[i], nullptr, 1, names[1], shared_scales));
    return figure;
}

Figure over(std::span<const Moment> moments) {
    std::vector<std::pair<std::string, std::string>> order;  // card's title and label, as they first came
    std::map<std::pair<std::string, std::string>, std::vector<Sample>> samples;
    for (const Moment& moment : moments) {
        for (const Group& group : moment.figure->groups) {
            for (const Fact& fact : group.facts) {
                if (!fact.number || !std::isfinite(*fact.number)) continue;
                auto& curve = samples[{group.title, fact.label}];
                if (curve.empty()) order.emplace_back(group.title, fact.label);
                curve.push_back({moment.step, *fact.number});
            }
        }
    }
    Figure figure;
    if (!moments.empty()) {
        figure.title = moments.back().figure->title + " over the checkpoints";
        figure.source = moments.back().figure->source;
    }
    for (const auto& key : order) {
        const std::vector<Sample>& curve = samples[key];
        if (curve.size() < 2) continue;
        if (figure.groups.empty() || figure.groups.back().title != key.first) {
            figure.groups.emplace_back();
            figure.groups.back().title = key.first;
        }
        Plot plot;
        plot.name = (key.first.empty() ? "" : key.first + ": ") + key.second;
        plot.title = key.second;
        plot.x_label = "batches learnt from";
        plot.width = 0.5f;
        plot.log_x = true;
        plot.series.emplace_back();
        for (const Sample& sample : curve) {
            plot.series[0].x.push_back(static_cast<float>(sample.step));
            plot.series[0].y.push_back(static_cast<float>(sample.value));
        }
        figure.groups.back().plots.push_back(std::move(plot));
    }
    return figure;
}

}  // namespace figure
