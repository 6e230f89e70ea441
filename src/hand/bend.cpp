// One linear map and two waves, drawn at random, applied to every point.
#include "hand/bend.h"

#include <cmath>
#include <cstddef>

namespace hand {

void bend(image::Strokes& strokes, float strength, nn::Random& random) {
    float mx = 0.0f, my = 0.0f;
    std::size_t count = 0;
    for (const image::Stroke& stroke : strokes)
        for (const image::Point& p : stroke) mx += p.x, my += p.y, ++count;
    if (count == 0) return;
    mx /= static_cast<float>(count);
    my /= static_cast<float>(count);
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
    const auto moved = [&](image::Point p) {
        float x = (p.x - mx) * wide - (p.y - my) * slant, y = p.y - my;
        for (const Wave& w : waves) {
            const float s = std::sin(w.kx * p.x + w.ky * p.y + w.phase);
            x += w.ax * s;
            y += w.ay * s;
        }
        return image::Point{cosine * x - sine * y, sine * x + cosine * y};
    };
    for (image::Stroke& stroke : strokes)
        for (image::Point& p : stroke) p = moved(p);
}

}  // namespace hand
