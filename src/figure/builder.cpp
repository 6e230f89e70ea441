// See builder.h.
#include "figure/builder.h"

#include <algorithm>
#include <cmath>

namespace figure {

Shape& Builder::add(Shape::Kind kind, float x, float y, float width, float height, image::Colour colour) {
    if (dry_) return nowhere_;
    Shape shape;
    shape.kind = kind;
    shape.x = x;
    shape.y = y;
    shape.width = width;
    shape.height = height;
    shape.colour = colour;
    page_.shapes.push_back(std::move(shape));
    return page_.shapes.back();
}

void Builder::fill(float x, float y, float width, float height, image::Colour colour, float rounding) {
    add(Shape::Kind::fill, x, y, width, height, colour).rounding = rounding;
}

void Builder::outline(float x, float y, float width, float height, image::Colour colour, float thickness,
                      float rounding) {
    Shape& shape = add(Shape::Kind::outline, x, y, width, height, colour);
    shape.thickness = thickness;
    shape.rounding = rounding;
}

void Builder::line(float x0, float y0, float x1, float y1, image::Colour colour, float thickness) {
    add(Shape::Kind::line, x0, y0, x1 - x0, y1 - y0, colour).thickness = thickness;
}

void Builder::dot(float x, float y, float radius, image::Colour colour) {
    add(Shape::Kind::dot, x, y, 0, 0, colour).thickness = radius;
}

void Builder::band(float x0, float x1, float top0, float top1, float low0, float low1, image::Colour colour) {
    Shape& shape = add(Shape::Kind::quad, x0, top0, x1 - x0, top1 - top0, colour);
    shape.low = low0;
    shape.low_end = low1;
}

void Builder::text(float x, float y, float width, float height, std::string_view words, float size,
                   image::Colour colour, Align align, Face face) {
    if (words.empty()) return;
    Shape& shape = add(Shape::Kind::text, x, y, width, height, colour);
    shape.words = std::string(words);
    shape.size = size;
    shape.align = align;
    shape.face = face;
}

std::vector<std::string_view> Builder::wrapped(std::string_view words, float size, float width, Face face) const {
    std::vector<std::string_view> lines;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find('\n'), words.size());
        std::size_t fits = 0;
        for (std::size_t space = 0; space < end;) {
            space = std::min(words.find(' ', space + 1), end);
            if (fits > 0 && width_of(face, size, words.substr(0, space)) > width) break;
            fits = space;
        }
        lines.push_back(words.substr(0, fits));
        words.remove_prefix(fits);
        while (!words.empty() && (words.front() == ' ' || words.front() == '\n')) words.remove_prefix(1);
    }
    return lines;
}

float Builder::paragraph(float x, float y, float width, std::string_view words, float size, image::Colour colour) {
    const float line = std::round(size * 1.45f);
    float top = y;
    for (const std::string_view part : wrapped(words, size, width)) {
        text(x, top, width + 2, line, part, size, colour);
        top += line;
    }
    return top - y;
}

void Builder::picture(float x, float y, float width, float height, const Picture& picture) {
    add(Shape::Kind::picture, x, y, width, height, {}).picture = &picture;
}

}  // namespace figure
