// Traces of a pen: bending, fitting, drawing.
#include "nn/trace.h"

#include <algorithm>
#include <cmath>

namespace nn {

void bend(Trace& trace, float strength, Random& random) {
    if (trace.empty()) return;
    float mx = 0.0f, my = 0.0f;
    for (const TracePoint& p : trace) mx += p.x, my += p.y;
    mx /= static_cast<float>(trace.size());
    my /= static_cast<float>(trace.size());
    const float turn = 0.13f * strength * random.normal(), slant = 0.16f * strength * random.normal();
    const float wide = std::exp(0.13f * strength * random.normal());
    const float cosine = std::cos(turn), sine = std::sin(turn);
    // Two slow waves across the page in a random direction each.
    struct Wave {
        float kx, ky, phase, ax, ay;
    } waves[2];
    for (Wave& w : waves) {
        const float angle = random.uniform(0.0f, 6.2831853f), k = random.uniform(0.15f, 0.5f), size = 0.55f * strength;
        w = {k * std::cos(angle), k * std::sin(angle), random.uniform(0.0f, 6.2831853f), size * random.normal(),
             size * random.normal()};
    }
    for (TracePoint& p : trace) {
        float x = (p.x - mx) * wide - (p.y - my) * slant, y = p.y - my;
        for (const Wave& w : waves) {
            const float s = std::sin(w.kx * p.x + w.ky * p.y + w.phase);
            x += w.ax * s;
            y += w.ay * s;
        }
        p = {cosine * x - sine * y, sine * x + cosine * y};
    }
}

void fit_trace(Trace& trace, float pen, float box, float x, float y) {
    if (trace.empty()) return;
    float left = trace[0].x, right = left, top = trace[0].y, bottom = top, mx = 0.0f, my = 0.0f;
    for (const TracePoint& p : trace) {
        left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y),
        bottom = std::max(bottom, p.y);
        mx += p.x, my += p.y;
    }
    mx /= static_cast<float>(trace.size());
    my /= static_cast<float>(trace.size());
    const float side = std::max({right - left, bottom - top, 1e-3f}), scale = std::max(0.0f, box - pen) / side;
    for (TracePoint& p : trace) p = {x + (p.x - mx) * scale, y + (p.y - my) * scale};
}

void draw_trace(const Trace& trace, float pen, int height, int width, float* out) {
    const float radius = 0.5f * pen, reach = radius + 0.5f, far = (reach + 1.0f) * (reach + 1.0f);
    std::fill_n(out, height * width, far);
    for (const TracePoint& p : trace) {
        const int x0 = std::max(0, static_cast<int>(std::ceil(p.x - reach))),
                  x1 = std::min(width - 1, static_cast<int>(std::floor(p.x + reach)));
        const int y0 = std::max(0, static_cast<int>(std::ceil(p.y - reach))),
                  y1 = std::min(height - 1, static_cast<int>(std::floor(p.y + reach)));
        for (int y = y0; y <= y1; ++y)
            for (int x = x0; x <= x1; ++x) {
                const float dx = static_cast<float>(x) - p.x, dy = static_cast<float>(y) - p.y;
                float& nearest = out[y * width + x];
                nearest = std::min(nearest, dx * dx + dy * dy);
            }
    }
    for (int i = 0; i < height * width; ++i)
        out[i] = out[i] >= far ? 0.0f : std::clamp(reach - std::sqrt(out[i]), 0.0f, 1.0f);
}

}  // namespace nn
