// Protocol Buffers' wire format: the fields of one message, one after another, none of them copied.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace io {

struct ProtoField {
    std::uint32_t number = 0;
    std::uint32_t wire = 0;               ///< 0 varint, 1 eight bytes, 2 bytes, 5 four bytes
    std::uint64_t value = 0;              ///< of the numbers
    std::span<const std::uint8_t> bytes;  ///< of wire type 2: text, a message, packed numbers

    std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
    std::int64_t integer() const { return static_cast<std::int64_t>(value); }
    float real() const {
        const auto low = static_cast<std::uint32_t>(value);
        float real_number;
        std::memcpy(&real_number, &low, sizeof real_number);
        return real_number;
    }
};

/// Reads fields to the message's end; what is cut short or of a wire type that is no more used ends it, and `failed`
/// holds.
class ProtoReader {
public:
    explicit ProtoReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

    bool next(ProtoField& field) {
        if (rest_.empty() || failed_) return false;
        const std::uint64_t key = varint();
        field = {static_cast<std::uint32_t>(key >> 3), static_cast<std::uint32_t>(key & 7), 0, {}};
        if (key >> 3 == 0 || key >> 32 != 0) failed_ = true;
        if (field.wire == 0)
            field.value = varint();
        else if (field.wire == 1)
            field.value = fixed(8);
        else if (field.wire == 5)
            field.value = fixed(4);
        else if (field.wire == 2)
            field.bytes = take(varint());
        else
            failed_ = true;
        return !failed_;
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const std::uint8_t byte = rest_.front();
            rest_ = rest_.subspan(1);
            value |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80) return value;
        }
        failed_ = true;
        return 0;
    }
    bool empty() const { return rest_.empty(); }
    bool failed() const { return failed_; }

private:
    std::span<const std::uint8_t> take(std::uint64_t size) {
        if (size > rest_.size()) {
            failed_ = true;
            return {};
        }
        const auto taken = rest_.first(static_cast<std::size_t>(size));
        rest_ = rest_.subspan(static_cast<std::size_t>(size));
        return taken;
    }
    std::uint64_t fixed(std::size_t size) {
        std::uint64_t value = 0;
        const auto raw = take(size);
        for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | raw[i];
        return value;
    }

    std::span<const std::uint8_t> rest_;
    bool failed_ = false;
};

}  // namespace io
