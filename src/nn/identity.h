// Which network this is: one number that caches, links, files and probes all know it by.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace nn {

struct Network;

/// Zero in a network that is still being made.  A copy is made to be changed, so it begins at zero again; a move keeps
/// it.
struct Identity {
    std::uint64_t value = 0;

    Identity() = default;
    explicit Identity(std::uint64_t number) : value(number) {}
    Identity(const Identity&) {}
    Identity(Identity&&) = default;
    Identity& operator=(const Identity&) {
        value = 0;
        return *this;
    }
    Identity& operator=(Identity&&) = default;
    ~Identity() = default;
};

/// A network that no longer changes; whoever shows it, caches for it or links to it holds it this way.
using NetworkPtr = std::shared_ptr<const Network>;

/// The network is complete: its identity is set, and it never changes again.
NetworkPtr publish(Network network);

/// What `publish` sets: a 64-bit hash of the input's shape, of every layer (kind, name, sizes) and of every bit of the
/// parameters; never 0.  Neither the architecture's name nor the card counts.  The same on every machine, so that links
/// can hold it.  61,706 parameters take some 50 microseconds.
std::uint64_t identity_of(const Network& network);

/// The same hash of bytes, of a data set say: `seed` makes one hash continue another.
std::uint64_t hash_bytes(std::span<const std::uint8_t> bytes, std::uint64_t seed);

/// 16 hexadecimal digits.
std::string identity_text(std::uint64_t identity);
/// Back; 0 for any other text.
std::uint64_t read_identity(std::string_view text);

}  // namespace nn
