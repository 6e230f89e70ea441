// Deflate, as RFC 1951 describes it.
#include "base/inflate.h"

#include <algorithm>
#include <utility>

namespace base {
namespace {

constexpr std::size_t kWindow = 32768;
constexpr int kEndOfBlock = 256;

constexpr std::array<std::uint16_t, 29> kLengths{3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, 29> kLengthBits{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                   2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> kDistances{1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                   33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                   1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 30> kDistanceBits{0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                     6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

std::uint32_t reversed(std::uint32_t code, int length) {
    std::uint32_t out = 0;
    for (int bit = 0; bit < length; ++bit) out |= (code >> bit & 1u) << (length - 1 - bit);
    return out;
}

}  // namespace

bool Inflater::Code::make(std::span<const std::uint8_t> lengths) {
    count.fill(0);
    quick.fill(0);
    for (const std::uint8_t length : lengths) ++count[length];
    count[0] = 0;
    int left = 1, used = 0;
    for (int length = 1; length <= kLongest; ++length) {
        left = 2 * left - count[static_cast<std::size_t>(length)];
        if (left < 0) return false;  // more codes than there are
        used += count[static_cast<std::size_t>(length)];
    }
    if (left > 0 && used > count[1]) return false;  // some may be missing only where there is one, or none
    std::array<std::uint16_t, kLongest + 2> at{};
    std::array<std::uint32_t, kLongest + 2> next{};
    for (std::size_t length = 1; length <= kLongest; ++length) {
        at[length + 1] = static_cast<std::uint16_t>(at[length] + count[length]);
        next[length + 1] = (next[length] + count[length]) << 1;
    }
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const int length = lengths[i];
        if (length == 0) continue;
        const auto slot = static_cast<std::size_t>(length);
        symbols[at[slot]++] = static_cast<std::uint16_t>(i);
        const std::uint32_t code = next[slot]++;
        if (length > kQuickBits) continue;
        const auto entry = static_cast<std::uint16_t>(i << 4 | slot);
        for (std::size_t look = reversed(code, length); look < quick.size(); look += std::size_t{1} << length)
            quick[look] = entry;
    }
    return true;
}

/// The fixed code is made once: blocks of it may be tiny.
Inflater::Inflater(std::function<Bytes()> more) : more_(std::move(more)), window_(kWindow) {
    std::array<std::uint8_t, 288> letters;
    for (std::size_t i = 0; i < letters.size(); ++i)
        letters[i] = static_cast<std::uint8_t>(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    fixed_letters_.make(letters);
    std::array<std::uint8_t, 32> distances;
    distances.fill(5);
    fixed_distances_.make(distances);
}

/// At least `bits` bits at hand; after the input's end zeros, so that a code can be looked up, which are counted.
void Inflater::fill(int bits) {
    while (held_ < bits) {
        if (piece_.empty() && invented_ == 0) piece_ = more_();
        if (piece_.empty()) {
            held_ += 8;
            invented_ += 8;
            continue;
        }
        bits_ |= static_cast<std::uint64_t>(piece_.front()) << held_;
        piece_ = piece_.subspan(1);
        ++fed_;
        held_ += 8;
    }
}

std::uint32_t Inflater::take(int bits) {
    fill(bits);
    const auto value = static_cast<std::uint32_t>(bits_ & ((std::uint64_t{1} << bits) - 1));
    bits_ >>= bits;
    held_ -= bits;
    if (held_ < invented_) fail(State::cut);
    return value;
}

int Inflater::symbol(const Code& code) {
    fill(Code::kLongest);
    const std::uint16_t entry = code.quick[bits_ & (code.quick.size() - 1)];
    if (entry != 0) {
        take(entry & 15);
        return entry >> 4;
    }
    int value = 0, first = 0, index = 0;
    for (int length = 1; length <= Code::kLongest; ++length) {
        value |= static_cast<int>(bits_ >> (length - 1) & 1u);
        const int count = code.count[static_cast<std::size_t>(length)];
        if (value - count < first) {
            take(length);
            return code.symbols[static_cast<std::size_t>(index + value - first)];
        }
        index += count;
        first = (first + count) << 1;
        value <<= 1;
    }
    fail();
    return kEndOfBlock;
}

void Inflater::begin_block() {
    if (last_block_) {
        state_ = State::ended;
        return;
    }
    last_block_ = take(1) != 0;
    const std::uint32_t kind = take(2);
    if (failed()) return;
    if (kind == 0) {
        take(held_ & 7);
        const std::uint32_t size = take(16), check = take(16);
        if (failed()) return;
        if ((size ^ check) != 0xFFFFu) return fail();
        stored_left_ = size;
        state_ = State::stored;
    } else if (kind == 1) {
        fixed_ = true;
        state_ = State::packed;
    } else if (kind == 2) {
        fixed_ = false;
        read_codes();
    } else {
        fail();
    }
}

/// The code lengths of a block with codes of its own, themselves coded (3.2.7).
void Inflater::read_codes() {
    constexpr std::array<std::uint8_t, 19> kOrder{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    const std::size_t letters = take(5) + 257, distances = take(5) + 1, given = take(4) + 4;
    std::array<std::uint8_t, 320> lengths{};
    for (std::size_t i = 0; i < given; ++i) lengths[kOrder[i]] = static_cast<std::uint8_t>(take(3));
    if (failed() || letters > 286 || distances > 30 || !letters_.make(std::span(lengths).first(19))) return fail();
    const Code of_lengths = letters_;
    lengths.fill(0);
    for (std::size_t i = 0; i < letters + distances;) {
        const int what = symbol(of_lengths);
        if (failed()) return;
        if (what < 16) {
            lengths[i++] = static_cast<std::uint8_t>(what);
            continue;
        }
        if (what > 18 || (what == 16 && i == 0)) return fail();
        const std::uint8_t value = what == 16 ? lengths[i - 1] : std::uint8_t{0};
        const std::size_t times = what == 16 ? 3 + take(2) : what == 17 ? 3 + take(3) : 11 + take(7);
        if (failed() || i + times > letters + distances) return fail();
        std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(i), times, value);
        i += times;
    }
    const bool good = letters_.make(std::span(lengths).first(letters)) &&
                      distances_.make(std::span(lengths).subspan(letters, distances));
    if (!good || lengths[kEndOfBlock] == 0) return fail();
    state_ = State::packed;
}

/// One symbol of a packed block: a byte, a repetition of what was written, or the block's end.
void Inflater::read_symbol() {
    const int what = symbol(fixed_ ? fixed_letters_ : letters_);
    if (failed()) return;
    if (what < kEndOfBlock) {
        literal_ = what;
    } else if (what == kEndOfBlock) {
        state_ = State::between;
    } else {
        const auto length = static_cast<std::size_t>(what - kEndOfBlock - 1);
        if (length >= kLengths.size()) return fail();
        const std::uint32_t count = kLengths[length] + take(kLengthBits[length]);
        const auto far = static_cast<std::size_t>(symbol(fixed_ ? fixed_distances_ : distances_));
        if (failed() || far >= kDistances.size()) return fail();
        const std::uint32_t distance = kDistances[far] + take(kDistanceBits[far]);
        if (failed() || distance > written_) return fail();
        copy_left_ = count;
        distance_ = distance;
    }
}

inline void Inflater::put(std::uint8_t byte, std::span<std::uint8_t> out, std::size_t& filled) {
    window_[written_++ % kWindow] = byte;
    out[filled++] = byte;
}

std::size_t Inflater::read(std::span<std::uint8_t> out) {
    std::size_t filled = 0;
    while (filled < out.size() && state_ != State::ended && !failed()) {
        if (literal_ >= 0) {
            put(static_cast<std::uint8_t>(std::exchange(literal_, -1)), out, filled);
        } else if (copy_left_ > 0) {
            for (; copy_left_ > 0 && filled < out.size(); --copy_left_)
                put(window_[(written_ - distance_) % kWindow], out, filled);
        } else if (state_ == State::between) {
            begin_block();
        } else if (state_ == State::packed) {
            read_symbol();
        } else if (stored_left_ == 0) {
            state_ = State::between;
        } else {
            const auto byte = static_cast<std::uint8_t>(take(8));
            if (failed()) break;
            put(byte, out, filled);
            --stored_left_;
        }
    }
    return filled;
}

bool Inflater::read_plain(std::span<std::uint8_t> out) {
    take(held_ % 8);
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(take(8));
    return !failed();
}

Inflated inflate(std::span<const std::uint8_t> stream, std::vector<std::uint8_t>& out, std::size_t limit) {
    constexpr std::size_t kPiece = 65536;
    if (out.size() > limit) return {InflateEnd::full, 0};
    Inflater inflater([&stream] { return std::exchange(stream, {}); });
    while (out.size() < limit) {
        const std::size_t begin = out.size(), wanted = std::min(kPiece, limit - begin);
        out.resize(begin + wanted);
        const std::size_t got = inflater.read(std::span(out).subspan(begin));
        out.resize(begin + got);
        if (got < wanted) break;
    }
    std::array<std::uint8_t, 1> next{};
    if (inflater.read(next) > 0) return {InflateEnd::full, inflater.used()};
    if (inflater.cut()) return {InflateEnd::cut, inflater.used()};
    return {inflater.damaged() ? InflateEnd::damaged : InflateEnd::done, inflater.used()};
}

}  // namespace base
