#include "ui/figure_view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/actions.h"
#include "app/probes.h"
#include "ui/figure_table.h"
#include "ui/map_tile.h"
#include "ui/widgets.h"

namespace ui {
namespace {

ImU32 to_imgui(image::Colour colour) { return IM_COL32(colour.r, colour.g, colour.b, colour.a); }

ImFont* font_of(const Context& c, figure::Face face) {
    return face == figure::Face::semibold ? c.fonts.semibold : c.fonts.regular;
}

const figure::Page& laid_out(Context& c, const app::State& state, const figure::Extent& extent) {
    FigurePart& kept = c.figure.parts[extent.part];
    if (kept.revision == state.probe.revision && kept.width == extent.width && kept.height == extent.height &&
        kept.theme == c.theme && kept.text == c.size.text)
        return kept.page;
    const figure::Measure measure = [&c](figure::Face face, float size, std::string_view words) {
        return text_width(font_of(c, face), size, words);
    };
    figure::Look look = figure::look(c.theme, c.phone);
    if (c.lecture) {
        look.text_size = c.size.text;
        look.heading = c.size.heading;
        look.caption = c.size.caption;
        look.scale = c.size.text / 11;  // pictures grow more than words do
    }
    kept = {figure::lay_out(state.probe.figure, extent, look, measure),
            state.probe.revision,
            extent.width,
            extent.height,
            c.theme,
            c.size.text};
    return kept.page;
}

/// An id that stays the same for the same place of the same probe.
std::string picture_id(const app::State& state, const figure::Picture& picture) {
    return std::string(state.probe.entry->id) + "/" + picture.name;
}

void draw_picture(Context& c, const app::State& state, const figure::Picture& picture, const Rect& where) {
    if (picture.values.empty()) return;
    const std::string id = picture_id(state, picture);
    if (picture.zero != 0 || !picture.surround.ghost.empty())
        return c.pictures.draw(id, state.probe.revision, figure::colours(picture, c.theme), where);
    const float scale = picture.scale > 0 ? picture.scale : image::full_scale(picture.values, picture.map);
    c.pictures.draw(id, state.probe.revision, {picture.values, picture.width, picture.height, picture.map, scale, 1},
                    where);
}

void draw_shape(Context& c, const app::State& state, const figure::Shape& s, float x, float y) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 from{x + s.x, y + s.y}, to{from.x + s.width, from.y + s.height};
    const ImU32 colour = to_imgui(s.colour);
    using Kind = figure::Shape::Kind;
    switch (s.kind) {
        case Kind::fill:
            draw->AddRectFilled(from, to, colour, s.rounding);
            break;
        case Kind::outline:
            draw->AddRect(from, to, colour, s.rounding, 0, s.thickness);
            break;
        case Kind::line:
            draw->AddLine(from, to, colour, s.thickness);
            break;
        case Kind::quad:
            draw->AddQuadFilled(from, to, {to.x, y + s.low_end}, {from.x, y + s.low}, colour);
            break;
        case Kind::dot:
            draw->AddCircleFilled(from, s.thickness, colour);
            break;
        case Kind::text: {
            const Align align = s.align == figure::Align::left     ? Align::left
                                : s.align == figure::Align::centre ? Align::centre
                                                                   : Align::right;
            text(c, {from.x, from.y, s.width, s.height}, font_of(c, s.face), s.size, colour, s.words, align);
            break;
        }
        case Kind::picture:
            draw_picture(c, state, *s.picture, {from.x, from.y, s.width, s.height});
            break;
    }
}

bool is_visible(const figure::Shape& s, float y, float top, float bottom) {
    const float a = y + std::min(s.y, s.y + s.height) - 40, b = y + std::max(s.y, s.y + s.height) + 40;
    return b >= top && a <= bottom;
}

void tell_pixel(Context& c, const figure::Picture& picture, const Rect& where, bool with_caption) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const int at = figure::value_at(picture, (mouse.x - where.x) / where.width, (mouse.y - where.y) / where.height);
    if (at < 0 || picture.values.size() <= static_cast<std::size_t>(at)) return;
    const float value = picture.values[static_cast<std::size_t>(at)];
    std::string words = picture.name + (with_caption && !picture.caption.empty() ? "\n" + picture.caption : "");
    if (picture.width * picture.height > 1)
        words += "\nrow " + std::to_string(at / picture.width) + ", column " + std::to_string(at % picture.width) +
                 ": " + number(value);
    const float largest = image::full_scale(picture.values, picture.map);
    if (picture.map != image::Map::classes && picture.map != image::Map::ink) words += "\nlargest " + number(largest);
    const figure::Click& click = picture.click;
    if (click.kind == figure::Click::Kind::sample) words += "\nClick: make it the input";
    if (click.kind == figure::Click::Kind::select) words += "\nClick: select it";
    if (!picture.drag_x.empty() || !picture.drag_y.empty()) words += "\nDrag to move it";
    if (picture.pick) words += "\nDrag: select the unit under the pointer";
    if (!picture.lasso.empty()) words += "\nDraw a loop around a part";
    tip(c, words);
}

