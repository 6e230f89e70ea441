// Accuracy and loss against batches, with a cursor at the moment on show; a click shows another one.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/training.h"
#include "app/training_words.h"
#include "figure/figure.h"
#include "ui/panels/train_parts.h"

namespace ui {
namespace {

struct Axes {
    Rect plot;
    long most = 1;        ///< batches at the right end
    bool linear = false;  ///< else logarithmic
    float top = 1;        ///< value at the upper end; the lower one is 0

    float x(long step) const { return plot.x + plot.width * app::axis_position(step, most, linear); }
    float y(double value) const {
        return plot.y + plot.height * (1 - std::clamp(static_cast<float>(value) / top, 0.0f, 1.0f));
    }
};

void draw_line(const std::vector<ImVec2>& points, ImU32 colour, bool dotted) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (!dotted) {
        draw->AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, 2);
        return;
    }
    constexpr float kDot = 2.5f, kStep = 6;
    float left = 0;  // to the next dot
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const ImVec2 a = points[i], b = points[i + 1];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const auto at = [&](float s) {
            const float share = std::min(s, length) / std::max(length, 1e-3f);
            return ImVec2{a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
        };
        for (; left < length; left += kStep) draw->AddLine(at(left), at(left + kDot), colour, 2);
        left -= length;
    }
}

void draw_series(const app::Run& run, const Axes& axes, const char* name, ImU32 colour, bool dotted) {
    std::vector<ImVec2> points;
    for (const app::Checkpoint& one : run.checkpoints)
        if (const double value = app::measure(one, name); !std::isnan(value))
            points.push_back({axes.x(one.step), axes.y(value)});
    if (points.size() > 1) draw_line(points, colour, dotted);
}

void draw_grid(Context& c, const Axes& axes, bool loss, int lines) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int i = 0; i <= lines; ++i) {
        const float value = axes.top * static_cast<float>(i) / static_cast<float>(lines),
                    y = axes.y(static_cast<double>(value));
        draw->AddLine({axes.plot.x, y}, {axes.plot.x + axes.plot.width, y}, c.colours.line);
        text(c, {axes.plot.x - 56, y - 9, 48, 18}, c.fonts.regular, c.size.caption + 1, c.colours.muted,
             loss ? figure::short_number(static_cast<double>(value)) : std::to_string(std::lround(value * 100)) + " %",
             Align::right);
    }
}

void draw_steps(Context& c, const Axes& axes) {
    const float y = axes.plot.y + axes.plot.height + 4;
    float last = -1e9f;
    for (const long step : app::axis_steps(axes.most, axes.linear)) {
        const std::string words = app::grouped(step);
        const float wide = text_width(c.fonts.regular, c.size.caption + 1, words) + 8, x = axes.x(step);
        if (x - wide / 2 < last || x + wide / 2 > axes.plot.x + axes.plot.width + 24) continue;
        text(c, {x - wide / 2, y, wide, 16}, c.fonts.regular, c.size.caption + 1, c.colours.muted, words,
             Align::centre);
        last = x + wide / 2;
    }
}

/// A line at the moment on show, with its value.
void draw_cursor(Context& c, const app::State& state, const Axes& axes, const char* name, bool loss) {
    const float x = axes.x(app::step_on_show(state));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddLine({x, axes.plot.y}, {x, axes.plot.y + axes.plot.height}, c.colours.accent, 1.5f);
    const double value = app::measure_on_show(state, name);
    if (std::isnan(value)) return;
    const float y = axes.y(value);
    draw->AddCircleFilled({x, y}, 4, c.colours.series);
    const std::string words = loss ? figure::number(value) : figure::percent(value);
    const float wide = text_width(c.fonts.semibold, c.size.text, words) + 4;
    const bool right = x + wide + 10 < axes.plot.x + axes.plot.width;
    const bool above = loss ? value < 0.5 * static_cast<double>(axes.top) : value < 0.5;
    const float at = std::clamp(above ? y - 26 : y + 6, axes.plot.y, axes.plot.y + axes.plot.height - 20);
    text(c, {right ? x + 9 : x - wide - 9, at, wide, 18}, c.fonts.semibold, c.size.text, c.colours.series, words,
         right ? Align::left : Align::right);
}

