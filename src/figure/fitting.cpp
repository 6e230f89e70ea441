// How large pictures and plots may be, so that all of a result fits into its room.
#include <algorithm>
#include <map>

#include "figure/builder.h"

namespace figure {
namespace {

constexpr float kSmallest = 0.4f, kLargest = 3;
constexpr float kModest = 0.45f;  ///< of those that wait for the first
constexpr int kHalvings = 7;

/// Heights of rows at zooms that are tried.
class Trial {
public:
    Trial(const Figure& figure, const std::vector<Row>& rows, float width, float between, Builder& dry)
        : figure_(figure), rows_(rows), between_(between), dry_(dry), zooms_(figure.groups.size()) {
        for (const Row& row : rows) {
            widths_.push_back(widths_of(figure, row, width, between));
            lines_.push_back(0);
            lines_.back() = longest_title(dry, figure, row, widths_.back());
        }
    }

    std::vector<Zoom>& zooms() { return zooms_; }
    const std::vector<Row>& rows() const { return rows_; }

    float height() {
        float sum = -between_;
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            float tallest = 0, column = 0;
            for (std::size_t i = 0; i < rows_[r].size(); ++i) {
                const std::size_t group = rows_[r][i];
                const bool under = is_under(figure_, rows_[r], i);
                dry_.zoom = zooms_[group];
                const float height =
                    lay_out_group(dry_, figure_.groups[group], static_cast<int>(group), 0, 0, widths_[r][i],
                                  under ? title_lines(dry_, figure_.groups[group], widths_[r][i]).size()
                                        : lines_of(dry_, figure_.groups[group], widths_[r][i], lines_[r]));
                column = under ? column + between_ + height : height;
                tallest = std::max(tallest, column);
            }
            sum += tallest + between_;
        }
        return sum;
    }

private:
    const Figure& figure_;
    const std::vector<Row>& rows_;
    float between_;
    Builder& dry_;
    std::vector<Zoom> zooms_;
    std::vector<std::vector<float>> widths_;
    std::vector<std::size_t> lines_;
};

/// The largest zoom from `low` up with which all fits; `low` where none does.
template <class Set>
void grow(Trial& trial, float low, float height, const Set& set) {
    float high = kLargest;
    set(high);
    if (trial.height() <= height) return;
    for (int i = 0; i < kHalvings; ++i) {
        const float middle = (low + high) / 2;
        set(middle);
        (trial.height() <= height ? low : high) = middle;
    }
    set(low);
}

}  // namespace

bool is_under(const Figure& figure, const Row& row, std::size_t place) {
    return place > 0 && figure.groups[row[place]].under;
}

std::vector<float> widths_of(const Figure& figure, const Row& row, float width, float between) {
    float shares = 0, columns = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (is_under(figure, row, i)) continue;
        shares += figure.groups[row[i]].share;
        ++columns;
    }
    std::vector<float> widths;
    for (std::size_t i = 0; i < row.size(); ++i)
        widths.push_back(is_under(figure, row, i)
                             ? widths.back()
                             : (width - between * (columns - 1)) * figure.groups[row[i]].share / shares);
    return widths;
}

/// First all together, then those of one size at a time: what leaves room in its row, or below, takes it.
std::vector<Zoom> fitting(const Figure& figure, const std::vector<Row>& rows, float width, float height, float between,
                          Builder& dry) {
    Trial trial(figure, rows, width, between, dry);
    std::vector<std::size_t> all;
    std::map<float, std::vector<std::size_t>, std::greater<>> alike;
    for (const Row& row : rows) {
        for (const std::size_t group : row) {
            all.push_back(group);
            if (!figure.groups[group].pictures.empty() || !figure.groups[group].tables.empty())
                alike[figure.groups[group].side].push_back(group);
        }
    }
    const auto plots = [](float zoom) { return std::clamp(zoom, 0.45f, 1.6f); };
    const auto grow_all = [&](bool first, float low) {
        grow(trial, low, height, [&](float zoom) {
            for (const std::size_t group : all)
                if (figure.groups[group].first == first) trial.zooms()[group] = {zoom, plots(zoom)};
        });
    };
    for (const std::size_t group : all) trial.zooms()[group] = {kModest, kModest};
    if (std::any_of(all.begin(), all.end(), [&](std::size_t group) { return figure.groups[group].first; }))
        grow_all(true, kSmallest);
    grow_all(false, kSmallest);
    // Where not all fits, pictures still take what their own row leaves them beside taller cards.
    const float room = std::max(height, trial.height());
    for (const auto& [side, groups] : alike)
        grow(trial, trial.zooms()[groups[0]].pictures, room, [&trial, &of = groups](float zoom) {
            for (const std::size_t group : of) trial.zooms()[group].pictures = zoom;
        });
    float plotted = kLargest;  // the smallest that is known to fit
    for (const std::size_t group : all) plotted = std::min(plotted, trial.zooms()[group].plots);
    if (!all.empty())
        grow(trial, plotted, height, [&](float zoom) {
            for (const std::size_t group : all) trial.zooms()[group].plots = plots(zoom);
        });
    return trial.zooms();
}

}  // namespace figure
