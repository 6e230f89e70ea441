// Maximise: the picture that excites a unit, a map or a class most, climbing before one's eyes.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "explain/maximise.h"
#include "nn/class_names.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/maximise/map_weights.h"
#include "probe/maximise/plan.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kStepsASlice = 24;
constexpr int kFrames = 32;
constexpr std::size_t kSmooth = 8;  // steps that make a point of the curve

class MaximiseProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;
    bool has_animation() const override { return !frames_.empty(); }
    std::vector<figure::Picture> animation() const override;

private:
    void keep_frame();
    std::string starts_from() const;
    figure::Group pictures() const;
    figure::Group scores() const;
    double score_of(std::size_t i) const;
    std::string finding() const;
    figure::Plot curves() const;

    const nn::Network* network_ = nullptr;
    std::shared_ptr<explain::Ascender> ascender_;
    ClimbPlan plan_;
    std::vector<explain::Climb> climbs_;
    std::vector<std::vector<float>> frames_;
    std::optional<figure::Group> tiles_;  ///< where maps are chosen
};

void MaximiseProbe::ask(const Subject& subject) {
    network_ = subject.network;
    if (!network_ || network_->layer_count() == 0) return;
    if (!subject.cache->ascender) subject.cache->ascender = std::make_shared<explain::Ascender>(*network_);
    tiles_.reset();
    const int layer = nearest_layer(*network_, subject.start.layer);
    if (subject.values.chosen<ClimbOf>("of") == maps && subject.activations) tiles_ = map_weight_tiles(subject, layer);
    const std::vector<Run> before = std::move(plan_.runs);
    plan_ = plan_climbs(subject);
    if (ascender_ == subject.cache->ascender && before == plan_.runs) return;
    ascender_ = subject.cache->ascender;
    climbs_.clear();
    frames_.clear();
    for (const Run& run : plan_.runs) climbs_.push_back(ascender_->begin(run.objective, run.options, run.start));
    keep_frame();
}

/// All climb together, so that all can be watched.
bool MaximiseProbe::advance() {
    bool more = false;
    const int count = std::max(1, static_cast<int>(climbs_.size()));
    const int steps = network_ ? nn::passes_a_slice(*network_, kStepsASlice) : 1;
    for (explain::Climb& climb : climbs_) more = ascender_->advance(climb, std::max(1, steps / count)) || more;
    if (!climbs_.empty() && progress() * kFrames >= static_cast<float>(frames_.size())) keep_frame();
    return more;
}

float MaximiseProbe::progress() const {
    return climbs_.empty()
               ? 1.0f
               : static_cast<float>(climbs_.back().done()) / static_cast<float>(climbs_.back().options.steps);
}

/// The pictures side by side in rows of five, with a line of paper between them.
void MaximiseProbe::keep_frame() {
    if (climbs_.empty()) return;
    const nn::Shape& shape = network_->architecture.input;
    const int columns = std::min(5, static_cast<int>(climbs_.size())),
              rows = (static_cast<int>(climbs_.size()) + columns - 1) / columns;
    const int width = columns * (shape.width + 1) - 1, height = rows * (shape.height + 1) - 1;
    std::vector<float> frame(index(width * height), 0.0f);
    for (int i = 0; i < static_cast<int>(climbs_.size()); ++i) {
        const float* from = climbs_[index(i)].picture.data();
        const int top = i / columns * (shape.height + 1), left = i % columns * (shape.width + 1);
        for (int row = 0; row < shape.height; ++row)
            std::copy_n(from + row * shape.width, shape.width, frame.data() + (top + row) * width + left);
    }
    frames_.push_back(std::move(frame));
}

std::vector<figure::Picture> MaximiseProbe::animation() const {
    std::vector<figure::Picture> pictures;
    if (climbs_.empty()) return pictures;
    const nn::Shape& shape = network_->architecture.input;
    const int columns = std::min(5, static_cast<int>(climbs_.size())), width = columns * (shape.width + 1) - 1;
    for (std::size_t i = 0; i < frames_.size(); ++i) {
        pictures.push_back(figure::picture("frame " + std::to_string(i), "", frames_[i], width,
                                           static_cast<int>(frames_[i].size()) / width, image::Map::ink));
        pictures.back().scale = 1;
    }
    return pictures;
}

/// "From noise of standard deviation 0.2".
std::string MaximiseProbe::starts_from() const {
    const std::string noise =
        "noise of standard deviation " + figure::number(static_cast<double>(plan_.runs.front().options.noise));
    if (plan_.runs.front().start.empty()) return "Made without any digit: from " + noise;
    return (plan_.begins_with_drawing ? "From your drawing with " : "From the mean digit with ") + noise;
}

