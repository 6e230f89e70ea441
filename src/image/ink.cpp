// Ink on paper: what is dark enough against it (see paper.h), and what of that is print and not handwriting.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "image/digit.h"
#include "image/paper.h"
#include "image/pieces.h"
#include "image/resample.h"
#include "image/ruling.h"

namespace image {
namespace {

constexpr int kMostSide = 768;  // larger pictures are averaged down first: fewer pixels, less noise
constexpr float kLeastContrast = 0.04f;
constexpr float kGrain = 0.03f;  // noise above this share of the contrast is averaged away

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
        const double apart = sum_below / below - (sum - sum_below) / (total - below),
                     between = below * (total - below) * apart * apart;
        if (between > best) {
            best = between;
            cut = bin + 0.5;
        }
    }
    return static_cast<float>(cut / (kBins - 1));
}

/// Mean over 3 x 3 pixels: a third of the noise.
Gray blurred(const Gray& picture) {
    Gray out(picture.width, picture.height);
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            float sum = 0.0f;
            for (int y = row - 1; y <= row + 1; ++y) {
                for (int x = column - 1; x <= column + 1; ++x)
                    sum += picture.at(std::clamp(y, 0, picture.height - 1), std::clamp(x, 0, picture.width - 1));
            }
            out.at(row, column) = sum / 9.0f;
        }
    }
    return out;
}

float mean_above(const Gray& picture, float cut) {
    double sum = 0.0, count = 0.0;
    for (const float value : picture.pixels) {
        if (value <= cut) continue;
        sum += static_cast<double>(value);
        count += 1.0;
    }
    return count > 0.0 ? static_cast<float>(sum / count) : 0.0f;
}

/// Ink 1 on paper 0, and how dark it was against the paper; an empty page where there is none.
struct Ink {
    Gray page;
    float darkness = 0.0f;
};

Ink ink_of(Gray source) {
    const Levels levels = make_ink_dark(source);
    Gray dark = darkness(source, levels);
    float noise = paper_noise(dark);
    if (noise > kGrain * (levels.paper - levels.ink) && std::min(dark.width, dark.height) >= 2 * kDigitSide) {
        dark = blurred(dark);
        noise = paper_noise(dark);
    }
    const float ink = mean_above(dark, std::max(otsu(dark), 4.0f * noise));
    if (ink < std::max(kLeastContrast, 5.0f * noise)) return {Gray(source.width, source.height), 0.0f};
    // A soft ramp around half the ink's darkness keeps edges antialiased and drops texture and ruled lines.
    const float low = std::max(0.25f * ink, 3.0f * noise), high = std::max(0.75f * ink, low + 0.1f * ink);
    for (float& value : dark.pixels) value = std::clamp((value - low) / (high - low), 0.0f, 1.0f);
    return {std::move(dark), ink};
}

/// Where ink lies between two opposite edges of its picture.
struct Reach {
    float low, high, size;
};

/// A line along the picture's edge that the digit touches may be a stroke of it: the bar of a 7, the foot of a 1.
bool grows_from_edge(const std::vector<RuledLine>& lines, Reach ink) {
    constexpr float kTouching = 0.03f;
    return std::any_of(lines.begin(), lines.end(), [&](const RuledLine& line) {
        const float askew = 0.5f * std::abs(line.slant), near = kTouching * ink.size + askew;
        const float begin = line.middle - static_cast<float>(line.before),
                    end = line.middle + static_cast<float>(line.after);
        const bool first = begin <= askew + 2.0f && ink.low - end <= near,
                   last = end >= ink.size - 3.0f - askew && begin - ink.high <= near;
        return first || last;
    });
}

/// Do these lines look like print, and does what they leave look like a digit?  What a close crop makes of a 1, a 4 or
/// a 7 has straight strokes from edge to edge, too.
bool are_printed(const Ruling& ruling, const Ink& rest) {
    constexpr float kVisible = 0.3f, kLeastHeight = 0.2f, kLargest = 0.9f, kMargin = 0.04f;
    const auto box = box_of_pieces(rest.page, kVisible, 0.1);
    const auto width = static_cast<float>(rest.page.width), height = static_cast<float>(rest.page.height);
    if (!box || box->height() < kLeastHeight * height) return false;
    const bool fills = box->width() > kLargest * width && box->height() > kLargest * height;
    if (fills || (ruling.level.empty() && grows_from_edge(ruling.upright, {box->left, box->right, width})) ||
        (ruling.upright.empty() && grows_from_edge(ruling.level, {box->top, box->bottom, height})))
        return false;
    if (ruling.upright.size() >= 2 || ruling.level.size() >= 2) return true;
    // A line or a cross alone: the digit keeps away from where it leaves the picture.
    const bool clear_sideways = box->left > kMargin * width &&
                                box->right<(1.0f - kMargin) * width, clear_upwards = box->top> kMargin * height &&
                                box->bottom < (1.0f - kMargin) * height;
    return (ruling.level.empty() || clear_sideways) && (ruling.upright.empty() || clear_upwards);
}

std::optional<Ink> ink_beside(const Gray& picture, const Ruling& lines) {
    if (lines.empty()) return std::nullopt;
    Ink rest = ink_of(without_ruling(picture, lines));
    if (!are_printed(lines, rest)) return std::nullopt;
    return rest;
}

/// The ink inside a printed frame that has paper around it: cut out, its lines run from edge to edge.
std::optional<Ink> ink_inside_frame(const Gray& picture, const Gray& ink) {
    const auto box = ink_bounds(ink, 0.5f);
    if (!box) return std::nullopt;
    Gray cut(static_cast<int>(box->width()), static_cast<int>(box->height()));
    for (int row = 0; row < cut.height; ++row) {
        for (int column = 0; column < cut.width; ++column)
            cut.at(row, column) = picture.at(row + static_cast<int>(box->top), column + static_cast<int>(box->left));
    }
    const Ruling frame = find_ruling(cut);
    if (frame.upright.size() < 2 || frame.level.size() < 2) return std::nullopt;
    return ink_beside(cut, frame);
}

/// The ink without printed lines: all that were found, or those of one direction, as far as they are print.
std::optional<Ink> ink_beside_ruling(const Gray& picture, const Gray& ink) {
    const Ruling found = find_ruling(picture);
    for (const Ruling& lines : {found, Ruling{found.upright, {}}, Ruling{{}, found.level}}) {
        if (auto rest = ink_beside(picture, lines)) return rest;
    }
    return ink_inside_frame(picture, ink);
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
    Ink plain = ink_of(source);
    if (auto rest = ink_beside_ruling(source, plain.page)) return std::move(rest->page);
    for (float& pixel : source.pixels) pixel = 1.0f - pixel;  // light lines on a dark ground
    if (auto rest = ink_beside_ruling(source, plain.page)) return std::move(rest->page);
    return std::move(plain.page);
}

}  // namespace image
