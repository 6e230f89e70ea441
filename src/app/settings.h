// Options as JSON, for the next visit.
#pragma once

#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

std::string settings_to_json(const Options& options);

/// Takes over what is readable and in range; leaves the rest of `options` as it was.
void settings_from_json(std::string_view text, Options& options);

}  // namespace app
