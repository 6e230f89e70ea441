// Thinning of raster digits, and the way from the thinned points to lines.
#include "hand/middle_lines.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/bilinear.h"

namespace hand {
namespace {

constexpr int kEnlarge = 3;
constexpr int kSpur = 5;  // enlarged pixels: shorter side branches come from ragged edges
constexpr int kSmoothings = 4;
constexpr int kSpeck = 12;  // percent of the whole: smaller parts by themselves are no stroke
constexpr float kThreshold = 90.0f, kBoldThreshold = 140.0f;
constexpr float kBold = 0.17f;      // share of ink from which holes begin to close
constexpr float kLikeness = 0.86f;  // correlation of the redrawn digit with the picture
constexpr float kWidest = 3.6f;     // pixels: in fatter writing the small loops have closed

/// Enlarged black-and-white picture with a border of one pixel of paper.
struct Bits {
    int width = 0;
    std::vector<std::uint8_t> ink;
    std::vector<int> places;  ///< of ink
    int around[8] = {};       ///< offsets of the neighbours: north, then clockwise
};

/// Beyond the edges a picture goes on as at the edge.
float sample(std::span<const std::uint8_t> picture, int side, float y, float x) {
    return base::bilinear(y, x, [&](int row, int column) {
        const int inside = std::clamp(row, 0, side - 1) * side + std::clamp(column, 0, side - 1);
        return static_cast<float>(picture[static_cast<std::size_t>(inside)]);
    });
}

Bits enlarge(std::span<const std::uint8_t> picture, int side, float threshold) {
    Bits b;
    b.width = side * kEnlarge + 2;
    b.ink.assign(static_cast<std::size_t>(b.width * b.width), 0);
    const int w = b.width, offsets[8] = {-w, -w + 1, 1, w + 1, w, w - 1, -1, -w - 1};
    std::copy(offsets, offsets + 8, b.around);
    for (int y = 0; y < side * kEnlarge; ++y)
        for (int x = 0; x < side * kEnlarge; ++x) {
            const float sy = (static_cast<float>(y) + 0.5f) / kEnlarge - 0.5f,
                        sx = (static_cast<float>(x) + 0.5f) / kEnlarge - 0.5f;
            if (sample(picture, side, sy, sx) < threshold) continue;
            const int place = (y + 1) * b.width + x + 1;
            b.ink[static_cast<std::size_t>(place)] = 1;
            b.places.push_back(place);
        }
    return b;
}

bool ink(const Bits& b, int place) { return b.ink[static_cast<std::size_t>(place)] != 0; }

int neighbours(const Bits& b, int place) {
    int n = 0;
    for (int offset : b.around) n += ink(b, place + offset);
    return n;
}

/// Zhang & Suen's conditions for one of the two half-steps.
bool removable(const Bits& b, int place, bool second) {
    bool p[8];
    int count = 0, turns = 0;
    for (int i = 0; i < 8; ++i) count += p[i] = ink(b, place + b.around[i]);
    if (count < 2 || count > 6) return false;
    for (int i = 0; i < 8; ++i) turns += !p[i] && p[(i + 1) % 8];
    if (turns != 1) return false;
    if (!second) return !(p[0] && p[2] && p[4]) && !(p[2] && p[4] && p[6]);
    return !(p[0] && p[2] && p[6]) && !(p[0] && p[4] && p[6]);
}

void remove_dead(Bits& b) {
    std::erase_if(b.places, [&](int place) { return !ink(b, place); });
}

void thin(Bits& b) {
    std::vector<int> gone;
    for (bool changed = true; changed;) {
        changed = false;
        for (bool second : {false, true}) {
            gone.clear();
            for (int place : b.places)
                if (removable(b, place, second)) gone.push_back(place);
            for (int place : gone) b.ink[static_cast<std::size_t>(place)] = 0;
            if (!gone.empty()) remove_dead(b);
            changed = changed || !gone.empty();
        }
    }
}

/// Walks from each end; what meets a fork within kSpur pixels is no stroke.
void cut_spurs(Bits& b) {
    std::vector<int> ends;
    for (int place : b.places)
        if (neighbours(b, place) == 1) ends.push_back(place);
    for (int end : ends) {
        std::vector<int> walked{end};
        bool fork = false;
        for (int place = end, before = -1; static_cast<int>(walked.size()) <= kSpur && !fork;) {
            int next = -1;
            for (int offset : b.around)
                if (ink(b, place + offset) && place + offset != before) next = place + offset;
            if (next < 0) break;
            fork = neighbours(b, next) > 2;
            before = place;
            place = next;
            if (!fork) walked.push_back(place);
        }
        if (fork && static_cast<int>(walked.size()) <= kSpur)
            for (int place : walked) b.ink[static_cast<std::size_t>(place)] = 0;
    }
    remove_dead(b);
}

/// By place: which of `places` it is, -1 where there is no ink.
std::vector<int> numbers_of(const Bits& b) {
    std::vector<int> index(b.ink.size(), -1);
    for (std::size_t i = 0; i < b.places.size(); ++i)
        index[static_cast<std::size_t>(b.places[i])] = static_cast<int>(i);
    return index;
}

/// Each point moves towards the middle of its neighbours: stairs go, ends stay.
void smooth_stairs(const Bits& b, const std::vector<int>& index, image::Stroke& points) {
    for (int round = 0; round < kSmoothings; ++round) {
        const image::Stroke before = points;
        for (std::size_t i = 0; i < points.size(); ++i) {
            image::Point sum;
            int n = 0;
            for (int offset : b.around) {
                const int k = index[static_cast<std::size_t>(b.places[i] + offset)];
                if (k < 0) continue;
                sum.x += before[static_cast<std::size_t>(k)].x;
                sum.y += before[static_cast<std::size_t>(k)].y;
                ++n;
            }
            if (n < 2) continue;
            const float share = 0.5f / static_cast<float>(n);
            points[i] = {0.5f * before[i].x + share * sum.x, 0.5f * before[i].y + share * sum.y};
        }
    }
}

/// Parts that hang together, and of them the large ones.
void drop_specks(Bits& b) {
    std::vector<int> part(b.ink.size(), -1), sizes, stack;
    for (int seed : b.places) {
        if (part[static_cast<std::size_t>(seed)] >= 0) continue;
        sizes.push_back(0);
        stack.push_back(seed);
        part[static_cast<std::size_t>(seed)] = static_cast<int>(sizes.size()) - 1;
        while (!stack.empty()) {
            const int place = stack.back();
            stack.pop_back();
            ++sizes.back();
            for (int offset : b.around) {
                int& p = part[static_cast<std::size_t>(place + offset)];
                if (p >= 0 || !ink(b, place + offset)) continue;
                p = static_cast<int>(sizes.size()) - 1;
                stack.push_back(place + offset);
            }
        }
    }
    const int whole = static_cast<int>(b.places.size());
    for (int place : b.places)
        if (100 * sizes[static_cast<std::size_t>(part[static_cast<std::size_t>(place)])] < kSpeck * whole)
            b.ink[static_cast<std::size_t>(place)] = 0;
    remove_dead(b);
}

/// Joins neighbouring points to lines.  A line ends where all neighbours have been passed, there with one step onto a
/// point that another line has: forks and loops close.
class Joiner {
public:
    Joiner(const Bits& b, const std::vector<int>& index, const image::Stroke& points)
        : b_(b), index_(index), points_(points), passed_(points.size(), false) {}