/// One curve in its room, with labels of batches below where `steps`.
void draw_curve(Context& c, app::State& state, const Rect& where, bool loss, bool steps) {
    const app::Run& run = *state.lane().run;
    Axes axes;
    axes.plot = {where.x + 52, where.y + 8, where.width - 64, where.height - (steps ? 30.0f : 14.0f)};
    axes.most = std::max({run.batches, run.checkpoints.back().step, 1L});
    axes.linear = state.training.linear;
    axes.top = loss ? static_cast<float>(app::loss_axis(run)) : 1.0f;
    draw_grid(c, axes, loss, where.height < 150 ? 2 : 5);
    if (steps) draw_steps(c, axes);
    if (!run.trained_here) return;
    const char* held_out = loss ? app::kHeldOutLoss : app::kHeldOutAccuracy;
    draw_series(run, axes, loss ? app::kTrainingLoss : app::kTrainingAccuracy, c.colours.text, true);
    draw_series(run, axes, held_out, c.colours.series, false);
    draw_cursor(c, state, axes, held_out, loss);
    bool hovered = false;
    hit(c, loss ? "loss curve" : "accuracy curve", axes.plot, &hovered);
    c.layout->draggable.push_back(axes.plot);
    if (!ImGui::IsItemActive() || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    app::scrub(state,
               app::axis_step((ImGui::GetIO().MousePos.x - axes.plot.x) / axes.plot.width, axes.most, axes.linear));
}

void draw_legend(Context& c, const app::State& state, const Rect& where) {
    float x = where.x + where.width;
    const auto entry = [&](const std::string& words, ImU32 colour, bool dotted) {
        const float wide = text_width(c.fonts.regular, c.size.caption + 1, words) + 2, y = where.y + where.height / 2;
        x -= wide;
        text(c, {x, where.y, wide, where.height}, c.fonts.regular, c.size.caption + 1, c.colours.muted, words);
        x -= 28;
        draw_line({{x, y}, {x + 20, y}}, colour, dotted);
        x -= 16;
    };
    const auto [held_out, training] = app::legend_words(state);
    entry(training, c.colours.text, true);
    entry(held_out, c.colours.series, false);
}

void draw_axis_choice(Context& c, app::State& state, const Rect& where) {
    if (button(c, "axis", where, state.training.linear ? "even scale" : "log scale", Look::plain, true,
               "Batches on a logarithmic or on an even scale"))
        state.training.linear = !state.training.linear;
}

using Face = app::TrainingFace;

/// One curve with its legend, below the choice of faces.
void draw_one(Context& c, app::State& state, const Rect& where, bool loss) {
    const auto [held_out, training] = app::legend_words(state);
    const float x = where.x + 14, half = (where.width - 28) / 2, y = where.y + 9;
    draw_line({{x, y}, {x + 16, y}}, c.colours.series, false);
    text(c, {x + 22, where.y, half - 22, 18}, c.fonts.semibold, c.size.caption, c.colours.series, held_out);
    draw_line({{x + half, y}, {x + half + 16, y}}, c.colours.text, true);
    text(c, {x + half + 22, where.y, half - 22, 18}, c.fonts.regular, c.size.caption, c.colours.text, training);
    draw_curve(c, state, {where.x + 4, where.y + 16, where.width - 8, where.height - 40}, loss, true);
    const float below = where.y + where.height - 26;
    text(c, {where.x + 12, below, where.width - 110, 22}, c.fonts.regular, c.size.caption, c.colours.muted,
         app::axis_words(state));
    draw_axis_choice(c, state, {where.x + where.width - 96, below - 11, 88, 44});
}

void draw_both(Context& c, app::State& state, const Rect& where) {
    const float half = (where.height - 30) / 2, x = where.x + 16, width = where.width - 32;
    caption(c, {x, where.y - 4, 120, 20}, "Share read right");
    draw_curve(c, state, {where.x + 12, where.y + 14, where.width - 24, half - 14}, false, false);
    const float second = where.y + half;
    caption(c, {x, second - 4, width, 20}, "Loss: cross entropy");
    draw_curve(c, state, {where.x + 12, second + 14, where.width - 24, half - 14}, true, true);
    const float below = where.y + where.height - 26;
    text(c, {x + 48, below, width - 150, 20}, c.fonts.regular, c.size.caption + 1, c.colours.muted,
         app::axis_words(state));
    draw_axis_choice(c, state, {where.x + where.width - 100, below - 4, 88, c.fingers ? 30.0f : 26.0f});
}

/// Which face, and on a desk the curves' legend beside it.
void draw_faces(Context& c, app::State& state, const Rect& where) {
    const Choice desk[] = {{"Curves", "Accuracy and loss against batches"},
                           {"Layers", "How far each layer moves a batch"},
                           {"Mistakes", "Which held-out digits it takes for which"}},
                 phone[] = {{"Accuracy", nullptr}, {"Loss", nullptr}, {"Layers", nullptr}, {"Mistakes", nullptr}};
    app::TrainingFace& face = state.training.face;
    const int now = static_cast<int>(face) - (c.phone ? 0 : face == Face::accuracy ? 0 : 1);
    const float wide = c.phone ? where.width : std::min(where.width, 214.0f);
    const int clicked = segmented(c, "face", {where.x, where.y, wide, where.height},
                                  c.phone ? std::span<const Choice>(phone) : std::span<const Choice>(desk), now);
    if (clicked >= 0) face = static_cast<Face>(c.phone || clicked == 0 ? clicked : clicked + 1);
    const bool curves = face == Face::accuracy || face == Face::loss;
    if (!c.phone && curves) draw_legend(c, state, {where.x + wide, where.y, where.width - wide, where.height});
}

}  // namespace

void draw_curves(Context& c, app::State& state, const Rect& where) {
    card(c, where);
    const float high = c.fingers ? 44.0f : 28.0f;
    draw_faces(c, state, {where.x + 8, where.y + 8, where.width - 16, high});
    const Rect below{where.x, where.y + high + 16, where.width, where.height - high - 18};
    switch (state.training.face) {
        case Face::accuracy:
        case Face::loss:
            return c.phone ? draw_one(c, state, below, state.training.face == Face::loss) : draw_both(c, state, below);
        case Face::layers:
            return draw_layer_motions(c, state, below);
        case Face::mistakes:
            return draw_confusion(c, state, below);
    }
}

}  // namespace ui
