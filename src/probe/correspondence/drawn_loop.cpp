#include "probe/correspondence/drawn_loop.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace probe {

DrawnLoop parse_loop(const std::string& text) {
    DrawnLoop loop;
    const char* at = text.c_str();
    for (;;) {
        while (*at == ' ') ++at;
        if (*at == '\0') return loop;
        char* end = nullptr;
        const float x = std::strtof(at, &end);
        loop.is_broken = end == at || *end != ',' || !std::isfinite(x);
        if (loop.is_broken) return loop;
        at = end + 1;
        const float y = std::strtof(at, &end);
        loop.is_broken = end == at || (*end != ' ' && *end != '\0') || !std::isfinite(y);
        if (loop.is_broken) return loop;
        at = end;
        loop.points.emplace_back(x, y);
    }
}

std::vector<figure::Mark> loop_marks(const DrawnLoop& loop, int width, int height) {
    std::vector<figure::Mark> lines;
    const std::size_t count = loop.points.size();
    const auto right = static_cast<float>(width), bottom = static_cast<float>(height);
    for (std::size_t i = 0; count > 1 && i < count; ++i) {
        const std::pair<float, float>&from = loop.points[i], &to = loop.points[(i + 1) % count];
        lines.push_back({figure::Mark::Kind::line, std::clamp(from.first, 0.0f, right),
                         std::clamp(from.second, 0.0f, bottom), std::clamp(to.first, 0.0f, right),
                         std::clamp(to.second, 0.0f, bottom), true});
    }
    return lines;
}

}  // namespace probe
