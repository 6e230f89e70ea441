// Reads numbers out of bytes, and never beyond them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace io {

/// Little-endian numbers one after another.  What would lie beyond the end is zero, or empty, and from then on `failed`
/// holds: callers read a whole record and ask once.
class Cursor {
public:
    explicit Cursor(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    std::uint64_t number(std::size_t size) {
        const auto raw = take(size);
        std::uint64_t value = 0;
        for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | raw[i];
        return value;
    }
    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }

    std::span<const std::uint8_t> take(std::uint64_t size) {
        if (size > left()) {
            failed_ = true;
            at_ = bytes_.size();
            return {};
        }
        const auto taken = bytes_.subspan(at_, static_cast<std::size_t>(size));
        at_ += static_cast<std::size_t>(size);
        return taken;
    }
    std::string_view text(std::uint64_t size) {
        const auto taken = take(size);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }
    /// Up to the next line feed, which is read too.
    std::string_view line() {
        const std::string_view rest(reinterpret_cast<const char*>(bytes_.data()) + at_, left());
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) return text(left() + 1);  // fails
        at_ += end + 1;
        return rest.substr(0, end);
    }

    std::size_t at() const { return at_; }
    std::size_t left() const { return bytes_.size() - at_; }
    bool failed() const { return failed_; }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace io
