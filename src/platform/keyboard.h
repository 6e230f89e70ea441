// Keys by name, the same on the page and on the desktop: ours first, then ImGui's for moving about.
#pragma once

#include "app/state.h"

namespace platform {

/// `name`: a lower-case character ("z", "?", "7") or "left", "right", "up", "down", "space", "enter", "escape", "home",
/// "end", "pageup", "pagedown", "delete", "backspace".  True if the key meant something to us.
bool key_down(app::State& state, const char* name, bool ctrl_or_cmd, bool shift);
void key_up(const char* name);

}  // namespace platform
