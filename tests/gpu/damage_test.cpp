#include <random>

#include <doctest/doctest.h>

#include "gpu/damage.h"

namespace {

using gpu::Box;
using gpu::Trace;

bool overlap(const std::vector<Box>& boxes) {
    for (std::size_t i = 0; i < boxes.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (!gpu::both(boxes[i], boxes[k]).empty()) return true;
    return false;
}

std::int64_t area(const std::vector<Box>& boxes) {
    std::int64_t sum = 0;
    for (const Box& box : boxes) sum += box.area();
    return sum;
}

/// What was painted over a pixel, in order.
std::vector<std::uint64_t> over(const std::vector<Trace>& frame, int x, int y) {
    std::vector<std::uint64_t> hashes;
    for (const Trace& t : frame)
        if (t.box.left <= x && x < t.box.right && t.box.top <= y && y < t.box.bottom) hashes.push_back(t.hash);
    return hashes;
}

Trace random_trace(std::mt19937& random) {
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const int x = below(300), y = below(200), kind = below(4);
    const Box box{x, y, x + 1 + below(60), y + 1 + below(60)};
    const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
    return {number(((kind * 400 + box.left) * 400 + box.top) * 400 + box.right) * 400 + number(box.bottom), box};
}

}  // namespace

TEST_CASE("a frame that is the same as the last paints nothing") {
    const std::vector<Trace> frame{{1, {0, 0, 100, 100}}, {2, {10, 10, 20, 20}}, {2, {10, 10, 20, 20}}};
    CHECK(gpu::damage(frame, frame).empty());
}

TEST_CASE("what came, went or moved is painted, and nothing else") {
    const Trace panel{1, {0, 0, 1000, 1000}}, word{2, {10, 10, 60, 20}}, other{3, {700, 700, 760, 710}};
    CHECK(gpu::damage({panel, word}, {panel, word, other}) == std::vector<Box>{other.box});
    CHECK(gpu::damage({panel, word, other}, {panel, word}) == std::vector<Box>{other.box});
    CHECK(gpu::damage({panel, word}, {panel, other}).size() == 2);
    // The same things in another order look different where they meet.
    const Trace lower{4, {0, 0, 300, 300}}, upper{5, {200, 200, 500, 500}};
    const auto boxes = gpu::damage({lower, upper}, {upper, lower});
    CHECK(area(boxes) >= 100 * 100);
}

TEST_CASE("outside of the boxes the same things were painted in the same order") {
    std::mt19937 random(7);
    for (int round = 0; round < 60; ++round) {
        std::vector<Trace> before, now;
        for (int i = 0; i < 60; ++i) before.push_back(random_trace(random));
        now = before;
        for (int change = 0; change < 1 + round % 5; ++change) {
            const std::size_t at = random() % now.size();
            const auto place = now.begin() + static_cast<std::ptrdiff_t>(at);
            if (round % 3 == 0)
                now.insert(place, random_trace(random));
            else if (round % 3 == 1)
                now.erase(place);
            else
                std::swap(now[at], now[random() % now.size()]);
        }
        const auto boxes = gpu::damage(before, now);
        CHECK_FALSE(overlap(boxes));
        bool same = true;
        for (int y = 0; y < 260; y += 3)
            for (int x = 0; x < 360; x += 3) {
                bool painted = false;
                for (const Box& b : boxes) painted |= b.left <= x && x < b.right && b.top <= y && y < b.bottom;
                same = same && (painted || over(before, x, y) == over(now, x, y));
            }
        CHECK(same);
    }
}

TEST_CASE("many boxes become few that hold them all") {
    std::vector<Box> many;
    for (int i = 0; i < 1000; ++i) many.push_back({i % 40 * 50, i / 40 * 60, i % 40 * 50 + 10, i / 40 * 60 + 10});
    const auto few = gpu::without_overlap(many, 64);
    CHECK(few.size() <= 64);
    CHECK_FALSE(overlap(few));
    for (const Box& box : many) {
        bool held = false;
        for (const Box& f : few) held |= f.holds(box);
        CHECK(held);
    }
    // Two that are far apart stay two.
    CHECK(gpu::without_overlap({{0, 0, 100, 100}, {900, 900, 1000, 1000}}).size() == 2);
    CHECK(gpu::without_overlap({{0, 0, 0, 10}}).empty());
}