/// The settings that a drag sets become the place of the framed mark's corner, its middle following the pointer.
void drag_picture(app::State& state, const figure::Picture& picture, const Rect& where) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    float half = 0;
    for (const figure::Mark& mark : picture.marks)
        if (mark.kind == figure::Mark::Kind::frame && mark.accent) half = (mark.x1 - mark.x0) / 2;
    const auto place = [&](float at, float origin, float size, float pixels, float begin) {
        const float inside = std::clamp((at - origin) / size, 0.0f, 1.0f) * pixels - begin - half;
        return static_cast<double>(inside * picture.drag_step);
    };
    if (!picture.drag_x.empty())
        app::set_value(state, picture.drag_x,
                       place(mouse.x, where.x, where.width, figure::full_width(picture), picture.surround.x));
    if (!picture.drag_y.empty())
        app::set_value(state, picture.drag_y,
                       place(mouse.y, where.y, where.height, figure::full_height(picture), picture.surround.y));
}

/// Selects the unit of the picture that is nearest to the pointer.
figure::Click unit_click(const figure::Picture& picture, const Rect& where) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto cell = [](float share, int count) {
        return std::clamp(static_cast<int>(share * static_cast<float>(count)), 0, count - 1);
    };
    figure::Click click = picture.click;
    int& at = click.map < 0 ? click.map : click.unit;  // a layer whose units are maps by themselves
    at = cell((mouse.y - where.y) / where.height, picture.height) * picture.width +
         cell((mouse.x - where.x) / where.width, picture.width);
    return click;
}

std::string loop_text(const std::vector<image::Point>& loop) {
    std::string words;
    for (const image::Point& p : loop) {
        char part[32];
        std::snprintf(part, sizeof part, "%s%.1f,%.1f", words.empty() ? "" : " ", static_cast<double>(p.x),
                      static_cast<double>(p.y));
        words += part;
    }
    return words;
}

/// A loop is drawn while the button is down, and becomes the setting when it is let go.
void lasso_picture(Context& c, app::State& state, const figure::Picture& picture, const Rect& where) {
    FigurePage& kept = c.figure;
    if (ImGui::IsItemActive()) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const image::Point p{
            std::clamp((mouse.x - where.x) / where.width, 0.0f, 1.0f) * static_cast<float>(picture.width),
            std::clamp((mouse.y - where.y) / where.height, 0.0f, 1.0f) * static_cast<float>(picture.height)};
        if (kept.lasso != picture.lasso) kept.loop.clear();
        kept.lasso = picture.lasso;
        if (kept.loop.size() < 200 &&
            (kept.loop.empty() || std::hypot(kept.loop.back().x - p.x, kept.loop.back().y - p.y) > 0.7f))
            kept.loop.push_back(p);
    } else if (kept.lasso == picture.lasso) {
        if (kept.loop.size() > 2) app::set_text(state, picture.lasso, loop_text(kept.loop));
        kept.lasso.clear();
        kept.loop.clear();
    }
    if (kept.lasso != picture.lasso) return;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (const image::Point& p : kept.loop)
        draw->PathLineTo({where.x + p.x / static_cast<float>(picture.width) * where.width,
                          where.y + p.y / static_cast<float>(picture.height) * where.height});
    draw->PathStroke(c.colours.accent, ImDrawFlags_Closed, 2);
}

