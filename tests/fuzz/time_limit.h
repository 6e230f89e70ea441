// A parser must take time that grows with its input and no faster: what it is given once, it is given again with a part
// of it repeated up to 64 KB, and the processor's time is watched.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <span>
#include <vector>

namespace fuzz {

using Bytes = std::span<const std::uint8_t>;

/// Generous: sanitizers, a full machine, and a fixed part for what a parser does at all.
struct Budget {
    double base_ms = 100;
    double us_per_byte = 6;
};

/// Aborts where `run(bytes)` takes longer than the budget, each time of five: once is the machine's doing, which may
/// stand still for a tenth of a second and call that this process's time.
template <class Run>
void watch(Bytes bytes, const Budget& budget, Run run) {
    const double most = budget.base_ms + budget.us_per_byte * 1e-3 * static_cast<double>(bytes.size());
    double ms = 0;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const std::clock_t begin = std::clock();
        run(bytes);
        ms = 1e3 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        if (ms <= most) return;
    }
    std::fprintf(stderr, "%zu bytes took %.0f ms\n", bytes.size(), ms);
    std::abort();
}

/// The input with the part between two places, which its own last bytes choose, repeated.
inline std::vector<std::uint8_t> stretched(Bytes bytes) {
    constexpr std::size_t kSize = 1 << 16;
    const std::size_t size = bytes.size();
    std::size_t from = bytes[size - 1] * size / 256, to = bytes[size - 2] * size / 256;
    if (from > to) std::swap(from, to);
    const Bytes part = bytes.subspan(from, to - from);
    std::vector<std::uint8_t> out(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(from));
    while (!part.empty() && out.size() + part.size() < kSize) out.insert(out.end(), part.begin(), part.end());
    out.insert(out.end(), bytes.begin() + static_cast<std::ptrdiff_t>(to), bytes.end());
    return out;
}

/// One in 64 inputs, told by its own bytes so that a find can be repeated, is stretched as well.
template <class Run>
void watch_growth(Bytes bytes, const Budget& budget, Run run) {
    watch(bytes, budget, run);
    if (bytes.size() < 4) return;
    unsigned sum = 0;
    for (const std::uint8_t byte : bytes) sum = sum * 31 + byte;
    if (sum % 64 == 0) watch(stretched(bytes), budget, run);
}

}  // namespace fuzz
