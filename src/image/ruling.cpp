// Finds printed lines.  All of it looks for upright ones; level ones are those of the picture turned over its diagonal.
#include "image/ruling.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "image/resample.h"

namespace image {
namespace {

constexpr float kMostWidth = 0.09f;  // of a line, as a share of the picture's shorter side
constexpr float kMostSlant = 0.09f;  // sideways, as a share of the height: five degrees
constexpr int kMostLines = 24;

/// Means over `2 reach + 1` rows: noise goes, upright lines stay.
Gray averaged_down(const Gray& picture, int reach) {
    Gray out(picture.width, picture.height);
    std::vector<float> sums(static_cast<std::size_t>(picture.width));
    const auto row_added = [&](int row, float sign) {
        for (int column = 0; column < picture.width; ++column)
            sums[static_cast<std::size_t>(column)] += sign * picture.at(row, column);
    };
    for (int row = 0; row < std::min(reach, picture.height); ++row) row_added(row, 1.0f);
    for (int row = 0; row < picture.height; ++row) {
        if (row + reach < picture.height) row_added(row + reach, 1.0f);
        if (row - reach - 1 >= 0) row_added(row - reach - 1, -1.0f);
        const int rows = std::min(row + reach, picture.height - 1) - std::max(row - reach, 0) + 1;
        for (int column = 0; column < picture.width; ++column)
            out.at(row, column) = sums[static_cast<std::size_t>(column)] / static_cast<float>(rows);
    }
    return out;
}

/// Largest value within `reach` of each; the window grows by doubling.
void spread_maximum(std::vector<float>& values, int reach) {
    const std::size_t size = values.size(), window = 2 * static_cast<std::size_t>(reach) + 1;
    constexpr float kNone = -1e30f;
    std::vector<float> padded(size + window, kNone);
    std::copy(values.begin(), values.end(), padded.begin() + reach);
    for (std::size_t wide = 1; wide < window;) {
        const std::size_t step = std::min(wide, window - wide);
        for (std::size_t i = 0; i + step < padded.size(); ++i) padded[i] = std::max(padded[i], padded[i + step]);
        wide += step;
    }
    std::copy_n(padded.begin(), size, values.begin());
}

/// The paper beside thin dark things: the morphological closing of each row.
Gray closed(const Gray& picture, int reach) {
    Gray out = picture;
    std::vector<float> row(static_cast<std::size_t>(picture.width));
    for (int y = 0; y < picture.height; ++y) {
        const auto begin = out.pixels.begin() + static_cast<std::ptrdiff_t>(y) * picture.width;
        std::copy_n(begin, picture.width, row.begin());
        spread_maximum(row, reach);
        for (float& value : row) value = -value;
        spread_maximum(row, reach);
        std::transform(row.begin(), row.end(), begin, [](float value) { return -value; });
    }
    return out;
}

/// A picture prepared for the search of upright lines.
struct Search {
    Gray smooth;                     ///< averaged along the lines
    Gray paper;                      ///< its closing
    std::vector<std::uint8_t> thin;  ///< where something thin and dark is, and one column beside it
    std::vector<std::uint8_t> open;  ///< where a line could be seen: thin, or paper; wide strokes hide it
    int most_width = 0;

