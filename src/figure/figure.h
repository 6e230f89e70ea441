// A figure: what a probe has to show, as numbers and words, without a screen.
//
// One description serves all: `layout.h` places it, the window and `paint.h` draw it, `numbers.h` writes it as CSV and
// JSON.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "image/colour_map.h"

namespace figure {

/// Something drawn on top of a picture, in its own coordinates: x columns, y rows, whole numbers are the pixels' edges.
struct Mark {
    enum class Kind {
        frame,  ///< outline of the rectangle (x0, y0) .. (x1, y1)
        arrow,  ///< from (x0, y0) to (x1, y1)
        line,
        dot,  ///< at (x0, y0)
    };
    Kind kind = Kind::frame;
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool accent = true;  ///< in the accent colour (what is chosen); else muted
};

/// What a click (or Enter) on a picture does.
struct Click {
    enum class Kind {
        none,
        sample,  ///< digit `index` of the data set becomes the input
        select,  ///< selects map `map` (and unit `unit`, where it is not -1) of layer `layer`
        set,     ///< sets the probe's setting `key` to `value`, a text setting to `words`
        sign,    ///< drawing `index` of the person's own signs goes onto the pad, or away where they are being removed
        model,   ///< opens the network whose identity is `words` (16 hexadecimal digits), then the view `key`, if any
    };
    Kind kind = Kind::none;
    int index = 0;
    int layer = -1, map = 0, unit = -1;
    int lane = 0;         ///< which of two networks beside each other it is about
    int checkpoint = -1;  ///< of `select`: the run goes there first; -1: it stays
    std::string key;      ///< of `select`: also sets this one
    double value = 0;
    std::string words;
    std::string also = {};  ///< of `set`: a second setting, which becomes `also_value`
    double also_value = 0;
};

/// A page around a picture's values, in the picture's own pixels: a sweep's numbers, each at the middle of its square.
struct Surround {
    float width = 0, height = 0;  ///< 0: there is none, the values are all
    float x = 0, y = 0;           ///< where the values begin in it
    std::vector<float> ghost;     ///< ink of 0..1, drawn faintly under the values; square, as large as the page
};

/// A map of numbers.
struct Picture {
    std::string name;     ///< of the numbers, one in the figure: "unpooled", "pool2 map 7 reconstruction"
    std::string caption;  ///< below it; short lines, at most three
    std::string head;     ///< above it; alternatives from long to short, with '|' between them: the first that fits
    int width = 0, height = 0;
    std::vector<float> values;  ///< width * height, row-major
    image::Map map = image::Map::diverging;
    float scale = 0;  ///< value of the last colour; 0: the picture's own largest
    float zero = 0;   ///< the value that is drawn as zero: of a diverging map, or the class that is nothing new
    float zoom = 1;   ///< its width, as a multiple of the group's
    Surround surround;
    bool keyed = false;   ///< has a legend of its own below it: the range, or the classes that there are
    bool shares = false;  ///< its legend says percent
    bool apart = false;   ///< begins a block: more room before it
    bool novel = false;   ///< in a table: a bar before it says that something new begins here
    std::vector<Mark> marks;
    Click click;
    std::string drag_x, drag_y;  ///< settings that dragging over it sets: column and row of the framed mark's corner,
                                 ///< whose middle follows the pointer
    float drag_step = 1;         ///< what a pixel of the picture is in these settings
    std::string lasso;           ///< text setting that a loop drawn over it sets: "x,y x,y ..."
    bool chosen = false;         ///< framed as what is selected
    bool numbers = false;        ///< each value stands in its cell, where cells are large enough to read it
    bool pick = false;  ///< dragging over it selects the unit under the pointer, of the map that `click` selects; of
                        ///< the layer, where `click` says map -1: its units are maps by themselves
};

struct Series {
    std::string name;
    std::vector<float> x, y;
    std::vector<float> low, high;  ///< a band around it; empty or as long as y
    int colour = 0;                ///< 0..9: image::class_colour
    bool dashed = false;
    bool dots = false;                     ///< a dot at each point, and no line
    std::vector<std::string> words = {};   ///< of dots: what stands beside each, on a line down to it; may be shorter
    bool unlisted = false;                 ///< not in the legend
    std::vector<std::string> labels = {};  ///< of dots: what stands close to each, where there is room
};

/// Curves, or bars.
struct Plot {
    std::string name;                     ///< of the numbers, one in the figure
    std::string title, x_label, y_label;  ///< labels with units: "shift (pixels)"
    std::vector<Series> series;
    bool bars = false;     ///< one bar a value at x = 0, 1, 2 ...
    bool level = false;    ///< of bars: they lie, a row each, with the label before and the number behind
    bool log_x = false;    ///< batches: x logarithmic, what is below 1 (before the first) at the left end
    bool whole_x = false;  ///< x counts things: no ticks between them
    std::vector<std::string> bar_labels;
    std::optional<float> y_low, y_high;  ///< else from the values
    std::optional<float> cursor;         ///< a vertical line at this x
    std::string drag;                    ///< setting that dragging in it sets to x
    bool bare = false;                   ///< without legend on a phone: its colours are explained above it
    float width = 1;                     ///< share of a row that it wants at most, where there is room: 1, 0.5
};

/// "largest difference  6.0e-7": a number by itself.
struct Fact {
    std::string label, value;
    std::optional<double> number = {};  ///< for the files; the value's text else
    bool good = true;                   ///< false: stands out as wrong
    std::string words = {};             ///< not empty: the value stands large in a narrow card, these lines beside it
};

/// Rows of numbers under heads, with bars in their cells.
struct NumberTable {
    struct Cell {
        std::string words;                  ///< as shown
        std::optional<double> number = {};  ///< for the files; nothing where there is none
        std::optional<float> bar = {};      ///< its length, as a share of the cell: 0..1, or -1..1 from the middle
        Click click = {};
    };
    struct Row {
        std::string name;
        std::vector<Cell> cells;
        Click click = {};
        bool chosen = false, faint = false;  ///< framed; not counted in what is said of all
    };
    std::string name;                ///< of the numbers, one in the figure
    std::vector<std::string> heads;  ///< the names' first, then the columns', a second line after '\n'
    std::vector<Click> head_clicks;  ///< of the columns; empty: none
    int sorted = -1;                 ///< the column by which rows are sorted
    bool from_middle = false;        ///< bars begin in the middle of their cells: to the left what is below zero
    std::size_t most_on_phone = 0;   ///< rows that a phone shows, and the chosen one; 0: all
    std::vector<Row> rows;
};

/// A card: title, a sentence, facts, tables, then pictures and plots from left to right, in as many rows as it takes.
struct Group {
    std::string title, note;
    float side = 96;      ///< width of a picture of zoom 1, in points on a desk
    bool beside = false;  ///< to the right of the card before it, where there is room
    float share = 1;      ///< of its row's width, against those of the cards beside it
    float least = 0;      ///< points that it needs at least beside others; 0: 270, or 90 where it is facts alone
    int columns = 0;      ///< pictures in a row at most; 0: as many as fit
    bool first = false;   ///< has its room before the others where a result is fitted
    bool tight = false;   ///< pictures close together, without captions
    std::vector<Fact> facts;
    std::vector<NumberTable> tables;
    std::vector<Picture> pictures;
    std::vector<Plot> plots;
    bool chosen = false;  ///< framed as what is selected
    bool folded = false;  ///< secondary: below the settings, closed until asked for
    bool under = false;   ///< below the card before it, in its column
    bool early = false;   ///< in one narrow column: right below the first card, and both fit into the room together
    int lane = -1;        ///< of two networks beside each other, the one that it is about; -1: no one of them
    bool paired = false;  ///< the second network's answer to the card before it
    std::string whose;    ///< that network's name, with which `title` begins
    /// A table: the heads of its columns, the corner's first, a second line after '\n'; the pictures are its cells, row
    /// by row.
    std::vector<std::string> column_heads;
    std::vector<int> few_columns, few_rows;  ///< of a table: all that is shown of it in a narrow card; empty: all
    bool strips = false;                     ///< of a table: pictures fill their cells' width, `side` points high
    std::vector<std::string> row_heads;      ///< of a table: "pool1\t3", what is before the tab stands out
};

struct Figure {
    std::string title;     ///< of files: "Occlusion of a 7 by 6 x 6 pixels"
    std::string finding;   ///< one computed sentence: what the result says, and no more than its numbers do
    int in_row = 0;        ///< cards beside one another at most; 0: as many as fit
    std::string source;    ///< "Zeiler & Fergus 2013, section 4.2"
    bool columns = false;  ///< groups side by side where there is room: the ladder
    std::vector<Group> groups;
};

/// The title without the network's name.
std::string_view own_title(const Group& group);

/// Its width and height in its own pixels, with what surrounds the values.
float full_width(const Picture& picture);
float full_height(const Picture& picture);
/// The value at a point of the whole picture, from 0, 0 to 1, 1; -1 where there is none.
int value_at(const Picture& picture, float x, float y);
/// Its colours: values from `zero`, over the ghost where there is one.
image::Rgba colours(const Picture& picture, image::Theme theme);

/// A picture of `values`; the rest is set by the caller.
Picture picture(std::string name, std::string caption, std::span<const float> values, int width, int height,
                image::Map map);

/// Where x lies on the plot's axis, and back: itself, or on a logarithmic axis the binary logarithm, -1 for what is
/// below 1.
double to_axis(const Plot& plot, double x);
double from_axis(const Plot& plot, double at);

/// "0.412", "-1.34", "12": three significant digits, true minus sign.  What is not finite is undefined: an en dash,
/// as in `percent`; null in JSON, empty in CSV, a gap in a plot.
std::string number(double value);
/// "0.41", "-1.34", "12.5", "130": as short as a cell of a picture needs; what rounds to nothing is "0".
std::string short_number(double value);
/// "97.3 %".
std::string percent(double share);

}  // namespace figure
