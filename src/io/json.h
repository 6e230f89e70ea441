// JSON for the parsers: one guarded way in, in time that grows with the text and no faster, and readers that cannot
// throw. Include only from .cpp files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace io {

/// Parses hostile text: at most 32 levels deep, at most `max_values` values, no key twice in one object.
/// `what` begins the error message ("the header").
base::Result<nlohmann::json> parse_json(std::string_view text, const std::string& what, std::size_t max_values);

/// The member, or nullptr where `object` is none or lacks it.
const nlohmann::json* member(const nlohmann::json& object, const char* key);

/// An integer in [low, high]; nothing for anything else (1.0 and "1" are no integers).
std::optional<std::int64_t> integer_in(const nlohmann::json& value, std::int64_t low, std::int64_t high);

/// Compact text; broken UTF-8 is replaced.
std::string to_text(const nlohmann::json& value);

/// Names from files, made fit for a one-line message: control characters dropped, at most 60 bytes, in single quotes.
std::string in_quotes(std::string_view name);

}  // namespace io
