#include "ui/ui.h"

#include <algorithm>
#include <utility>

#include "app/actions.h"
#include "ui/panels/panels.h"
#include "ui/panels/sheet.h"

namespace ui {
namespace {

constexpr float kPhoneWidth = 760;                   ///< narrower screens get one region at a time
constexpr float kLowHeight = 480, kLowWidth = 1000;  ///< so do phones that lie on their side, with lower bars
constexpr float kLowBar = 44;

void draw_sheet(Context& c, app::State& state, const Rect& where) {
    switch (state.sheet) {
        case app::Sheet::gallery:
            return draw_gallery_sheet(c, state, where);
        case app::Sheet::help:
            return draw_help_sheet(c, state, where);
        case app::Sheet::model:
            return draw_model_sheet(c, state, where);
        case app::Sheet::probes:
            return draw_probes_sheet(c, state, where);
        case app::Sheet::none:
            break;
    }
}

void draw_view(Context& c, app::State& state, const Rect& where) {
    if (state.probe.entry)
        draw_probe_panel(c, state, where);
    else
        draw_network_panel(c, state, where);
}

/// Lines between the regions that can be dragged; kept for the next visit when let go.
void draw_splitters(Context& c, app::State& state, const Rect& centre) {
    app::Options options = state.options;
    begin_region(c, "left splitter", {centre.x - 4, centre.y, 8, centre.height}, 0, false);
    bool moved = splitter(c, "left splitter", {centre.x - 4, centre.y, 8, centre.height}, options.left, app::kMinLeft,
                          app::kMaxLeft, 1);
    end_region(centre.y);
    const float right = centre.x + centre.width;
    begin_region(c, "right splitter", {right - 4, centre.y, 8, centre.height}, 0, false);
    moved |= splitter(c, "right splitter", {right - 4, centre.y, 8, centre.height}, options.right, app::kMinRight,
                      app::kMaxRight, -1);
    end_region(centre.y);
    if (moved) app::change_options(state, options);
}

void draw_desk(Context& c, app::State& state, float width, float height) {
    const float top = c.size.top_bar, tall = height - top;
    const float spare = std::max(0.0f, width - 1280) * 0.2f;  // wide screens give the sides a share
    const float left = std::min(state.options.left + spare, width * 0.3f),
                right = std::min(state.options.right + spare, width * 0.3f);
    const Rect centre{left, top, width - left - right, tall};
    draw_top_bar(c, state, {0, 0, width, top});
    draw_drawing_panel(c, state, {0, top, left, tall});
    if (state.sheet == app::Sheet::none)
        draw_view(c, state, centre);
    else
        draw_sheet(c, state, centre);
    draw_inspector_panel(c, state, {centre.x + centre.width, top, right, tall});
    draw_splitters(c, state, centre);
}

void draw_phone(Context& c, app::State& state, float width, float height) {
    const Rect page{0, c.size.top_bar, width, height - c.size.top_bar - c.size.tab_bar};
    draw_top_bar(c, state, {0, 0, width, c.size.top_bar});
    if (state.sheet != app::Sheet::none)
        draw_sheet(c, state, page);
    else if (state.tab == app::Tab::draw)
        draw_drawing_panel(c, state, page);
    else if (state.tab == app::Tab::network)
        draw_network_panel(c, state, page);
    else if (state.tab == app::Tab::inspect)
        draw_inspector_panel(c, state, page);
    else if (state.probe.entry)
        draw_probe_panel(c, state, page);
    else
        draw_probes_sheet(c, state, page);
    draw_tab_bar(c, state, {0, height - c.size.tab_bar, width, c.size.tab_bar});
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
    const bool low = screen.y < kLowHeight;
    c.phone = screen.x < kPhoneWidth || (low && screen.x < kLowWidth);
    c.size = sizes(c.phone);
    if (c.phone && low) c.size.top_bar = c.size.tab_bar = kLowBar;
    c.wants_frame = false;
    c.hover = std::exchange(state.hover, std::nullopt);
    take_keys(c, state.layout);
    c.layout = &state.layout;
    state.layout = {};
    if (impl_->styled != c.theme) apply_style(c.colours);
    impl_->styled = c.theme;
    c.pictures.begin(c.theme);

    if (c.phone)
        draw_phone(c, state, screen.x, screen.y);
    else
        draw_desk(c, state, screen.x, screen.y);
    draw_message(c, state, {0, 0, screen.x, screen.y - c.size.tab_bar});

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
