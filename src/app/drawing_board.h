// The drawing pad's memory: strokes over an optional picture, the pen in hand, undo and redo.
#pragma once

#include <vector>

#include "image/digit.h"
#include "image/strokes.h"

namespace app {

enum class Tool { pen, eraser };

/// Pad coordinates are 0..1 of its side, y down.
class DrawingBoard {
public:
    Tool tool = Tool::pen;
    float brush = 0.07f;  ///< width of pen and eraser, a share of the pad's side, [kMinBrush, kMaxBrush]
    static constexpr float kMinBrush = 0.02f, kMaxBrush = 0.16f;

    /// The pen touches down, moves, lifts.  A `down` while another stroke is open ends that one first; `move` and `up`
    /// without a `down` are ignored; points outside the pad are clipped to a margin of half a pad around it.
    void down(image::Point point);
    void move(image::Point point);
    void up();
    bool pen_is_down() const { return pen_down_; }

    bool undo();
    bool redo();
    bool can_undo() const { return !undo_.empty(); }
    bool can_redo() const { return !redo_.empty(); }
    void clear();
    /// An empty page that undo does not leave.
    void start_over();

    /// Replace everything; each is one step that undo takes back.
    void set_strokes(image::Strokes strokes);
    void set_picture(image::Gray picture, bool is_network_input);

    /// What there is, with the open stroke: strokes in pad units, side 1.
    const image::Drawing& drawing() const { return drawing_; }
    bool empty() const { return drawing_.empty(); }

    /// Grows with every change.
    unsigned revision() const { return revision_; }

private:
    void remember();
    void changed();

    image::Drawing drawing_;
    image::Stroke eraser_path_;
    std::vector<image::Drawing> undo_, redo_;
    bool pen_down_ = false;
    unsigned revision_ = 0;
};

}  // namespace app