    image::Strokes lines() {
        for (int ends : {1, 2, 8})  // lines begin at their ends, what is left at forks, then loops anywhere
            for (std::size_t i = 0; i < points_.size(); ++i)
                if (!passed_[i] && neighbours(b_, b_.places[i]) <= ends) follow(static_cast<int>(i));
        return std::move(lines_);
    }

private:
    int number_beside(int i, int direction) const {
        return index_[static_cast<std::size_t>(b_.places[static_cast<std::size_t>(i)] + b_.around[direction])];
    }
    const image::Point& point(int i) const { return points_[static_cast<std::size_t>(i)]; }

    /// The next point not passed: straight neighbours before diagonal ones, or steps would skip corners of stairs.
    int next(int i) const {
        for (int direction : {0, 2, 4, 6, 1, 3, 5, 7}) {
            const int n = number_beside(i, direction);
            if (n >= 0 && !passed_[static_cast<std::size_t>(n)]) return n;
        }
        return -1;
    }

    /// A neighbour that some line has passed, other than `but`; -1 where there is none.
    int passed_beside(int i, int but) const {
        for (int direction = 0; direction < 8; ++direction) {
            const int n = number_beside(i, direction);
            if (n >= 0 && n != but && passed_[static_cast<std::size_t>(n)]) return n;
        }
        return -1;
    }

