// What the shell's JavaScript calls: functions named unpool_*, each a thin door to the main loop.
#pragma once

#include "platform/main_loop.h"

namespace platform::web {

/// The running program; nullptr before unpool_start.
MainLoop* loop();

/// Starts it with a model file's bytes; a message if that was not possible.
base::Status start(std::span<const std::uint8_t> model, const char* settings, bool dark, bool reduced_motion,
                   bool coarse);

/// Keeps the exported functions in the program: static libraries drop what nobody names.
void keep_exports();
void keep_lesson_exports();
void keep_probe_exports();
void keep_training_exports();

}  // namespace platform::web
