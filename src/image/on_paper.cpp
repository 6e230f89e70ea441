// Pictures with transparent parts: is the opaque part the ink itself, or a sheet that ink lies on?
#include <algorithm>
#include <cmath>

#include "image/photo.h"

namespace image {
namespace {

constexpr float kOpaque = 0.5f;  // of the most opaque pixels

/// The value below which `share` of the values lie; the values are reordered.
float quantile(std::vector<float>& values, double share) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// Steps to the nearest clear pixel (sideways, up and down), found in two sweeps.
std::vector<int> steps_to_clear(const Gray& alpha, float opaque) {
    const int width = alpha.width, height = alpha.height, far = width + height;
    std::vector<int> steps(alpha.pixels.size());
    const auto at = [&](int row, int column) -> int& {
        return steps[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                     static_cast<std::size_t>(column)];
    };
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            int least = alpha.at(row, column) < opaque ? 0 : far;
            if (row > 0) least = std::min(least, at(row - 1, column) + 1);
            if (column > 0) least = std::min(least, at(row, column - 1) + 1);
            at(row, column) = least;
        }
    }
    for (int row = height - 1; row >= 0; --row) {
        for (int column = width - 1; column >= 0; --column) {
            int& least = at(row, column);
            if (row + 1 < height) least = std::min(least, at(row + 1, column) + 1);
            if (column + 1 < width) least = std::min(least, at(row, column + 1) + 1);
        }
    }
    return steps;
}

/// Brightness of the opaque pixels: those along the clear part, and those further in.
struct Opaque {
    std::vector<float> rim, inner;
};

Opaque opaque_pixels(const Photo& photo, float opaque) {
    const std::vector<int> steps = steps_to_clear(photo.alpha, opaque);
    const int deep = std::max(3, std::max(photo.alpha.width, photo.alpha.height) / 64);
    Opaque found;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        // The outermost pixel of the rim may be mixed with what the picture was cut from.
        if (steps[i] > deep)
            found.inner.push_back(photo.luminance.pixels[i]);
        else if (steps[i] > 1)
            found.rim.push_back(photo.luminance.pixels[i]);
    }
    return found;
}

double share_far_from(const std::vector<float>& values, float level, float far) {
    const auto count = std::count_if(values.begin(), values.end(),
                                     [level, far](float value) { return std::abs(value - level) > far; });
    return values.empty() ? 0.0 : static_cast<double>(count) / static_cast<double>(values.size());
}

/// What the opaque part of a picture is.
struct Meaning {
    bool is_ink = false;  ///< all of it, whatever its colours
    float paper = 1.0f;   ///< otherwise: the brightness of what lies under the clear part
};

/// A sheet's rim is paper, and its ink lies further in; a stroke is of the same colours at its rim and inside.
Meaning meaning_of(Opaque opaque, double clear_share) {
    constexpr float kLeastContrast = 0.05f, kUniform = 0.1f;
    constexpr double kLeastInk = 0.005, kLeastInner = 0.2, kFewClear = 0.25;
    const Meaning ink{true, 1.0f}, photo{false, 1.0f};
    if (clear_share <= 0.0) return photo;
    const auto rim = static_cast<double>(opaque.rim.size()), inner = static_cast<double>(opaque.inner.size());
    if (opaque.rim.empty() || inner < kLeastInner * (rim + inner)) return ink;
    const float paper = quantile(opaque.rim, 0.5);
    const float low = quantile(opaque.inner, 0.003), high = quantile(opaque.inner, 0.997);
    const float contrast = std::max(paper - low, high - paper);
    const double inked = share_far_from(opaque.inner, paper, 0.5f * contrast),
                 inked_rim = share_far_from(opaque.rim, paper, 0.5f * contrast);
    if (contrast >= kLeastContrast && inked >= kLeastInk && inked_rim < 0.5 * inked) return {false, paper};
    // A photo with a few clear pixels stays one; a digit cut out of a sheet of one colour is what is clear.
    return clear_share < kFewClear && high - low > kUniform ? photo : ink;
}

}  // namespace

Gray on_paper(const Photo& photo) {
    if (photo.alpha.empty()) return photo.luminance;
    const std::vector<float>& alphas = photo.alpha.pixels;
    const float most = *std::max_element(alphas.begin(), alphas.end()), opaque = kOpaque * most;
    Gray out(photo.alpha.width, photo.alpha.height, 1.0f);
    if (most <= 0.0f) return out;
    const auto clear = std::count_if(alphas.begin(), alphas.end(), [opaque](float alpha) { return alpha < opaque; });
    const double clear_share = static_cast<double>(clear) / static_cast<double>(alphas.size());
    const Meaning meaning = meaning_of(opaque_pixels(photo, opaque), clear_share);
    for (std::size_t i = 0; i < out.pixels.size(); ++i) {
        const float over = alphas[i] * photo.luminance.pixels[i] + (1.0f - alphas[i]) * meaning.paper;
        out.pixels[i] = meaning.is_ink ? 1.0f - alphas[i] / most : over;
    }
    return out;
}

}  // namespace image
