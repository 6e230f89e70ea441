// Pen templates: control points in the unit square, y down.  Curves pass through them smoothly; a point given twice is
// a corner.  Made for this program by hand.
#include "hand/pen_templates.h"

#include <cstddef>
#include <vector>

namespace hand {
namespace {

struct Knot {
    float x, y;
};
constexpr Knot kLift{-9.0f, 0.0f};  // the pen leaves the paper

struct Template {
    int label;
    std::vector<Knot> knots;
};

// clang-format off
const std::vector<Template>& templates() {
    static const std::vector<Template> all = {
        // 0: plain, narrow, with a slash, open at the top, ends crossing
        {0, {{.5f,.02f},{.2f,.2f},{.12f,.5f},{.2f,.82f},{.5f,.98f},{.8f,.82f},{.88f,.5f},{.8f,.2f},{.5f,.02f}}},
        {0, {{.5f,.02f},{.32f,.2f},{.28f,.5f},{.34f,.84f},{.5f,.98f},{.68f,.82f},{.72f,.5f},{.66f,.16f},{.5f,.02f}}},
        {0, {{.5f,.02f},{.2f,.2f},{.12f,.5f},{.2f,.82f},{.5f,.98f},{.8f,.82f},{.88f,.5f},{.8f,.2f},{.5f,.02f},
            kLift,{.82f,.1f},{.18f,.92f}}},
        {0, {{.62f,.06f},{.3f,.1f},{.14f,.45f},{.2f,.82f},{.5f,.98f},{.8f,.82f},{.88f,.5f},{.78f,.2f},{.5f,.1f}}},
        {0, {{.66f,.1f},{.34f,.06f},{.14f,.45f},{.22f,.86f},{.5f,.97f},{.78f,.8f},{.86f,.5f},{.74f,.16f},{.42f,.02f}}},
        // 1: bare bar, slanted bar, short flag, long upstroke, with foot, flag and foot
        {1, {{.5f,.0f},{.5f,1.f}}},
        {1, {{.66f,.0f},{.34f,1.f}}},
        {1, {{.38f,.0f},{.6f,1.f}}},
        {1, {{.34f,.2f},{.52f,.0f},{.52f,.0f},{.52f,1.f}}},
        {1, {{.12f,.52f},{.34f,.3f},{.58f,.0f},{.58f,.0f},{.58f,1.f}}},
        {1, {{.1f,.42f},{.6f,.0f},{.6f,.0f},{.54f,1.f}}},
        {1, {{.2f,.34f},{.66f,.02f},{.66f,.02f},{.6f,.5f},{.5f,1.f}}},
        {1, {{.5f,.0f},{.5f,1.f},kLift,{.24f,1.f},{.76f,1.f}}},
        {1, {{.26f,.26f},{.5f,.0f},{.5f,.0f},{.5f,1.f},kLift,{.2f,1.f},{.8f,1.f}}},
        {1, {{.3f,.1f},{.5f,.0f},{.5f,.0f},{.5f,1.f},{.5f,1.f},{.25f,1.f},{.75f,1.f}}},
        // 1 as written in Europe: flags short and long, steep and flat, straight and bowed; some with a foot
        {1, {{.3f,.22f},{.5f,.0f},{.5f,.0f},{.5f,1.f}}},
        {1, {{.22f,.4f},{.55f,.0f},{.55f,.0f},{.55f,1.f}}},
        {1, {{.05f,.56f},{.56f,.0f},{.56f,.0f},{.56f,1.f}}},
        {1, {{.28f,.5f},{.56f,.0f},{.56f,.0f},{.54f,1.f}}},
        {1, {{.2f,.28f},{.62f,.0f},{.62f,.0f},{.5f,1.f}}},
        {1, {{.1f,.46f},{.38f,.3f},{.6f,.0f},{.6f,.0f},{.58f,1.f}}},
        {1, {{.14f,.4f},{.64f,.02f},{.64f,.02f},{.44f,1.f}}},
        {1, {{.18f,.38f},{.52f,.0f},{.52f,.0f},{.52f,1.f},kLift,{.22f,1.f},{.82f,1.f}}},
        {1, {{.08f,.5f},{.54f,.0f},{.54f,.0f},{.54f,1.f},kLift,{.3f,.98f},{.8f,1.f}}},
        // 2: round with flat foot, with a loop, like a z, swan neck with wavy foot
        {2, {{.14f,.24f},{.36f,.03f},{.7f,.06f},{.82f,.28f},{.66f,.54f},{.38f,.78f},{.1f,.98f},{.1f,.98f},{.9f,.98f}}},
        {2, {{.16f,.26f},{.4f,.02f},{.74f,.12f},{.74f,.4f},{.5f,.7f},{.2f,.95f},{.12f,.84f},{.3f,.78f},
            {.55f,.92f},{.92f,.94f}}},
        {2, {{.12f,.06f},{.84f,.06f},{.84f,.06f},{.12f,.96f},{.12f,.96f},{.9f,.96f}}},
        {2, {{.2f,.14f},{.5f,.02f},{.8f,.18f},{.72f,.44f},{.4f,.72f},{.14f,.96f},{.14f,.96f},{.4f,.88f},
            {.66f,.98f},{.92f,.9f}}},
        {2, {{.1f,.34f},{.2f,.08f},{.56f,.0f},{.82f,.2f},{.76f,.46f},{.44f,.76f},{.08f,.97f},{.08f,.97f},
            {.5f,.95f},{.94f,.97f}}},
        // 3: round, flat top, with a small loop in the middle, angular
        {3, {{.16f,.14f},{.46f,.02f},{.78f,.16f},{.74f,.38f},{.44f,.48f},{.44f,.48f},{.8f,.58f},{.84f,.82f},
            {.5f,.98f},{.14f,.86f}}},
        {3, {{.16f,.03f},{.82f,.03f},{.82f,.03f},{.44f,.4f},{.44f,.4f},{.78f,.5f},{.86f,.74f},{.66f,.95f},
            {.36f,.98f},{.12f,.86f}}},
        {3, {{.18f,.12f},{.5f,.02f},{.78f,.18f},{.66f,.4f},{.44f,.47f},{.4f,.53f},{.5f,.52f},{.8f,.62f},
            {.82f,.84f},{.5f,.98f},{.14f,.88f}}},
        {3, {{.14f,.06f},{.5f,.02f},{.8f,.2f},{.5f,.46f},{.5f,.46f},{.86f,.7f},{.56f,.97f},{.12f,.94f}}},
        // 4: open, open with long stem, closed triangle, one stroke closed, open at right angles
        {4, {{.26f,.02f},{.16f,.58f},{.16f,.58f},{.9f,.58f},kLift,{.68f,.1f},{.66f,1.f}}},
        {4, {{.22f,.04f},{.12f,.5f},{.12f,.5f},{.84f,.5f},kLift,{.72f,.02f},{.7f,1.f}}},
        {4, {{.66f,1.f},{.66f,.0f},{.66f,.0f},{.08f,.68f},{.08f,.68f},{.94f,.68f}}},
        {4, {{.62f,.0f},{.1f,.64f},{.1f,.64f},{.92f,.64f},kLift,{.64f,.34f},{.64f,1.f}}},
        {4, {{.6f,.0f},{.12f,.6f},{.12f,.6f},{.9f,.6f},kLift,{.6f,.0f},{.6f,1.f}}},
        {4, {{.2f,.0f},{.2f,.5f},{.2f,.5f},{.82f,.5f},kLift,{.8f,.0f},{.8f,1.f}}},
        {4, {{.24f,.0f},{.14f,.3f},{.24f,.54f},{.5f,.56f},{.78f,.44f},kLift,{.78f,.06f},{.72f,.5f},{.64f,1.f}}},
        {4, {{.46f,.0f},{.1f,.7f},{.1f,.7f},{.9f,.66f},kLift,{.66f,.42f},{.6f,1.f}}},
        {4, {{.34f,.0f},{.1f,.55f},{.1f,.55f},{.88f,.5f},kLift,{.6f,.3f},{.5f,1.f}}},
        {4, {{.3f,.05f},{.18f,.42f},{.34f,.58f},{.66f,.5f},kLift,{.76f,.0f},{.7f,.4f},{.62f,1.f}}},
        // 5: two strokes, one stroke, like an s, wide roof
        {5, {{.24f,.04f},{.2f,.44f},{.2f,.44f},{.54f,.38f},{.84f,.6f},{.72f,.9f},{.4f,.98f},{.12f,.88f},
            kLift,{.24f,.04f},{.82f,.04f}}},
        {5, {{.82f,.03f},{.26f,.04f},{.26f,.04f},{.2f,.45f},{.2f,.45f},{.56f,.38f},{.84f,.62f},{.7f,.9f},
            {.38f,.98f},{.1f,.88f}}},
        {5, {{.82f,.06f},{.46f,.03f},{.2f,.16f},{.28f,.4f},{.62f,.5f},{.82f,.7f},{.64f,.94f},{.34f,.98f},{.12f,.88f}}},
        {5, {{.9f,.02f},{.3f,.06f},{.22f,.42f},{.5f,.42f},{.76f,.58f},{.72f,.86f},{.46f,.98f},{.14f,.92f}}},
        {5, {{.2f,.02f},{.16f,.42f},{.16f,.42f},{.52f,.36f},{.8f,.52f},{.8f,.82f},{.5f,.98f},{.14f,.92f},
            kLift,{.2f,.04f},{.92f,.0f}}},
        // 6: closed, straight back, open loop, wide loop, curled top
        {6, {{.72f,.02f},{.4f,.22f},{.18f,.6f},{.26f,.9f},{.54f,.98f},{.8f,.8f},{.72f,.56f},{.46f,.52f},{.2f,.7f}}},
        {6, {{.5f,.0f},{.28f,.4f},{.2f,.74f},{.4f,.97f},{.7f,.94f},{.8f,.7f},{.58f,.54f},{.3f,.64f},{.22f,.8f}}},
        {6, {{.76f,.04f},{.4f,.18f},{.18f,.56f},{.26f,.88f},{.56f,.98f},{.82f,.8f},{.74f,.58f},{.52f,.56f},{.4f,.66f}}},
        {6, {{.82f,.16f},{.62f,.02f},{.32f,.16f},{.16f,.54f},{.22f,.86f},{.54f,.98f},{.84f,.78f},{.7f,.5f},
            {.4f,.5f},{.18f,.7f}}},
        {6, {{.3f,.0f},{.22f,.5f},{.22f,.82f},{.5f,.99f},{.78f,.84f},{.76f,.6f},{.5f,.52f},{.24f,.68f}}},
        // 7: plain, with crossbar, with hook, with both, curved leg
        {7, {{.1f,.04f},{.88f,.04f},{.88f,.04f},{.4f,1.f}}},
        {7, {{.1f,.04f},{.88f,.04f},{.88f,.04f},{.4f,1.f},kLift,{.3f,.52f},{.86f,.5f}}},
        {7, {{.12f,.24f},{.14f,.06f},{.14f,.06f},{.88f,.04f},{.88f,.04f},{.56f,.5f},{.42f,1.f}}},
        {7, {{.12f,.22f},{.14f,.06f},{.14f,.06f},{.88f,.04f},{.88f,.04f},{.4f,1.f},kLift,{.32f,.54f},{.84f,.5f}}},
        {7, {{.1f,.08f},{.5f,.1f},{.9f,.02f},{.9f,.02f},{.6f,.4f},{.48f,1.f}}},
        {7, {{.12f,.12f},{.34f,.02f},{.6f,.1f},{.88f,.06f},{.88f,.06f},{.56f,.52f},{.36f,1.f},kLift,{.26f,.54f},
            {.8f,.54f}}},
        {7, {{.14f,.04f},{.84f,.04f},{.84f,.04f},{.78f,1.f}}},
        {7, {{.14f,.04f},{.86f,.04f},{.86f,.04f},{.62f,1.f},kLift,{.5f,.48f},{.94f,.46f}}},
        {7, {{.08f,.14f},{.1f,.03f},{.1f,.03f},{.88f,.03f},{.88f,.03f},{.5f,1.f},kLift,{.44f,.46f},{.92f,.46f}}},
        {7, {{.12f,.03f},{.86f,.03f},{.86f,.03f},{.6f,.44f},{.5f,1.f},kLift,{.34f,.48f},{.86f,.42f}}},
        // 8: one stroke, two circles, from the middle, open top
        {8, {{.76f,.14f},{.48f,.02f},{.22f,.2f},{.36f,.42f},{.66f,.56f},{.8f,.78f},{.5f,.98f},{.2f,.78f},
            {.36f,.54f},{.64f,.4f},{.78f,.18f}}},
        {8, {{.5f,.02f},{.26f,.12f},{.26f,.36f},{.5f,.46f},{.74f,.36f},{.74f,.12f},{.5f,.02f},kLift,{.5f,.46f},
            {.2f,.6f},{.2f,.86f},{.5f,.98f},{.8f,.86f},{.8f,.6f},{.5f,.46f}}},
        {8, {{.5f,.48f},{.24f,.3f},{.3f,.06f},{.6f,.02f},{.76f,.22f},{.54f,.46f},{.24f,.66f},{.26f,.92f},
            {.6f,.98f},{.8f,.76f},{.52f,.5f}}},
        {8, {{.82f,.06f},{.5f,.08f},{.24f,.22f},{.36f,.42f},{.68f,.58f},{.78f,.8f},{.48f,.98f},{.2f,.8f},
            {.4f,.54f},{.66f,.34f},{.74f,.08f}}},
        {8, {{.5f,.02f},{.3f,.1f},{.28f,.32f},{.5f,.42f},{.72f,.32f},{.7f,.1f},{.5f,.02f},kLift,{.5f,.42f},
            {.16f,.58f},{.18f,.88f},{.5f,.99f},{.84f,.86f},{.84f,.58f},{.5f,.42f}}},
        // 9: straight tail, curled tail, hooked tail, angular, tail from the loop's top
        {9, {{.76f,.22f},{.5f,.02f},{.22f,.2f},{.26f,.46f},{.54f,.52f},{.76f,.3f},{.76f,.2f},{.76f,.2f},{.72f,1.f}}},
        {9, {{.76f,.24f},{.5f,.02f},{.2f,.2f},{.26f,.48f},{.56f,.5f},{.78f,.24f},{.8f,.56f},{.7f,.9f},
            {.42f,.98f},{.18f,.86f}}},
        {9, {{.74f,.2f},{.46f,.03f},{.22f,.24f},{.34f,.5f},{.64f,.44f},{.76f,.18f},{.76f,.18f},{.74f,.7f},
            {.56f,.97f},{.26f,.94f}}},
        {9, {{.78f,.08f},{.4f,.02f},{.18f,.24f},{.34f,.46f},{.74f,.36f},kLift,{.78f,.06f},{.74f,.5f},{.56f,1.f}}},
        {9, {{.78f,.3f},{.52f,.46f},{.24f,.3f},{.4f,.04f},{.74f,.1f},{.8f,.4f},{.74f,.8f},{.46f,.99f},{.16f,.86f}}},
        {9, {{.7f,.04f},{.36f,.06f},{.22f,.3f},{.44f,.48f},{.74f,.28f},{.72f,.06f},{.72f,.06f},{.7f,.5f},{.4f,1.f}}},
    };
    return all;
}
// clang-format on

bool lifted(const Knot& k) { return k.x < -1.0f; }
bool same(const Knot& a, const Knot& b) { return a.x == b.x && a.y == b.y; }

/// Adds a curve through the points, drawn as the pad draws a person's.
void add_curve(const image::Stroke& through, image::Stroke& out) {
    constexpr float kStep = 1.0f;  // pixels
    for (const image::Point& p : image::smooth(through, kStep))
        if (out.empty() || out.back() != p) out.push_back(p);
}

}  // namespace

int pen_template_count() { return static_cast<int>(templates().size()); }
int pen_template_label(int index) { return templates()[static_cast<std::size_t>(index)].label; }

image::Strokes pen_template(int index, float side, nn::Random& random) {
    const std::vector<Knot>& knots = templates()[static_cast<std::size_t>(index)].knots;
    const float sway = random.uniform(0.01f, 0.05f);
    image::Strokes strokes(1);
    image::Stroke through;  // since the last corner
    for (std::size_t i = 0; i < knots.size(); ++i) {
        const bool corner = i > 0 && same(knots[i], knots[i - 1]);
        if (corner || lifted(knots[i])) {
            add_curve(through, strokes.back());
            if (corner)
                through.erase(through.begin(), through.end() - 1);
            else {
                strokes.emplace_back();
                through.clear();
            }
            continue;
        }
        const float x = knots[i].x + sway * random.normal(), y = knots[i].y + sway * random.normal();
        through.push_back({side * x, side * y});
    }
    add_curve(through, strokes.back());
    return strokes;
}

}  // namespace hand
