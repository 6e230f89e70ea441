// Collects shapes while a page is laid out: an inner part of src/figure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "figure/layout.h"

namespace figure {

class Builder {
public:
    Builder(const Look& look, const Measure& measure) : look_(look), measure_(measure) {}

    const Look& look() const { return look_; }
    Page& page() { return page_; }
    float width_of(Face face, float size, std::string_view words) const {
        return words.empty() ? 0.0f : measure_(face, size, words);
    }

    /// Lines of at most `width`, broken at spaces and at '\n'; a word that is wider has a line of its own.
    std::vector<std::string_view> wrapped(std::string_view words, float size, float width,
                                          Face face = Face::regular) const;

    void fill(float x, float y, float width, float height, image::Colour colour, float rounding = 0);
    void outline(float x, float y, float width, float height, image::Colour colour, float thickness = 1,
                 float rounding = 0);
    void line(float x0, float y0, float x1, float y1, image::Colour colour, float thickness = 1);
    void dot(float x, float y, float radius, image::Colour colour);
    /// Between the upper line (x0, top0) .. (x1, top1) and the lower one.
    void band(float x0, float x1, float top0, float top1, float low0, float low1, image::Colour colour);
    void text(float x, float y, float width, float height, std::string_view words, float size, image::Colour colour,
              Align align = Align::left, Face face = Face::regular);
    /// Wrapped at spaces; gives the height.
    float paragraph(float x, float y, float width, std::string_view words, float size, image::Colour colour);
    void picture(float x, float y, float width, float height, const Picture& picture);

private:
    Shape& add(Shape::Kind kind, float x, float y, float width, float height, image::Colour colour);

    const Look& look_;
    const Measure& measure_;
    Page page_;
};

/// Each value in its cell, in two decimals; nothing where the widest does not fit.
void lay_out_numbers(Builder& builder, const Picture& picture, float x, float y, float width, float height);
/// A plot in (x, y, width); gives its height.
float lay_out_plot(Builder& builder, const Plot& plot, int group, float x, float y, float width);

/// About `count` round numbers that cover [low, high].
std::vector<double> ticks(double low, double high, int count);

}  // namespace figure
