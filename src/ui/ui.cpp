#include "ui/ui.h"

#include <algorithm>
#include <utility>

#include "app/actions.h"
#include "app/lecture.h"
#include "app/views.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {
namespace {

constexpr float kPhoneWidth = 760;                   ///< narrower screens get one region at a time
constexpr float kLowHeight = 480, kLowWidth = 1000;  ///< so do phones that lie on their side
constexpr float kLowest = 430;                       ///< lower ones have their bars at the left
constexpr float kThreeColumns = 1100;                ///< narrower screens get two columns
constexpr float kNarrow = 480;                       ///< of those that are low: the pad stands above its tools
constexpr float kStrip = 96, kTabletLeft = 256;

Screen screen_of(ImVec2 size) {
    const bool phone = size.x < kPhoneWidth || (size.y < kLowHeight && size.x < kLowWidth);
    if (phone) return size.y < kLowest ? Screen::low : Screen::phone;
    return size.x < kThreeColumns ? Screen::tablet : Screen::desk;
}

bool is_list(const app::State& state) {
    return state.sheet == app::Sheet::menu || state.sheet == app::Sheet::search || state.sheet == app::Sheet::more;
}

/// What lies in the middle: the view, or a sheet in its place.
void draw_centre(Context& c, app::State& state, const Rect& where) {
    if (app::waits_for_rest(state)) return draw_waiting(c, state, where);
    if (state.sheet == app::Sheet::gallery) return draw_gallery_sheet(c, state, where);
    if (state.sheet == app::Sheet::help) return draw_help_sheet(c, state, where);
    if (state.sheet == app::Sheet::model) return draw_model_sheet(c, state, where);
    if (state.probe.entry)
        draw_probe_panel(c, state, where);
    else if (state.page == app::Page::train)
        draw_train_panel(c, state, where);
    else
        draw_network_panel(c, state, where);
}

void draw_list(Context& c, app::State& state, const Rect& where) {
    if (state.rest.is_here)
        draw_view_list(c, state, where);
    else
        draw_waiting(c, state, where);
}

/// A line beside a region that can be dragged; kept for the next visit when let go.
void draw_splitter(Context& c, app::State& state, const char* name, const Rect& where, float app::Options::*width,
                   float low, float high, float way) {
    app::Options options = state.options;
    begin_overlay(c, name, where, 0, false);
    const bool moved = splitter(c, name, where, options.*width, low, high, way);
    end_region(where.y);
    if (moved) app::change_options(state, options);
}

void draw_desk(Context& c, app::State& state, float width, float height) {
    const bool network = app::is_network_open(state) && (state.sheet == app::Sheet::none || is_list(state));
    const bool folded = state.options.strip || needs_strip(c, state);
    const bool strip = folded && !app::is_network_open(state) && !state.keyboard_pen.on;
    const float spare = std::max(0.0f, width - 1280) * 0.2f;  // wide screens give the sides a share
    const auto side = [&](float wanted) { return std::min(wanted + spare, width * 0.3f); };
    const float left = strip ? kStrip : c.wide ? side(state.options.left) : kTabletLeft;
    const float right = c.wide && network ? side(state.options.right) : 0;
    const float moments = app::has_moments(state) && !c.wide ? c.size.moments : 0;
    const float top = c.size.top_bar, below = top + c.size.siblings + moments, at = c.wide ? top : below;
    draw_top_bar(c, state, {0, 0, width, top});
    draw_siblings_bar(c, state, {c.wide ? left : 0, top, width - (c.wide ? left : 0), c.size.siblings});
    if (moments > 0) draw_scrubber_bar(c, state, {0, below - moments, width, moments});
    if (strip)
        draw_answer_strip(c, state, {0, at, left, height - at});
    else
        draw_drawing_panel(c, state, {0, at, left, height - at});
    draw_centre(c, state, {left, below, width - left - right, height - below});
    if (right > 0) draw_inspector_panel(c, state, {width - right, below, right, height - below});
    if (c.wide && !strip)
        draw_splitter(c, state, "left splitter", {left - 4, below, 8, height - below}, &app::Options::left,
                      app::kMinLeft, app::kMaxLeft, 1);
    if (right > 0)
        draw_splitter(c, state, "right splitter", {width - right - 4, below, 8, height - below}, &app::Options::right,
                      app::kMinRight, app::kMaxRight, -1);
    if (is_list(state)) draw_list(c, state, {0, top, width, height - top});
}

void draw_phone(Context& c, app::State& state, float width, float height) {
    const float foot = c.size.tabs + c.size.dock;
    const float moments = app::has_moments(state) && !is_list(state) ? c.size.moments : 0,
                top = c.size.top_bar + moments;
    const Rect page{c.size.rail, top, width - c.size.rail, height - top - foot};
    draw_phone_header(c, state, {0, 0, width, c.size.top_bar});
    if (moments > 0) draw_scrubber_bar(c, state, {0, c.size.top_bar, width, moments});
    if (is_list(state))
        draw_list(c, state, page);
    else if (state.sheet == app::Sheet::inspector)
        draw_inspector_panel(c, state, page);
    else if (state.sheet == app::Sheet::none && state.tab == app::Tab::draw)
        draw_drawing_panel(c, state, page);
    else
        draw_centre(c, state, page);
    if (c.size.rail > 0)
        draw_rail(c, state, {0, page.y, c.size.rail, page.height});
    else
        draw_dock_and_tabs(c, state, {0, height - foot, width, foot});
}

/// Type to be read from the last row.
void enlarge(Sizes& size, ImVec2 screen) {
    const float zoom = std::clamp(std::min(screen.x / 1280, screen.y / 720), 0.8f, 2.2f);
    size.text = std::round(17 * zoom);
    size.heading = std::round(20 * zoom);
    size.caption = std::round(14 * zoom);
    size.large = std::round(64 * zoom);
    size.margin = std::round(24 * zoom);
}

/// Where the keyboard goes from the focused control, and what it does there.
void take_keys(Context& c, const app::Layout& before) {
    c.nudge = before.nudge;
    c.press = before.press;
    c.region = 0;
    c.focus_moved = before.walk != 0 || before.walk_regions != 0;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) c.focus.clear();
    const auto& order = before.order;
    if (!c.focus_moved || order.empty()) return;
    const int count = static_cast<int>(order.size());
    const auto region = [&](int i) { return order[static_cast<std::size_t>((i % count + count) % count)].second; };
    int at = static_cast<int>(
        std::find_if(order.begin(), order.end(), [&](const auto& item) { return item.first == c.focus; }) -
        order.begin());
    const int here = region(at == count ? 0 : at);
    if (at == count) {
        at = before.walk + before.walk_regions > 0 ? 0 : count - 1;
    } else if (before.walk != 0) {
        at += before.walk;
    } else {
        const int way = before.walk_regions;
        for (int i = 0; i < count && region(at) == here; ++i) at += way;
        for (int i = 0; i < count && way < 0 && region(at - 1) == region(at); ++i) --at;  // to its beginning
    }
    c.focus = order[static_cast<std::size_t>((at % count + count) % count)].first;
}

}  // namespace