/// Fingers on it move something; what is scrolled out of sight does not count.
void claim_drags(app::State& state, const Rect& where) {
    const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin(),
                 high = ImGui::GetWindowDrawList()->GetClipRectMax();
    const float left = std::max(where.x, low.x), top = std::max(where.y, low.y),
                right = std::min(where.x + where.width, high.x), bottom = std::min(where.y + where.height, high.y);
    if (right > left && bottom > top) state.layout.draggable.push_back({left, top, right - left, bottom - top});
}

/// A picture that can be clicked or dragged.  With the keyboard, Space and Enter click it; sliders do what dragging
/// does.
void picture_item(Context& c, app::State& state, const figure::Place& place, const Rect& where,
                  figure::Click& clicked) {
    const figure::Picture& picture = *place.picture;
    const figure::Group& group = state.probe.figure.groups[static_cast<std::size_t>(place.group)];
    const bool without_words = group.tight || !group.column_heads.empty();
    bool hovered = false;
    if (!picture.drag_x.empty() || !picture.drag_y.empty() || !picture.lasso.empty() || picture.pick)
        claim_drags(state, where);
    const bool pressed = hit(c, "figure " + picture.name, where, &hovered);
    const bool by_pointer = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
    if (pressed && picture.click.kind != figure::Click::Kind::none)
        clicked = picture.pick && by_pointer ? unit_click(picture, where) : picture.click;
    if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left) &&
        (!picture.drag_x.empty() || !picture.drag_y.empty()))
        drag_picture(state, picture, where);
    if (picture.pick && ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left))
        clicked = unit_click(picture, where);
    if (!picture.lasso.empty()) lasso_picture(c, state, picture, where);
    if (hovered && picture.click.kind != figure::Click::Kind::none)
        ImGui::GetWindowDrawList()->AddRect({where.x - 1, where.y - 1},
                                            {where.x + where.width + 1, where.y + where.height + 1}, c.colours.accent,
                                            2, 0, 2);
    if (hovered && !ImGui::IsItemActive()) tell_pixel(c, picture, where, without_words);
}

/// Index of the series' point that is nearest to x.
std::size_t nearest(const figure::Series& s, float x) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < s.x.size(); ++i)
        if (std::fabs(s.x[i] - x) < std::fabs(s.x[best] - x)) best = i;
    return best;
}

std::string bar_words(const figure::Plot& plot, std::size_t i) {
    std::string words = i < plot.bar_labels.size() ? plot.bar_labels[i] : std::to_string(i);
    for (const figure::Series& s : plot.series)
        if (i < s.y.size()) words += "\n" + (s.name.empty() ? plot.y_label : s.name) + ": " + number(s.y[i]);
    return words;
}

