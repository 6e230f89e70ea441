#include "probe/finding.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"

namespace probe {

void show_nothing(figure::Figure& figure, std::string title, std::string why) {
    figure.finding = std::move(why);
    figure.groups.push_back(note_group(std::move(title), ""));
}

void show_empty_page(figure::Figure& figure) {
    show_nothing(figure, "No digit yet", "Draw a digit to get an answer, or press a number key for a written one.");
}

std::string share_words(double share) {
    if (share < 0.001) return "under 0.1 %";
    if (share > 0.999) return "over 99.9 %";
    return figure::percent(share);
}

std::string plural(int n, const std::string& thing) { return grouped(n) + " " + thing + (n == 1 ? "" : "s"); }

std::string place_words(float x, float y, std::span<const float> input, const nn::Shape& page) {
    constexpr float kInk = 0.2f;
    int left = page.width, right = -1, top = page.height, bottom = -1;
    for (int i = 0; i < std::min(page.plane(), static_cast<int>(input.size())); ++i) {
        if (!(input[index(i)] > kInk)) continue;
        left = std::min(left, i % page.width);
        right = std::max(right, i % page.width);
        top = std::min(top, i / page.width);
        bottom = std::max(bottom, i / page.width);
    }
    if (right < left) left = top = 0, right = page.width - 1, bottom = page.height - 1;
    const auto third = [](float at, int low, int high) {
        const float share = (at - static_cast<float>(low)) / static_cast<float>(high + 1 - low);
        return share < 1.0f / 3 ? 0 : share > 2.0f / 3 ? 2 : 1;
    };
    const int row = third(y, top, bottom), column = third(x, left, right);
    constexpr const char* kRows[] = {"upper ", "", "lower "};
    constexpr const char* kColumns[] = {"left", "middle", "right"};
    return std::string(kRows[row]) + kColumns[column];
}

std::string so_far(double progress) {
    const int share = static_cast<int>(std::floor(std::clamp(progress, 0.0, 1.0) * 100));
    return progress < 1 ? "So far, after " + std::to_string(share) + " % of the work: " : "";
}

}  // namespace probe
