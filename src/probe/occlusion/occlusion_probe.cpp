// Occlusion (Fig. 7): a square over the input, by hand and at all positions.
#include <algorithm>
#include <cmath>
#include <memory>

#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/occlusion/sweep.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = Setting::Kind;

constexpr Choice kStrides[] = {{0, "1"}, {1, "2"}, {2, "4"}};  // powers of two

constexpr Setting kSettings[] = {
    {.key = "size",
     .label = "Size",
     .tip = "Side of the square that covers the digit, in pixels.",
     .kind = Kind::whole,
     .low = 1,
     .high = 14,
     .initial = 6},
    {.key = "fill",
     .label = "Fill",
     .tip = "What the square shows: full ink, half ink, the mean digit, or paper (erases the ink).",
     .kind = Kind::choice,
     .initial = kErase,
     .choices = kFills,
     .digits_value = kMean},
    {.key = "row",
     .label = "Row",
     .tip = "Row of the square's upper edge; or drag it in the picture.",
     .kind = Kind::whole,
     .high = 27,
     .initial = 11},
    {.key = "column",
     .label = "Column",
     .tip = "Column of the square's left edge; or drag it in the picture.",
     .kind = Kind::whole,
     .high = 27,
     .initial = 11},
    {.key = "stride",
     .label = "Stride",
     .tip = "Pixels from one position of the sweep to the next.",
     .kind = Kind::choice,
     .choices = kStrides},
};

constexpr int kSlice = 128;  // positions: some 0.8 ms natively

class OcclusionProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override {
        return state_.sweep.count > 0 ? static_cast<float>(state_.sweep.done) / static_cast<float>(state_.sweep.count)
                                      : 1.0f;
    }
    void show(figure::Figure& figure) const override;
    bool has_animation() const override { return !empty(); }
    std::vector<figure::Picture> animation() const override;

private:
    bool empty() const { return state_.subject.input.empty(); }
    void choose_fill();
    void choose_map();
    void show_by_hand(figure::Figure& figure) const;
    void add_watched_map(figure::Group& group) const;
    figure::Plot changes() const;

    Covering state_;
    std::uint64_t network_ = 0;
    std::unique_ptr<nn::Engine> engine_;
    std::unique_ptr<explain::Occluder> occluder_;
    nn::Activations covered_;  ///< of the input covered by hand
    std::vector<float> swept_input_, swept_fill_;
    bool swept_ = false;
};

void OcclusionProbe::ask(const Subject& subject) {
    state_.subject = subject;
    if (empty()) return;
    const nn::Network& network = *subject.network;
    bool anew = !swept_;
    if (const std::uint64_t now = network.id.value; now != network_) {
        network_ = now;
        engine_ = std::make_unique<nn::Engine>(network);
        occluder_ = std::make_unique<explain::Occluder>(network);
        covered_ = nn::make_activations(network);
        anew = true;
    }
    const explain::Patch before = state_.patch;
    const explain::Watch watched = state_.watch;
    state_.patch.side = std::min({subject.values.whole("size"), state_.page().height, state_.page().width});
    state_.patch.stride = 1 << subject.values.whole("stride");
    state_.row = std::clamp(subject.values.whole("row"), 0, state_.page().height - state_.patch.side);
    state_.column = std::clamp(subject.values.whole("column"), 0, state_.page().width - state_.patch.side);
    choose_fill();
    choose_map();
    engine_->forward(state_.covered(state_.row, state_.column), covered_);
    const std::vector<float>& answer = subject.activations->outputs.back().data;
    state_.of_class =
        subject.truth >= 0 && subject.truth < static_cast<int>(answer.size()) ? subject.truth : largest(answer);
    if (!anew && before == state_.patch && watched.layer == state_.watch.layer && watched.map == state_.watch.map &&
        swept_input_ == subject.input && swept_fill_ == state_.fill)
        return;
    swept_input_ = subject.input;
    swept_fill_ = state_.fill;
    swept_ = true;
    occluder_->begin(subject.input, state_.patch, state_.watch, state_.fill, state_.sweep);
}

bool OcclusionProbe::advance() {
    if (empty() || state_.sweep.done >= state_.sweep.count) return false;
    const bool more = occluder_->advance(nn::passes_a_slice(*state_.subject.network, kSlice), state_.sweep);
    if (!more && !state_.sweep.sums.empty())
        state_.agreement = explain::agreement(state_.sweep, state_.patch, state_.projection.pixels);
    return more;
}

void OcclusionProbe::choose_fill() {
    const std::size_t size = state_.subject.input.size();
    switch (state_.subject.values.chosen<Fill>("fill")) {
        case kBlack:
            state_.fill.assign(size, 1.0f);
            break;
        case kGrey:
            state_.fill.assign(size, 0.5f);
            break;
        case kMean:
            state_.fill = mean_picture(state_.subject);
            break;
        case kErase:
            state_.fill.assign(size, 0.0f);
            break;
    }
}

