// Occlusion (Fig. 7): a square over the input, by hand and at all positions.
#include <algorithm>
#include <cmath>
#include <memory>

#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/occlusion/sweep.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

using Kind = Setting::Kind;

constexpr Choice kStrides[] = {{0, "1"}, {1, "2"}, {2, "4"}};  // powers of two

constexpr Setting kSettings[] = {
    {.key = "size",
     .label = "Size of the square",
     .tip = "Its side, in pixels of the page.",
     .kind = Kind::whole,
     .low = 1,
     .high = 14,
     .initial = 6},
    {.key = "fill",
     .label = "Cover with",
     .tip = "Paper takes ink away; ink, grey and the mean digit also add some.",
     .kind = Kind::choice,
     .initial = kErase,
     .choices = kFills,
     .digits_value = kMean},
    {.key = "row",
     .label = "Row",
     .tip = "Row of the square's upper edge; or drag it in the picture.",
     .kind = Kind::whole,
     .high = 27,
     .initial = 11,
     .advanced = true},
    {.key = "column",
     .label = "Column",
     .tip = "Column of the square's left edge; or drag it in the picture.",
     .kind = Kind::whole,
     .high = 27,
     .initial = 11,
     .advanced = true},
    {.key = "stride",
     .label = "Step, in pixels",
     .tip = "How far the square moves from one place to the next when it goes over the whole page.",
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
    figure::Group by_hand() const;
    figure::Group readout() const;
    figure::Group layers() const;
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

/// The selected map; where it is silent, or none is selected, the one that sums up to most, of the selected layer
/// where it has maps, else of the last one that has.
void OcclusionProbe::choose_map() {
    const nn::Network& network = *state_.subject.network;
    const explain::Start& start = state_.subject.start;
    int layer = std::min(start.layer, network.layer_count() - 1);
    const bool is_selected = has_maps(network, layer) && explain::watchable(network, layer) >= 0;
    if (!is_selected) layer = network.layer_count() - 1;
    while (layer >= 0 && (!has_maps(network, layer) || explain::watchable(network, layer) < 0)) --layer;
    state_.watch = {explain::watchable(network, layer), 0};
    if (state_.watch.layer < 0) return;
    const nn::Tensor& output = state_.subject.activations->output(state_.watch.layer);
    double best = -INFINITY;
    for (int map = 0; map < output.shape.channels; ++map) {
        double sum = 0;
        for (const float value : output.map(map)) sum += static_cast<double>(value);
        if (is_selected && map == start.map && sum > 0) sum = INFINITY;
        if (sum > best) best = sum, state_.watch.map = map;
    }
    explain::project(network, *state_.subject.activations,
                     {state_.watch.layer, explain::Keep::whole_map, state_.watch.map, 0}, state_.projection);
}

void OcclusionProbe::show(figure::Figure& figure) const {
    if (empty()) return show_empty_page(figure);
    figure.title = "Occlusion by a square of " + std::to_string(state_.patch.side) + " x " +
                   std::to_string(state_.patch.side) + " pixels";
    figure.finding = sweep_finding(state_);
    figure.groups.push_back(by_hand());
    figure.groups.push_back(sweep_group(state_));
    figure.groups.push_back(readout());
    figure.groups.push_back(layers());
    figure.groups.push_back(sweep_numbers(state_));
}

figure::Group OcclusionProbe::by_hand() const {
    figure::Group group;
    group.side = group.share = 392;
    group.least = 200;
    group.first = true;
    group.pictures.push_back(
        state_.page_picture("covered input", "Drag the square.", state_.covered(state_.row, state_.column)));
    group.pictures.back().head = "a Cover it yourself";
    return group;
}

figure::Group OcclusionProbe::readout() const {
    const std::vector<float>&before = state_.subject.activations->outputs.back().data,
          &now = covered_.outputs.back().data;
    figure::Group group;
    group.beside = true;
    group.share = 130;
    if (nn::ends_in_softmax(*state_.subject.network)) {
        const int answer = largest(now), next = runner_up(now);
        const auto share = [&](int k) { return share_words(static_cast<double>(now[index(k)])); };
        group.facts.push_back(fact("With the square here", std::to_string(answer)));
        group.facts.back().number = answer;
        group.facts.back().good = answer == largest(before);
        group.facts.back().words =
            share(answer) + " sure" + (next < 0 ? "" : "\nnext: " + std::to_string(next) + ", " + share(next));
    }
    if (state_.sweep.done == state_.sweep.count)
        group.facts.push_back({"The answer changes at",
                               std::to_string(other_answers(state_)) + " of " + plural(state_.sweep.count, "place"),
                               other_answers(state_)});
    if (state_.watch.layer < 0) return group;
    const auto sum = [&](const nn::Activations& of) {
        double total = 0;
        for (const float v : of.output(state_.watch.layer).map(state_.watch.map)) total += static_cast<double>(v);
        return total;
    };
    const double is = sum(covered_);
    group.facts.push_back({"Activity of map " + std::to_string(state_.watch.map),
                           figure::number(sum(*state_.subject.activations)) + " \xE2\x86\x92 " + figure::number(is),
                           is});
    if (state_.sweep.done == state_.sweep.count) group.facts.push_back(fact("Agreement of b and c", state_.agreement));
    return group;
}

figure::Group OcclusionProbe::layers() const {
    figure::Group group = note_group("Change in each layer",
                                     "How far the numbers of each layer move from those of the whole digit when the "
                                     "square lies where it is now: relative change (L2).");
    group.side = 112;
    group.folded = true;
    group.plots.push_back(changes());
    add_watched_map(group);
    return group;
}

/// With and without the square, in the same colours.
void OcclusionProbe::add_watched_map(figure::Group& group) const {
    const int map = state_.watch.map;
    if (state_.watch.layer < 0) return;
    const nn::Tensor &whole = state_.subject.activations->output(state_.watch.layer),
                     &covered = covered_.output(state_.watch.layer);
    const float scale = std::max(image::full_scale(whole.map(map), image::Map::diverging),
                                 image::full_scale(covered.map(map), image::Map::diverging));
    group.pictures.push_back(
        map_picture("map, whole", state_.map_words() + ",\nnothing covered", whole, map, image::Map::diverging));
    group.pictures.back().scale = scale;
    group.pictures.push_back(
        map_picture("map, now", state_.map_words() + ",\nnow", covered, map, image::Map::diverging));
    group.pictures.back().scale = scale;
}

figure::Plot OcclusionProbe::changes() const {
    const nn::Network& network = *state_.subject.network;
    figure::Plot plot = bar_plot("relative change", "layer", "relative change");
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
