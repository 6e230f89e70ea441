// From a figure to a page of shapes of given width: the same for the window, the page and PNG files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figure/figure.h"

namespace figure {

enum class Face { regular, semibold };
enum class Align { left, centre, right };

/// Width of a line of text, in points.
using Measure = std::function<float(Face face, float size, std::string_view words)>;

/// Colours and sizes; `look` has the two themes and two densities.
struct Look {
    image::Theme theme = image::Theme::dark;
    image::Colour background, panel, line, text, muted, accent, error;
    float text_size = 13, heading = 14, caption = 11;
    float margin = 12, gap = 8, rounding = 6;
    float scale = 1;      ///< of the groups' sides: a phone's pictures are a little larger, a lecture's much
    bool phone = false;   ///< a page that scrolls under a finger: long tables begin with their first rows
    bool titled = false;  ///< title and source above and below, for files
};
Look look(image::Theme theme, bool phone);

/// One thing to draw, in order.  In points from the page's upper left corner.
struct Shape {
    enum class Kind {
        fill,     ///< rectangle (x, y, width, height), corners `rounding`
        outline,  ///< its outline, `thickness` wide
        line,     ///< from (x, y) to (x + width, y + height)
        quad,  ///< filled: (x, y), (x + width, y + height) above, `low`, `low_end` the y of the lower corners: a band's
               ///< piece
        dot,   ///< centre (x, y), radius `thickness`
        text,  ///< one line in (x, y, width, height), vertically in the middle, cut with an ellipsis
        picture,  ///< `picture`'s values as crisp squares
    };
    Kind kind = Kind::fill;
    float x = 0, y = 0, width = 0, height = 0;
    float rounding = 0, thickness = 1;
    float low = 0, low_end = 0;
    image::Colour colour;
    Face face = Face::regular;
    float size = 13;
    Align align = Align::left;
    std::string words;
    const Picture* picture = nullptr;
};

/// How a table of numbers was placed: which of its rows and columns, and how large.
struct TableGrid {
    float head = 0, row = 0, name = 0, column = 0;  ///< heights of heads and rows, widths of names and of columns
    std::vector<std::size_t> rows, columns;         ///< those that have room, in order

    /// Of a point in the table; nothing where there is none.  A row of nothing is the heads, a column the names.
    struct At {
        std::optional<std::size_t> row, column;
    };
    std::optional<At> at(float x, float y) const;
};

/// Where a picture, a table or a plot's inside lies, for hover, clicks and drags.
struct Place {
    int group = 0;
    const Picture* picture = nullptr;
    const Plot* plot = nullptr;
    float x = 0, y = 0, width = 0, height = 0;
    float x_low = 0, x_high = 1, y_low = 0, y_high = 1;  ///< the plot's axes; x as to_axis gives it
    const NumberTable* table = nullptr;                  ///< one of the three
    TableGrid grid = {};                                 ///< the table's, from (x, y) on
};

/// Where a card lies, and how far its title reaches.
struct Card {
    int group = 0;
    float x = 0, y = 0, width = 0, height = 0;
    float title_right = 0, title_y = 0, title_height = 0;  ///< height 0: it has none
};

struct Page {
    float width = 0, height = 0;
    std::vector<Card> cards;  ///< of the groups that were placed, in their order
    std::vector<Shape> shapes;
    std::vector<Place> places;
};

inline constexpr float kHalves = 620;  ///< pages of this width and wider give each of two networks a half of its own

/// What is placed, and the room for it.
struct Extent {
    static constexpr int kAll = -1, kResult = -2;
    float width = 0;   ///< of the column, in points
    float height = 0;  ///< > 0: pictures shrink, by whole factors, until all fits where they can
    int part = kAll;   ///< all groups, those that are not folded, or the one of this number
};

/// Places it.  The page points into `figure`, which must outlive it.
Page lay_out(const Figure& figure, const Extent& extent, const Look& look, const Measure& measure);
inline Page lay_out(const Figure& figure, float width, const Look& look, const Measure& measure) {
    return lay_out(figure, Extent{.width = width}, look, measure);
}

}  // namespace figure
