// Digits learnt by heart, each above a held-out one of its class that is read right, with what the deconvnet makes of
// the answers.  Nothing is said of how the two rows look: they do not differ by any measure that was tried.
#include <algorithm>
#include <cmath>
#include <map>

#include "explain/deconvnet.h"
#include "nn/forward.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/overfitting/cards.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kPairs = 5;

struct Shown {
    std::vector<float> input, pixels;
    float sure = 0;
};

/// A digit, and the score of its class projected down.
Shown shown(const nn::Network& network, const nn::Digits& digits, int digit) {
    Shown made;
    made.input = digit_input(digits, digit);
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    engine.forward(made.input, activations);
    Subject subject;
    subject.network = &network;
    subject.activations = &activations;
    const explain::Start start = class_start(subject, digits.labels[index(digit)]);
    if (start.layer >= 0) {
        explain::Projection projection;
        explain::project(network, activations, start, projection);
        made.pixels = projection.pixels.data;
    }
    made.pixels.resize(made.input.size());
    return made;
}

struct Pair {
    int by_heart = 0, held_out = 0;
};

/// The next held-out digit of this class that is read right, from `begin` on; their count where there is none.
int next_partner(const nn::Digits& held_out, const explain::PictureReading& reading, int label, int begin) {
    int i = begin;
    while (i < reading.seen() && (held_out.labels[index(i)] != label || reading.predicted()[index(i)] != label)) ++i;
    return i;
}

/// At most kPairs, of as many classes as there are.
std::vector<Pair> chosen_pairs(const Runs& runs, const explain::PictureReading& held, const ByHeart& heart) {
    std::vector<Pair> pairs;
    std::map<int, int> taken, next;  // by class: pairs that it has, and where its held-out digits go on
    for (int round = 0; round < kPairs; ++round) {
        for (const int digit : heart.digits) {
            const int label = runs.curves[0].learnt.labels[index(digit)];
            const bool is_used =
                std::any_of(pairs.begin(), pairs.end(), [digit](const Pair& pair) { return pair.by_heart == digit; });
            if (is_used || taken[label] > round) continue;
            const int partner = next_partner(runs.held_out, held, label, next[label]);
            if (partner == held.seen()) continue;
            pairs.push_back({digit, partner});
            if (static_cast<int>(pairs.size()) == kPairs) return pairs;
            ++taken[label];
            next[label] = partner + 1;
        }
    }
    return pairs;
}

}  // namespace

figure::Group pairs_card(const Runs& runs, const Readings& readings, const ByHeart& heart) {
    const RunCurve& run = runs.curves[0];
    const nn::NetworkPtr& end = run.moments.back().network;
    figure::Group group;
    group.title = "Learnt by heart, and held out";
    group.least = 320;
    group.side = 56;
    const explain::PictureReading* held = readings.finished(end, Pictures::held_out);
    if (run.shuffled) {
        group.note =
            "Every label of it is learnt by heart: there is no rule that a network without a digit could know.";
        return group;
    }
    if (!heart.known || held == nullptr) {
        group.note = run.has_folds() ? "Five networks, each trained without a fifth of the digits, read that fifth."
                                     : "Which digits it knows by heart is found with five networks, each trained "
                                       "without a fifth of them. They have not been trained.";
        return group;
    }
    const std::vector<Pair> pairs = chosen_pairs(runs, *held, heart);
    if (pairs.empty()) {
        group.note = "None of its digits is read right only because it was learnt.";
        return group;
    }
    group.column_heads = {"digit\nwithout it"};
    for (const auto& [digit, partner] : pairs)
        group.column_heads.push_back("a " + run.learnt.name_of(digit) + "\nread as " +
                                     run.learnt.class_name(heart.without[index(digit)]));
    group.row_heads = {"by heart", "deconvnet", "held out", "deconvnet "};
    std::vector<figure::Picture> rows[4];
    const nn::Shape& shape = end->architecture.input;
    for (const auto& [digit, partner] : pairs) {
        const Shown learnt = shown(*end, run.learnt, digit), other = shown(*end, runs.held_out, partner);
        const std::string name = "digit " + std::to_string(digit), beside = "held out " + std::to_string(partner);
        rows[0].push_back(ink_picture(name, "", learnt.input, shape));
        rows[1].push_back(pixels_picture(name + ", deconvnet", "", learnt.pixels, shape));
        rows[2].push_back(ink_picture(beside, "", other.input, shape));
        rows[3].push_back(pixels_picture(beside + ", deconvnet", "", other.pixels, shape));
        rows[2].back().apart = pairs.front().by_heart == digit;
    }
    for (auto& row : rows)
        for (figure::Picture& picture : row) group.pictures.push_back(std::move(picture));
    return group;
}

}  // namespace probe
