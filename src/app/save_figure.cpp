// Figures as files: PNG, CSV, animated PNG; and the figure of Explore, which is every layer's maps.
#include <algorithm>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/blocks.h"
#include "app/training_words.h"
#include "app/update.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "image/png.h"
#include "nn/class_names.h"

namespace app {
namespace {

std::string stem(const State& state) {
    return std::string("unpool-") + (state.probe.entry           ? state.probe.entry->id
                                     : state.page == Page::train ? "train"
                                                                 : "network");
}

const char* nothing_yet(const State& state) {
    return state.page == Page::train ? "There is nothing to save yet: train a network first"
                                     : "There is nothing to save yet: draw a digit first";
}

constexpr float kCardWidth = 704;       ///< points: as on a desk's screen
constexpr std::size_t kMostFacts = 20;  ///< classes that are all told; of more, the likeliest
constexpr int kLikeliest = 10;

/// A layer's maps and, where a deconvnet can start, their reconstructions.
figure::Group layer_group(const State& state, int layer) {
    const nn::Network& network = state.lane().network();
    const nn::Tensor& output = state.lane().activations.output(layer);
    const nn::Shape& s = output.shape;
    figure::Group group;
    group.title = network.layer(layer).name;
    group.side = 64;
    const image::Map map = is_signed(network, layer) ? image::Map::diverging : image::Map::sequential;
    if (s.plane() == 1) {  // units: a strip
        const int columns = std::min(s.channels, 30), rows = (s.channels + columns - 1) / columns;
        std::vector<float> values(output.data);
        values.resize(static_cast<std::size_t>(columns * rows), 0.0f);
        group.pictures.push_back(
            figure::picture(group.title, std::to_string(s.channels) + " units", values, columns, rows, map));
        group.pictures.back().zoom = static_cast<float>(columns) / 4;
        return group;
    }
    const nn::Tensor& reconstructions = state.lane().reconstructions[static_cast<std::size_t>(layer)];
    for (int i = 0; i < s.channels; ++i)
        group.pictures.push_back(figure::picture(group.title + " " + std::to_string(i), std::to_string(i),
                                                 output.map(i), s.width, s.height, map));
    for (int i = 0; i < s.channels && !reconstructions.data.empty(); ++i)
        group.pictures.push_back(figure::picture(group.title + " " + std::to_string(i) + " reconstruction",
                                                 std::to_string(i) + " rec.", reconstructions.map(i), kInputSide,
                                                 kInputSide, image::Map::diverging));
    return group;
}

figure::Group input_group(const State& state) {
    figure::Group group;
    group.title = "input";
    group.pictures.push_back(figure::picture("input", "what the network sees", state.input->pixels, kInputSide,
                                             kInputSide, image::Map::ink));
    group.pictures.back().scale = 1;
    const std::vector<float> p = probabilities(state);
    std::vector<int> told = likeliest(state, p.size() > kMostFacts ? kLikeliest : static_cast<int>(kMostFacts));
    if (p.size() <= kMostFacts) std::sort(told.begin(), told.end());
    for (const int of_class : told) {
        const auto share = static_cast<double>(p[static_cast<std::size_t>(of_class)]);
        group.facts.push_back({nn::class_name(state.lane().network(), of_class), figure::percent(share), share});
    }
    group.note = why_no_answer(state);
    return group;
}

}  // namespace

figure::Figure shown_figure(const State& state) {
    if (state.probe.entry) return state.probe.figure;
    if (state.page == Page::train) return training_figure(state);
    figure::Figure figure;
    figure.title = state.lane().name() + ": every layer";
    figure.source = "Zeiler & Fergus 2013, section 2.1";
    if (!state.input) return figure;
    figure.groups.push_back(input_group(state));
    for (int layer = 0; layer < state.lane().network().layer_count(); ++layer) {
        const bool is_shown = !state.lane().reconstructions[static_cast<std::size_t>(layer)].data.empty() ||
                              state.lane().network().shape(layer).plane() == 1;
        if (is_shown) figure.groups.push_back(layer_group(state, layer));
    }
    return figure;
}

void save_figure(State& state) {
    finish_reconstructions(state);
    const figure::Figure figure = shown_figure(state);
    if (figure.groups.empty()) return say(state, nothing_yet(state), true);
    save_file(state, stem(state) + ".png", image::encode_png(figure::paint(figure, theme(state))));
}

void save_card(State& state, int group) {
    finish_reconstructions(state);
    const figure::Figure whole = shown_figure(state);
    if (group < 0 || group >= static_cast<int>(whole.groups.size())) return;
    figure::Figure card;
    card.title = whole.title;
    card.source = whole.source;
    card.groups.push_back(whole.groups[static_cast<std::size_t>(group)]);
    save_file(state, stem(state) + "-" + std::to_string(group + 1) + ".png",
              image::encode_png(figure::paint(card, theme(state), kCardWidth)));
}

void save_numbers(State& state) {
    finish_reconstructions(state);
    const figure::Figure figure = shown_figure(state);
    if (figure.groups.empty()) return say(state, nothing_yet(state), true);
    const std::string text = figure::to_csv(figure);
    save_file(state, stem(state) + ".csv", {text.begin(), text.end()});
}

void save_animation(State& state) {
    if (!has_animation(state))
        return say(state, "There is no animation here yet: Maximise and the sweeps have one", true);
    save_file(
        state, stem(state) + "-animation.png",
        image::encode_animated_png(
            figure::frames(state.probe.lanes[static_cast<std::size_t>(state.focus)].running->animation(), theme(state)),
            figure::kFrameMs));
}

}  // namespace app
