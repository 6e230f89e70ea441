// The panels: one file each.  They read the state, call actions, and compute nothing.
#pragma once

#include "ui/widgets.h"

namespace ui {

/// Name, groups of views, search, model, full screen, theme, help.
void draw_top_bar(Context& c, app::State& state, const Rect& where);

/// The views of the open one's group; what can be done with it.
void draw_siblings_bar(Context& c, app::State& state, const Rect& where);

/// A phone's head: the way back, the view's title, share, and what else there is.
void draw_phone_header(Context& c, app::State& state, const Rect& where);
/// The answer above a phone's navigation; on its side both at the left.
void draw_dock_and_tabs(Context& c, app::State& state, const Rect& where);
void draw_rail(Context& c, app::State& state, const Rect& where);

/// In place of a view or a list that is not here yet (app/rest.h): one sentence; a click on a list closes it.
void draw_waiting(Context& c, app::State& state, const Rect& where);

/// A group's views, or all of them with a search; on a phone a page, else over all.
void draw_view_list(Context& c, app::State& state, const Rect& where);

/// The pad, its tools, what the network sees, samples, class bars.  On a phone also the maps at a glance.
void draw_drawing_panel(Context& c, app::State& state, const Rect& where);

/// Every layer as rows of pictures, input to softmax.
void draw_network_panel(Context& c, app::State& state, const Rect& where);

/// The moment of its training that the network on show is from.
void draw_scrubber(Context& c, app::State& state, const Rect& where);
/// The same as a row of its own.
void draw_scrubber_bar(Context& c, app::State& state, const Rect& where);

/// Train here.
void draw_train_panel(Context& c, app::State& state, const Rect& where);

/// What the open view offers (app/offers.h), as buttons; gives the height, 0 where it offers nothing.
float draw_offers(Context& c, app::State& state, float x, float y, float width, bool only_measure);
/// The probe on show: what it asks, its settings, its figure.
void draw_probe_panel(Context& c, app::State& state, const Rect& where);

/// The probe's settings as controls, from its table: three, and the others where they are asked for.  Gives the height
/// used; with `measure` it draws nothing, and gives that of the three.
float draw_probe_controls(Context& c, app::State& state, float x, float y, float width, bool measure);

/// The open view over all of the screen, for a lecture.
void draw_lecture(Context& c, app::State& state, const Rect& where);

/// Whether the left side is folded whatever was chosen: a tablet's view of two networks beside each other needs its
/// room.
inline bool needs_strip(const Context& c, const app::State& state) {
    return !c.wide && state.lanes.size() > 1 && state.probe.entry != nullptr;
}

/// The left side folded: the digit and its answer.
void draw_answer_strip(Context& c, app::State& state, const Rect& where);

/// What is selected as a chip: arrows to the next map, and what of the map is kept.
void draw_selection_chip(Context& c, app::State& state, const Rect& where);

/// What is selected, large: activation, reconstruction, kernels, receptive field, numbers.
void draw_inspector_panel(Context& c, app::State& state, const Rect& where);

/// The same in short, where there is no side for it.
void draw_inspector_card(Context& c, app::State& state, const Rect& where);

/// The 10,000 digits.
void draw_gallery_sheet(Context& c, app::State& state, const Rect& where);

/// What this is, how to read it, shortcuts, sources.
void draw_help_sheet(Context& c, app::State& state, const Rect& where);

/// The model that runs: its card, and another file.
void draw_model_sheet(Context& c, app::State& state, const Rect& where);

/// The first half minute: its sentence in place of a title; false where there is none now.
bool draw_introduction(Context& c, app::State& state, const Rect& where);
/// Over the hand's digit: whose turn it is.
void draw_turn(Context& c, const app::State& state, const Rect& pad);

/// One sentence for a few seconds at the lower edge.
void draw_message(Context& c, app::State& state, const Rect& where);

/// A card of map pictures for one block, shared by the network panel and the phone's first page.
/// Returns the height used.
struct BlockLook {
    float tile = 56;  ///< side of a picture
    int columns = 8;
    bool titles = true;  ///< layer chips above
};
float draw_block(Context& c, app::State& state, int block, float x, float y, float width, const BlockLook& look);

}  // namespace ui
