// The whole picture of a frame: its size in pixels and the colour under everything.
#pragma once

namespace gpu {

/// Starts a frame of width x height pixels, filled with `rgb` (0..1).
void begin_frame(int width, int height, const float rgb[3]);

/// What draws: the name that the driver gives itself, for the window's report and for tests.
const char* renderer_name();

}  // namespace gpu
