// Pooling laboratory: a map before and after pooling while the input moves, and what every layer makes of a shift.
#include <algorithm>
#include <cmath>
#include <memory>

#include "explain/transform.h"
#include "nn/class_names.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/shift_curves.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = Setting::Kind;

constexpr Setting kSettings[] = {
    {.key = "right",
     .label = "Shift right",
     .tip = "Moves the digit to the right, by parts of a pixel.",
     .low = -6,
     .high = 6,
     .initial = 1},
    {.key = "down", .label = "Shift down", .tip = "Moves the digit down, by parts of a pixel.", .low = -6, .high = 6},
    {.key = "rotate",
     .label = "Rotate",
     .tip = "Turns the digit counterclockwise, in degrees.",
     .low = -45,
     .high = 45},
    {.key = "scale",
     .label = "Scale",
     .tip = "Makes the digit larger (above 1) or smaller.",
     .low = 0.6,
     .high = 1.6,
     .initial = 1,
     .advanced = true},
};

constexpr int kSlice = 16;  // forward passes: half a millisecond natively

class PoolingProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override { return static_cast<float>(measured_) / kShifts; }
    void show(figure::Figure& figure) const override;

private:
    const nn::Network& network() const { return *subject_.network; }
    const nn::Tensor& below(const nn::Activations& activations, int layer) const {
        return layer > 0 ? activations.output(layer - 1) : activations.input;
    }
    bool fits() const;
    void choose_pool();
    int changed_switches(int begin, int end) const;
    std::string finding() const;
    void show_page(figure::Figure& figure) const;
    void show_pool(figure::Figure& figure) const;
    void add_pair(figure::Group& group, const char* when, const nn::Activations& activations, float scale_before,
                  float scale_after) const;
    std::vector<figure::Mark> arrows(const nn::Activations& activations) const;

    Subject subject_;
    std::uint64_t network_ = 0;
    std::unique_ptr<nn::Engine> engine_;
    explain::Transform how_;
    std::vector<float> moved_input_;
    nn::Activations moved_, shifted_;
    int pool_ = -1, map_ = 0;
    std::vector<std::vector<float>> changes_;  ///< by layer + 1 (the input first), then shift
    std::vector<float> measured_input_;
    int measured_ = kShifts;
};

/// Transforms know one plane of equal sides.
bool PoolingProbe::fits() const {
    const nn::Shape& page = network().architecture.input;
    return page.channels == 1 && page.height == page.width;
}

/// The pool at or above the selected layer, else the last one below; the selected map where the pool has as many.
void PoolingProbe::choose_pool() {
    const int selected = subject_.start.layer;
    pool_ = -1;
    for (int layer = 0; layer < network().layer_count(); ++layer)
        if (nn::is_pool(network().layer(layer).kind) && (pool_ < 0 || pool_ < selected)) pool_ = layer;
    if (pool_ < 0) return;
    const nn::Tensor& output = subject_.activations->output(pool_);
    const bool same_maps = selected >= 0 && selected < network().layer_count() && has_maps(network(), selected) &&
                           network().shape(selected).channels == output.shape.channels;
    map_ = same_maps ? std::clamp(subject_.start.map, 0, output.shape.channels - 1) : strongest_maps(output, 1).front();
}

void PoolingProbe::ask(const Subject& subject) {
    subject_ = subject;
    if (subject.input.empty() || !fits()) return;
    bool anew = measured_input_ != subject.input;
    if (const std::uint64_t now = network().id.value; now != network_) {
        network_ = now;
        engine_ = std::make_unique<nn::Engine>(network());
        moved_ = nn::make_activations(network());
        shifted_ = nn::make_activations(network());
        anew = true;
    }
    const auto value = [&](const char* key) { return static_cast<float>(subject.values[key]); };
    how_ = {value("right"), value("down"), value("scale"), value("rotate")};
    moved_input_.resize(subject.input.size());
    explain::transform(subject.input, network().architecture.input.width, how_, moved_input_);
    engine_->forward(moved_input_, moved_);
    choose_pool();
    if (!anew) return;
    measured_input_ = subject.input;
    measured_ = 0;
    changes_.assign(index(network().layer_count() + 1), std::vector<float>());
}