    int width() const { return smooth.width; }
    int height() const { return smooth.height; }
    float darkness(int row, int column) const { return paper.at(row, column) - smooth.at(row, column); }
    int column_of(float middle, float slant, int row) const {
        const float down = height() > 1 ? static_cast<float>(row) / static_cast<float>(height() - 1) - 0.5f : 0.0f;
        return static_cast<int>(std::lround(middle + slant * down));
    }
};

Search prepare(const Gray& picture) {
    constexpr float kLeastDarkness = 0.05f, kShareOfDarkest = 0.2f;
    const int shorter = std::min(picture.width, picture.height);
    Search search;
    search.most_width = std::max(3, static_cast<int>(std::lround(kMostWidth * static_cast<float>(shorter))));
    search.smooth = averaged_down(picture, std::max(1, picture.height / 100));
    search.paper = closed(search.smooth, search.most_width / 2 + 2);
    Gray dark = search.paper;
    for (std::size_t i = 0; i < dark.pixels.size(); ++i) dark.pixels[i] -= search.smooth.pixels[i];
    std::vector<float> values = dark.pixels;
    // Noise alone makes the paper look darker than its closing: twice that is more than noise.
    const float grain = 2.0f * quantile(values, 0.5), darkest = quantile(values, 0.997);
    const float least = std::max({kLeastDarkness, grain, kShareOfDarkest * darkest});
    search.thin.assign(dark.pixels.size(), 0);
    search.open.assign(dark.pixels.size(), 1);
    const Gray far_paper = closed(search.smooth, shorter / 3);
    for (std::size_t i = 0; i < search.open.size(); ++i)
        search.open[i] = far_paper.pixels[i] - search.smooth.pixels[i] < least ? 1 : 0;
    for (int row = 0; row < dark.height; ++row) {
        for (int column = 0; column < dark.width; ++column) {
            if (dark.at(row, column) < least) continue;
            for (int x = std::max(0, column - 1); x <= std::min(dark.width - 1, column + 1); ++x)
                search.thin[static_cast<std::size_t>(row) * static_cast<std::size_t>(dark.width) +
                            static_cast<std::size_t>(x)] = 1;
        }
    }
    for (std::size_t i = 0; i < search.open.size(); ++i)
        search.open[i] = static_cast<std::uint8_t>(search.open[i] | search.thin[i]);
    return search;
}

struct Candidate {
    int middle = 0, slant = 0;
    float covered = 0.0f;  ///< share of its rows where something thin and dark is
};

/// All lines that something thin and dark covers nearly from edge to edge.
std::vector<Candidate> candidates(const Search& search) {
    constexpr float kLeastCovered = 0.86f, kLeastSeen = 0.5f;
    const int width = search.width(), height = search.height();
    const int most = std::max(2, static_cast<int>(kMostSlant * static_cast<float>(height)));
    std::vector<Candidate> found;
    std::vector<std::uint16_t> covered(static_cast<std::size_t>(width)), seen(covered.size());
    for (int slant = -most; slant <= most; ++slant) {
        std::fill(covered.begin(), covered.end(), std::uint16_t{0});
        std::fill(seen.begin(), seen.end(), std::uint16_t{0});
        for (int row = 0; row < height; ++row) {
            const int shift = search.column_of(0.0f, static_cast<float>(slant), row);
            const std::ptrdiff_t begin = static_cast<std::ptrdiff_t>(row) * width + shift;
            const std::uint8_t *thin = search.thin.data() + begin, *open = search.open.data() + begin;
            for (int column = std::max(0, -shift); column < std::min(width, width - shift); ++column) {
                covered[static_cast<std::size_t>(column)] =
                    static_cast<std::uint16_t>(covered[static_cast<std::size_t>(column)] + thin[column]);
                seen[static_cast<std::size_t>(column)] =
                    static_cast<std::uint16_t>(seen[static_cast<std::size_t>(column)] + open[column]);
            }
        }
        for (int column = 0; column < width; ++column) {
            const auto rows = static_cast<float>(seen[static_cast<std::size_t>(column)]);
            const float share = static_cast<float>(covered[static_cast<std::size_t>(column)]) / std::max(rows, 1.0f);
            if (rows >= kLeastSeen * static_cast<float>(height) && share >= kLeastCovered)
                found.push_back({column, slant, share});
        }
    }
    return found;
}

/// How dark the rows of a candidate are in the middle, `offset` columns beside its course.
float darkness_beside(const Search& search, const Candidate& line, int offset, std::vector<float>& values) {
    values.clear();
    for (int row = 0; row < search.height(); ++row) {
        const int column = search.column_of(static_cast<float>(line.middle), static_cast<float>(line.slant), row);
        if (column < 0 || column >= search.width() || column + offset < 0 || column + offset >= search.width())
            continue;
        values.push_back(search.paper.at(row, column) - search.smooth.at(row, column + offset));
    }
    return values.empty() ? 0.0f : quantile(values, 0.5);
}

/// Its course, darkness and width; no darkness where it is too wide.
RuledLine measured(const Search& search, Candidate line) {
    constexpr float kEdge = 0.15f;  // of the darkest
    std::vector<float> values;
    int best = 0;
    float darkest = 0.0f;
    for (int offset = -search.most_width / 2; offset <= search.most_width / 2; ++offset) {
        const float dark = darkness_beside(search, line, offset, values);
        if (dark <= darkest) continue;
        darkest = dark;
        best = offset;
    }
    RuledLine out{static_cast<float>(line.middle + best), static_cast<float>(line.slant), 0, 0, darkest};
    const auto reach = [&](int step) {
        int steps = 0;
        while (steps <= search.most_width &&
               darkness_beside(search, line, best + (steps + 1) * step, values) > kEdge * darkest)
            ++steps;
        return steps;
    };
    out.before = reach(-1);
    out.after = reach(1);
    if (out.width() > static_cast<float>(search.most_width)) out.darkness = 0.0f;
    return out;
}

/// Mean darkness along a candidate's course.
float darkness_along(const Search& search, const Candidate& line) {
    float sum = 0.0f, rows = 1.0f;
    for (int row = 0; row < search.height(); ++row) {
        const int column = search.column_of(static_cast<float>(line.middle), static_cast<float>(line.slant), row);
        if (column < 0 || column >= search.width()) continue;
        sum += search.darkness(row, column);
        rows += 1.0f;
    }
    return sum / rows;
}

/// Many neighbours lie within a line as the first candidate does: the mean of the dark ones follows its middle.
Candidate middle_of(const Search& search, const std::vector<Candidate>& open) {
    constexpr float kAsCovered = 0.02f, kAsDark = 0.93f;
    const Candidate first = open.front();
    std::vector<std::pair<Candidate, float>> near;
    float darkest = 0.0f;
    for (const Candidate& other : open) {
        if (other.covered < first.covered - kAsCovered) break;
        if (std::abs(other.middle - first.middle) > search.most_width / 2) continue;
        near.emplace_back(other, darkness_along(search, other));
        darkest = std::max(darkest, near.back().second);
    }
    float middle = 0.0f, slant = 0.0f, count = 0.0f;
    for (const auto& [other, dark] : near) {
        if (dark < kAsDark * darkest) continue;
        middle += static_cast<float>(other.middle);
        slant += static_cast<float>(other.slant);
        count += 1.0f;
    }
    if (count == 0.0f) return first;
    return {static_cast<int>(std::lround(middle / count)), static_cast<int>(std::lround(slant / count)), first.covered};
}

std::vector<RuledLine> find_upright(const Gray& picture) {
    constexpr float kLeastDarkness = 0.04f;
    const Search search = prepare(picture);
    std::vector<Candidate> open = candidates(search);
    std::stable_sort(open.begin(), open.end(),
                     [](const Candidate& a, const Candidate& b) { return a.covered > b.covered; });
    std::vector<RuledLine> lines;
    while (!open.empty() && lines.size() < kMostLines) {
        const Candidate first = open.front();
        const RuledLine line = measured(search, middle_of(search, open));
        if (line.darkness >= kLeastDarkness) lines.push_back(line);
        const float apart = line.darkness > 0.0f ? line.width() + 2.0f : 3.0f;
        std::erase_if(open, [&](const Candidate& other) {
            const float off = std::abs(static_cast<float>(other.middle) - line.middle),
                        askew = 0.5f * std::abs(static_cast<float>(other.slant) - line.slant);
            return off <= apart + askew || (other.middle == first.middle && other.slant == first.slant);
        });
    }
    return lines;
}

}  // namespace

Ruling find_ruling(const Gray& picture) {
    constexpr int kLeastSide = 40;
    if (std::min(picture.width, picture.height) < kLeastSide) return {};
    return {find_upright(picture), find_upright(turned(picture))};
}

}  // namespace image
