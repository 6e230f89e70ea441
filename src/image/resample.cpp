// Area-averaging and measuring on grey pictures.
#include "image/resample.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace image {
namespace {

/// Source pixels and their shares in one pixel of the result, along one axis.
struct Window {
    int first = 0;
    std::vector<float> shares;
};

/// A box of `step` source pixels, but at least one wide: on piecewise constant pixels that is linear interpolation.
Window window_at(double begin, double step, int size) {
    const double wide = std::max(step, 1.0), from = begin + 0.5 * (step - wide), to = from + wide;
    Window window;
    const double low = std::clamp(from, 0.0, static_cast<double>(size)),
                 high = std::clamp(to, 0.0, static_cast<double>(size));
    window.first = static_cast<int>(std::floor(low));
    for (int i = window.first; i < size && i < high; ++i) {
        const double share = std::min(high, i + 1.0) - std::max(low, static_cast<double>(i));
        window.shares.push_back(static_cast<float>(share / wide));
    }
    return window;
}

std::vector<Window> windows(double begin, double step, int count, int size) {
    std::vector<Window> out;
    for (int i = 0; i < count; ++i) out.push_back(window_at(begin + i * step, step, size));
    return out;
}

}  // namespace

Gray resample(const Gray& source, const Grid& grid, int width, int height) {
    Gray rows(width, source.height);  // columns averaged, rows still the source's
    const auto across = windows(grid.left, grid.step_x, width, source.width);
    for (int row = 0; row < source.height; ++row) {
        for (int column = 0; column < width; ++column) {
            const Window& window = across[static_cast<std::size_t>(column)];
            float sum = 0.0f;
            for (std::size_t i = 0; i < window.shares.size(); ++i)
                sum += window.shares[i] * source.at(row, window.first + static_cast<int>(i));
            rows.at(row, column) = sum;
        }
    }
    Gray out(width, height);
    const auto down = windows(grid.top, grid.step_y, height, source.height);
    for (int row = 0; row < height; ++row) {
        const Window& window = down[static_cast<std::size_t>(row)];
        for (std::size_t i = 0; i < window.shares.size(); ++i) {
            for (int column = 0; column < width; ++column)
                out.at(row, column) += window.shares[i] * rows.at(window.first + static_cast<int>(i), column);
        }
    }
    for (float& pixel : out.pixels) pixel = std::clamp(pixel, 0.0f, 1.0f);
    return out;
}

Gray stretch(const Gray& source, int width, int height) {
    return resample(source,
                    {0.0, 0.0, static_cast<double>(source.width) / width, static_cast<double>(source.height) / height},
                    width, height);
}

Gray squared(const Gray& source, int most) {
    const int longer = std::max(source.width, source.height), side = std::min(longer, most);
    const double step = static_cast<double>(longer) / side;
    const double left = -std::floor(0.5 * (longer - source.width)), top = -std::floor(0.5 * (longer - source.height));
    return resample(source, {left, top, step, step}, side, side);
}

Mass centre_of_mass(const Gray& picture) {
    Mass mass;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const double ink = static_cast<double>(picture.at(row, column));
            mass.total += ink;
            mass.x += ink * column;
            mass.y += ink * row;
        }
    }
    if (mass.total > 0.0) {
        mass.x /= mass.total;
        mass.y /= mass.total;
    }
    return mass;
}

std::optional<Bounds> ink_bounds(const Gray& picture, float threshold) {
    int left = picture.width, right = -1, top = picture.height, bottom = -1;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            if (!(picture.at(row, column) > threshold)) continue;
            left = std::min(left, column);
            right = std::max(right, column);
            top = std::min(top, row);
            bottom = row;
        }
    }
    if (right < 0) return std::nullopt;
    return Bounds{static_cast<float>(left), static_cast<float>(top), static_cast<float>(right + 1),
                  static_cast<float>(bottom + 1)};
}

Gray turned(const Gray& picture) {
    Gray out(picture.height, picture.width);
    for (int row = 0; row < out.height; ++row) {
        for (int column = 0; column < out.width; ++column) out.at(row, column) = picture.at(column, row);
    }
    return out;
}

float quantile(std::vector<float>& values, double share) {
    if (values.empty()) return 0.0f;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace image
