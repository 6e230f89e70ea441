// Finding ink on paper: which way round the picture is, how bright the paper is from place to place, and what is noise.
#include <algorithm>
#include <cmath>

#include "image/digit.h"
#include "image/resample.h"

namespace image {
namespace {

constexpr int kMostSide = 768;      // larger pictures are averaged down first: fewer pixels, less noise
constexpr int kBlocks = 8;          // the paper's brightness is measured on a grid of so many blocks a side
constexpr int kLeastBlock = 8;
constexpr float kLeastContrast = 0.04f;

/// The value below which `share` of the values lie; the values are reordered.
float quantile(std::vector<float>& values, double share) {
    if (values.empty()) return 0.0f;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// Pixels within a twentieth of the side from the edge.
std::vector<float> border(const Gray& picture) {
    const int deep = std::max(1, std::min(picture.width, picture.height) / 20);
    std::vector<float> out;
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const bool inner = row >= deep && row < picture.height - deep && column >= deep && column < picture.width - deep;
            if (!inner) out.push_back(picture.at(row, column));
        }
    }
    return out;
}

/// Turns a light-on-dark picture over, so that ink is darker than paper; gives the border's brightness and the darkest ink.
struct Levels {
    float paper = 1.0f, ink = 0.0f;
};
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

/// The brightest paper in and around each block; where a block and its neighbours are all ink, the border's.
Gray paper_map(const Gray& picture, const Levels& levels) {
    Gray blocks(kBlocks, kBlocks), map(kBlocks, kBlocks);
    for (int row = 0; row < kBlocks; ++row) {
        for (int column = 0; column < kBlocks; ++column) {
            std::vector<float> values;
            for (int y = row * picture.height / kBlocks; y < (row + 1) * picture.height / kBlocks; ++y) {
                for (int x = column * picture.width / kBlocks; x < (column + 1) * picture.width / kBlocks; ++x) values.push_back(picture.at(y, x));
            }
            blocks.at(row, column) = quantile(values, 0.8);
        }
    }
    const float least = 0.5f * (levels.paper + levels.ink);
    for (int row = 0; row < kBlocks; ++row) {
        for (int column = 0; column < kBlocks; ++column) {
            float brightest = 0.0f;
            for (int y = std::max(0, row - 1); y <= std::min(kBlocks - 1, row + 1); ++y) {
                for (int x = std::max(0, column - 1); x <= std::min(kBlocks - 1, column + 1); ++x) brightest = std::max(brightest, blocks.at(y, x));
            }
            map.at(row, column) = brightest < least ? levels.paper : brightest;
        }
    }
    return map;
}

float interpolate(const Gray& map, float row, float column) {
    row = std::clamp(row, 0.0f, static_cast<float>(map.height - 1));
    column = std::clamp(column, 0.0f, static_cast<float>(map.width - 1));
    const int y = std::min(static_cast<int>(row), map.height - 2), x = std::min(static_cast<int>(column), map.width - 2);
    const float down = row - static_cast<float>(y), across = column - static_cast<float>(x);
    const float upper = map.at(y, x) + across * (map.at(y, x + 1) - map.at(y, x));
    const float lower = map.at(y + 1, x) + across * (map.at(y + 1, x + 1) - map.at(y + 1, x));
    return upper + down * (lower - upper);
}

/// Picture of how much darker than the paper each pixel is.
Gray darkness(const Gray& picture, const Levels& levels) {
    Gray out(picture.width, picture.height);
    const bool local = std::min(picture.width, picture.height) >= kBlocks * kLeastBlock;
    const Gray map = local ? paper_map(picture, levels) : Gray(kBlocks, kBlocks, levels.paper);
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const float y = (static_cast<float>(row) + 0.5f) / static_cast<float>(picture.height) * kBlocks - 0.5f;
            const float x = (static_cast<float>(column) + 0.5f) / static_cast<float>(picture.width) * kBlocks - 0.5f;
            out.at(row, column) = interpolate(map, y, x) - picture.at(row, column);
        }
    }
    return out;
}

/// Otsu's threshold (1979): the cut that parts the values best.
float otsu(const Gray& dark) {
    constexpr int kBins = 256;
    std::vector<double> counts(kBins, 0.0);
    double sum = 0.0, total = 0.0;
    for (const float value : dark.pixels) {
        const int bin = static_cast<int>(std::clamp(value, 0.0f, 1.0f) * (kBins - 1) + 0.5f);
        counts[static_cast<std::size_t>(bin)] += 1.0;
        sum += bin;
        total += 1.0;
    }
    double below = 0.0, sum_below = 0.0, best = -1.0, cut = 0.0;
    for (int bin = 0; bin + 1 < kBins; ++bin) {
        below += counts[static_cast<std::size_t>(bin)];
        sum_below += bin * counts[static_cast<std::size_t>(bin)];
        if (below <= 0.0 || below >= total) continue;
        const double apart = sum_below / below - (sum - sum_below) / (total - below), between = below * (total - below) * apart * apart;
        if (between > best) {
            best = between;
            cut = bin + 0.5;
        }
    }
    return static_cast<float>(cut / (kBins - 1));
}

/// Spread of the paper, from the median deviation along the border.
float paper_noise(const Gray& dark) {
    std::vector<float> edge = border(dark);
    const float middle = quantile(edge, 0.5);
    for (float& value : edge) value = std::abs(value - middle);
    return 1.4826f * quantile(edge, 0.5);
}

}  // namespace

Gray normalise_ink(const Gray& picture) {
    if (picture.empty()) return {};
    Gray source = picture;
    for (float& pixel : source.pixels) pixel = std::isfinite(pixel) ? std::clamp(pixel, 0.0f, 1.0f) : 0.0f;
    const double shrink = static_cast<double>(std::max(source.width, source.height)) / kMostSide;
    if (shrink > 1.0) {
        const auto less = [shrink](int side) { return std::max(1, static_cast<int>(std::lround(side / shrink))); };
        source = stretch(source, less(source.width), less(source.height));
    }
    const Levels levels = make_ink_dark(source);
    Gray dark = darkness(source, levels);

    const float noise = paper_noise(dark), cut = std::max(otsu(dark), 4.0f * noise);
    double sum = 0.0, count = 0.0;
    for (const float value : dark.pixels) {
        if (value <= cut) continue;
        sum += static_cast<double>(value);
        count += 1.0;
    }
    const float ink = count > 0.0 ? static_cast<float>(sum / count) : 0.0f;
    if (ink < std::max(kLeastContrast, 5.0f * noise)) return Gray(source.width, source.height);
    // A soft ramp around half the ink's darkness keeps edges antialiased and drops texture and ruled lines.
    const float low = std::max(0.25f * ink, 3.0f * noise), high = std::max(0.75f * ink, low + 0.1f * ink);
    for (float& value : dark.pixels) value = std::clamp((value - low) / (high - low), 0.0f, 1.0f);
    return dark;
}

}  // namespace image
