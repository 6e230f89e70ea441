// Deflate streams (RFC 1951), which gzip, PNG and zip wrap: unpacked only as far as is asked for, so that a small file
// cannot take much memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace base {

enum class InflateEnd {
    done,     ///< the stream's own end
    full,     ///< more would follow what was asked for
    cut,      ///< the bytes end before the stream does
    damaged,  ///< this is no deflate stream from some bit on
};

struct Inflated {
    InflateEnd end = InflateEnd::done;
    std::size_t used = 0;  ///< bytes of the stream, a last one counted whole
};

/// Appends what `stream` unpacks to, until `out` has `limit` bytes.  Every end keeps what was unpacked up to there.
Inflated inflate(std::span<const std::uint8_t> stream, std::vector<std::uint8_t>& out, std::size_t limit);

}  // namespace base