figure::Group MaximiseProbe::pictures() const {
    const bool has_answers = plan_.of_classes && nn::ends_in_softmax(*network_);
    figure::Group group;
    group.title = "What " + plan_.what + " likes best";
    group.side = 128;
    for (std::size_t i = 0; i < climbs_.size(); ++i) {
        const explain::Climb& climb = climbs_[i];
        const double value = static_cast<double>(ascender_->value(climb.objective, climb.picture));
        std::string caption = plan_.runs[i].name + ": " + figure::number(value);
        const std::span<const float> answer = ascender_->answer(climb.picture);
        const int best = largest(answer);
        if (has_answers)
            caption = plan_.runs[i].name + "\nread as " + nn::class_name(*network_, best) + ", " +
                      figure::percent(static_cast<double>(answer[index(best)]));
        group.pictures.push_back(ink_picture(plan_.runs[i].name, caption, climb.picture, network_->architecture.input));
    }
    return group;
}

figure::Group MaximiseProbe::scores() const {
    figure::Group group =
        note_group("How the score rises",
                   starts_from() +
                       ", every pixel goes step by step to where the score rises. It shows what the network answers "
                       "to most strongly, not what it was taught with. The curve is measured before each step, at "
                       "the picture as the jitter shifts it, mean of eight steps. For a map or unit: what arrives at "
                       "its relu; a pooled map stands for the map in front of its pooling.");
    group.folded = true;
    for (std::size_t i = 0; i < climbs_.size(); ++i) group.facts.push_back(fact(plan_.runs[i].name, score_of(i)));
    group.plots.push_back(curves());
    return group;
}

double MaximiseProbe::score_of(std::size_t i) const {
    return static_cast<double>(ascender_->value(climbs_[i].objective, climbs_[i].picture));
}

/// Of classes: whether they are read as what they were made for; else how far the best one rose.
std::string MaximiseProbe::finding() const {
    const std::string seen = so_far(static_cast<double>(progress()));
    if (plan_.of_classes && nn::ends_in_softmax(*network_)) {
        int right = 0;
        double least = 1;
        for (std::size_t i = 0; i < climbs_.size(); ++i) {
            const std::span<const float> answer = ascender_->answer(climbs_[i].picture);
            if (largest(answer) != plan_.runs[i].of_class) continue;
            ++right;
            least = std::min(least, static_cast<double>(answer[index(plan_.runs[i].of_class)]));
        }
        const int all = static_cast<int>(climbs_.size());
        return seen + "The network reads " + std::to_string(right) + " of these " + plural(all, "picture") +
               " as what " + (all == 1 ? "it was" : "they were") + " made for" +
               (right == 0 ? "." : "; of the least sure one it is " + share_words(least) + " sure.");
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < climbs_.size(); ++i)
        if (score_of(i) > score_of(best)) best = i;
    const std::vector<float>& curve = climbs_[best].curve;
    if (curve.empty()) return seen + "The score of " + plan_.what + " has not been climbed yet.";
    const double from = static_cast<double>(curve.front()), to = score_of(best);
    const std::string words = figure::number(from) + " to " + figure::number(to);
    return seen +
           (to > from ? "The score of " + plan_.what + " rises from " + words
                      : "The score of " + plan_.what + " does not rise: " + words) +
           (climbs_.size() > 1 ? ", at best." : ".");
}

figure::Plot MaximiseProbe::curves() const {
    figure::Plot plot;
    plot.name = "objective";
    plot.title = "The climb";
    plot.x_label = "step";
    plot.y_label = "score";
    for (std::size_t i = 0; i < climbs_.size(); ++i) {
        figure::Series series;
        series.name = plan_.runs[i].name;
        series.colour = plan_.runs[i].colour;
        const std::vector<float>& curve = climbs_[i].curve;
        for (std::size_t k = 0; k < curve.size(); k += kSmooth) {
            const std::size_t end = std::min(k + kSmooth, curve.size());
            series.x.push_back(static_cast<float>(k));
            series.y.push_back(std::accumulate(curve.begin() + static_cast<std::ptrdiff_t>(k),
                                               curve.begin() + static_cast<std::ptrdiff_t>(end), 0.0f) /
                               static_cast<float>(end - k));
        }
        plot.series.push_back(std::move(series));
    }
    return plot;
}

void MaximiseProbe::show(figure::Figure& figure) const {
    if (!network_ || climbs_.empty()) {
        show_nothing(figure, "Ideal pictures",
                     plan_.trouble.empty() ? "There is no network to climb in." : plan_.trouble);
        if (tiles_) figure.groups.push_back(*tiles_);
        return;
    }
    figure.title = "Pictures that excite " + plan_.what + " most";
    figure.finding = finding();
    figure.groups.push_back(pictures());
    if (tiles_) figure.groups.push_back(*tiles_);
    figure.groups.push_back(scores());
}

}  // namespace

const Entry kMaximise = {"maximise",
                         "Ideal pictures",
                         "activation maximisation",
                         Group::look,
                         "Which picture would excite a unit, a map or a class most of all?",
                         "Erhan, Bengio, Courville & Vincent 2009",
                         kClimbSettings,
                         true,
                         true,
                         false,
                         made<MaximiseProbe>};

}  // namespace probe
