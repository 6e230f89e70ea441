// Antialiased shapes on pixels: an inner part of src/figure.
#pragma once

#include "figure/glyphs.h"
#include "image/picture.h"

namespace figure {

/// All coordinates in pixels; whole numbers are the pixels' edges.  What lies outside is left out.
class Canvas {
public:
    Canvas(int width, int height, image::Colour background) : pixels_(width, height, background) {}

    /// With corners of radius `rounding`; edges as they are given, so the caller rounds what should be crisp.
    void fill(float x0, float y0, float x1, float y1, float rounding, image::Colour colour);
    /// `thickness` wide, inside the rectangle.
    void outline(float x0, float y0, float x1, float y1, float rounding, float thickness, image::Colour colour);
    /// With round ends, so that pieces of a curve join.
    void line(float x0, float y0, float x1, float y1, float thickness, image::Colour colour);
    /// Between the lines (x0, top0) .. (x1, top1) and (x0, low0) .. (x1, low1).
    void quad(float x0, float x1, float top0, float top1, float low0, float low1, image::Colour colour);
    void dot(float x, float y, float radius, image::Colour colour);
    /// The pen at (x, y) on the baseline.
    void glyph(int x, int y, const Glyph& glyph, image::Colour colour);
    /// Stretched over the rectangle as crisp squares.
    void picture(int x0, int y0, int x1, int y1, const image::Rgba& picture);

    image::Rgba take() { return std::move(pixels_); }

private:
    int width() const { return pixels_.width; }
    int height() const { return pixels_.height; }
    void blend(int row, int column, image::Colour colour, float coverage);
    /// Pixels [from, to) of a row, all covered alike.
    void blend_span(int row, int from, int to, image::Colour colour, float coverage);
    template <class Coverage>
    void rectangle(float x0, float y0, float x1, float y1, float border, image::Colour colour,
                   const Coverage& coverage);

    image::Rgba pixels_;
};

}  // namespace figure
