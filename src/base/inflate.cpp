#include "base/inflate.h"

#include <algorithm>
#include <array>

namespace base {
namespace {

constexpr int kLongestCode = 15;

/// Bits of a stream, the lowest of each byte first.
class Bits {
public:
    explicit Bits(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    /// The next 15 bits and more, zeros behind the end.
    std::uint32_t peek() {
        while (count_ <= 24 && at_ < bytes_.size()) {
            held_ |= std::uint32_t{bytes_[at_++]} << count_;
            count_ += 8;
        }
        return held_;
    }
    /// False where there are not so many left.
    bool skip(int bits) {
        if (bits > count_) return false;
        held_ >>= bits;
        count_ -= bits;
        return true;
    }
    /// At most 16 bits as a number; -1 where there are not so many.
    int take(int bits) {
        const auto value = static_cast<int>(peek() & ((1u << bits) - 1u));
        return skip(bits) ? value : -1;
    }
    /// Leaves the rest of a byte that was begun.
    void to_byte() { skip(count_ % 8); }
    /// Whole bytes from here on; only after `to_byte`.
    std::span<const std::uint8_t> take_bytes(std::size_t most) {
        at_ -= static_cast<std::size_t>(count_ / 8);
        held_ = 0;
        count_ = 0;
        const auto taken = bytes_.subspan(at_, std::min(most, bytes_.size() - at_));
        at_ += taken.size();
        return taken;
    }
    std::size_t used() const { return at_ - static_cast<std::size_t>(count_ / 8); }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    std::uint32_t held_ = 0;
    int count_ = 0;
};

/// A canonical Huffman code: short words by a table, long ones bit by bit.
class Code {
public:
    /// From the length of each symbol's word, 0 where it has none.  False where no such code is possible.
    bool build(std::span<const std::uint8_t> lengths);

    /// The next symbol; -1 where the bits end, -2 where they are no word of the code.
    int take(Bits& bits) const {
        const std::uint32_t next = bits.peek();
        const int entry = fast_[next & (kFast - 1)];
        if (entry == 0) return take_long(bits, next);
        return bits.skip(entry >> kSymbolBits) ? entry & ((1 << kSymbolBits) - 1) : -1;
    }

private:
    static constexpr int kFastBits = 9, kFast = 1 << kFastBits, kSymbolBits = 9;

    int take_long(Bits& bits, std::uint32_t next) const;

    std::array<std::uint16_t, kFast> fast_;  // length and symbol; 0: a longer word, or none
    std::array<std::uint16_t, kLongestCode + 1> count_;
    std::array<std::uint16_t, 288> symbols_;  // in the order of their words
};

bool Code::build(std::span<const std::uint8_t> lengths) {
    count_ = {};
    fast_ = {};
    for (const std::uint8_t length : lengths) ++count_[length];
    count_[0] = 0;
    std::array<int, kLongestCode + 2> place{}, word{};
    int left = 1, used = 0;
    for (std::size_t length = 1; length <= kLongestCode; ++length) {
        left = 2 * left - count_[length];
        if (left < 0) return false;
        used += count_[length];
        place[length + 1] = place[length] + count_[length];
        word[length + 1] = (word[length] + count_[length]) * 2;
    }
    if (left > 0 && used > count_[1]) return false;  // words may be missing only where there is one, or none
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
        const std::size_t length = lengths[symbol];
        if (length == 0) continue;
        symbols_[static_cast<std::size_t>(place[length]++)] = static_cast<std::uint16_t>(symbol);
        const int forward = word[length]++;
        if (length > kFastBits) continue;
        int reversed = 0;  // a word's first bit comes first
        for (std::size_t bit = 0; bit < length; ++bit) reversed |= (forward >> bit & 1) << (length - 1 - bit);
        const auto entry = static_cast<std::uint16_t>(length << kSymbolBits | symbol);
        for (int i = reversed; i < kFast; i += 1 << length) fast_[static_cast<std::size_t>(i)] = entry;
    }
    return true;
}

int Code::take_long(Bits& bits, std::uint32_t next) const {
    int word = 0, first = 0, index = 0;
    for (int length = 1; length <= kLongestCode; ++length) {
        word |= static_cast<int>(next >> (length - 1) & 1u);
        const int count = count_[static_cast<std::size_t>(length)];
        if (word - first < count)
            return bits.skip(length) ? symbols_[static_cast<std::size_t>(index + word - first)] : -1;
        index += count;
        first = (first + count) * 2;
        word *= 2;
    }
    return bits.skip(kLongestCode) ? -2 : -1;
}

class Inflater {
public:
    Inflater(std::span<const std::uint8_t> stream, std::vector<std::uint8_t>& out, std::size_t limit)
        : bits_(stream), out_(out), begin_(out.size()), limit_(limit) {}

    Inflated run() {
        for (bool last = false; !last && end_ == InflateEnd::done;) {
            last = number(1) == 1;
            switch (number(2)) {
                case 0:
                    copy_stored();
                    break;
                case 1:
                    read_fixed();
                    break;
                case 2:
                    if (read_codes()) read_block(lengths_, distances_);
                    break;
                default:
                    fail(InflateEnd::damaged);
            }
        }
        return {end_, bits_.used()};
    }

private:
    bool going() const { return end_ == InflateEnd::done; }
    void fail(InflateEnd end) {
        if (going()) end_ = end;
    }
    /// A number of so many bits; what fails is 0.
    int number(int bits) {
        const int value = bits_.take(bits);
        if (value < 0) fail(InflateEnd::cut);
        return std::max(value, 0);
    }
    /// The code's next symbol; what fails is -1.
    int symbol(const Code& code) {
        const int value = code.take(bits_);
        if (value < 0) fail(value == -1 ? InflateEnd::cut : InflateEnd::damaged);
        return std::max(value, -1);
    }

