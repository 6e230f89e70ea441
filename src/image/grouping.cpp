// Pieces are merged, nearest first, until what is left is clearly apart.  What decides is told in shares of a digit's
// height:
//   near       a gap below `near` is a slip of the pen: the bar of a 4 that ends before its stem
//   stacked    one above the other with a small gap: an 8 of two loops, a 3 of two bows
//   fragments  lower than half a digit, or flat: the roof of a 5, the foot of a 1, dashes
//   tangled    in the same rows, and neither is left of the other in all of them: the slash of a 0
// Lines of digits are believed only where they cannot be one digit drawn in dashes.
#include "image/grouping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "image/reading_order.h"

namespace image {
namespace {

constexpr int kMostPieces = 200;         // more is hatching or noise
constexpr float kOpenNear = 0.3f;        // of a piece that is still being drawn: the stem of a 4 on its way to the bar
constexpr float kMostPen = 0.25f;        // of the taller one: small digits are told apart under a thick pen
constexpr float kStackedGap = 0.25f;     // of the taller one's height
constexpr float kFragment = 0.45f;       // of a digit's height
constexpr float kOpenFragment = 0.6f;    // of a piece that is still being drawn
constexpr float kFlat = 0.35f;           // height over width, below which nothing is a digit
constexpr float kBar = 0.3f;             // spread across over spread along
constexpr float kColumnGap = 0.35f;      // between lines of one digit each
constexpr float kMeasuredWithin = 1.0f;  // heights; further apart the boxes' gap will do

float gap_of(const Bounds& a, const Bounds& b) {
    const float x = std::max(0.0f, -overlap(a.left, a.right, b.left, b.right)),
                y = std::max(0.0f, -overlap(a.top, a.bottom, b.top, b.bottom));
    return std::hypot(x, y);
}

Bounds hull(const Bounds& a, const Bounds& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

Bounds box_of(std::span<const Point> points) {
    Bounds box{points[0].x, points[0].y, points[0].x, points[0].y};
    for (const Point p : points) box = hull(box, {p.x, p.y, p.x, p.y});
    return box;
}

struct Group {
    Bounds box;
    std::vector<int> pieces;  ///< empty: merged into another
    bool open = false;
};

/// Sums over points, for the spread along and across.
struct Moments {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    void add(Point p) {
        const double px = static_cast<double>(p.x), py = static_cast<double>(p.y);
        n += 1, x += px, y += py, xx += px * px, xy += px * py, yy += py * py;
    }
    /// Spread across over spread along: 0 of a straight line.
    double roundness() const {
        const double a = xx / n - x / n * (x / n), b = xy / n - x / n * (y / n), c = yy / n - y / n * (y / n);
        const double middle = 0.5 * (a + c), off = std::hypot(0.5 * (a - c), b);
        return middle + off > 0.0 ? std::sqrt(std::max(0.0, middle - off) / (middle + off)) : 0.0;
    }
};

class Grouper {
public:
    Grouper(const Pieces& pieces, const GroupingRules& rules) : pieces_(pieces), rules_(rules) {
        for (int i = 0; i < pieces.count(); ++i) groups_.push_back({box_of(pieces.of(i)), {i}, i == rules.open});
        measure();
    }

    /// The digits; one where that is doubtful.
    std::vector<Group> digits() {
        merge_while([this](int a, int b) { return near(a, b); });
        merge_while([this](int a, int b) { return stacked(a, b); });
        size_ = digit_height();
        merge_fragments();
        merge_while([this](int a, int b) { return near(a, b) || stacked(a, b) || tangled(a, b); });
        std::erase_if(groups_, [](const Group& g) { return g.pieces.empty(); });
        if (size_ <= 0.0f || !are_plausible()) return {};
        return std::move(groups_);
    }

private:
    Group& group(int i) { return groups_[static_cast<std::size_t>(i)]; }
    const Group& group(int i) const { return groups_[static_cast<std::size_t>(i)]; }
    float& gap(int a, int b) {
        return gaps_[static_cast<std::size_t>(a) * groups_.size() + static_cast<std::size_t>(b)];
    }
    int count() const { return static_cast<int>(groups_.size()); }
    float height(int i) const { return group(i).box.height(); }
    float taller(int a, int b) const { return std::max(height(a), height(b)); }
    bool there(int i) const { return !group(i).pieces.empty(); }

    void measure() {
        gaps_.assign(groups_.size() * groups_.size(), 0.0f);
        for (int a = 0; a < count(); ++a)
            for (int b = a + 1; b < count(); ++b) gap(a, b) = gap(b, a) = ink_gap(a, b);
    }

    /// Between two pieces' ink; between their boxes where these are far apart.
    float ink_gap(int a, int b) const {
        const float boxes = gap_of(group(a).box, group(b).box);
        if (boxes > kMeasuredWithin * taller(a, b)) return boxes;
        float least = std::numeric_limits<float>::max();
        for (const Point p : pieces_.of(a))
            for (const Point q : pieces_.of(b))
                least = std::min(least, (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y));
        return std::max(0.0f, std::sqrt(least) - rules_.skin);
    }

    void merge(int a, int b) {
        Group &into = group(a), &from = group(b);
        into.box = hull(into.box, from.box);
        into.pieces.insert(into.pieces.end(), from.pieces.begin(), from.pieces.end());
        into.open |= from.open;
        from.pieces.clear();
        for (int i = 0; i < count(); ++i) gap(a, i) = gap(i, a) = i == a ? 0.0f : std::min(gap(a, i), gap(b, i));
    }

    /// Merges until no pair belongs together.
    template <class Belong>
    void merge_while(const Belong& belong) {
        for (bool again = true; again;) {
            again = false;
            for (int a = 0; a < count(); ++a) {
                for (int b = a + 1; there(a) && b < count(); ++b) {
                    if (!there(b) || !belong(a, b)) continue;
                    merge(a, b);
                    again = true;
                }
            }
        }
    }

    bool near(int a, int b) {
        const float share = group(a).open || group(b).open ? std::max(rules_.near, kOpenNear) : rules_.near;
        return gap(a, b) <= std::max(share * taller(a, b), std::min(rules_.touching, kMostPen * taller(a, b)));
    }

    /// Common rows as a share of the lower one's height; below 0 where there is a gap.
    float common_rows(int a, int b) const {
        const Bounds &p = group(a).box, &q = group(b).box;
        const float low = std::min(p.height(), q.height()), rows = overlap(p.top, p.bottom, q.top, q.bottom);
        return low > 0.0f ? rows / low : (rows >= 0.0f ? 1.0f : -1.0f);
    }

    bool share_columns(int a, int b) const {
        const Bounds &p = group(a).box, &q = group(b).box;
        return overlap(p.left, p.right, q.left, q.right) >= 0.4f * std::min(p.width(), q.width());
    }

    bool stacked(int a, int b) const {
        if (!share_columns(a, b) || common_rows(a, b) >= kSameLine) return false;
        const Bounds &p = group(a).box, &q = group(b).box;
        return -overlap(p.top, p.bottom, q.top, q.bottom) < kStackedGap * taller(a, b);
    }

    bool is_flat(int i) const { return height(i) < kFlat * group(i).box.width(); }

    float digit_height() const {
        float most = 0.0f;
        for (int i = 0; i < count(); ++i)
            if (there(i) && !is_flat(i)) most = std::max(most, height(i));
        return most;
    }

    bool is_fragment(int i) const {
        return is_flat(i) || height(i) < (group(i).open ? kOpenFragment : kFragment) * size_;
    }

    /// Each fragment goes to what is nearest, the nearest pair first.
    void merge_fragments() {
        for (;;) {
            int best_a = -1, best_b = -1;
            for (int a = 0; a < count(); ++a) {
                if (!there(a) || !is_fragment(a)) continue;
                for (int b = 0; b < count(); ++b) {
                    if (b == a || !there(b)) continue;
                    if (best_a < 0 || gap(a, b) < gap(best_a, best_b)) best_a = a, best_b = b;
                }
            }
            if (best_a < 0) return;
            merge(best_b, best_a);
        }
    }

    /// In the same rows, and neither is left of the other in (nearly) all of them.
    bool tangled(int a, int b) const {
        const float rows = common_rows(a, b);
        if (rows <= 0.0f) return false;
        if (rows < kSameLine) return share_columns(a, b);
        return !left_of(a, b) && !left_of(b, a);
    }

    bool left_of(int a, int b) const {
        constexpr int kRows = 24;
        constexpr int kMostCrossed = 1;
        const Bounds &p = group(a).box, &q = group(b).box;
        const float top = std::max(p.top, q.top), tall = std::min(p.bottom, q.bottom) - top;
        std::array<float, kRows> right, left;
        right.fill(std::numeric_limits<float>::lowest());
        left.fill(std::numeric_limits<float>::max());
        const auto row_of = [&](Point point) {
            const float row = tall > 0.0f ? (point.y - top) / tall * kRows : 0.0f;
            return row >= 0.0f && row <= kRows ? std::min(static_cast<int>(row), kRows - 1) : -1;
        };
        each_point(a, [&](Point point) {
            if (const int row = row_of(point); row >= 0)
                right[static_cast<std::size_t>(row)] = std::max(right[static_cast<std::size_t>(row)], point.x);
        });
        each_point(b, [&](Point point) {
            if (const int row = row_of(point); row >= 0)
                left[static_cast<std::size_t>(row)] = std::min(left[static_cast<std::size_t>(row)], point.x);
        });
        int crossed = 0;
        for (std::size_t row = 0; row < kRows; ++row) crossed += right[row] >= left[row];
        return crossed <= kMostCrossed && p.left + p.right < q.left + q.right;
    }

    template <class Do>
    void each_point(int i, const Do& act) const {
        for (const int piece : group(i).pieces)
            for (const Point p : pieces_.of(piece)) act(p);
    }

    bool is_bar(int i) const {
        Moments moments;
        each_point(i, [&](Point p) { moments.add({p.x - group(i).box.left, p.y - group(i).box.top}); });
        return moments.roundness() < static_cast<double>(kBar);
    }

    /// Several lines may also be one digit in dashes: they are believed where most are no bars, and lines of one digit
    /// each only with a wide gap.
    bool are_plausible() const {
        bool lines = false, neighbours = false;
        float least_gap = std::numeric_limits<float>::max();
        for (int a = 0; a < count(); ++a) {
            for (int b = a + 1; b < count(); ++b) {
                const float rows = common_rows(a, b);
                const Bounds &p = group(a).box, &q = group(b).box;
                neighbours |= rows >= kSameLine;
                lines |= rows < kSameLine;
                if (rows < kSameLine && share_columns(a, b))
                    least_gap = std::min(least_gap, -overlap(p.top, p.bottom, q.top, q.bottom));
            }
        }
        if (!lines) return true;
        int bars = 0;
        for (int i = 0; i < count(); ++i) bars += is_bar(i);
        return 2 * bars <= count() && (neighbours || least_gap >= kColumnGap * size_);
    }

    const Pieces& pieces_;
    const GroupingRules rules_;
    std::vector<Group> groups_;
    std::vector<float> gaps_;  ///< by pair of groups
    float size_ = 0.0f;        ///< a digit's height
};

}  // namespace

std::vector<int> group_pieces(const Pieces& pieces, const GroupingRules& rules) {
    std::vector<int> digit_of(static_cast<std::size_t>(pieces.count()), 0);
    if (pieces.count() < 2 || pieces.count() > kMostPieces) return digit_of;
    const std::vector<Group> digits = Grouper(pieces, rules).digits();
    if (digits.size() < 2) return digit_of;
    std::vector<Bounds> boxes;
    for (const Group& digit : digits) boxes.push_back(digit.box);
    const std::vector<std::size_t> order = reading_order(boxes);
    for (std::size_t number = 0; number < order.size(); ++number)
        for (const int piece : digits[order[number]].pieces)
            digit_of[static_cast<std::size_t>(piece)] = static_cast<int>(number);
    return digit_of;
}

}  // namespace image
