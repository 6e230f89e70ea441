// What is kept of a layer, by name: one table for links, command line and window.unpool.
#pragma once

#include <optional>
#include <string_view>

#include "explain/deconvnet.h"

namespace app {

inline constexpr const char* kKeepWords = "whole, strongest, unit or all";

/// "whole", "strongest", "unit", "all".
const char* keep_name(explain::Keep keep);
/// The way back; the names that earlier versions told mean the same.
std::optional<explain::Keep> keep_of(std::string_view name);

}  // namespace app