    void copy_stored();
    void read_fixed();
    bool read_codes();
    void read_block(const Code& lengths, const Code& distances);
    void copy_earlier(int symbol, const Code& distances);

    Bits bits_;
    std::vector<std::uint8_t>& out_;
    std::size_t begin_, limit_;
    InflateEnd end_ = InflateEnd::done;
    Code lengths_, distances_, fixed_lengths_, fixed_distances_;
    bool fixed_built_ = false;
};

void Inflater::copy_stored() {
    bits_.to_byte();
    const int size = number(16), inverse = number(16);
    if (!going()) return;
    if (size != (inverse ^ 0xffff)) return fail(InflateEnd::damaged);
    const auto wanted = static_cast<std::size_t>(size);
    const auto bytes = bits_.take_bytes(wanted);
    const auto kept = bytes.first(std::min(bytes.size(), limit_ - out_.size()));
    out_.insert(out_.end(), kept.begin(), kept.end());
    if (kept.size() < bytes.size()) fail(InflateEnd::full);
    if (bytes.size() < wanted) fail(InflateEnd::cut);
}

/// The code that the format itself knows (3.2.6); built once, as blocks of it may be tiny.
void Inflater::read_fixed() {
    if (!going()) return;
    if (!fixed_built_) {
        std::array<std::uint8_t, 288> lengths;
        for (std::size_t i = 0; i < lengths.size(); ++i)
            lengths[i] = static_cast<std::uint8_t>(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
        fixed_lengths_.build(lengths);
        std::array<std::uint8_t, 32> distances;
        distances.fill(5);
        fixed_distances_.build(distances);
        fixed_built_ = true;
    }
    read_block(fixed_lengths_, fixed_distances_);
}

/// The codes that a block brings along, themselves packed (3.2.7).
bool Inflater::read_codes() {
    constexpr std::uint8_t kOrder[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    const int length_count = number(5) + 257, distance_count = number(5) + 1, order_count = number(4) + 4;
    std::array<std::uint8_t, 320> lengths{};
    for (int i = 0; i < order_count; ++i) lengths[kOrder[i]] = static_cast<std::uint8_t>(number(3));
    if (!going()) return false;
    if (!lengths_.build(std::span(lengths).first(19))) return fail(InflateEnd::damaged), false;
    const auto wanted = static_cast<std::size_t>(length_count + distance_count);
    lengths = {};
    for (std::size_t at = 0; at < wanted;) {
        const int word = symbol(lengths_);
        int times = 1;
        if (word == 16) times = 3 + number(2);
        if (word == 17) times = 3 + number(3);
        if (word == 18) times = 11 + number(7);
        if (!going()) return false;
        const auto repeats = static_cast<std::size_t>(times);
        if (repeats > wanted - at || (word == 16 && at == 0)) return fail(InflateEnd::damaged), false;
        const auto value = word < 16 ? static_cast<std::uint8_t>(word) : word == 16 ? lengths[at - 1] : std::uint8_t{0};
        std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(at), repeats, value);
        at += repeats;
    }
    const auto split = static_cast<std::size_t>(length_count);
    // A block that could never end, or symbols that mean nothing, are damage.
    if (lengths[256] == 0 || length_count > 286 || distance_count > 30 ||
        !lengths_.build(std::span(lengths).first(split)) ||
        !distances_.build(std::span(lengths).subspan(split, wanted - split)))
        return fail(InflateEnd::damaged), false;
    return true;
}

void Inflater::read_block(const Code& lengths, const Code& distances) {
    while (going()) {
        const int value = symbol(lengths);
        if (value < 0 || value == 256) return;
        if (value > 256)
            copy_earlier(value - 257, distances);
        else if (out_.size() == limit_)
            fail(InflateEnd::full);
        else
            out_.push_back(static_cast<std::uint8_t>(value));
    }
}

void Inflater::copy_earlier(int length_symbol, const Code& distances) {
    constexpr std::uint16_t kLength[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                         31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
    constexpr std::uint8_t kLengthBits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                            2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
    constexpr std::uint16_t kDistance[] = {1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                           33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                           1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
    if (length_symbol >= 29) return fail(InflateEnd::damaged);
    const auto row = static_cast<std::size_t>(length_symbol);
    const auto length = static_cast<std::size_t>(kLength[row] + number(kLengthBits[row]));
    const int distance_symbol = symbol(distances);
    if (!going()) return;
    if (distance_symbol >= 30) return fail(InflateEnd::damaged);
    const auto far = static_cast<std::size_t>(distance_symbol);
    const auto distance = static_cast<std::size_t>(kDistance[far] + number(std::max(0, distance_symbol / 2 - 1)));
    if (!going()) return;
    if (distance > out_.size() - begin_) return fail(InflateEnd::damaged);
    const std::size_t kept = std::min(length, limit_ - out_.size()), from = out_.size() - distance;
    out_.resize(out_.size() + kept);
    std::uint8_t* to = out_.data() + out_.size() - kept;
    for (std::size_t i = 0; i < kept; ++i) to[i] = out_[from + i];  // may overlap, and repeats what it writes then
    if (kept < length) fail(InflateEnd::full);
}

}  // namespace

Inflated inflate(std::span<const std::uint8_t> stream, std::vector<std::uint8_t>& out, std::size_t limit) {
    if (out.size() > limit) return {InflateEnd::full, 0};
    return Inflater(stream, out, limit).run();
}

}  // namespace base
