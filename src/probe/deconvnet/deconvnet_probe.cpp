// The deconvnet taken apart: every step from the kept activations to the pixels, and the ways to get it wrong.
#include <algorithm>
#include <cmath>
#include <memory>

#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/deconvnet/mistakes.h"
#include "probe/deconvnet/words.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = Setting::Kind;

constexpr int kMostSteps = 24;  // LeNet-5 from its last layer takes 12; a slider that knows more would be too coarse
constexpr int kMapsShown = 4;

constexpr Setting kSettings[] = {
    {.key = "step",
     .label = "Step",
     .tip = "The whole way down, or one step of it large. Or click a step.",
     .kind = Kind::whole,
     .high = kMostSteps,
     .lowest = "all"},
    {.key = "mistake",
     .label = "Show a common bug",
     .tip = "Makes one of the mistakes of published code, and shows what it does to the picture.",
     .kind = Kind::choice,
     .choices = kMistakeChoices},
};

/// Maps with a value that is not zero.
int busy_maps(const nn::Tensor& signal) {
    int busy = 0;
    for (int map = 0; map < signal.shape.channels; ++map) {
        const std::span<const float> values = signal.map(map);
        busy += std::any_of(values.begin(), values.end(), [](float v) { return v != 0; });
    }
    return busy;
}

class DeconvnetProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    void show(figure::Figure& figure) const override;

private:
    const nn::Network& network() const { return *subject_.network; }
    int steps() const { return start_.layer + 2; }
    int layer_of(int step) const { return layer_of_step(start_, step); }
    /// What is there after a step: at the output of a layer, or the pixels (layer -1).
    const nn::Tensor& signal(int layer) const {
        return layer < 0 ? mistakes_.right().pixels : mistakes_.right().signals[index(layer)];
    }

    std::string finding() const;
    figure::Picture stage(int step) const;
    void show_overview(figure::Figure& figure, int chosen) const;
    void show_step(figure::Figure& figure, int step) const;
    void add_signals(figure::Group& group, const char* word, int layer) const;
    void add_unpooling(figure::Group& group, int layer) const;
    void show_kernels(figure::Figure& figure, int layer) const;
    void show_sum(figure::Figure& figure, int layer) const;

    Subject subject_;
    explain::Start start_;
    Mistakes mistakes_;
};

void DeconvnetProbe::ask(const Subject& subject) {
    subject_ = subject;
    if (subject.input.empty()) return;
    start_ = start_within(network(), subject.start, largest(subject.activations->outputs.back().data));
    if (start_.layer < 0) return;
    mistakes_.make(network(), *subject.activations, start_);
}

void DeconvnetProbe::show(figure::Figure& figure) const {
    if (subject_.input.empty()) return show_empty_page(figure);
    if (start_.layer < 0)
        return show_nothing(figure, "Nothing to take apart", "No layer of this network can start a deconvnet.");
    figure.title = "The deconvnet from " + start_name(network(), start_);
    const int step = std::clamp(subject_.values.whole("step"), 0, steps()), mistake = subject_.values.whole("mistake");
    figure.finding = mistake > 0 ? mistakes_.finding(mistake) : finding();
    if (mistake > 0) figure.groups.push_back(mistakes_.large(mistake));
    if (mistake == 0 && step == 0) show_overview(figure, 0);
    if (step > 0) show_step(figure, step);
    const std::size_t shown = mistake > 0 || step == 0 ? 1 : figure.groups.size();
    if (mistake > 0 || step > 0) show_overview(figure, step);
    figure.groups.push_back(mistakes_.all(mistake));
    for (std::size_t i = shown; i < figure.groups.size(); ++i) figure.groups[i].folded = true;
}

/// How much of the page the picture takes, and how much of it lies on ink.
std::string DeconvnetProbe::finding() const {
    const std::vector<float>& pixels = mistakes_.right().pixels.data;
    int lit = 0;
    double all = 0, on_ink = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const double size = std::fabs(static_cast<double>(pixels[i]));
        lit += size > 0;
        all += size;
        if (subject_.input[i] > 0.1f) on_ink += size;
    }
    const std::string name = start_name(network(), start_);
    if (lit == 0) return name + " is silent here: nothing leads back to the page.";
    return plural(steps() - 1, "step") + " lead from " + name + " back to " + std::to_string(lit) + " of " +
           plural(static_cast<int>(pixels.size()), "pixel") + "; " + figure::percent(on_ink / all) +
           " of the picture lies on ink.";
}

