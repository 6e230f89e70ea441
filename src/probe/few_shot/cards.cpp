// See cards.h.
#include "probe/few_shot/cards.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"

namespace probe {
namespace {

using Of = FeatureSource::Of;

constexpr std::size_t kMostShown = 8;  // drawings of a sign, the last ones

/// Of a few dozen drawings: "78 %", "all", "none".
std::string part_words(double share) {
    if (share >= 1) return "all";
    return share <= 0 ? "none" : std::to_string(static_cast<int>(std::lround(100 * share))) + " %";
}

int count_of(const Signs& signs, int sign) {
    return static_cast<int>(std::count_if(signs.examples.begin(), signs.examples.end(),
                                          [sign](const SignExample& example) { return example.sign == sign; }));
}

/// At the largest number of drawings a sign that is known.
const explain::FewShotPoint* best(const SignReaders& readers, Of of) {
    const std::vector<explain::FewShotPoint>& points = readers.curve(of);
    return points.empty() ? nullptr : &points.back();
}

figure::NumberTable features_table(const SignReaders& readers) {
    const Signs& signs = readers.signs();
    figure::NumberTable table;
    table.name = "read right by features";
    table.heads = {"%", "pixels"};
    for (const auto& [output, name] : readers.layers()) table.heads.push_back(name);
    for (const bool is_centred : {signs.is_centred, !signs.is_centred})
        for (const Of of : {Of::network, Of::random}) {
            figure::NumberTable::Row row;
            row.name = std::string(is_centred ? "centred" : "as drawn") + (of == Of::random ? ", random" : "");
            const auto add = [&](const FeatureSource& source, bool asked) {
                const double share = asked ? readers.share(source) : std::nan("");
                figure::NumberTable::Cell cell;
                if (!std::isnan(share)) {
                    cell.words = figure::number(std::round(share * 1000) / 10);
                    cell.number = share;
                    cell.bar = static_cast<float>(share);
                }
                row.cells.push_back(std::move(cell));
            };
            add({Of::pixels, -1, is_centred}, of == Of::network);
            for (const auto& [output, name] : readers.layers()) add({of, output, is_centred}, true);
            table.rows.push_back(std::move(row));
        }
    return table;
}

}  // namespace

std::string few_shot_finding(const SignReaders& readers) {
    const Signs& signs = readers.signs();
    const int classes = static_cast<int>(signs.names.size()), drawings = static_cast<int>(signs.examples.size());
    if (classes == 0) return "No sign yet. Draw one on the pad, and add it.";
    if (classes == 1)
        return "One sign so far, \xE2\x80\x9C" + signs.names[0] +
               "\xE2\x80\x9D: draw another one, and add it as a new sign.";
    for (int sign = 0; sign < classes; ++sign)
        if (count_of(signs, sign) < 2)
            return "It has learnt " + plural(classes, "sign") + " from " + plural(drawings, "drawing") +
                   ". Add a second \xE2\x80\x9C" + signs.names[index(sign)] +
                   "\xE2\x80\x9D, and it can be tried on a drawing that it was not shown.";
    const explain::FewShotPoint *network = best(readers, Of::network), *random = best(readers, Of::random),
                                *pixels = best(readers, Of::pixels);
    if (network == nullptr || random == nullptr || pixels == nullptr || network->shots != random->shots ||
        network->shots != pixels->shots)
        return "It has learnt " + plural(classes, "sign") + " from " + plural(drawings, "drawing") + ".";
    return "From " + plural(network->shots, "drawing") + " a sign it reads " + part_words(network->mean) +
           " of those it was not shown; with random features " + part_words(random->mean) + ", from the pixels alone " +
           part_words(pixels->mean) + ".";
}

figure::Group signs_card(const SignReaders& readers) {
    const Signs& signs = readers.signs();
    figure::Group group;
    const int classes = static_cast<int>(signs.names.size());
    group.title = plural(classes, "sign") + ", " + plural(static_cast<int>(signs.examples.size()), "drawing");
    group.side = 64;
    group.tight = true;
    group.first = true;
    group.share = 1.2f;
    group.least = 330;
    std::size_t columns = 6;  // so that few stand close together
    for (int sign = 0; sign < classes; ++sign)
        columns = std::max(columns, std::min(index(count_of(signs, sign)), kMostShown));
    group.column_heads.assign(columns + 1, "");
    for (int i = 0; i < 5; ++i) group.few_columns.push_back(i);
    const std::vector<int> none;
    const std::vector<int>& answers = readers.chosen() ? readers.chosen()->answers() : none;
    bool some_wrong = false;
    for (int sign = 0; sign < classes; ++sign) {
        std::vector<figure::Picture> row;
        int right = 0, tried = 0;
        for (std::size_t i = signs.examples.size(); i-- > 0;) {
            const SignExample& example = signs.examples[i];
            if (example.sign != sign) continue;
            const int answer = i < answers.size() ? answers[i] : -1;
            right += answer == sign;
            tried += answer >= 0;
            if (row.size() == columns) continue;
            figure::Picture picture = ink_picture(signs.names[index(sign)] + " " + std::to_string(i), "",
                                                  sign_input(example, signs.is_centred), nn::Shape{1, 28, 28});
            picture.chosen = answer >= 0 && answer != sign;
            some_wrong |= picture.chosen;
            picture.click.kind = figure::Click::Kind::sign;
            picture.click.index = static_cast<int>(i);
            row.push_back(std::move(picture));
        }
        std::reverse(row.begin(), row.end());
        while (row.size() < columns) {
            row.emplace_back();
            row.back().name = signs.names[index(sign)] + " empty " + std::to_string(row.size());
        }
        std::move(row.begin(), row.end(), std::back_inserter(group.pictures));
        group.row_heads.push_back(signs.names[index(sign)] + "\t" +
                                  (tried > 0 ? std::to_string(right) + " of " + std::to_string(tried) : ""));
    }
    if (!answers.empty() && !std::all_of(answers.begin(), answers.end(), [](int a) { return a < 0; }))
        group.note = std::string("Read right when that drawing was left out") +
                     (some_wrong ? "; framed: read as another sign." : ".");
    return group;
}

figure::Group sign_curve_card(const SignReaders& readers) {
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
    const Line lines[] = {{Of::network, "this network, " + readers.layer_name(), 0, true},
                          {Of::random, "random features", 7, false},
                          {Of::pixels, "pixels alone", 2, false},
                          {Of::scratch, "from scratch", 3, false}};
    for (const Line& line : lines) {
        figure::Series series;
        series.name = line.name;
        series.colour = line.colour;
        series.dashed = line.of == Of::scratch;
        for (const explain::FewShotPoint& point : readers.curve(line.of)) {
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

figure::Group sign_ink_card(const SignReaders& readers, const PadReading* pad) {
    const Signs& signs = readers.signs();
    figure::Group group;
    group.title = "What makes it a sign?";
    group.side = 88;
    group.share = 1.2f;
    group.least = 330;
    if (pad == nullptr || pad->answer.empty()) {
        group.note = pad ? "Draw something: it is read as one of your signs, and what speaks for each is shown."
                         : "With two signs it answers.";
        return group;
    }
    const int best_sign = largest(pad->answer);
    group.note = "On the pad: read as \xE2\x80\x9C" + signs.names[index(best_sign)] + "\xE2\x80\x9D, " +
                 share_words(static_cast<double>(pad->answer[index(best_sign)])) +
                 ". From each sign's score down to the pixels: orange ink speaks for it, blue against it.";
    std::vector<int> order;
    for (int sign = 0; sign < static_cast<int>(pad->answer.size()); ++sign) order.push_back(sign);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return pad->answer[index(a)] > pad->answer[index(b)]; });
    std::string below;
    for (const int sign : order) {
        const std::string& name = signs.names[index(sign)];
        if (!pad->projections[index(sign)]) {
            below += (below.empty() ? "" : ", ") + name;
            continue;
        }
        group.pictures.push_back(pixels_picture(
            "projection of " + name, name + ", " + share_words(static_cast<double>(pad->answer[index(sign)])),
            pad->projections[index(sign)]->data, nn::Shape{1, 28, 28}));
    }
    if (!below.empty()) group.note += " Score not above 0, so nothing to project: " + below + ".";
    return group;
}

figure::Group sign_features_card(const SignReaders& readers) {
    figure::Group group;
    group.title = "Which features help?";
    group.beside = true;
    group.least = 300;
    const explain::FewShotPoint* point = best(readers, Of::network);
    if (point == nullptr) {
        group.note = "With two drawings of each sign the layers can be compared.";
        return group;
    }
    group.note = "Share read right, " + plural(point->shots, "drawing") + " a sign.";
    double most = 0;
    std::string name;
    for (const auto& [output, called] : readers.layers()) {
        const double share = readers.share({Of::network, output, true});
        if (share > most) most = share, name = called;
    }
    const double pixels = readers.share({Of::pixels, -1, true});
    constexpr double kAbout = 0.02;
    if (!name.empty() && readers.progress() >= 1)
        group.note += pixels >= most - kAbout ? " Centred and scaled, the pixels alone do about as well or better."
                                              : " Centred and scaled, " + name + " reads " +
                                                    figure::percent(most - pixels) + " more than the pixels alone.";
    group.tables.push_back(features_table(readers));
    return group;
}

}  // namespace probe
