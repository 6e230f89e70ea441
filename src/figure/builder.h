// Collects shapes while a page is laid out: an inner part of src/figure.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "figure/layout.h"

namespace figure {

constexpr float kPadding = 12;
constexpr float kBetween = 10;  ///< pictures, and cards

inline float line_height(float size) { return std::round(size * 1.45f); }

/// A group's pictures and plots against the sizes that they ask for.
struct Zoom {
    float pictures = 1, plots = 1;
};

class Builder {
public:
    /// `dry`: measures, and makes no shapes.
    Builder(const Look& look, const Measure& measure, bool dry = false) : look_(look), measure_(measure), dry_(dry) {}

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

    bool dry() const { return dry_; }

    Zoom zoom;           ///< of what is laid out next
    bool half = false;   ///< one network's half: its name stands above all of its cards
    bool plain = false;  ///< cards without ground and padding, as the result stands on the screen
    std::string_view title_of(const Group& group) const { return half ? own_title(group) : group.title; }
    float padding() const { return plain ? 0.0f : kPadding; }

private:
    Shape& add(Shape::Kind kind, float x, float y, float width, float height, image::Colour colour);

    const Look& look_;
    const Measure& measure_;
    bool dry_;
    Shape nowhere_;
    Page page_;
};

/// Each value in its cell, in two decimals; nothing where the widest does not fit.
void lay_out_numbers(Builder& builder, const Picture& picture, float x, float y, float width, float height);
/// A colour map's colours with the meaning of its ends, at the right of a line; gives its width.
float lay_out_map_legend(Builder& builder, image::Map map, float right, float y, float height);
/// The maps that the group's pictures use and have no legend of their own for, at the right of a line.
void lay_out_legends(Builder& builder, const Group& group, float x, float y, float width, float height);
bool has_legend(const Group& group);
/// What a picture's colours mean, in one line below it.
void lay_out_key(Builder& builder, const Picture& picture, float x, float y, float width, float height);
/// A picture's room: its caption may be `words` wide; 0: it has none.
struct Room {
    float width = 0, height = 0, words = 0;
};
/// One picture with its key and caption.
void lay_out_picture(Builder& b, const Picture& picture, int group, float x, float y, const Room& room);
/// The largest whole multiple of its pixels up to `wanted`, or of `part` of them, where it is at least one; else
/// `wanted`.
float whole_width(const Picture& picture, float wanted, float part);
/// A table of pictures, heads above and before them; gives the height.
float lay_out_table(Builder& builder, const Group& group, int index, float x, float y, float width);
/// A table of numbers: as many of its columns as have room, the sorted one among them; gives the height.
float lay_out_numbers_table(Builder& builder, const NumberTable& table, int group, float x, float y, float width);
/// Rows of pictures from left to right; gives the height.
float lay_out_pictures(Builder& builder, const Group& group, int index, float x, float y, float width);
/// Label and value, side by side or below each other; gives the height.
float lay_out_facts(Builder& builder, const Group& group, float x, float y, float width);
/// A card whose title has room for `lines`; gives its height.
float lay_out_group(Builder& builder, const Group& group, int index, float x, float y, float width, std::size_t lines);
/// The title's lines in a card of this width; a button has its place behind them, but not in files.
std::vector<std::string_view> title_lines(const Builder& builder, const Group& group, float width);

/// Cards beside one another: their groups; those that are `under` the one before share its column.
using Row = std::vector<std::size_t>;
/// Whether the card at this place of a row stands below the one before it.
bool is_under(const Figure& figure, const Row& row, std::size_t place);
/// The widths of a row's cards, with `between` points between the columns.
std::vector<float> widths_of(const Figure& figure, const Row& row, float width, float between);
/// Lines of the longest title in a row; 0 where cards without ground have no title: each then starts where it likes.
std::size_t longest_title(const Builder& builder, const Figure& figure, const Row& row,
                          const std::vector<float>& widths);
/// Title lines of a card in such a row.
std::size_t lines_of(const Builder& builder, const Group& group, float width, std::size_t longest);
/// A zoom for each group with which the rows fit into `height`, as large as can be; the smallest where nothing fits.
std::vector<Zoom> fitting(const Figure& figure, const std::vector<Row>& rows, float width, float height, float between,
                          Builder& dry);

/// Names with a stroke of their colour, in as many lines as it takes; gives the height.
float lay_out_plot_legend(Builder& builder, const Plot& plot, float x, float y, float width);
/// Bars that lie, a row each; gives the height.
float lay_out_level_bars(Builder& builder, const Plot& plot, float x, float y, float width);
/// A plot in (x, y, width); gives its height.
float lay_out_plot(Builder& builder, const Plot& plot, int group, float x, float y, float width);

/// Where a plot's curves are.
struct Inside {
    float x = 0, y = 0, width = 0, height = 0;
};
/// A label beside each dot where nothing is in the way: to the right, to the left, above or below; else none.
void lay_out_dot_labels(Builder& builder, const std::vector<std::string>& labels,
                        const std::vector<std::pair<float, float>>& dots, const Inside& inside);

/// About `count` round numbers that cover [low, high].
std::vector<double> ticks(double low, double high, int count);

}  // namespace figure
