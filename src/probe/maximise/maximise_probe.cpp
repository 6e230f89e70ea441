// Maximise: the picture that excites a unit, a map or a class most, climbing before one's eyes.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "explain/maximise.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/maximise/map_weights.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kStepsASlice = 24;
constexpr int kFrames = 32;
constexpr std::size_t kSmooth = 8;  // steps that make a point of the curve

enum Of { selection, one_class, every_class, maps };
constexpr Choice kOf[] = {{selection, "selection"}, {one_class, "class"}, {every_class, "every class"}, {maps, "maps"}};
enum Part { strongest_place, whole_mean };
constexpr Choice kParts[] = {{strongest_place, "maximum"}, {whole_mean, "mean"}};
enum Begin { noise, mean_digit, own_drawing };
constexpr Choice kBegins[] = {{noise, "noise"}, {mean_digit, "mean digit"}, {own_drawing, "own drawing"}};

constexpr Setting kSettings[] = {
    {.key = "of",
     .label = "Of",
     .tip = "What is made as strong as it gets",
     .kind = Setting::Kind::choice,
     .initial = every_class,
     .choices = kOf},
    {.key = "class",
     .label = "Class",
     .tip = "Whose score is climbed",
     .kind = Setting::Kind::whole,
     .high = 9,
     .initial = 3,
     .only_key = "of",
     .only_value = one_class},
    {.key = "maps",
     .label = "Maps",
     .tip = "Maps of the selected layer with their weights, as in 3:1,7:-0.5",
     .kind = Setting::Kind::text,
     .grammar = "weights",
     .only_key = "of",
     .only_value = maps},
    {.key = "part",
     .label = "Part of the map",
     .tip = "Its strongest place, or its mean",
     .kind = Setting::Kind::choice,
     .choices = kParts},
    {.key = "start",
     .label = "Start",
     .tip = "Where the climb begins; noise of standard deviation 0.2 is added",
     .kind = Setting::Kind::choice,
     .initial = noise,
     .choices = kBegins,
     .digits_value = mean_digit},
    {.key = "seeds",
     .label = "Side by side",
     .tip = "Climbs from different noise",
     .kind = Setting::Kind::whole,
     .low = 1,
     .high = 4,
     .initial = 4},
    {.key = "seed",
     .label = "Again",
     .tip = "Other noise; the same number gives the same picture",
     .kind = Setting::Kind::button,
     .high = 9999,
     .initial = 1},
    {.key = "step",
     .label = "Step",
     .tip = "Root mean square change of a pixel in one step, before what follows below",
     .kind = Setting::Kind::number,
     .low = 0.005,
     .high = 0.2,
     .initial = 0.03,
     .advanced = true},
    {.key = "steps",
     .label = "Steps",
     .tip = "How many",
     .kind = Setting::Kind::whole,
     .low = 16,
     .high = 1024,
     .initial = 256,
     .advanced = true},
    {.key = "jitter",
     .label = "Jitter",
     .tip = "Random shift before each step, in pixels: what holds only for exact places washes out",
     .kind = Setting::Kind::whole,
     .high = 6,
     .initial = 2,
     .advanced = true},
    {.key = "variation",
     .label = "Total variation",
     .tip = "Weight of the differences between neighbours, in steps: the higher, the smoother",
     .kind = Setting::Kind::number,
     .high = 2,
     .initial = 0.5,
     .advanced = true},
    {.key = "l2",
     .label = "L2",
     .tip = "Pull of each pixel towards paper",
     .kind = Setting::Kind::number,
     .high = 0.1,
     .initial = 0.005,
     .advanced = true},
    {.key = "blur-every",
     .label = "Blur every",
     .tip = "Steps between two blurs; 0 for none",
     .kind = Setting::Kind::whole,
     .high = 64,
     .initial = 8,
     .advanced = true},
    {.key = "blur",
     .label = "Blur",
     .tip = "Width of the blur (sigma) in pixels",
     .kind = Setting::Kind::number,
     .low = 0.2,
     .high = 2,
     .initial = 0.4,
     .advanced = true},
    {.key = "clamp",
     .label = "Clamp",
     .tip = "Keep pixels between paper and full ink",
     .kind = Setting::Kind::toggle,
     .initial = 1,
     .advanced = true},
    {.key = "against",
     .label = "Against the others",
     .tip = "Climb a class's score minus the other classes' mean score",
     .kind = Setting::Kind::toggle,
     .advanced = true},
};

