// Shapes in points to pixels.  Upright edges are put on whole pixels, so that pictures and cards are crisp at any
// ratio.
#include "figure/paint.h"

#include <algorithm>
#include <cmath>

#include "figure/canvas.h"
#include "image/png.h"

namespace figure {
namespace {

constexpr int kLargestSide = 4096;
constexpr float kResult = 0.5f;     ///< the result's height against its width: about a slide's
constexpr float kCapHeight = 0.6f;  ///< of capitals and digits in Inter, as a share of the size
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// Longest beginning of `words`, of whole characters, that is at most `width` wide.
std::string_view fitting(Face face, float size, std::string_view words, float width) {
    std::string_view rest = words;
    float wide = 0;
    while (!rest.empty()) {
        std::string_view after = rest;
        wide += size * advance_of(face, next_character(after));
        if (wide > width) break;
        rest = after;
    }
    words.remove_suffix(rest.size());
    while (!words.empty() && words.back() == ' ') words.remove_suffix(1);
    return words;
}

class Painter {
public:
    Painter(int width, int height, const Look& look, float pixels)
        : look_(look), pixels_(pixels), canvas_(width, height, look.background) {}

    void draw(const Shape& shape);
    image::Rgba take() { return canvas_.take(); }

private:
    float snapped(float points) const { return std::round(points * pixels_); }
    /// At least one pixel.
    float snapped_end(float begin, float length) const { return std::max(snapped(begin) + 1, snapped(begin + length)); }
    void fill(const Shape& s);
    void outline(const Shape& s);
    void line(const Shape& s);
    void text(const Shape& s);
    void picture(const Shape& s);

