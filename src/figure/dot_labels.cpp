// What stands beside a plot's dots.
#include <algorithm>
#include <cmath>
#include <utility>

#include "figure/builder.h"

namespace figure {

void lay_out_dot_labels(Builder& b, const std::vector<std::string>& labels,
                        const std::vector<std::pair<float, float>>& dots, const Inside& f) {
    struct Box {
        float left, top, right, bottom;
        bool meets(const Box& other) const {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    };
    const Look& look = b.look();
    const float high = line_height(look.caption) - 2;
    std::vector<Box> taken;
    for (const auto& [x, y] : dots) taken.push_back({x - 5, y - 5, x + 5, y + 5});
    for (std::size_t i = 0; i < dots.size() && i < labels.size(); ++i) {
        const float wide = b.width_of(Face::regular, look.caption, labels[i]) + 2, x = dots[i].first,
                    y = dots[i].second;
        if (!std::isfinite(x + y)) continue;
        for (const auto& [left, top] : {std::pair{x + 7, y - high / 2}, std::pair{x - 7 - wide, y - high / 2},
                                        std::pair{x - wide / 2, y - 6 - high}, std::pair{x - wide / 2, y + 6}}) {
            const Box box{left, top, left + wide, top + high};
            if (left < f.x || left + wide > f.x + f.width + 8 || top < f.y - high ||
                std::any_of(taken.begin(), taken.end(), [&](const Box& other) { return box.meets(other); }))
                continue;
            b.text(left, top, wide, high, labels[i], look.caption, look.text);
            taken.push_back(box);
            break;
        }
    }
}

}  // namespace figure