/// The stage in one picture: its strongest map.
figure::Picture DeconvnetProbe::stage(int step) const {
    const nn::Tensor& at = signal(step == 1 ? start_.layer : layer_of(step) - 1);
    const int map = strongest_maps(at, 1).front();
    const std::string where = step == 1 ? layer_name(network(), start_.layer) : layer_name(network(), layer_of(step));
    figure::Picture picture = signal_picture("stage " + std::to_string(step), "", at, map);
    picture.head = std::to_string(step) + " " + step_title(network(), start_, step);
    picture.caption = where;
    if (at.shape.plane() > 1 && at.shape.channels > 1) picture.caption += ", map " + std::to_string(map);
    picture.keyed = true;
    return picture;
}

void DeconvnetProbe::show_overview(figure::Figure& figure, int chosen) const {
    figure::Group group = note_group("The way down from " + start_name(network(), start_), "");
    for (int step = 1; step <= steps(); ++step) {
        figure::Picture picture = stage(step);
        picture.chosen = step == chosen;
        picture.click = set_click("step", std::min(step, kMostSteps));
        group.pictures.push_back(std::move(picture));
    }
    group.pictures.push_back(ink_picture("input", "to compare", subject_.input, network().architecture.input));
    group.pictures.back().head = "The input";
    figure.groups.push_back(std::move(group));
}

void DeconvnetProbe::add_signals(figure::Group& group, const char* word, int layer) const {
    const nn::Tensor& at = signal(layer);
    const std::string where = layer < 0 ? "pixels" : layer_name(network(), layer);
    if (at.shape.plane() == 1) {
        group.pictures.push_back(signal_picture(std::string(word) + " " + where, word, at, 0));
        group.facts.push_back(fact(std::string(word) + ": units that are not zero",
                                   std::to_string(busy_maps(at)) + " of " + std::to_string(at.shape.channels)));
        return;
    }
    for (const int map : strongest_maps(at, kMapsShown)) {
        const std::string name = at.shape.channels > 1 ? "map " + std::to_string(map) : where;
        group.pictures.push_back(signal_picture(std::string(word) + " " + where + " " + std::to_string(map),
                                                std::string(word) + ", " + name, at, map));
        if (group.pictures.back().values == std::vector<float>(group.pictures.back().values.size(), 0.0f) &&
            group.pictures.size() > 1)
            group.pictures.pop_back();
    }
    if (at.shape.channels > 1)
        group.facts.push_back(fact(std::string(word) + ": maps that are not zero",
                                   std::to_string(busy_maps(at)) + " of " + std::to_string(at.shape.channels)));
}

/// The pool's output, where its maxima were on the way up, and the signal put back there; of the strongest map.
void DeconvnetProbe::add_unpooling(figure::Group& group, int layer) const {
    const nn::Tensor &above = signal(layer), &below = signal(layer - 1);
    const nn::LayerSpec& spec = network().layer(layer);
    const nn::Tensor& before = layer > 0 ? subject_.activations->output(layer - 1) : subject_.activations->input;
    const int map = strongest_maps(above, 1).front();
    const std::string which = "map " + std::to_string(map);
    std::vector<figure::Mark> arrows = switch_arrows(network(), *subject_.activations, layer, map);
    for (std::size_t i = 0; i < arrows.size(); ++i) arrows[i].accent = above.map(map)[i] != 0;
    group.pictures.push_back(signal_picture("pooled signal", "signal at " + spec.name + ",\n" + which, above, map));
    group.pictures.push_back(map_picture(
        "switches",
        "on the way up: " + layer_name(network(), layer - 1) + ",\nwith its switches\n" + range_lines(before.map(map)),
        before, map, image::Map::sequential));
    group.pictures.back().marks = arrows;
    const nn::Tensor& pooled = subject_.activations->output(layer);
    group.pictures.push_back(map_picture("pooled map",
                                         "on the way up: " + spec.name + "\n" + range_lines(pooled.map(map)), pooled,
                                         map, image::Map::sequential));
    group.pictures.push_back(signal_picture("unpooled signal", "unpooled,\n" + which, below, map));
    group.pictures.back().marks = std::move(arrows);
    if (above.shape.channels > 1)
        group.facts.push_back(fact("maps that are not zero",
                                   std::to_string(busy_maps(above)) + " of " + std::to_string(above.shape.channels)));
}

