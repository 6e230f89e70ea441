#include "base/crc32.h"

#include <doctest/doctest.h>

TEST_CASE("the checksum is the one that zlib's documents give for nine digits") {
    const std::uint8_t digits[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
    CHECK(base::crc32_of(digits) == 0xCBF43926u);
    CHECK(base::crc32_of({}) == 0u);
}