explain::AscentOptions options_of(const Values& v) {
    explain::AscentOptions o;
    o.steps = v.whole("steps");
    o.rate = static_cast<float>(v["step"]);
    o.l2 = static_cast<float>(v["l2"]);
    o.total_variation = static_cast<float>(v["variation"]);
    o.blur_every = v.whole("blur-every");
    o.blur_sigma = static_cast<float>(v["blur"]);
    o.jitter = v.whole("jitter");
    o.clamp = v.on("clamp");
    o.seed = static_cast<std::uint64_t>(v.whole("seed"));
    return o;
}

/// One climb and what is told about it.
struct Run {
    explain::Objective objective;
    explain::AscentOptions options;
    std::vector<float> start;
    std::string name;
    int colour = 0;

    bool operator==(const Run&) const = default;
};

class MaximiseProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;
    bool has_animation() const override { return !frames_.empty(); }
    std::vector<figure::Picture> animation() const override;

private:
    std::vector<Run> plan(const Subject& subject);
    explain::Objective selected(const Subject& subject) const;
    std::vector<float> start_of(const Subject& subject) const;
    void keep_frame();
    std::string starts_from() const;
    figure::Group pictures() const;
    figure::Plot curves() const;

    const nn::Network* network_ = nullptr;
    std::shared_ptr<explain::Ascender> ascender_;
    std::vector<Run> runs_;
    std::vector<explain::Climb> climbs_;
    std::vector<std::vector<float>> frames_;
    std::optional<figure::Group> tiles_;  ///< where maps are chosen
    std::string what_, trouble_;
    bool of_classes_ = false, begins_with_drawing_ = false;
};

/// The selection, or weighted maps of its layer.
explain::Objective MaximiseProbe::selected(const Subject& subject) const {
    const nn::Network& network = *subject.network;
    const int layer = nearest_layer(network, subject.start.layer), map = nearest_map(network, subject.start, layer);
    const explain::Term::Of part =
        subject.values.chosen<Part>("part") == whole_mean ? explain::Term::Of::mean : explain::Term::Of::maximum;
    if (subject.values.chosen<Of>("of") == maps)
        return explain::before_rectifier(
            network, {layer, parse_map_weights(subject.values.text("maps"), network.shape(layer).channels, part)});
    if (subject.start.keep == explain::Keep::unit && subject.start.layer == layer && subject.start.unit >= 0 &&
        subject.start.unit < network.shape(layer).plane())
        return explain::before_rectifier(network, {layer, {{map, explain::Term::Of::unit, subject.start.unit, 1.0f}}});
    return explain::before_rectifier(network, {layer, {{map, part, 0, 1.0f}}});
}

/// Where a climb begins.  Empty: noise.
std::vector<float> MaximiseProbe::start_of(const Subject& subject) const {
    const auto start = subject.values.chosen<Begin>("start");
    if (start == own_drawing) return has_input(subject) ? subject.input : std::vector<float>();
    if (start != mean_digit || !has_digits(subject)) return {};
    return mean_picture(subject);
}

std::vector<Run> MaximiseProbe::plan(const Subject& subject) {
    const nn::Network& network = *subject.network;
    const Values& v = subject.values;
    const auto of = v.chosen<Of>("of");
    const int layer = nn::score_layer(network), classes = network.shape(layer).size();
    const float others = v.on("against") ? 1.0f : 0.0f;
    explain::AscentOptions options = options_of(v);
    std::vector<Run> runs;
    trouble_.clear();
    of_classes_ = of == every_class || of == one_class;
    begins_with_drawing_ = v.chosen<Begin>("start") == own_drawing;
    if (of == every_class) {
        what_ = "every class";
        for (int k = 0; k < std::min(classes, 10); ++k)
            runs.push_back({explain::class_objective(network, layer, k, others), options, start_of(subject),
                            "class " + std::to_string(k), k});
        return runs;
    }
    const int of_class = std::min(v.whole("class"), classes - 1);
    const explain::Objective objective =
        of == one_class ? explain::class_objective(network, layer, of_class, others) : selected(subject);
    const int shown = nearest_layer(network, subject.start.layer);
    what_ = of == one_class ? "class " + std::to_string(of_class)
            : of == maps    ? "this mix of " + network.layer(shown).name + "'s maps"
                            : map_name(network, shown, nearest_map(network, subject.start, shown));
    if (objective.terms.empty())
        trouble_ =
            "Choose maps above, or write them into a link: maps=3:1,7:-0.5 climbs map 3 and half as much away from map "
            "7.";
    if (objective.terms.empty()) return runs;
    const std::vector<float> start = start_of(subject);
    for (int i = 0; i < v.whole("seeds"); ++i) {
        runs.push_back({objective, options, start, "seed " + std::to_string(options.seed), i});
        ++options.seed;
    }
    return runs;
}

