// Ten drawn digits of our own, so that figures need no data set.
#pragma once

#include <string_view>

namespace cli {

/// Stroke lines, one for each of 0..9 in this order, on a page of 100 x 100.
std::string_view ten_digits();

}  // namespace cli
