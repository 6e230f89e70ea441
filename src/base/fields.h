// Lists in text: "held_out,gap", "4,5 20,6".
#pragma once

#include <algorithm>
#include <string_view>

namespace base {

/// Cuts the first field off `rest`, without the separator behind it; all of `rest` where there is none.
inline std::string_view cut_field(std::string_view& rest, char separator) {
    const std::string_view field = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
    return field;
}

}  // namespace base
