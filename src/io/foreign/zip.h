// zip archives, as PyTorch and Keras write them: members that are stored or deflated, with zip64's sizes or without.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace io {

bool is_zip(std::span<const std::uint8_t> bytes);

class Zip {
public:
    static constexpr std::size_t kMostMembers = 65'536;
    /// What all members that are asked for may unpack to: so much, and no more than a megabyte and so many times the
    /// archive's own size.
    static constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20, kMostRatio = 64;

    struct Member {
        std::string_view name;
        std::uint64_t packed = 0, size = 0;  ///< bytes in the archive, and unpacked
        std::uint64_t header = 0;            ///< where its local header is
        std::uint32_t checksum = 0;
        std::uint16_t method = 0;
        bool locked = false;
    };

    /// Reads the directory; `bytes` must outlive it.  Errors: no directory, one that lies outside the file or is cut
    /// short, several disks, over 65,536 members, two of one name.
    static base::Result<Zip> read(std::span<const std::uint8_t> bytes);

    /// In the directory's order.
    const std::vector<Member>& members() const { return members_; }
    /// Null where there is none.
    const Member* find(std::string_view name) const;

    /// A member's bytes: of a stored one as they lie in the archive, of a deflated one in `room`.  What was taken so
    /// far counts, and nothing is taken before it is known to fit.  Errors: more in all than may be, encrypted, another
    /// method, damaged (by its checksum where it was deflated), other sizes than the directory states.
    base::Result<std::span<const std::uint8_t>> content(const Member& member, std::vector<std::uint8_t>& room);

private:
    std::span<const std::uint8_t> bytes_;
    std::vector<Member> members_;
    std::map<std::string_view, std::size_t> by_name_;
    std::uint64_t taken_ = 0;
};

}  // namespace io