bool PoolingProbe::advance() {
    if (subject_.input.empty() || !fits() || measured_ >= kShifts) return false;
    std::vector<float> input(subject_.input.size());
    for (const int end = std::min(kShifts, measured_ + nn::passes_a_slice(network(), kSlice)); measured_ < end;
         ++measured_) {
        explain::transform(subject_.input, network().architecture.input.width, {shift_at(measured_), 0, 1, 0}, input);
        engine_->forward(input, shifted_);
        for (int layer = -1; layer < network().layer_count(); ++layer)
            changes_[index(layer + 1)].push_back(static_cast<float>(
                relative_change(below(*subject_.activations, layer + 1).data, below(shifted_, layer + 1).data)));
    }
    return measured_ < kShifts;
}

/// How many of the pool's switches [begin, end) point elsewhere now.
int PoolingProbe::changed_switches(int begin, int end) const {
    const auto &before = subject_.activations->switches[index(pool_)], &now = moved_.switches[index(pool_)];
    int changed = 0;
    for (int i = begin; i < end; ++i) changed += before[index(i)] != now[index(i)];
    return changed;
}

void PoolingProbe::show(figure::Figure& figure) const {
    if (subject_.input.empty()) return show_empty_page(figure);
    if (!fits()) return show_nothing(figure, "Nothing to move", "This network's input is not one square picture.");
    figure.title = "Pooling laboratory";
    figure.finding = finding();
    show_page(figure);
    show_pool(figure);
    figure.groups.push_back(shift_curves(network(), changes_, how_.right));
}

/// What the move did before the pool, and what of it is left behind it.
std::string PoolingProbe::finding() const {
    if (how_ == explain::Transform{})
        return "The digit stands where it was drawn: move it, and watch what pooling keeps.";
    if (pool_ < 0) return "This network pools nowhere: no layer forgets places on purpose.";
    const double before = relative_change(below(*subject_.activations, pool_).data, below(moved_, pool_).data),
                 after = relative_change(subject_.activations->output(pool_).data, moved_.output(pool_).data);
    const std::string below_name = layer_name(network(), pool_ - 1), name = layer_name(network(), pool_);
    if (!std::isfinite(before) || !std::isfinite(after)) return below_name + " is silent: there is nothing to pool.";
    const auto share = [](double change) { return figure::number(100 * change) + " %"; };
    const std::string words =
        "the move changes " + below_name + " by " + share(before) + " and " + name + " by " + share(after) + ".";
    const double ratio = after / std::max(before, 1e-12);
    return (ratio < 0.95   ? "Pooling softens this move: "
            : ratio > 1.05 ? "Pooling does not soften this move: "
                           : "Pooling makes no difference to this move: ") +
           words;
}

void PoolingProbe::show_page(figure::Figure& figure) const {
    const nn::Shape& page = network().architecture.input;
    figure::Group group;
    group.side = 168;
    group.pictures.push_back(ink_picture("input", "", subject_.input, page));
    group.pictures.back().head = "The digit";
    group.pictures.push_back(ink_picture("moved input", "", moved_input_, page));
    group.pictures.back().head = "Moved";
    figure.groups.push_back(std::move(group));
}

/// Coloured where the move changed the switch.
std::vector<figure::Mark> PoolingProbe::arrows(const nn::Activations& activations) const {
    std::vector<figure::Mark> marks = switch_arrows(network(), activations, pool_, map_);
    const std::size_t first = marks.size() * index(map_);
    for (std::size_t i = 0; i < marks.size(); ++i)
        marks[i].accent =
            subject_.activations->switches[index(pool_)][first + i] != moved_.switches[index(pool_)][first + i];
    return marks;
}

/// The map before and after pooling.
void PoolingProbe::add_pair(figure::Group& group, const char* when, const nn::Activations& activations,
                            float scale_before, float scale_after) const {
    const std::string suffix = ", " + std::string(when);
    const std::string before = layer_name(network(), pool_ - 1), after = layer_name(network(), pool_),
                      map = " map " + std::to_string(map_);
    const image::Map colours = scale_before < 0 ? image::Map::diverging : image::Map::sequential;
    group.pictures.push_back(map_picture(before + ", " + when, "", below(activations, pool_), map_, colours));
    group.pictures.back().head = before + map + suffix + "|" + before + suffix;
    group.pictures.back().scale = std::fabs(scale_before);
    group.pictures.back().keyed = true;
    group.pictures.back().marks = arrows(activations);
    group.pictures.push_back(map_picture(after + ", " + when, "", activations.output(pool_), map_, colours));
    group.pictures.back().head = after + map + suffix + "|" + after + suffix;
    group.pictures.back().scale = std::fabs(scale_after);
    group.pictures.back().keyed = true;
}

