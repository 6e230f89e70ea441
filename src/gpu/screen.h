// Dear ImGui's frames on the screen.  Only what changed is painted; the rest stays from the frame before.  With
// graphics in software, which costs by the pixel, this is most of a frame.
//
// Fills sample no texture; what is opaque is not blended; a rectangle of one colour that covers a part to be painted is
// a clear, and what lies under it is left out.
#pragma once

#include <vector>

#include "gpu/damage.h"
#include "gpu/items.h"
#include "gpu/programs.h"

namespace gpu {

class Screen {
public:
    /// `shader_version` is every shader's first line; `window_keeps` says whether the window still has a frame's pixels
    /// when the next is painted (if not, they are kept here and copied).  False if the graphics driver has not what it
    /// takes.
    bool open(const char* shader_version, bool window_keeps);
    void close();

    /// Paints `frame` on width x height pixels, over `background` (opaque).
    void paint(const ImDrawData& frame, int width, int height, ImU32 background);

    /// The next frame is painted whole: what the window shows is no longer what was painted.
    void forget() { before_.clear(); }

    /// Every frame is painted whole, for tests and to compare times.
    void paint_whole(bool whole) { whole_ = whole; }

    /// The graphics context was lost; there is a new one.
    void device_lost();
    bool device_restored();

private:
    struct Batch {
        Kind kind;
        bool opaque;
        unsigned texture;
        Box clip;
        unsigned first, count;  ///< indices
    };
    /// A part to be painted: first one colour, unless something opaque covers it all, then its batches.
    struct Part {
        Box box;
        ImU32 colour;
        bool clears;
        std::size_t first_batch, end_batch;
    };

    bool make_device_objects();
    void prepare(const Box& box, ImU32 background);
    void append(const Item& item, const Box& box, std::size_t first_batch);
    void send(const ImDrawData& frame, int height);
    void keep_size(int width, int height);

    Programs programs_;
    const char* shader_version_ = "";
    bool window_keeps_ = true, whole_ = false;
    unsigned array_ = 0, vertex_buffer_ = 0, index_buffer_ = 0;
    unsigned framebuffer_ = 0, renderbuffer_ = 0;  ///< the kept frame, where the window keeps none
    int width_ = 0, height_ = 0;
    ImVec2 scale_{1, 1};  ///< pixels a point
    ImU32 background_ = 0;

    std::vector<Item> items_;
    std::vector<Trace> before_, now_;
    std::vector<Part> parts_;
    std::vector<Batch> batches_;
    std::vector<ImDrawVert> vertices_;
    std::vector<unsigned> indices_;
};

}  // namespace gpu
