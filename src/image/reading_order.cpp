#include "image/reading_order.h"

#include <numeric>
#include <tuple>

namespace image {
namespace {

/// Neighbours with common rows are in one line.  Gives the line of each digit, as its root's index.
std::vector<int> lines_of(std::span<const Bounds> digits) {
    constexpr float kNeighbours = 3.0f;  // heights apart: a line may climb
    std::vector<int> line(digits.size());
    std::iota(line.begin(), line.end(), 0);
    for (std::size_t a = 0; a < digits.size(); ++a) {
        for (std::size_t b = a + 1; b < digits.size(); ++b) {
            const Bounds &p = digits[a], &q = digits[b];
            const float low = std::min(p.height(), q.height()), tall = std::max(p.height(), q.height());
            if (overlap(p.top, p.bottom, q.top, q.bottom) < kSameLine * low) continue;
            if (-overlap(p.left, p.right, q.left, q.right) > kNeighbours * tall) continue;
            const int from = line[b], to = line[a];
            std::replace(line.begin(), line.end(), from, to);
        }
    }
    return line;
}

}  // namespace

std::vector<std::size_t> reading_order(std::span<const Bounds> digits) {
    const std::vector<int> line = lines_of(digits);
    std::vector<double> middle(digits.size()), members(digits.size());
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const auto of = static_cast<std::size_t>(line[i]);
        middle[of] += static_cast<double>(digits[i].top) + static_cast<double>(digits[i].bottom);
        members[of] += 1.0;
    }
    const auto key = [&](std::size_t i) {
        const auto of = static_cast<std::size_t>(line[i]);
        return std::tuple(middle[of] / members[of], line[i], digits[i].left + digits[i].right);
    };
    std::vector<std::size_t> order(digits.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    return order;
}

}  // namespace image
