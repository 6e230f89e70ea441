// Bytes as text: base64url (RFC 4648, section 5, without padding).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

std::string to_base64(std::span<const std::uint8_t> bytes);
/// Nothing where a character is none of the 64, or one is left over.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace app
