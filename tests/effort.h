// How much of its samples a measuring test goes through.
#pragma once

/// Sanitizers look at the code, not at the accuracy, and take twenty times as long: there a measuring test runs a small
/// part of its samples and leaves the judging to the other builds.
#ifdef UNPOOL_SANITIZED
inline constexpr bool kJudges = false;
#else
inline constexpr bool kJudges = true;
#endif