    void follow(int first) {
        image::Stroke line;
        if (const int fork = passed_beside(first, -1); fork >= 0) line.push_back(point(fork));
        int at = first, before = -1;
        for (int n = first; n >= 0; n = next(at)) {
            before = n == first ? -1 : at;
            at = n;
            passed_[static_cast<std::size_t>(n)] = true;
            line.push_back(point(n));
        }
        if (const int fork = passed_beside(at, before); fork >= 0) line.push_back(point(fork));
        lines_.push_back(std::move(line));
    }

    const Bits& b_;
    const std::vector<int>& index_;
    const image::Stroke& points_;
    std::vector<bool> passed_;
    image::Strokes lines_;
};

/// Whether the lines, drawn as thick as the picture's strokes, look like the picture: closed loops and blots do not.
bool resembles(const image::Strokes& lines, std::size_t points, std::span<const std::uint8_t> picture, int side) {
    const float pixels = static_cast<float>(side * side);
    float area = 0.0f;
    for (std::uint8_t v : picture) area += static_cast<float>(v) / 255.0f;
    // Points lie a third of a pixel apart, about 1.2 times that on average with diagonals.
    const float length = 0.4f * static_cast<float>(points) + 1.0f, pen = area / length;
    if (pen > kWidest) return false;
    const image::Gray drawn = image::rasterise(lines, pen, static_cast<float>(side), side, side);
    float a = 0.0f, aa = 0.0f, b = 0.0f, bb = 0.0f, ab = 0.0f;
    for (std::size_t i = 0; i < picture.size(); ++i) {
        const float p = drawn.pixels[i], q = static_cast<float>(picture[i]) / 255.0f;
        a += p, b += q, aa += p * p, bb += q * q, ab += p * q;
    }
    const float va = aa - a * a / pixels, vb = bb - b * b / pixels, cov = ab - a * b / pixels;
    return va > 0.0f && vb > 0.0f && cov > kLikeness * std::sqrt(va * vb);
}

float ink_share(std::span<const std::uint8_t> picture) {
    float sum = 0.0f;
    for (std::uint8_t v : picture) sum += static_cast<float>(v);
    return sum / 255.0f / static_cast<float>(picture.size());
}

}  // namespace

image::Strokes middle_lines(std::span<const std::uint8_t> picture, int side) {
    Bits b = enlarge(picture, side, ink_share(picture) > kBold ? kBoldThreshold : kThreshold);
    thin(b);
    cut_spurs(b);
    drop_specks(b);
    image::Stroke points;
    for (int place : b.places) {
        const int row = place / b.width - 1, column = place % b.width - 1;
        points.push_back({(static_cast<float>(column) + 0.5f) / kEnlarge, (static_cast<float>(row) + 0.5f) / kEnlarge});
    }
    const std::vector<int> index = numbers_of(b);
    smooth_stairs(b, index, points);
    image::Strokes lines = Joiner(b, index, points).lines();
    return resembles(lines, points.size(), picture, side) ? lines : image::Strokes();
}

}  // namespace hand