void tell_plot(Context& c, const figure::Place& place, const Rect& where) {
    const figure::Plot& plot = *place.plot;
    const float share = (ImGui::GetIO().MousePos.x - where.x) / where.width,
                at = place.x_low + share * (place.x_high - place.x_low),
                x = static_cast<float>(figure::from_axis(plot, static_cast<double>(at)));
    if (plot.bars) {
        const auto i = static_cast<std::size_t>(std::max(0.0f, std::round(x)));
        return tip(c, bar_words(plot, i));
    }
    std::string words;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (const figure::Series& s : plot.series) {
        if (s.x.empty() || s.y.size() != s.x.size()) continue;
        const std::size_t i = nearest(s, x);
        if (words.empty()) words = plot.x_label + " " + number(s.x[i]);
        words += "\n" + (s.name.empty() ? plot.y_label : s.name) + ": " + number(s.y[i]);
        if (i < s.low.size() && i < s.high.size()) words += " (" + number(s.low[i]) + " to " + number(s.high[i]) + ")";
        const auto on_axis = static_cast<float>(figure::to_axis(plot, static_cast<double>(s.x[i])));
        const float px = where.x + (on_axis - place.x_low) / (place.x_high - place.x_low) * where.width;
        const float py =
            where.y + where.height -
            (std::clamp(s.y[i], place.y_low, place.y_high) - place.y_low) / (place.y_high - place.y_low) * where.height;
        draw->AddCircleFilled({px, py}, 3.5f, to_imgui(image::class_colour(c.theme, s.colour)));
    }
    if (!words.empty()) tip(c, words);
}

void plot_item(Context& c, app::State& state, const figure::Place& place, const Rect& where) {
    bool hovered = false;
    if (!place.plot->drag.empty()) claim_drags(state, where);
    hit(c, "figure " + place.plot->name, where, &hovered);
    if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left) && !place.plot->drag.empty()) {
        const float share = std::clamp((ImGui::GetIO().MousePos.x - where.x) / where.width, 0.0f, 1.0f);
        app::set_value(
            state, place.plot->drag,
            figure::from_axis(*place.plot, static_cast<double>(place.x_low + share * (place.x_high - place.x_low))));
    } else if (hovered) {
        tell_plot(c, place, where);
    }
}

/// Beside each title a sign that saves its card; fingers would miss it, and save the whole.
void draw_card_buttons(Context& c, app::State& state, const figure::Page& page, float x, float y) {
    if (c.fingers || c.lecture) return;
    for (const figure::Card& card : page.cards) {
        if (card.title_height <= 0) continue;
        const Rect where{x + card.title_right + 6, y + card.title_y, card.title_height, card.title_height};
        const std::string name = "save card " + std::to_string(card.group + 1);
        bool hovered = false;
        if (hit(c, name, where, &hovered)) app::save_card(state, card.group);
        draw_icon(Icon::save, {where.x + where.width / 2, where.y + where.height / 2}, 11,
                  hovered ? c.colours.text : faded(c.colours.muted, 0.55f));
        if (hovered) tip(c, "Save this card as PNG");
    }
}

}  // namespace

float figure_width(Context& c, const app::State& state, const figure::Extent& extent) {
    float right = 0;
    for (const figure::Shape& s : laid_out(c, state, extent).shapes) {
        const bool from_left = s.kind == figure::Shape::Kind::text && s.align == figure::Align::left;
        right = std::max(right, s.x + (from_left ? text_width(font_of(c, s.face), s.size, s.words) : s.width));
    }
    return std::min(right, extent.width);
}

float draw_figure(Context& c, app::State& state, float x, float y, const figure::Extent& extent) {
    const figure::Page& page = laid_out(c, state, extent);
    const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowSize().y;
    for (const figure::Shape& shape : page.shapes)
        if (is_visible(shape, y, top, bottom)) draw_shape(c, state, shape, x, y);
    draw_card_buttons(c, state, page, x, y);
    figure::Click clicked;
    for (const figure::Place& place : page.places) {
        const Rect where{x + place.x, y + place.y, place.width, place.height};
        if (place.picture)
            picture_item(c, state, place, where, clicked);
        else if (place.table)
            table_item(c, place, where, clicked);
        else
            plot_item(c, state, place, where);
    }
    app::follow(state, clicked);
    return page.height;
}

}  // namespace ui