/// Kernels of the strongest map, turned, to the strongest maps below; one for each map above where one map is below.
void DeconvnetProbe::show_kernels(figure::Figure& figure, int layer) const {
    constexpr int kKernelsShown = 6;
    const nn::Tensor &above = signal(layer), &below = signal(layer - 1);
    const int side = network().layer(layer).kernel, size = side * side;
    const std::vector<float>& weight = network().parameters[index(layer)].weight;
    figure::Group group = note_group(network().layer(layer).name + "'s kernels, flipped",
                                     "What each value lays down: the kernel of its map, turned by 180 degrees. The "
                                     "first one is also drawn as it is stored and used on the way up. " +
                                         count_of(above.shape.channels * below.shape.channels, "kernel") +
                                         " in all; these belong to the strongest maps.");
    group.side = 80;
    for (const int top : strongest_maps(above, below.shape.channels == 1 ? kKernelsShown : 1)) {
        for (const int bottom : strongest_maps(below, kKernelsShown)) {
            const auto first = weight.begin() + (top * below.shape.channels + bottom) * size;
            const std::vector<float> stored(first, first + size), turned(stored.rbegin(), stored.rend());
            const std::string name =
                "map " + std::to_string(top) + " to " + (below.shape.channels > 1 ? std::to_string(bottom) : "pixels");
            if (group.pictures.empty())
                group.pictures.push_back(figure::picture("kernel as stored, " + name,
                                                         name + "\nas stored\n" + range_lines(stored), stored, side,
                                                         side, image::Map::diverging));
            group.pictures.push_back(figure::picture("kernel flipped, " + name,
                                                     name + "\nflipped\n" + range_lines(turned), turned, side, side,
                                                     image::Map::diverging));
        }
    }
    figure.groups.push_back(std::move(group));
}

/// What the strongest map alone lays down, beside the sum over all maps; both of the strongest map below.
void DeconvnetProbe::show_sum(figure::Figure& figure, int layer) const {
    const nn::Tensor &above = signal(layer), &below = signal(layer - 1);
    const int top = strongest_maps(above, 1).front(), bottom = strongest_maps(below, 1).front();
    nn::Tensor one(above.shape), alone;
    const std::span<const float> kept = above.map(top);
    std::copy(kept.begin(), kept.end(), one.map(top).begin());
    explain::step_down(network(), *subject_.activations, layer, one, alone);
    figure::Group group = note_group("The sum",
                                     "Every map above lays its kernels down; what comes out is the sum over all of "
                                     "them. Here what one map adds, and the whole.");
    group.side = 120;
    group.pictures.push_back(
        signal_picture("one map's share",
                       "map " + std::to_string(top) + " of " + layer_name(network(), layer) + " alone", alone, bottom));
    group.pictures.push_back(signal_picture("the sum", "all " + count_of(above.shape.channels, "map"), below, bottom));
    figure.groups.push_back(std::move(group));
}

void DeconvnetProbe::show_step(figure::Figure& figure, int step) const {
    const std::string title =
        "Step " + std::to_string(step) + " of " + std::to_string(steps()) + ": " + step_title(network(), start_, step);
    figure::Group group = note_group(title, step_note(network(), start_, step));
    group.side = 150;
    if (step == 1) {
        add_signals(group, "kept", start_.layer);
    } else {
        const int layer = layer_of(step);
        const nn::LayerKind kind = network().layer(layer).kind;
        if (kind == nn::LayerKind::max_pool) {
            add_unpooling(group, layer);
        } else {
            add_signals(group, "before", layer);
            add_signals(group, "after", layer - 1);
        }
    }
    figure.groups.push_back(std::move(group));
    if (step == 1 || network().layer(layer_of(step)).kind != nn::LayerKind::conv) return;
    show_kernels(figure, layer_of(step));
    show_sum(figure, layer_of(step));
}

}  // namespace

const Entry kDeconvnet = {"deconvnet",
                          "Step by step",
                          "deconvnet",
                          Group::look,
                          "How does a feature lead back to the pixels?",
                          "Zeiler & Fergus 2013, section 2.1, Fig. 1",
                          kSettings,
                          true,
                          true,
                          false,
                          made<DeconvnetProbe>};

}  // namespace probe
