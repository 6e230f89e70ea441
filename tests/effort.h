// How much of its samples a measuring test goes through.
#pragma once

/// Sanitizers look at the code, not at the accuracy, and take twenty times as long, and Node is slow as well: there a
/// measuring test runs a small part of its samples and leaves the judging to the native build.
#if defined(UNPOOL_SANITIZED) || defined(__EMSCRIPTEN__)
inline constexpr bool kJudges = false;
#else
inline constexpr bool kJudges = true;
#endif
