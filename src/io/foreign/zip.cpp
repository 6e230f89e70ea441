// See zip.h.  The names in comments are those of PKWARE's APPNOTE.
#include "io/foreign/zip.h"

#include <algorithm>
#include <string>

#include "base/crc32.h"
#include "base/inflate.h"
#include "io/foreign/cursor.h"
#include "io/json.h"

namespace io {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50,
                        kLocator64 = 0x07064b50;
constexpr std::size_t kEndSize = 22, kLocator64Size = 20, kMostComment = 65'535;
constexpr std::uint64_t kElsewhere = 0xffffffff;  ///< the number is in the zip64 part

base::Error damaged(const std::string& how) { return base::Error{"the zip archive is damaged: " + how}; }

struct Directory {
    std::uint64_t count = 0, size = 0, offset = 0, disk = 0;
};

/// The end of central directory record, which only a comment follows.
std::size_t find_end(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < kEndSize) return bytes.size();
    const std::size_t last = bytes.size() - kEndSize, least = last - std::min(last, kMostComment);
    for (std::size_t at = last + 1; at-- > least;)
        if (bytes[at] == 'P' && Cursor(bytes.subspan(at)).u32() == kEnd) return at;
    return bytes.size();
}

base::Result<Directory> read_end(std::span<const std::uint8_t> bytes) {
    const std::size_t end = find_end(bytes);
    if (end == bytes.size()) return damaged("it has no directory at its end, and may be cut short");
    Cursor record(bytes.subspan(end + 4));
    Directory directory;
    directory.disk = record.u32();
    record.u16();
    directory.count = record.u16();
    directory.size = record.u32();
    directory.offset = record.u32();
    if (end < kLocator64Size) return directory;
    Cursor locator(bytes.subspan(end - kLocator64Size));
    if (locator.u32() != kLocator64) return directory;
    locator.u32();
    const std::uint64_t at = locator.u64();
    if (at > bytes.size()) return damaged("its zip64 directory lies outside the file");
    Cursor record64(bytes.subspan(static_cast<std::size_t>(at)));
    if (record64.u32() != kEnd64) return damaged("its zip64 directory is not where it is stated to be");
    record64.take(12);  // its size, versions
    directory.disk = record64.u64();
    record64.u64();
    directory.count = record64.u64();
    directory.size = record64.u64();
    directory.offset = record64.u64();
    if (record64.failed()) return damaged("its zip64 directory is cut short");
    return directory;
}

/// The zip64 extended information, of which only those numbers are there that did not fit.
void read_extra(std::span<const std::uint8_t> extra, Zip::Member& member) {
    Cursor fields(extra);
    while (fields.left() >= 4) {
        const std::uint16_t id = fields.u16(), size = fields.u16();
        Cursor field(fields.take(size));
        if (id != 1) continue;
        for (std::uint64_t* number : {&member.size, &member.packed, &member.header})
            if (*number == kElsewhere && field.left() >= 8) *number = field.u64();
    }
}

Zip::Member read_member(Cursor& directory) {
    Zip::Member member;
    directory.u32();  // versions
    member.locked = (directory.u16() & 1) != 0;
    member.method = directory.u16();
    directory.u32();  // time
    member.checksum = directory.u32();
    member.packed = directory.u32();
    member.size = directory.u32();
    const std::uint16_t name = directory.u16(), extra = directory.u16(), comment = directory.u16();
    directory.take(8);  // disk, attributes
    member.header = directory.u32();
    member.name = directory.text(name);
    read_extra(directory.take(extra), member);
    directory.take(comment);
    return member;
}

}  // namespace

bool is_zip(std::span<const std::uint8_t> bytes) {
    return bytes.size() >= 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4;
}

base::Result<Zip> Zip::read(std::span<const std::uint8_t> bytes) {
    const auto end = read_end(bytes);
    if (!end) return base::Error{end.message()};
    const Directory& directory = end.value();
    if (directory.disk != 0) return base::Error{"the zip archive is one part of several, and only whole ones are read"};
    if (directory.count > kMostMembers)
        return base::Error{"the zip archive has " + std::to_string(directory.count) + " members, and at most " +
                           std::to_string(kMostMembers) + " are read"};
    if (directory.offset > bytes.size() || directory.size > bytes.size() - directory.offset)
        return damaged("its directory lies outside the file, which may be cut short");
    Zip zip;
    zip.bytes_ = bytes;
    Cursor cursor(bytes.subspan(static_cast<std::size_t>(directory.offset), static_cast<std::size_t>(directory.size)));
    for (std::uint64_t i = 0; i < directory.count; ++i) {
        if (cursor.u32() != kCentral) return damaged("its directory is cut short");
        zip.members_.push_back(read_member(cursor));
        if (cursor.failed()) return damaged("its directory is cut short");
        if (!zip.by_name_.emplace(zip.members_.back().name, zip.members_.size() - 1).second)
            return damaged("it has two members named " + in_quotes(zip.members_.back().name));
    }
    return zip;
}

const Zip::Member* Zip::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &members_[found->second];
}

base::Result<std::span<const std::uint8_t>> Zip::content(const Member& member, std::vector<std::uint8_t>& room) {
    const std::string who = "the zip archive's " + in_quotes(member.name);
    if (member.locked) return base::Error{who + " is encrypted"};
    if (member.method != 0 && member.method != 8)
        return base::Error{who + " is packed by method " + std::to_string(member.method) +
                           ", and only stored and deflated members are read"};
    const std::uint64_t most = std::min(kMostBytes, (std::uint64_t{1} << 20) + kMostRatio * bytes_.size());
    if (member.size > most || taken_ + member.size > most)
        return base::Error{who + " would unpack to " + std::to_string(member.size) + " bytes" +
                           (taken_ > 0 ? ", beside " + std::to_string(taken_) + " before it" : "") + ", and at most " +
                           std::to_string(most) + " are read of an archive of " + std::to_string(bytes_.size())};
    if (member.header > bytes_.size()) return damaged("member " + in_quotes(member.name) + " lies outside the file");
    Cursor local(bytes_.subspan(static_cast<std::size_t>(member.header)));
    const bool signed_here = local.u32() == kLocal;
    local.take(22);
    const std::uint16_t name = local.u16(), extra = local.u16();
    local.take(std::uint64_t{name} + extra);
    const auto packed = local.take(member.packed);
    if (!signed_here || local.failed()) return damaged("member " + in_quotes(member.name) + " lies outside the file");
    taken_ += member.size;
    if (member.method == 0) {
        if (member.size != member.packed) return damaged("member " + in_quotes(member.name) + " states two sizes");
        return packed;
    }
    room.clear();
    const base::Inflated inflated = base::inflate(packed, room, static_cast<std::size_t>(member.size));
    if (inflated.end == base::InflateEnd::full)
        return damaged("member " + in_quotes(member.name) + " unpacks to more than it states");
    if (inflated.end != base::InflateEnd::done || room.size() != member.size || base::crc32_of(room) != member.checksum)
        return damaged("member " + in_quotes(member.name) + " does not unpack to what it states");
    return std::span<const std::uint8_t>(room);
}

}  // namespace io