void MaximiseProbe::ask(const Subject& subject) {
    network_ = subject.network;
    if (!network_ || network_->layer_count() == 0) return;
    if (!subject.cache->ascender) subject.cache->ascender = std::make_shared<explain::Ascender>(*network_);
    tiles_.reset();
    const int layer = nearest_layer(*network_, subject.start.layer);
    if (subject.values.chosen<Of>("of") == maps && subject.activations) tiles_ = map_weight_tiles(subject, layer);
    std::vector<Run> runs = plan(subject);
    if (ascender_ == subject.cache->ascender && runs == runs_) return;
    ascender_ = subject.cache->ascender;
    runs_ = std::move(runs);
    climbs_.clear();
    frames_.clear();
    for (const Run& run : runs_) climbs_.push_back(ascender_->begin(run.objective, run.options, run.start));
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
        "noise of standard deviation " + figure::number(static_cast<double>(runs_.front().options.noise));
    if (runs_.front().start.empty()) return "Made without any digit: from " + noise;
    return (begins_with_drawing_ ? "From your drawing with " : "From the mean digit with ") + noise;
}

figure::Group MaximiseProbe::pictures() const {
    const bool has_answers = of_classes_ && nn::ends_in_softmax(*network_);
    figure::Group group = note_group(
        "What " + what_ + " likes best",
        starts_from() +
            ", every pixel goes step by step to where the score rises. "
            "It shows what the network answers to most strongly, not what it was taught with. Below each the score" +
            std::string(has_answers ? " and what the network reads in it." : "."));
    group.side = 128;
    group.columns = 5;
    for (std::size_t i = 0; i < climbs_.size(); ++i) {
        const explain::Climb& climb = climbs_[i];
        const double value = static_cast<double>(ascender_->value(climb.objective, climb.picture));
        std::string caption = runs_[i].name + ": " + figure::number(value);
        const std::span<const float> answer = ascender_->answer(climb.picture);
        const int best = largest(answer);
        if (has_answers)
            caption +=
                "\nread as " + std::to_string(best) + ", " + figure::percent(static_cast<double>(answer[index(best)]));
        group.pictures.push_back(ink_picture(runs_[i].name, caption, climb.picture, network_->architecture.input));
        group.facts.push_back({runs_[i].name, figure::number(value), value, true});
    }
    return group;
}

figure::Plot MaximiseProbe::curves() const {
    figure::Plot plot;
    plot.name = "objective";
    plot.title = "The climb";
    plot.x_label = "step";
    plot.y_label = "score";
    for (std::size_t i = 0; i < climbs_.size(); ++i) {
        figure::Series series;
        series.name = runs_[i].name;
        series.colour = runs_[i].colour;
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
    if (tiles_) figure.groups.push_back(*tiles_);
    if (!network_ || climbs_.empty()) {
        figure.groups.push_back(
            note_group("Maximise", trouble_.empty() ? "There is no network to climb in." : trouble_));
        return;
    }
    figure.title = "Pictures that excite " + what_ + " most";
    figure.groups.push_back(pictures());
    figure.groups.push_back(
        note_group("How the score rises",
                   "Measured before each step, at the picture as the jitter shifts it, mean of eight steps. For a map "
                   "or unit: what arrives at its relu; a pooled map stands for the map in front of its pooling."));
    figure.groups.back().plots.push_back(curves());
}

}  // namespace

const Entry kMaximise = {"maximise",
                         "Ideal pictures",
                         "activation maximisation",
                         Group::look,
                         "Which picture would excite a unit, a map or a class most of all?",
                         "Erhan, Bengio, Courville & Vincent 2009",
                         kSettings,
                         true,
                         true,
                         false,
                         made<MaximiseProbe>};

}  // namespace probe
