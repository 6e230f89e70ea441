// Augmentation: pictures bent, grown and shrunk; middle lines and templates redrawn by the page's own way from strokes
// to the network's input (image/digit.h).
#include "hand/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/bilinear.h"
#include "hand/bend.h"
#include "hand/middle_lines.h"
#include "hand/pen_templates.h"
#include "image/digit.h"
#include "nn/workers.h"

namespace hand {
namespace {

constexpr float kThinnest = 0.07f, kThickest = 0.19f;  // pens, as shares of the page's box
constexpr int kGrid = 7;                               // control points of the elastic field, each way
constexpr float kFieldScale = 2.09f;                   // one over the field's root mean square for unit control points

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Cubic B-spline weights of the grid's control points at each of `count` places.
std::vector<std::array<float, kGrid>> spline_weights(int count) {
    std::vector<std::array<float, kGrid>> all(size(count));
    for (int i = 0; i < count; ++i) {
        const float at = (static_cast<float>(i) + 0.5f) / static_cast<float>(count) * (kGrid - 3);
        const int cell = std::min(kGrid - 4, static_cast<int>(at));
        const float t = at - static_cast<float>(cell), u = 1.0f - t;
        const float w[4] = {u * u * u / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * u * u * u - 6 * u * u + 4) / 6,
                            t * t * t / 6};
        all[size(i)].fill(0.0f);
        for (int k = 0; k < 4; ++k) all[size(i)][size(cell + k)] = w[k];
    }
    return all;
}

/// source = matrix * (target - middle) + middle + shift, then the field on top.
struct Warp {
    float xx = 1.0f, xy = 0.0f, yx = 0.0f, yy = 1.0f, dx = 0.0f, dy = 0.0f;
    std::array<float, kGrid * kGrid> field_x{}, field_y{};
};

Warp random_warp(const AugmentOptions& o, nn::Random& r) {
    const float angle = o.rotation * 0.0174533f * r.uniform(-1.0f, 1.0f), shear = o.shear * r.uniform(-1.0f, 1.0f);
    const float scale = 1.0f + o.scale * r.uniform(-1.0f, 1.0f),
                stretch = 1.0f + o.scale / 3.0f * r.uniform(-1.0f, 1.0f);
    const float c = std::cos(angle), s = std::sin(angle), sx = 1.0f / (scale * stretch), sy = stretch / scale;
    Warp w;
    w.xx = sx * c;
    w.xy = sx * (s + shear * c);
    w.yx = -sy * s;
    w.yy = sy * (c - shear * s);
    w.dx = o.shift * r.uniform(-1.0f, 1.0f);
    w.dy = o.shift * r.uniform(-1.0f, 1.0f);
    const float elastic = o.elastic * kFieldScale * r.uniform();
    if (elastic <= 0.0f) return w;
    for (float& v : w.field_x) v = elastic * r.normal();
    for (float& v : w.field_y) v = elastic * r.normal();
    return w;
}

/// Grows (t > 0, towards the largest of the four neighbours) or shrinks (t < 0) strokes by |t| of a pixel.
void change_thickness(float* picture, int height, int width, float t, std::vector<float>& scratch) {
    scratch.assign(picture, picture + height * width);
    const float sign = t > 0.0f ? 1.0f : -1.0f, share = std::fabs(t);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float* p = scratch.data() + y * width + x;
            float most = sign * *p;
            if (x > 0) most = std::max(most, sign * p[-1]);
            if (x + 1 < width) most = std::max(most, sign * p[1]);
            if (y > 0) most = std::max(most, sign * p[-width]);
            if (y + 1 < height) most = std::max(most, sign * p[width]);
            picture[y * width + x] = (1.0f - share) * *p + share * sign * most;
        }
}

/// Strokes as whole numbers, 1/256 pixel each: a data set's middle lines lie in memory all through the training.
using PackedStrokes = std::vector<std::int16_t>;
constexpr std::int16_t kLift = INT16_MIN;  // in place of x: the stroke ends

PackedStrokes pack(const image::Strokes& strokes) {
    PackedStrokes packed;
    for (const image::Stroke& stroke : strokes) {
        for (const image::Point& p : stroke) {
            packed.push_back(static_cast<std::int16_t>(std::lround(p.x * 256.0f)));
            packed.push_back(static_cast<std::int16_t>(std::lround(p.y * 256.0f)));
        }
        packed.push_back(kLift);
    }
    return packed;
}

image::Strokes unpack(const PackedStrokes& packed) {
    image::Strokes strokes;
    image::Stroke stroke;
    for (std::size_t i = 0; i < packed.size(); ++i) {
        if (packed[i] == kLift) {
            strokes.push_back(std::move(stroke));
            stroke.clear();
            continue;
        }
        stroke.push_back({static_cast<float>(packed[i]) / 256.0f, static_cast<float>(packed[i + 1]) / 256.0f});
        ++i;
    }
    return strokes;
}

}  // namespace

struct Augmenter::Impl {
    nn::Digits digits;
    AugmentOptions options;
    std::vector<std::array<float, kGrid>> rows, columns;
    std::vector<PackedStrokes> lines;  ///< by picture; empty where nothing is redrawn

