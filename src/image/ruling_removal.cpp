// Takes printed lines out of a picture: paper where a line was, but for strokes that cross it.
#include <algorithm>
#include <cmath>

#include "image/resample.h"
#include "image/ruling.h"

namespace image {
namespace {

/// Takes one upright line out of the picture.
class Removal {
public:
    Removal(const Gray& picture, const RuledLine& line)
        : before_(picture), line_(line), reach_(static_cast<int>(line.width()) / 2 + 4) {}

    void from(Gray& picture) const {
        for (int row = 0; row < picture.height; ++row) {
            const float down =
                picture.height > 1 ? static_cast<float>(row) / static_cast<float>(picture.height - 1) - 0.5f : 0.0f;
            const int middle = static_cast<int>(std::lround(line_.middle + line_.slant * down));
            const int left = middle - line_.before - 1, right = middle + line_.after + 1;
            const float paper = paper_beside(row, left, right);
            for (int column = std::max(0, left); column <= std::min(picture.width - 1, right); ++column)
                picture.at(row, column) = filled(row, column, left, right, paper);
        }
    }

private:
    /// The brightest pixels just outside the line.
    float paper_beside(int row, int left, int right) const {
        float paper = 0.0f;
        for (int y = std::max(0, row - 2); y <= std::min(before_.height - 1, row + 2); ++y) {
            for (int x = 1; x <= reach_; ++x) {
                if (left - x >= 0) paper = std::max(paper, before_.at(y, std::min(left - x, before_.width - 1)));
                if (right + x < before_.width) paper = std::max(paper, before_.at(y, std::max(right + x, 0)));
            }
        }
        return paper;
    }

    float sample(float row, int column, float paper) const {
        const int y = static_cast<int>(std::lround(row));
        const bool inside = y >= 0 && y < before_.height && column >= 0 && column < before_.width;
        return inside ? before_.at(y, column) : paper;
    }

    /// A stroke crosses where it is dark on both sides of the line, in whatever direction; and one that is darker than
    /// the line is seen on it.
    float filled(int row, int column, int left, int right, float paper) const {
        constexpr float kDirections[] = {0.0f, 0.3f, -0.3f, 0.6f, -0.6f, 1.0f, -1.0f, 1.7f, -1.7f};
        const float here = before_.at(row, column);
        const float darker = std::max(0.12f, 0.3f * line_.darkness);
        if (here < paper - line_.darkness - darker) return here;
        float best = 1.0f;
        for (const float direction : kDirections) {
            const int x0 = left - 1, x1 = right + 1;
            const float y0 = static_cast<float>(row) - direction * static_cast<float>(column - x0),
                        y1 = static_cast<float>(row) + direction * static_cast<float>(x1 - column);
            best = std::min(best, std::max(sample(y0, x0, paper), sample(y1, x1, paper)));
        }
        return best;
    }

    const Gray before_;
    RuledLine line_;
    int reach_;
};

void remove_upright(Gray& picture, const std::vector<RuledLine>& lines) {
    for (const RuledLine& line : lines) Removal(picture, line).from(picture);
}

}  // namespace

Gray without_ruling(const Gray& picture, const Ruling& ruling) {
    Gray out = picture;
    remove_upright(out, ruling.upright);
    if (ruling.level.empty()) return out;
    out = turned(out);
    remove_upright(out, ruling.level);
    return turned(out);
}

}  // namespace image
