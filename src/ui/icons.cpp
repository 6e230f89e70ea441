// Icons as a few lines each, on a grid of -1..1 around their centre.
#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "ui/widgets.h"

namespace ui {
namespace {

/// Draws in units of half the icon's size.
struct Pencil {
    ImDrawList* draw;
    ImVec2 centre;
    float unit, width;
    ImU32 colour;

    ImVec2 at(float x, float y) const { return {centre.x + x * unit, centre.y + y * unit}; }
    void lines(std::initializer_list<ImVec2> points, bool closed = false) const {
        for (const ImVec2& p : points) draw->PathLineTo(at(p.x, p.y));
        draw->PathStroke(colour, closed ? ImDrawFlags_Closed : 0, width);
    }
    void arc(float x, float y, float radius, float from, float to) const {
        draw->PathArcTo(at(x, y), radius * unit, from, to, 20);
        draw->PathStroke(colour, 0, width);
    }
    void dot(float x, float y, float radius) const { draw->AddCircleFilled(at(x, y), radius * unit, colour); }
};

void undo_arrow(const Pencil& pencil, float way) {
    pencil.lines({{-0.25f * way, -0.8f}, {-0.75f * way, -0.35f}, {-0.25f * way, 0.1f}});
    pencil.lines({{-0.7f * way, -0.35f}, {0.2f * way, -0.35f}});
    const float up = -1.5707963f, down = 1.5707963f;
    if (way > 0)
        pencil.arc(0.2f, 0.15f, 0.5f, up, down);
    else
        pencil.arc(-0.2f, 0.15f, 0.5f, up, up - 3.1415927f);
    pencil.lines({{0.2f * way, 0.65f}, {-0.3f * way, 0.65f}});
}

}  // namespace

void draw_icon(Icon icon, ImVec2 centre, float size, ImU32 colour) {
    const Pencil pencil{ImGui::GetWindowDrawList(), centre, size / 2, std::max(1.4f, size / 10), colour};
    switch (icon) {
        case Icon::search:
            pencil.arc(-0.15f, -0.15f, 0.5f, 0, 6.2831853f);
            pencil.lines({{0.22f, 0.22f}, {0.75f, 0.75f}});
            break;
        case Icon::screen:
            for (float x : {-0.7f, 0.7f})
                for (float y : {-0.7f, 0.7f}) pencil.lines({{x, y * 0.4f}, {x, y}, {x * 0.4f, y}});
            break;
        case Icon::pen:
            pencil.lines({{-0.7f, 0.7f}, {-0.6f, 0.2f}, {0.4f, -0.8f}, {0.8f, -0.4f}, {-0.2f, 0.6f}}, true);
            break;
        case Icon::eye:
            pencil.arc(0, 0.75f, 1.15f, 3.9f, 5.52f);
            pencil.arc(0, -0.85f, 1.15f, 0.76f, 2.38f);
            pencil.arc(0, -0.05f, 0.28f, 0, 6.2831853f);
            break;
        case Icon::ask:
            pencil.lines({{-0.8f, -0.65f},
                          {0.8f, -0.65f},
                          {0.8f, 0.4f},
                          {-0.2f, 0.4f},
                          {-0.5f, 0.8f},
                          {-0.5f, 0.4f},
                          {-0.8f, 0.4f}},
                         true);
            for (float x : {-0.35f, 0.0f, 0.35f}) pencil.dot(x, -0.12f, 0.1f);
            break;
        case Icon::chart:
            pencil.lines({{-0.8f, -0.8f}, {-0.8f, 0.75f}, {0.8f, 0.75f}});
            pencil.lines({{-0.45f, 0.35f}, {-0.1f, -0.1f}, {0.2f, 0.1f}, {0.75f, -0.6f}});
            break;
        case Icon::book:
            pencil.lines({{0, -0.5f},
                          {-0.3f, -0.7f},
                          {-0.85f, -0.7f},
                          {-0.85f, 0.6f},
                          {-0.3f, 0.6f},
                          {0, 0.8f},
                          {0.3f, 0.6f},
                          {0.85f, 0.6f},
                          {0.85f, -0.7f},
                          {0.3f, -0.7f}},
                         true);
            pencil.lines({{0, -0.5f}, {0, 0.8f}});
            break;
        case Icon::more:
            for (float x : {-0.65f, 0.0f, 0.65f}) pencil.dot(x, 0, 0.15f);
            break;
        case Icon::open:
            pencil.lines({{-0.5f, -0.2f}, {0.0f, 0.3f}, {0.5f, -0.2f}});
            break;
        case Icon::fold:
            pencil.lines({{0.3f, -0.6f}, {-0.3f, 0.0f}, {0.3f, 0.6f}});
            pencil.lines({{-0.65f, -0.7f}, {-0.65f, 0.7f}});
            break;
        case Icon::share:
            pencil.lines({{0.0f, 0.3f}, {0.0f, -0.85f}});
            pencil.lines({{-0.4f, -0.45f}, {0.0f, -0.85f}, {0.4f, -0.45f}});
            pencil.lines(
                {{-0.35f, -0.1f}, {-0.75f, -0.1f}, {-0.75f, 0.8f}, {0.75f, 0.8f}, {0.75f, -0.1f}, {0.35f, -0.1f}});
            break;
        case Icon::picture:
            pencil.lines({{-0.85f, -0.7f}, {0.85f, -0.7f}, {0.85f, 0.7f}, {-0.85f, 0.7f}}, true);
            pencil.lines({{-0.85f, 0.45f}, {-0.3f, -0.1f}, {0.1f, 0.3f}, {0.4f, 0.05f}, {0.85f, 0.45f}});
            break;
        case Icon::undo:
            undo_arrow(pencil, 1);
            break;
        case Icon::redo:
            undo_arrow(pencil, -1);
            break;
        case Icon::theme:
            pencil.draw->PathArcTo(centre, 0.8f * pencil.unit, 1.5707963f, 4.7123890f, 20);
            pencil.draw->PathFillConvex(colour);
            pencil.arc(0, 0, 0.8f, 0, 6.2831853f);
            break;
        case Icon::help:
            pencil.arc(0, -0.35f, 0.45f, 3.3f, 7.2f);
            pencil.lines({{0.22f, 0.03f}, {0.0f, 0.25f}, {0.0f, 0.4f}});
            pencil.dot(0, 0.8f, 0.13f);
            break;
        case Icon::menu:
            for (float y : {-0.55f, 0.0f, 0.55f}) pencil.lines({{-0.75f, y}, {0.75f, y}});
            break;
        case Icon::close:
            pencil.lines({{-0.6f, -0.6f}, {0.6f, 0.6f}});
            pencil.lines({{-0.6f, 0.6f}, {0.6f, -0.6f}});
            break;
        case Icon::folder:
            pencil.lines(
                {{-0.85f, 0.65f}, {-0.85f, -0.6f}, {-0.25f, -0.6f}, {0.0f, -0.3f}, {0.85f, -0.3f}, {0.85f, 0.65f}},
                true);
            break;
        case Icon::dice:
            pencil.lines({{-0.75f, -0.75f}, {0.75f, -0.75f}, {0.75f, 0.75f}, {-0.75f, 0.75f}}, true);
            for (float d : {-0.35f, 0.0f, 0.35f}) pencil.dot(d, d, 0.13f);
            break;
        case Icon::previous:
            pencil.lines({{0.3f, -0.65f}, {-0.35f, 0.0f}, {0.3f, 0.65f}});
            break;
        case Icon::next:
            pencil.lines({{-0.3f, -0.65f}, {0.35f, 0.0f}, {-0.3f, 0.65f}});
            break;
        case Icon::save:
            pencil.lines({{0.0f, -0.8f}, {0.0f, 0.25f}});
            pencil.lines({{-0.45f, -0.15f}, {0.0f, 0.3f}, {0.45f, -0.15f}});
            pencil.lines({{-0.75f, 0.4f}, {-0.75f, 0.75f}, {0.75f, 0.75f}, {0.75f, 0.4f}});
            break;
        case Icon::link:
            pencil.arc(-0.35f, 0.35f, 0.42f, 0.4f, 4.4f);
            pencil.arc(0.35f, -0.35f, 0.42f, 3.5f, 7.5f);
            pencil.lines({{-0.3f, 0.3f}, {0.3f, -0.3f}});
            break;
        case Icon::table:
            pencil.lines({{-0.8f, -0.65f}, {0.8f, -0.65f}, {0.8f, 0.65f}, {-0.8f, 0.65f}}, true);
            pencil.lines({{-0.8f, -0.15f}, {0.8f, -0.15f}});
            pencil.lines({{-0.15f, -0.65f}, {-0.15f, 0.65f}});
            break;
        case Icon::film:
            pencil.lines({{-0.8f, -0.6f}, {0.8f, -0.6f}, {0.8f, 0.6f}, {-0.8f, 0.6f}}, true);
            pencil.lines({{-0.25f, -0.3f}, {0.35f, 0.0f}, {-0.25f, 0.3f}}, true);
            break;
        case Icon::stop:
            pencil.lines({{-0.5f, -0.5f}, {0.5f, -0.5f}, {0.5f, 0.5f}, {-0.5f, 0.5f}}, true);
            break;
        case Icon::play:
            pencil.lines({{-0.4f, -0.6f}, {0.6f, 0.0f}, {-0.4f, 0.6f}}, true);
            break;
        case Icon::pause:
            for (float x : {-0.4f, 0.4f}) pencil.lines({{x, -0.6f}, {x, 0.6f}});
            break;
        case Icon::step:
            pencil.lines({{-0.6f, -0.6f}, {0.3f, 0.0f}, {-0.6f, 0.6f}}, true);
            pencil.lines({{0.65f, -0.65f}, {0.65f, 0.65f}});
            break;
        case Icon::clock:
            pencil.arc(0, 0, 0.75f, 0, 6.2831853f);
            pencil.lines({{0.0f, -0.4f}, {0.0f, 0.05f}, {0.35f, 0.2f}});
            break;
        case Icon::pin:
            pencil.lines({{-0.45f, -0.8f}, {0.45f, -0.8f}});
            pencil.lines(
                {{-0.27f, -0.8f}, {-0.27f, -0.15f}, {-0.6f, 0.15f}, {0.6f, 0.15f}, {0.27f, -0.15f}, {0.27f, -0.8f}});
            pencil.lines({{0.0f, 0.15f}, {0.0f, 0.85f}});
            break;
        case Icon::settings:
            for (float y : {-0.45f, 0.45f}) {
                pencil.lines({{-0.8f, y}, {0.8f, y}});
                pencil.dot(y, y, 0.28f);
            }
            break;
    }
}

}  // namespace ui