    bool one_page() const { return digits.shape == nn::Shape{1, image::kDigitSide, image::kDigitSide}; }
    void warp_channel(const Warp& w, const std::uint8_t* picture, float* out) const;
    void raster(int index, nn::Random& random, float* out) const;
    void redraw(image::Strokes strokes, nn::Random& random, float* out) const;
};

void Augmenter::Impl::warp_channel(const Warp& w, const std::uint8_t* picture, float* out) const {
    const int height = digits.shape.height, width = digits.shape.width;
    const float my = 0.5f * static_cast<float>(height - 1), mx = 0.5f * static_cast<float>(width - 1);
    const auto at = [&](int y, int x) {
        return y < 0 || x < 0 || y >= height || x >= width ? 0.0f : static_cast<float>(picture[y * width + x]);
    };
    for (int y = 0; y < height; ++y) {
        std::array<float, kGrid> fx{}, fy{};
        for (int k = 0; k < kGrid; ++k)
            for (int j = 0; j < kGrid; ++j) {
                fx[size(j)] += rows[size(y)][size(k)] * w.field_x[size(k * kGrid + j)];
                fy[size(j)] += rows[size(y)][size(k)] * w.field_y[size(k * kGrid + j)];
            }
        for (int x = 0; x < width; ++x) {
            const float tx = static_cast<float>(x) - mx, ty = static_cast<float>(y) - my;
            float sx = w.xx * tx + w.xy * ty + mx + w.dx, sy = w.yx * tx + w.yy * ty + my + w.dy;
            for (int j = 0; j < kGrid; ++j) {
                sx += columns[size(x)][size(j)] * fx[size(j)];
                sy += columns[size(x)][size(j)] * fy[size(j)];
            }
            *out++ = base::bilinear(sy, sx, at) * (1.0f / 255.0f);
        }
    }
}

void Augmenter::Impl::raster(int index, nn::Random& random, float* out) const {
    const Warp warp = random_warp(options, random);
    const int plane = digits.shape.plane();
    const float t = options.thickness * random.uniform(-1.0f, 1.0f);
    std::vector<float> scratch;
    for (int c = 0; c < digits.shape.channels; ++c) {
        warp_channel(warp, digits.picture(index).data() + c * plane, out + c * plane);
        if (t != 0.0f) change_thickness(out + c * plane, digits.shape.height, digits.shape.width, t, scratch);
    }
}

/// In another hand and with another pen, half of the time fitted exactly as the page fits a person's strokes; otherwise
/// nearly so.
void Augmenter::Impl::redraw(image::Strokes strokes, nn::Random& random, float* out) const {
    bend(strokes, options.hand, random);
    image::FitOptions fit;
    if (!random.chance(0.5f)) {
        fit.box *= random.uniform(0.85f, 1.12f);
        fit.off_x = 1.5f * random.uniform(-1.0f, 1.0f);
        fit.off_y = 1.5f * random.uniform(-1.0f, 1.0f);
    }
    fit.pen = random.uniform(kThinnest, kThickest);
    const std::optional<image::Gray> page = image::network_input(strokes, fit);
    if (page)
        std::copy(page->pixels.begin(), page->pixels.end(), out);
    else
        std::fill_n(out, digits.shape.size(), 0.0f);
}

Augmenter::Augmenter(const nn::Digits& digits, const AugmentOptions& options, int threads)
    : impl_(std::make_unique<Impl>(
          Impl{digits, options, spline_weights(digits.shape.height), spline_weights(digits.shape.width), {}})) {
    if (options.redrawn <= 0.0f || !impl_->one_page()) return;
    impl_->lines.resize(size(digits.count()));
    nn::Workers(threads).each((digits.count() + 255) / 256, [&](int piece, int) {
        for (int i = piece * 256; i < std::min(digits.count(), piece * 256 + 256); ++i)
            impl_->lines[size(i)] = pack(middle_lines(digits.picture(i), image::kDigitSide));
    });
}

Augmenter::~Augmenter() = default;
Augmenter::Augmenter(Augmenter&&) noexcept = default;
Augmenter& Augmenter::operator=(Augmenter&&) noexcept = default;

int Augmenter::draw(int index, nn::Random& random, float* out) const {
    const AugmentOptions& o = impl_->options;
    const int label = impl_->digits.labels[size(index)];
    const float kind = random.uniform();
    if (impl_->one_page() && kind < o.synthetic) {
        const int form = random.below(pen_template_count());
        impl_->redraw(pen_template(form, image::FitOptions().box, random), random, out);
        return pen_template_label(form);
    }
    if (!impl_->lines.empty() && kind < o.synthetic + o.redrawn && !impl_->lines[size(index)].empty()) {
        impl_->redraw(unpack(impl_->lines[size(index)]), random, out);
        return label;
    }
    if (o.shift == 0.0f && o.rotation == 0.0f && o.scale == 0.0f && o.shear == 0.0f && o.elastic == 0.0f &&
        o.thickness == 0.0f)
        nn::to_input(impl_->digits.picture(index), out);
    else
        impl_->raster(index, random, out);
    return label;
}

}  // namespace hand