/// The map that sums up to most, of the selected layer where it has maps, else of the last one that has.
void OcclusionProbe::choose_map() {
    const nn::Network& network = *state_.subject.network;
    int layer = std::min(state_.subject.start.layer, network.layer_count() - 1);
    if (!has_maps(network, layer) || explain::watchable(network, layer) < 0) layer = network.layer_count() - 1;
    while (layer >= 0 && (!has_maps(network, layer) || explain::watchable(network, layer) < 0)) --layer;
    state_.watch = {explain::watchable(network, layer), 0};
    if (state_.watch.layer < 0) return;
    const nn::Tensor& output = state_.subject.activations->output(state_.watch.layer);
    double best = -INFINITY;
    for (int map = 0; map < output.shape.channels; ++map) {
        double sum = 0;
        for (const float value : output.map(map)) sum += static_cast<double>(value);
        if (sum > best) best = sum, state_.watch.map = map;
    }
    explain::project(network, *state_.subject.activations,
                     {state_.watch.layer, explain::Keep::whole_map, state_.watch.map, 0}, state_.projection);
}

void OcclusionProbe::show(figure::Figure& figure) const {
    if (empty()) {
        figure.groups.push_back(empty_page());
        return;
    }
    figure.title = "Occlusion by a square of " + std::to_string(state_.patch.side) + " x " +
                   std::to_string(state_.patch.side) + " pixels";
    show_by_hand(figure);
    figure.groups.push_back(sweep_group(state_));
}

void OcclusionProbe::show_by_hand(figure::Figure& figure) const {
    const nn::Network& network = *state_.subject.network;
    figure::Group group = note_group("The square under your hand",
                                     "Drag the square over the digit. The network reads the covered page at once, and "
                                     "every layer reacts: the bars say how far its numbers move from those "
                                     "of the whole digit, as a share of their length.");
    group.side = 168;
    group.pictures.push_back(state_.page_picture("covered input", "the square hangs from\nits upper left corner",
                                                 state_.covered(state_.row, state_.column)));
    const std::vector<float>&before = state_.subject.activations->outputs.back().data,
          &now = covered_.outputs.back().data;
    const bool soft = nn::ends_in_softmax(network);
    if (soft) {
        group.facts.push_back(fact("answer to the whole digit", answer_words(before)));
        group.facts.push_back(fact("answer now", answer_words(now)));
        group.facts.back().good = largest(before) == largest(now);
    }
    group.facts.push_back(fact((soft ? "probability of " : "output of ") + std::to_string(state_.of_class) + " now",
                               static_cast<double>(now[index(state_.of_class)])));
    add_watched_map(group);
    group.plots.push_back(changes());
    figure.groups.push_back(std::move(group));
}

/// With and without the square, in the same colours.
void OcclusionProbe::add_watched_map(figure::Group& group) const {
    const int map = state_.watch.map;
    if (state_.watch.layer < 0) return;
    const nn::Tensor &whole = state_.subject.activations->output(state_.watch.layer),
                     &covered = covered_.output(state_.watch.layer);
    const float scale = std::max(image::full_scale(whole.map(map), image::Map::diverging),
                                 image::full_scale(covered.map(map), image::Map::diverging));
    group.pictures.push_back(map_picture("strongest map, whole", state_.map_words() + ",\nnothing covered", whole, map,
                                         image::Map::diverging));
    group.pictures.back().scale = scale;
    group.pictures.push_back(
        map_picture("strongest map, now", state_.map_words() + ",\nnow", covered, map, image::Map::diverging));
    group.pictures.back().scale = scale;
}

figure::Plot OcclusionProbe::changes() const {
    const nn::Network& network = *state_.subject.network;
    figure::Plot plot = bar_plot("relative change", "layer", "relative change");
    plot.title = "How far every layer moves";
    plot.width = 0.66f;
    plot.y_low = 0.0f;
    plot.bar_labels = layer_names(network);
    std::vector<float> changes;
    for (int layer = 0; layer < network.layer_count(); ++layer)
        changes.push_back(static_cast<float>(
            relative_change(state_.subject.activations->output(layer).data, covered_.output(layer).data)));
    plot.series = {bars_of("covered against whole", changes, 0)};
    return plot;
}

/// The covered input beside the probability so far.
std::vector<figure::Picture> OcclusionProbe::animation() const {
    if (empty()) return {};
    return sweep_frames(state_);
}

}  // namespace

const Entry kOcclusion = {"occlusion",
                          "Cover it",
                          "occlusion",
                          Group::why,
                          "What does the network answer when a part of the digit is covered?",
                          "Zeiler & Fergus 2013, section 4.2, Fig. 7",
                          kSettings,
                          true,
                          true,
                          false,
                          made<OcclusionProbe>};

}  // namespace probe