    const Look& look_;
    float pixels_;
    Canvas canvas_;
    Glyphs glyphs_;
};

void Painter::fill(const Shape& s) {
    if (!(s.width > 0) || !(s.height > 0)) return;
    canvas_.fill(snapped(s.x), snapped(s.y), snapped_end(s.x, s.width), snapped_end(s.y, s.height),
                 s.rounding * pixels_, s.colour);
}

void Painter::outline(const Shape& s) {
    const float thickness = std::max(1.0f, std::round(s.thickness * pixels_));
    canvas_.outline(snapped(s.x), snapped(s.y), snapped_end(s.x, s.width), snapped_end(s.y, s.height),
                    s.rounding * pixels_, thickness, s.colour);
}

void Painter::line(const Shape& s) {
    const float thickness = std::max(1.0f, s.thickness * pixels_), x0 = s.x * pixels_, y0 = s.y * pixels_,
                x1 = (s.x + s.width) * pixels_, y1 = (s.y + s.height) * pixels_;
    constexpr float kThin = 1.5f;  // axes and grids; a curve's level pieces must not jump
    if (s.thickness > kThin || (s.width != 0 && s.height != 0))
        return canvas_.line(x0, y0, x1, y1, thickness, s.colour);
    const float wide = std::round(thickness), left = std::min(x0, x1), right = std::max(x0, x1), top = std::min(y0, y1),
                bottom = std::max(y0, y1);
    if (s.height == 0)
        canvas_.fill(std::round(left), std::round(top - wide / 2), std::round(right), std::round(top - wide / 2) + wide,
                     0, s.colour);
    else
        canvas_.fill(std::round(left - wide / 2), std::round(top), std::round(left - wide / 2) + wide,
                     std::round(bottom), 0, s.colour);
}

void Painter::text(const Shape& s) {
    std::string shortened;
    std::string_view words = s.words;
    float width = text_width(s.face, s.size, words);
    if (width > s.width + 0.5f) {
        shortened = std::string(fitting(s.face, s.size, words, s.width - text_width(s.face, s.size, kEllipsis))) +
                    std::string(kEllipsis);
        words = shortened;
        width = text_width(s.face, s.size, words);
    }
    const float spare = s.width - width, left = s.x + (s.align == Align::centre  ? spare / 2
                                                       : s.align == Align::right ? spare
                                                                                 : 0.0f);
    const int baseline = static_cast<int>(std::round((s.y + s.height / 2 + s.size * kCapHeight / 2) * pixels_));
    float pen = left * pixels_;
    while (!words.empty()) {
        const char32_t character = next_character(words);
        const int quarters = static_cast<int>(std::lround(pen * 4)),
                  column = static_cast<int>(std::floor(static_cast<float>(quarters) / 4));
        canvas_.glyph(column, baseline, glyphs_.get(s.face, s.size * pixels_, character, quarters - 4 * column),
                      s.colour);
        pen += s.size * pixels_ * advance_of(s.face, character);
    }
}

void Painter::picture(const Shape& s) {
    const Picture* p = s.picture;
    if (p == nullptr || p->width <= 0 || p->height <= 0 ||
        p->values.size() != static_cast<std::size_t>(p->width) * static_cast<std::size_t>(p->height))
        return;
    constexpr float kFar = 1e6f;  // pixels: beyond any page, and still an int
    const float edges[] = {snapped(s.x), snapped(s.y), snapped_end(s.x, s.width), snapped_end(s.y, s.height)};
    if (std::any_of(std::begin(edges), std::end(edges), [](float edge) { return !(std::fabs(edge) < kFar); })) return;
    const image::Rgba small = colours(*p, look_.theme);
    canvas_.picture(static_cast<int>(snapped(s.x)), static_cast<int>(snapped(s.y)),
                    static_cast<int>(snapped_end(s.x, s.width)), static_cast<int>(snapped_end(s.y, s.height)), small);
}

void Painter::draw(const Shape& s) {
    if (!std::isfinite(s.x + s.y + s.width + s.height + s.low + s.low_end) ||
        s.y * pixels_ > static_cast<float>(kLargestSide) * 2)
        return;
    switch (s.kind) {
        case Shape::Kind::fill:
            return fill(s);
        case Shape::Kind::outline:
            return outline(s);
        case Shape::Kind::line:
            return line(s);
        case Shape::Kind::quad:
            return canvas_.quad(s.x * pixels_, (s.x + s.width) * pixels_, s.y * pixels_, (s.y + s.height) * pixels_,
                                s.low * pixels_, s.low_end * pixels_, s.colour);
        case Shape::Kind::dot:
            return canvas_.dot(s.x * pixels_, s.y * pixels_, s.thickness * pixels_, s.colour);
        case Shape::Kind::text:
            return text(s);
        case Shape::Kind::picture:
            return picture(s);
    }
}

int side_of(float points, float pixels) {
    return std::clamp(static_cast<int>(std::ceil(std::min(points * pixels, static_cast<float>(kLargestSide)))), 1,
                      kLargestSide);
}

}  // namespace

float text_width(Face face, float size, std::string_view words) {
    float width = 0;
    while (!words.empty()) width += advance_of(face, next_character(words));
    return size * width;
}

image::Rgba paint(const Page& page, const Look& look, float pixels) {
    pixels = std::clamp(pixels, 0.25f, 4.0f);
    Painter painter(side_of(page.width, pixels), side_of(page.height, pixels), look, pixels);
    for (const Shape& shape : page.shapes) painter.draw(shape);
    return painter.take();
}

image::Rgba paint(const Figure& figure, image::Theme theme, float width, float pixels) {
    Look colours = look(theme, false);
    colours.titled = true;
    const Page page = lay_out(figure, {.width = width, .height = width * kResult}, colours, text_width);
    // Rather coarser than cut.
    return paint(page, colours, std::min(pixels, static_cast<float>(kLargestSide) / std::max(page.height, 1.0f)));
}

std::vector<image::Rgba> frames(std::span<const Picture> animation, image::Theme theme) {
    constexpr int kSide = 280;
    float shared = 0;
    for (const Picture& picture : animation) shared = std::max(shared, image::full_scale(picture.values, picture.map));
    std::vector<image::Rgba> made;
    for (const Picture& picture : animation) {
        const image::Rgba small = image::paint(picture.values, picture.width, picture.height, picture.map, theme,
                                               picture.scale > 0 ? picture.scale : shared);
        made.push_back(image::enlarge(small, std::max(1, kSide / std::max(picture.width, picture.height))));
    }
    return made;
}

}  // namespace figure
