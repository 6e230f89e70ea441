// What a training tells of its inside: how far each layer moves, which classes are taken for which.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/training.h"
#include "app/training_diagnostics.h"
#include "app/training_words.h"
#include "figure/figure.h"
#include "nn/class_names.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

constexpr double kLeast = 1e-5, kMost = 1;  // shares at the ends of a layer's curve

/// 0..1 on a logarithmic axis.
float height_of(double change) {
    const double at = std::log(std::clamp(change, kLeast, kMost) / kLeast) / std::log(kMost / kLeast);
    return static_cast<float>(at);
}

/// The layer's change over the batches, with a line at the moment on show.
void draw_history(Context& c, const app::State& state, const std::string& layer, const Rect& where) {
    const app::Run& run = *state.lane().run;
    const long most = std::max({run.batches, run.checkpoints.back().step, 1L});
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const auto x = [&](long step) { return where.x + where.width * app::axis_position(step, most, false); };
    draw->AddLine({where.x, where.y + where.height}, {where.x + where.width, where.y + where.height}, c.colours.line);
    std::vector<ImVec2> points;
    for (const app::Checkpoint& one : run.checkpoints)
        if (const double change = app::measure(one, app::kChange + layer); !std::isnan(change))
            points.push_back({x(one.step), where.y + where.height * (1 - height_of(change))});
    if (points.size() > 1) draw->AddPolyline(points.data(), static_cast<int>(points.size()), c.colours.series, 0, 2);
    const float now = x(app::step_on_show(state));
    draw->AddLine({now, where.y}, {now, where.y + where.height}, c.colours.accent, 1.5f);
}

void draw_square(Context& c, const app::State& state, const app::Confusion& all, int label, int read,
                 const Rect& where) {
    const int count = all.at(label, read), of = all.of(label), most = all.at(all.most_label, all.most_read);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float gap = where.width > 8 ? 1.0f : 0.0f;
    const ImVec2 a{where.x, where.y}, b{where.x + where.width - gap, where.y + where.height - gap};
    draw->AddRectFilled(a, b, c.colours.raised);
    const bool right = label == read;
    const float share = right ? static_cast<float>(count) / static_cast<float>(std::max(of, 1))
                              : std::sqrt(static_cast<float>(count) / static_cast<float>(std::max(most, 1)));
    if (count > 0) draw->AddRectFilled(a, b, faded(right ? c.colours.series : c.colours.accent, 0.15f + 0.7f * share));
    if (where.width >= 22 && count > 0)
        text(c, where, c.fonts.regular, c.size.caption, c.colours.text, std::to_string(count), Align::centre);
    if (where.width < 6 || !ImGui::IsMouseHoveringRect(a, b)) return;
    const nn::Network& network = state.lane().network();
    tip(c, nn::class_name(network, label) +
               (right ? " is read right: " : " is read as " + nn::class_name(network, read) + ": ") +
               app::grouped(count) + " of " + app::grouped(of));
}

}  // namespace

void draw_layer_motions(Context& c, app::State& state, const Rect& where) {
    const std::vector<app::LayerMotion> layers = app::layer_motions(state);
    const float x = where.x + 14, width = where.width - 28;
    float y = where.y;
    if (layers.empty()) {
        paragraph(c, x, y, width, c.size.text, c.colours.muted,
                  "How far a batch moves each layer is measured while it trains.");
        return;
    }
    const float name = 62, moves = c.phone ? 70.0f : 88.0f, gradient = 70;
    caption(c, {x, y, name + 60, 18}, "Each layer");
    caption(c, {x + width - moves - gradient, y, moves - 8, 18}, "moves a batch", Align::right);
    caption(c, {x + width - gradient, y, gradient, 18}, "gradient", Align::right);
    y += 22;
    const float note = c.phone ? 0.0f : 58.0f, room = where.y + where.height - y - note - 6;
    const float row = std::min(74.0f, room / static_cast<float>(layers.size()));
    for (const app::LayerMotion& layer : layers) {
        const float high = std::max(row - 6, 12.0f), middle = y + (row - 6) / 2 - 9;
        text(c, {x, middle, name, 18}, c.fonts.semibold, c.size.text, c.colours.text, layer.name);
        draw_history(c, state, layer.name, {x + name, y, width - name - moves - gradient - 4, high});
        text(c, {x + width - moves - gradient, middle, moves - 8, 18}, c.fonts.semibold, c.size.text, c.colours.text,
             app::share_words(layer.change), Align::right);
        text(c, {x + width - gradient, middle, gradient, 18}, c.fonts.regular, c.size.text, c.colours.muted,
             figure::short_number(layer.gradient), Align::right);
        y += row;
    }
    if (note > 0)
        paragraph(c, x, where.y + where.height - note, width, c.size.caption, c.colours.muted,
                  "How far one batch moves a layer's weights, as a share of their size; curves over the batches, from "
                  "0.001 % to 100 %. The gradient is how strongly the loss pulls: its length.");
}

void draw_confusion(Context& c, app::State& state, const Rect& where) {
    const app::Confusion all = app::confusion_on_show(state);
    const float x = where.x + 14, width = where.width - 28;
    const float used = paragraph(c, x, where.y, width, c.size.text, all.classes ? c.colours.text : c.colours.muted,
                                 app::confusion_words(state, all)) +
                       4;
    if (all.classes == 0) return;
    const nn::Network& network = state.lane().network();
    float label = 16;
    for (int k = 0; k < all.classes; ++k)
        label = std::max(label, text_width(c.fonts.regular, c.size.caption, nn::class_name(network, k)) + 6);
    label = std::min(label, width * 0.3f);
    const float foot = 34, high = where.height - used - foot,
                side = std::floor(std::min((width - label) / static_cast<float>(all.classes),
                                           high / static_cast<float>(all.classes)));
    if (side < 1) return;
    const float left = x + label, top = where.y + used, all_of_it = side * static_cast<float>(all.classes);
    const bool lettered = side >= 11;
    for (int row = 0; row < all.classes; ++row) {
        const float y = top + side * static_cast<float>(row);
        if (lettered) caption(c, {x, y, label - 4, side}, nn::class_name(network, row), Align::right);
        for (int column = 0; column < all.classes; ++column)
            draw_square(c, state, all, row, column, {left + side * static_cast<float>(column), y, side, side});
        if (lettered)
            caption(c, {left + side * static_cast<float>(row), top + all_of_it, side, 16},
                    nn::names_classes(network) ? std::to_string(row) : nn::class_name(network, row), Align::centre);
    }
    c.layout->items["confusion"] = {left, top, all_of_it, all_of_it};
    caption(c, {left, top + all_of_it + 15, width - label, 16},
            "Down: what it is. Across: what it reads. " + app::grouped(all.count) + " held-out digits");
}

}  // namespace ui