struct Ui::Impl {
    Context context;
    std::optional<image::Theme> styled;
};

Ui::Ui() : impl_(std::make_unique<Impl>()) { impl_->context.fonts = load_fonts(); }
Ui::~Ui() = default;

void Ui::draw(app::State& state) {
    Context& c = impl_->context;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    c.theme = app::theme(state);
    c.colours = palette(c.theme);
    const Screen kind = screen_of(screen);
    c.phone = kind == Screen::phone || kind == Screen::low;
    c.wide = kind == Screen::desk;
    c.fingers = kind != Screen::desk || state.coarse;
    c.size = sizes(kind);
    if (kind == Screen::low && screen.x < kNarrow) c.size.rail = 56;
    if (c.wide && c.fingers) {  // a large screen for fingers
        c.size.control = 44;
        c.size.top_bar = 56;
        c.size.siblings = 48;
    }
    c.lecture = app::is_lecture(state);
    if (c.lecture) enlarge(c.size, screen);
    c.wants_frame = false;
    c.hover = std::exchange(state.hover, std::nullopt);
    take_keys(c, state.layout);
    c.layout = &state.layout;
    state.layout = {};
    if (impl_->styled != c.theme) apply_style(c.colours);
    impl_->styled = c.theme;
    c.pictures.begin(c.theme);

    if (c.lecture)
        draw_lecture(c, state, {0, 0, screen.x, screen.y});
    else if (c.phone)
        draw_phone(c, state, screen.x, screen.y);
    else
        draw_desk(c, state, screen.x, screen.y);
    draw_message(c, state, {0, 0, screen.x, screen.y - (c.lecture ? 0.0f : c.size.tabs + c.size.dock)});

    if (c.hover != state.hover || c.pictures.started_over()) c.wants_frame = true;
    c.pictures.end();
}

void Ui::device_lost() { impl_->context.pictures.atlas().device_lost(); }
void Ui::device_restored() { impl_->context.pictures.atlas().device_restored(); }

void Ui::background(const app::State& state, float rgb[3]) const {
    const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(palette(app::theme(state)).background);
    rgb[0] = colour.x;
    rgb[1] = colour.y;
    rgb[2] = colour.z;
}

bool Ui::wants_frame() const { return impl_->context.wants_frame; }

}  // namespace ui
