// Members of JSON objects, with what holds where they are missing or of another type.  For .cpp files of this room.
#pragma once

#include <cmath>
#include <optional>
#include <string>

#include "io/json.h"

namespace io {

inline std::string text_in(const nlohmann::json& object, const char* key, const char* fallback = "") {
    const nlohmann::json* value = member(object, key);
    return value != nullptr && value->is_string() ? *value->get_ptr<const std::string*>() : std::string(fallback);
}

/// Nothing where it is no finite number.
inline std::optional<double> real_of(const nlohmann::json* value) {
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const double number = value->get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}
inline std::optional<double> real_in(const nlohmann::json& object, const char* key) {
    return real_of(member(object, key));
}

inline bool true_in(const nlohmann::json& object, const char* key, bool fallback) {
    const nlohmann::json* value = member(object, key);
    return value != nullptr && value->is_boolean() ? value->get<bool>() : fallback;
}

/// Empty where it is no list.
inline const nlohmann::json& list_in(const nlohmann::json& object, const char* key) {
    static const nlohmann::json empty = nlohmann::json::array();
    const nlohmann::json* value = member(object, key);
    return value != nullptr && value->is_array() ? *value : empty;
}

}  // namespace io
