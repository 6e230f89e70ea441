// Which of a run's checkpoints are looked at.
#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "explain/checkpoints.h"

TEST_CASE("checkpoints: few are all taken, many are thinned evenly on the logarithmic axis") {
    const std::vector<std::int64_t> few{0, 1, 7};
    CHECK(explain::even_on_log(few, 3) == std::vector<int>{0, 1, 2});
    CHECK(explain::even_on_log({}, 3).empty());
    std::vector<std::int64_t> powers{0};
    for (std::int64_t b = 1; b <= 1024; b *= 2) powers.push_back(b);
    CHECK(explain::even_on_log(powers, 12).size() == powers.size());
    CHECK(explain::even_on_log(powers, 2) == std::vector<int>{0, 11});
    CHECK(explain::even_on_log(powers, 5) == std::vector<int>{0, 3, 5, 8, 11});  // -1, 1.75, 4.5, 7.25, 10
}

TEST_CASE("checkpoints: every choice rises, begins with the first and ends with the last, however they lie") {
    const std::vector<std::int64_t> crowded{0, 1000, 1001, 1002, 1003, 1004, 1005, 1'000'000'000'000};
    for (int most = 2; most <= 8; ++most) {
        const std::vector<int> chosen = explain::even_on_log(crowded, most);
        REQUIRE(static_cast<int>(chosen.size()) == most);
        CHECK(chosen.front() == 0);
        CHECK(chosen.back() == 7);
        for (std::size_t i = 1; i < chosen.size(); ++i) CHECK(chosen[i] > chosen[i - 1]);
    }
}
