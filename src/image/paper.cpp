#include "image/paper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "image/resample.h"

namespace image {
namespace {

constexpr float kLeastShading = 0.08f;
constexpr float kMedianOfNormal = 0.6745f;  // of a normal distribution's magnitude

/// Pixels within a twentieth of the side from the edge.
std::vector<float> border(const Gray& picture) {
    const int deep = std::max(1, std::min(picture.width, picture.height) / 20);
    std::vector<float> out;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const bool inner =
                row >= deep && row < picture.height - deep && column >= deep && column < picture.width - deep;
            if (!inner) out.push_back(picture.at(row, column));
        }
    }
    return out;
}

/// Brightness of the paper as a smooth surface, c0 + c1 x + c2 y + c3 x^2 + c4 x y + c5 y^2 with x, y in [-1, 1]: lamps
/// and shadows vary slowly, ink does not.
struct Surface {
    std::array<double, 6> c{};

    static std::array<double, 6> terms(double x, double y) { return {1.0, x, y, x * x, x * y, y * y}; }
    float at(double x, double y) const {
        const auto t = terms(x, y);
        double sum = 0.0;
        for (std::size_t i = 0; i < 6; ++i) sum += c[i] * t[i];
        return static_cast<float>(sum);
    }
};

/// Least squares' normal equations, solved by elimination; a ridge keeps them regular.
struct Fit {
    std::array<std::array<double, 7>, 6> rows{};

    void add(double x, double y, double value) {
        const auto t = Surface::terms(x, y);
        for (std::size_t i = 0; i < 6; ++i) {
            for (std::size_t j = 0; j < 6; ++j) rows[i][j] += t[i] * t[j];
            rows[i][6] += t[i] * value;
        }
    }

    Surface solve() {
        for (std::size_t i = 0; i < 6; ++i) rows[i][i] += 1e-6 * rows[0][0] + 1e-9;
        for (std::size_t p = 0; p < 6; ++p) {
            for (std::size_t i = 0; i < 6; ++i) {
                if (i == p) continue;
                const double factor = rows[i][p] / rows[p][p];
                for (std::size_t j = p; j < 7; ++j) rows[i][j] -= factor * rows[p][j];
            }
        }
        Surface surface;
        for (std::size_t i = 0; i < 6; ++i) surface.c[i] = rows[i][6] / rows[i][i];
        return surface;
    }
};

double unit(int at, int size) { return (2.0 * at + 1.0) / size - 1.0; }

/// Picture of how much darker than the surface each pixel is.
Gray darker_than(const Surface& surface, const Gray& picture) {
    Gray out(picture.width, picture.height);
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            out.at(row, column) =
                surface.at(unit(column, picture.width), unit(row, picture.height)) - picture.at(row, column);
        }
    }
    return out;
}

/// How much the paper's brightness differs along the edge: spread of the paper in eight stretches of it, without the
/// two darkest, which ink may cover.
float shading(const Gray& picture) {
    const int deep = std::max(1, std::min(picture.width, picture.height) / 20);
    std::array<std::vector<float>, 8> stretches;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const std::size_t right = 2 * column >= picture.width ? 1 : 0, low = 2 * row >= picture.height ? 1 : 0;
            const float value = picture.at(row, column);
            if (row < deep)
                stretches[right].push_back(value);
            else if (row >= picture.height - deep)
                stretches[2 + right].push_back(value);
            else if (column < deep)
                stretches[4 + low].push_back(value);
            else if (column >= picture.width - deep)
                stretches[6 + low].push_back(value);
        }
    }
    std::vector<float> bright;
    for (std::vector<float>& values : stretches)
        if (!values.empty()) bright.push_back(quantile(values, 0.8));
    std::sort(bright.begin(), bright.end());
    return bright.empty() ? 0.0f : bright.back() - bright[std::min<std::size_t>(2, bright.size() - 1)];
}

}  // namespace

Levels make_ink_dark(Gray& picture) {
    std::vector<float> edge = border(picture), all = picture.pixels;
    const float paper = quantile(edge, 0.5);
    float low = quantile(all, 0.003), high = quantile(all, 0.997);
    if (high - low < 0.1f) {  // thin strokes on a large sheet
        low = *std::min_element(all.begin(), all.end());
        high = *std::max_element(all.begin(), all.end());
    }
    if (paper - low >= high - paper) return {paper, low};
    for (float& pixel : picture.pixels) pixel = 1.0f - pixel;
    return {1.0f - paper, 1.0f - high};
}

Gray darkness(const Gray& picture, const Levels& levels) {
    constexpr int kRounds = 5;
    Surface surface;
    surface.c[0] = static_cast<double>(levels.paper);
    // Evenly lit paper needs no surface; and a digit that fills its picture would be taken for shading by one.
    if (shading(picture) < kLeastShading * (levels.paper - levels.ink)) return darker_than(surface, picture);
    float reach = 0.5f * (levels.paper - levels.ink);
    for (int round = 0; round < kRounds; ++round) {
        const Gray dark = darker_than(surface, picture);
        Fit fit;
        double squares = 0.0, count = 0.0;
        for (int row = 0; row < picture.height; ++row) {
            for (int column = 0; column < picture.width; ++column) {
                const float off = dark.at(row, column);
                if (std::abs(off) > reach) continue;
                fit.add(unit(column, picture.width), unit(row, picture.height),
                        static_cast<double>(picture.at(row, column)));
                squares += static_cast<double>(off) * static_cast<double>(off);
                count += 1.0;
            }
        }
        if (count < 0.1 * static_cast<double>(picture.pixels.size())) break;
        surface = fit.solve();
        reach = std::min(reach, std::max(0.02f, static_cast<float>(3.0 * std::sqrt(squares / count))));
    }
    return darker_than(surface, picture);
}

float paper_noise(const Gray& dark) {
    std::vector<float> edge = border(dark);
    const float middle = quantile(edge, 0.5);
    for (float& value : edge) value = std::abs(value - middle);
    std::vector<float> steps;
    for (int row = 1; row + 1 < dark.height; ++row) {
        for (int column = 1; column + 1 < dark.width; ++column) {
            const float around = dark.at(row - 1, column) + dark.at(row + 1, column) + dark.at(row, column - 1) +
                                 dark.at(row, column + 1);
            steps.push_back(std::abs(dark.at(row, column) - around / 4.0f) / std::sqrt(1.25f));
        }
    }
    return std::min(quantile(edge, 0.5), 2.0f * quantile(steps, 0.5)) / kMedianOfNormal;
}

}  // namespace image
