// Deflate streams (RFC 1951), which gzip, PNG and zip wrap: unpacked only as far as is asked for, so that a small file
// cannot take much memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace base {

class Inflater {
public:
    using Bytes = std::span<const std::uint8_t>;

    /// `more` gives the next piece of the packed bytes, and an empty one when there are no more.
    explicit Inflater(std::function<Bytes()> more);

    /// Fills `out`; fewer bytes than asked for come only where the stream ends or is damaged.
    std::size_t read(std::span<std::uint8_t> out);

    /// Bytes that lie in the input as they are, before the stream begins or after it ended: headers, checksums.
    bool read_plain(std::span<std::uint8_t> out);

    bool ended() const { return state_ == State::ended; }
    bool cut() const { return state_ == State::cut; }          ///< the input ended before the stream
    bool damaged() const { return state_ == State::damaged; }  ///< the input breaks a rule of the format

    /// Bytes of the input that were read, a last one counted whole.
    std::size_t used() const { return fed_ - static_cast<std::size_t>(std::max(0, held_ - invented_) / 8); }

private:
    enum class State { between, stored, packed, ended, cut, damaged };

    /// A canonical Huffman code: short codes by one look into `quick`, long ones bit by bit.
    struct Code {
        static constexpr int kQuickBits = 10, kLongest = 15;
        std::array<std::uint16_t, 1 << kQuickBits> quick{};  ///< symbol << 4 | length; 0 where the code is longer
        std::array<std::uint16_t, kLongest + 1> count{};     ///< codes of each length
        std::array<std::uint16_t, 288> symbols{};            ///< in the order of their codes

        /// False where the lengths describe no code.
        bool make(std::span<const std::uint8_t> lengths);
    };

    void fill(int bits);
    std::uint32_t take(int bits);
    int symbol(const Code& code);
    void begin_block();
    void read_codes();
    void read_symbol();
    bool failed() const { return state_ == State::cut || state_ == State::damaged; }
    void fail(State how = State::damaged) {
        if (!failed()) state_ = how;
    }
    void put(std::uint8_t byte, std::span<std::uint8_t> out, std::size_t& filled);

    std::function<Bytes()> more_;
    Bytes piece_;
    std::size_t fed_ = 0;
    std::uint64_t bits_ = 0;
    int held_ = 0;      ///< bits in `bits_`
    int invented_ = 0;  ///< zero bits that were put after the end of the input
    State state_ = State::between;
    bool last_block_ = false;
    std::uint32_t stored_left_ = 0;
    int literal_ = -1;                            ///< a byte that is to be put next
    std::uint32_t copy_left_ = 0, distance_ = 0;  ///< a repetition that is under way
    Code letters_, distances_, fixed_letters_, fixed_distances_;
    bool fixed_ = false;  ///< the block uses the code that the format itself knows
    std::vector<std::uint8_t> window_;
    std::uint64_t written_ = 0;
};

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
