// The interface's own controls, drawn with ImGui's draw lists and placed by rectangle.
//
// Each is an ImGui item too: hover, focus ring and keyboard come from there.  `name` identifies the control, is kept in
// Layout::items, and is what tests and lessons ask for.
#pragma once

#include <initializer_list>
#include <span>
#include <string>

#include "ui/context.h"

namespace ui {

/// Hands out rectangles from top to bottom of a column.
struct Column {
    float x = 0, y = 0, width = 0;
    Rect take(float height, float gap_below = 0) {
        const Rect r{x, y, width, height};
        y += height + gap_below;
        return r;
    }
};

enum class Align { left, centre, right };

/// One line of text, cut with an ellipsis where it would leave `where`; vertically in the middle.
void text(Context& c, const Rect& where, ImFont* font, float size, ImU32 colour, std::string_view words,
          Align align = Align::left);
float text_width(ImFont* font, float size, std::string_view words);

/// A paragraph; returns its height.
float paragraph(Context& c, float x, float y, float width, float size, ImU32 colour, std::string_view words,
                ImFont* font = nullptr, float line = 0);

void heading(Context& c, const Rect& where, std::string_view words);
void caption(Context& c, const Rect& where, std::string_view words, Align align = Align::left);

/// A filled rectangle with a border, as the ground of a group.
void card(Context& c, const Rect& where);

/// An invisible item: true when clicked or activated by key.  `hovered` may be null.
bool hit(Context& c, const std::string& name, const Rect& where, bool* hovered = nullptr);

enum class Look { plain, raised, accent, link };

bool button(Context& c, const std::string& name, const Rect& where, std::string_view label, Look look = Look::raised,
            bool enabled = true, const char* tip = nullptr);

/// Icons drawn as lines, so that no font has to have them.
enum class Icon {
    search,
    screen,
    pen,
    eye,
    ask,
    chart,
    book,
    more,
    open,
    fold,
    share,
    picture,
    undo,
    redo,
    theme,
    help,
    menu,
    close,
    folder,
    dice,
    previous,
    next,
    save,
    settings,
    link,
    table,
    film,
    stop,
    play,
    pause,
    step,
    clock,
    pin
};
/// With a label the icon stands before it.
bool icon_button(Context& c, const std::string& name, const Rect& where, Icon icon, bool enabled, const char* tip,
                 Look look = Look::plain, std::string_view label = {});
void draw_icon(Icon icon, ImVec2 centre, float size, ImU32 colour);

/// A button that opens something below it: label and a small triangle.
bool menu_button(Context& c, const std::string& name, const Rect& where, std::string_view label, const char* tip);

struct Choice {
    std::string label;
    const char* tip = nullptr;
    bool enabled = true;
};

/// Buttons side by side in one frame, one of them chosen.  Returns the one clicked, or -1.  Names are `name` + " " +
/// label.
int segmented(Context& c, const std::string& name, const Rect& where, std::span<const Choice> choices, int chosen);

/// A horizontal slider; true while `value` changes.  The left and right arrow keys move it by `step` when focused; 0:
/// by a twentieth.
bool slider(Context& c, const std::string& name, const Rect& where, float& value, float low, float high,
            const char* tip, float step = 0);

/// On or off, with its label to the right.
bool toggle(Context& c, const std::string& name, const Rect& where, bool& value, std::string_view label,
            const char* tip = nullptr);

/// One class: its name in `label` points, bar, percent.
void class_bar(Context& c, const Rect& where, std::string_view name, float probability, bool known, bool best,
               bool truth, float label);

/// The colours of a map from left to right (or bottom to top) with its end values.
void colour_bar(Context& c, const Rect& where, image::Map map, bool vertical);

/// Outline of what is selected.
void selection_frame(Context& c, const Rect& where);

/// A tooltip of a few lines at the pointer; never under a finger.
void tip(Context& c, std::string_view words);
/// The same for the last item, once the pointer has stayed on it for a moment.
void tip_at_rest(Context& c, std::string_view words);

/// A line of its own between regions that can be dragged, or moved by the arrow keys when focused; true while it moves,
/// `position` in points.
bool splitter(Context& c, const std::string& name, const Rect& where, float& position, float low, float high,
              float direction);

/// "0.41", "-1.3", "12": three significant digits at most, with a true minus sign.
std::string number(float value);
std::string percent(float share);  ///< "97.3 %"
std::string thousands(int value);  ///< "61,706"

/// A region of the screen as an ImGui window without decoration; scrolls if its content is taller.
bool begin_region(Context& c, const char* name, const Rect& where, ImU32 ground, bool scrolls = true);
/// The same over all others.
bool begin_overlay(Context& c, const char* name, const Rect& where, ImU32 ground, bool scrolls = true);
void end_region(float content_bottom);

}  // namespace ui
