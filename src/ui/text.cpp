// Words and numbers on the screen.
#include <algorithm>
#include <cmath>

#include "figure/figure.h"
#include "ui/widgets.h"

namespace ui {
namespace {

const char* begin_of(std::string_view words) { return words.data(); }
const char* end_of(std::string_view words) { return words.data() + words.size(); }

/// Longest beginning of `words` (whole UTF-8 characters) that is at most `width` wide.
std::string_view fitting(ImFont* font, float size, std::string_view words, float width) {
    const char* rest = nullptr;
    font->CalcTextSizeA(size, width, 0.0f, begin_of(words), end_of(words), &rest);
    return words.substr(0, static_cast<std::size_t>(rest - begin_of(words)));
}

/// How much of `words` goes on one line: whole words, but for one that is too long for any line.
std::size_t line_length(ImFont* font, float size, std::string_view words, float width) {
    std::size_t fits = 0;
    for (std::size_t space = 0; space < words.size();) {
        space = std::min(words.find(' ', space + 1), words.size());
        if (text_width(font, size, words.substr(0, space)) > width)
            return fits > 0 ? fits
                            : std::max<std::size_t>(fitting(font, size, words.substr(0, space), width).size(), 1);
        fits = space;
    }
    return fits;
}

}  // namespace

float text_width(ImFont* font, float size, std::string_view words) {
    return words.empty() ? 0.0f : font->CalcTextSizeA(size, 1e9f, 0.0f, begin_of(words), end_of(words)).x;
}

void text(Context& c, const Rect& where, ImFont* font, float size, ImU32 colour, std::string_view words, Align align) {
    std::string shortened;
    float width = text_width(font, size, words);
    if (width > where.width + 0.5f) {
        constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
        shortened = std::string(fitting(font, size, words, where.width - text_width(font, size, kEllipsis))) +
                    std::string(kEllipsis);
        if (c.layout != nullptr) c.layout->cut.emplace_back(words);
        words = shortened;
        width = text_width(font, size, words);
    }
    float x = where.x;
    if (align == Align::centre) x += (where.width - width) / 2;
    if (align == Align::right) x += where.width - width;
    const float y = where.y + (where.height - size * 1.21f) / 2;  // Inter's line is 1.21 of its size
    ImGui::GetWindowDrawList()->AddText(font, size, {std::round(x), std::round(y)}, colour, begin_of(words),
                                        end_of(words));
}

float paragraph(Context& c, float x, float y, float width, float size, ImU32 colour, std::string_view words,
                ImFont* font, float line) {
    if (font == nullptr) font = c.fonts.regular;
    if (line == 0) line = std::round(size * 1.45f);
    float top = y;
    while (!words.empty()) {
        const std::size_t count = line_length(font, size, words.substr(0, words.find('\n')), width);
        text(c, {x, top, width + 4, line}, font, size, colour, words.substr(0, count));
        words.remove_prefix(count);
        while (!words.empty() && words.front() == ' ') words.remove_prefix(1);
        if (!words.empty() && words.front() == '\n') words.remove_prefix(1);
        top += line;
    }
    return top - y;
}

void heading(Context& c, const Rect& where, std::string_view words) {
    text(c, where, c.fonts.semibold, c.size.heading, c.colours.text, words);
}

void caption(Context& c, const Rect& where, std::string_view words, Align align) {
    text(c, where, c.fonts.regular, c.size.caption, c.colours.muted, words, align);
}

std::string number(float value) { return figure::number(static_cast<double>(value)); }

std::string thousands(int value) {
    std::string digits = std::to_string(value);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string percent(float share) { return figure::percent(static_cast<double>(share)); }

}  // namespace ui