/// One scale for both of a pair; below zero where there are negative values.
float common_scale(std::span<const float> a, std::span<const float> b) {
    float most = 0;
    bool negative = false;
    for (const std::span<const float> values : {a, b}) {
        for (const float value : values) {
            most = std::max(most, std::fabs(value));
            negative = negative || value < 0;
        }
    }
    return negative ? -most : most;
}

void PoolingProbe::show_pool(figure::Figure& figure) const {
    if (pool_ < 0) {
        figure.groups.push_back(
            note_group("No pooling", "The curves below still say what a shift does to every layer."));
        return;
    }
    const nn::LayerSpec& spec = network().layer(pool_);
    const nn::Shape& shape = network().shape(pool_);
    const bool switches = spec.kind == nn::LayerKind::max_pool;
    figure::Group group = std::move(figure.groups.back());  // the page beside its maps, before and after
    figure.groups.pop_back();
    const std::vector<figure::Picture> pages = std::move(group.pictures);
    group.pictures.clear();
    group.columns = 3;
    const std::string note =
        switches ? "Each " + std::to_string(spec.kernel) + " x " + std::to_string(spec.kernel) +
                       " window keeps its largest value; the arrow points to its place, the switch. Coloured "
                       "arrows point elsewhere than "
                       "before the move: the place was lost to the pooled map, though its value may be the same."
                 : std::string("Each window keeps its ") + (nn::info(spec.kind).per_map ? "sum, weighted" : "mean") +
                       ": where in the window something was is lost.";
    const float before = common_scale(below(*subject_.activations, pool_).map(map_), below(moved_, pool_).map(map_));
    const float after = common_scale(subject_.activations->output(pool_).map(map_), moved_.output(pool_).map(map_));
    group.pictures.push_back(pages[0]);
    add_pair(group, "as it was", *subject_.activations, before, after);
    group.pictures.push_back(pages[1]);
    add_pair(group, "moved", moved_, before, after);
    figure.groups.push_back(std::move(group));
    group = {};
    group.beside = true;
    group.share = 0.36f;
    const std::vector<float>&answer = subject_.activations->outputs.back().data, &now = moved_.outputs.back().data;
    if (nn::ends_in_softmax(network())) {
        const int best = largest(now);
        group.facts.push_back(fact("Moved, it is read as", nn::class_name(network(), best)));
        group.facts.back().number = best;
        group.facts.back().good = largest(answer) == best;
        group.facts.back().words =
            share_words(static_cast<double>(now[index(best)])) + " sure\nbefore: " + answer_words(answer);
    }
    const int plane = shape.plane();
    if (switches) {
        const int here = changed_switches(map_ * plane, (map_ + 1) * plane), all = changed_switches(0, shape.size());
        group.facts.push_back(counted("switches that changed, this map", here, plane));
        group.facts.push_back(counted("all maps", all, shape.size()));
    }
    group.facts.push_back(fact("relative change of the pixels", relative_change(subject_.input, moved_input_)));
    group.facts.push_back(fact("relative change of " + layer_name(network(), pool_ - 1),
                               relative_change(below(*subject_.activations, pool_).data, below(moved_, pool_).data)));
    group.facts.push_back(fact("relative change of " + spec.name,
                               relative_change(subject_.activations->output(pool_).data, moved_.output(pool_).data)));
    figure.groups.push_back(std::move(group));
    group = note_group("What the arrows say", note);
    group.folded = true;
    figure.groups.push_back(std::move(group));
}

}  // namespace

const Entry kPooling = {"pooling",
                        "Pooling",
                        "",
                        Group::test,
                        "What does pooling keep of a feature, and what does it forget, when the digit moves?",
                        "Zeiler & Fergus 2013, sections 2.1 and 4, Fig. 5",
                        kSettings,
                        true,
                        true,
                        false,
                        made<PoolingProbe>};

}  // namespace probe
