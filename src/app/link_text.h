// What the reader and the opener of links have in common.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

inline constexpr std::size_t kLinkPixels = static_cast<std::size_t>(kInputSide) * kInputSide;

inline constexpr const char* kSignsMark = "@signs";  ///< behind a network's identity: with the link's signs

/// A piece of a link as a complaint quotes it: short, in quotes, nothing in it that steers a screen.
std::string excerpt(std::string_view text);

}  // namespace app
