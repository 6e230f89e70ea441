// The way of a picture of ink: specks dropped, strokes brought near MNIST's thickness, box fitted, mass centred.
#include "image/fit_picture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "image/pieces.h"
#include "image/resample.h"

namespace image {
namespace {

constexpr float kEdge = 0.5f;      // of ink and paper
constexpr double kOversample = 8;  // working pixels for one of the network's
constexpr int kMostSide = 512;

/// Removes what hangs together (8 neighbours) and weighs less than 2 % of the heaviest such piece: dust, noise.
void drop_specks(Gray& ink) {
    constexpr float kInked = 0.3f;
    constexpr double kLeastShare = 0.02;
    const InkPieces pieces = pieces_of(ink, kInked);
    if (pieces.mass.empty()) return;
    const double least = kLeastShare * *std::max_element(pieces.mass.begin(), pieces.mass.end());
    for (std::size_t i = 0; i < pieces.label.size(); ++i) {
        const int piece = pieces.label[i];
        if (piece >= 0 && pieces.mass[static_cast<std::size_t>(piece)] < least) ink.pixels[i] = 0.0f;
    }
}

/// The ink's box scaled so that its longer side is `side` pixels, with `margin` pixels of paper around it.
Gray cut_out(const Gray& ink, const Bounds& box, double side, double margin) {
    const double step = static_cast<double>(std::max(box.width(), box.height())) / side;
    const int width = static_cast<int>(std::ceil(static_cast<double>(box.width()) / step + 2.0 * margin));
    const int height = static_cast<int>(std::ceil(static_cast<double>(box.height()) / step + 2.0 * margin));
    return resample(
        ink, {static_cast<double>(box.left) - margin * step, static_cast<double>(box.top) - margin * step, step, step},
        width, height);
}

/// Mean width of the strokes: a stroke of width w and length l has area w l and an outline of 2 l; the outline's length
/// is the picture's total variation.
double stroke_width(const Gray& ink) {
    double area = 0.0, outline = 0.0;
    for (int row = 0; row + 1 < ink.height; ++row) {
        for (int column = 0; column + 1 < ink.width; ++column) {
            const float here = ink.at(row, column), across = ink.at(row, column + 1) - here,
                        down = ink.at(row + 1, column) - here;
            area += static_cast<double>(here);
            outline += std::hypot(static_cast<double>(across), static_cast<double>(down));
        }
    }
    return outline > 0.0 ? 2.0 * area / outline : 0.0;
}

/// One pass of the exact distance transform (Felzenszwalb & Huttenlocher 2012): lower envelope of parabolas over
/// `values`.
void squared_distances(std::vector<double>& values) {
    const int count = static_cast<int>(values.size());
    std::vector<int> vertex(values.size());
    std::vector<double> from(values.size() + 1), out(values.size());
    const auto meet = [&values](int p, int q) {
        const double a = values[static_cast<std::size_t>(p)] + static_cast<double>(p) * p,
                     b = values[static_cast<std::size_t>(q)] + static_cast<double>(q) * q;
        return (a - b) / (2.0 * (p - q));
    };
    int last = 0;
    vertex[0] = 0;
    from[0] = -std::numeric_limits<double>::max();
    for (int q = 1; q < count; ++q) {
        while (last > 0 && meet(q, vertex[static_cast<std::size_t>(last)]) <= from[static_cast<std::size_t>(last)])
            --last;
        const double at = meet(q, vertex[static_cast<std::size_t>(last)]);
        ++last;
        vertex[static_cast<std::size_t>(last)] = q;
        from[static_cast<std::size_t>(last)] = at;
    }
    for (int q = 0, k = 0; q < count; ++q) {
        while (k < last && from[static_cast<std::size_t>(k) + 1] < q) ++k;
        const int v = vertex[static_cast<std::size_t>(k)];
        out[static_cast<std::size_t>(q)] = static_cast<double>(q - v) * (q - v) + values[static_cast<std::size_t>(v)];
    }
    values = std::move(out);
}

/// Distance of each pixel's middle to that of the nearest pixel that is ink (or, `of_paper`, paper).
Gray distance_map(const Gray& ink, bool of_paper) {
    constexpr double kFar = 1e9;
    const std::size_t width = static_cast<std::size_t>(ink.width), height = static_cast<std::size_t>(ink.height);
    std::vector<double> squares(ink.pixels.size());
    for (std::size_t i = 0; i < squares.size(); ++i) squares[i] = (ink.pixels[i] > kEdge) != of_paper ? 0.0 : kFar;
    std::vector<double> line(height);
    for (std::size_t x = 0; x < width; ++x) {
        for (std::size_t y = 0; y < height; ++y) line[y] = squares[y * width + x];
        squared_distances(line);
        for (std::size_t y = 0; y < height; ++y) squares[y * width + x] = line[y];
    }
    line.resize(width);
    Gray out(ink.width, ink.height);
    for (std::size_t y = 0; y < height; ++y) {
        std::copy_n(squares.begin() + static_cast<std::ptrdiff_t>(y * width), width, line.begin());
        squared_distances(line);
        for (std::size_t x = 0; x < width; ++x) out.pixels[y * width + x] = static_cast<float>(std::sqrt(line[x]));
    }
    return out;
}

/// Moves the ink's outline outwards by `by` pixels (inwards where negative).
void grow(Gray& ink, float by) {
    const Gray distance = distance_map(ink, by < 0.0f);
    for (std::size_t i = 0; i < ink.pixels.size(); ++i) {
        // Neighbouring middles are 1 apart and the outline lies half-way between them.
        const float grown = by < 0.0f ? distance.pixels[i] + by : 1.0f + by - distance.pixels[i];
        ink.pixels[i] = std::clamp(grown, 0.0f, 1.0f);
    }
}

/// Brings the strokes to the pen's width: thin ones wholly, thick ones part of the way, since thinning can tear.
void even_out(Gray& ink, double pen) {
    constexpr double kThin = 0.9, kThick = 1.4;
    const double wide = stroke_width(ink);
    if (wide <= 0.0) return;
    if (wide < kThin * pen)
        grow(ink, static_cast<float>(0.5 * (pen - wide)));
    else if (wide > kThick * pen)
        grow(ink, static_cast<float>(-std::min(0.5 * (wide - kThick * pen), 0.25 * wide)));
}

/// Left (or top) edge of the page in working pixels, so that the mass comes to `centre` and the ink stays on the page.
double page_begin(double mass, double low, double high, double centre, double step) {
    const double page = kDigitSide * step, least = high - page, most = low;
    const double wanted = mass + 0.5 - (centre + 0.5) * step;
    return least <= most ? std::clamp(wanted, least, most) : 0.5 * (least + most);
}

}  // namespace

std::optional<Gray> fit_ink(const Gray& ink, const FitOptions& options) {
    constexpr float kVisible = 0.25f;
    Gray source = ink;
    const double shrink = static_cast<double>(std::max(ink.width, ink.height)) / kMostSide;
    if (shrink > 1.0)
        source = stretch(ink, std::max(1, static_cast<int>(ink.width / shrink)),
                         std::max(1, static_cast<int>(ink.height / shrink)));
    drop_specks(source);
    const auto box = ink_bounds(source, kVisible);
    if (!box) return std::nullopt;

    const double side = kOversample * static_cast<double>(options.box), pen = static_cast<double>(options.pen) * side;
    Gray work = cut_out(source, *box, side, pen + 2.0);
    even_out(work, pen);
    const auto inked = ink_bounds(work, kEdge);
    if (!inked) return std::nullopt;
    const double step =
        static_cast<double>(std::max(inked->width(), inked->height())) / (static_cast<double>(options.box) - kRim);
    const Mass mass = centre_of_mass(work);
    const double centre = static_cast<double>(options.centre);
    const Grid grid{
        page_begin(mass.x, static_cast<double>(inked->left), static_cast<double>(inked->right), centre, step),
        page_begin(mass.y, static_cast<double>(inked->top), static_cast<double>(inked->bottom), centre, step), step,
        step};
    return resample(work, grid, kDigitSide, kDigitSide);
}

std::optional<Gray> already_fitted(const Gray& picture) {
    constexpr float kPaper = 0.1f;
    constexpr double kMostEdge = 12.0;  // ink in the 108 pixels of the edge: a few of MNIST's digits reach it
    if (picture.width != kDigitSide || picture.height != kDigitSide) return std::nullopt;
    for (const bool turned : {false, true}) {
        Gray ink = picture;
        double edge = 0.0;
        for (int row = 0; row < kDigitSide; ++row) {
            for (int column = 0; column < kDigitSide; ++column) {
                float& pixel = ink.at(row, column);
                pixel = std::isfinite(pixel) ? std::clamp(turned ? 1.0f - pixel : pixel, 0.0f, 1.0f) : 0.0f;
                const bool at_edge = row == 0 || column == 0 || row == kDigitSide - 1 || column == kDigitSide - 1;
                edge += at_edge ? static_cast<double>(pixel) : 0.0;
            }
        }
        const auto box = ink_bounds(ink, kPaper);
        if (!box || edge > kMostEdge) continue;
        const float longer = std::max(box->width(), box->height());
        const Mass mass = centre_of_mass(ink);
        const bool centred = std::abs(mass.x - 14.0) < 1.01 && std::abs(mass.y - 14.0) < 1.01;
        if (longer >= 17.0f && longer <= 22.0f && centred) return ink;
    }
    return std::nullopt;
}

}  // namespace image
