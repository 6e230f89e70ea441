#include "explain/checkpoints.h"

#include <cmath>
#include <cstddef>

namespace explain {

double log_batches(std::int64_t batches) { return batches < 1 ? -1.0 : std::log2(static_cast<double>(batches)); }

std::vector<int> even_on_log(std::span<const std::int64_t> batches, int most) {
    const auto count = static_cast<int>(batches.size());
    std::vector<int> chosen;
    if (count <= most) {
        for (int i = 0; i < count; ++i) chosen.push_back(i);
        return chosen;
    }
    const double low = log_batches(batches.front()), high = log_batches(batches.back());
    int next = 0;
    for (int k = 0; k < most; ++k) {
        const double wanted = low + (high - low) * k / (most - 1);
        const int last = count - (most - k);  // so that each of those to come finds one
        const auto distance = [&](int i) {
            return std::fabs(log_batches(batches[static_cast<std::size_t>(i)]) - wanted);
        };
        int best = next;
        for (int i = next + 1; i <= last; ++i)
            if (distance(i) < distance(best)) best = i;
        if (k == most - 1) best = count - 1;
        chosen.push_back(best);
        next = best + 1;
    }
    return chosen;
}

}  // namespace explain
