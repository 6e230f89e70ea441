// How one thing is decided that a file leaves open, and how a digit becomes the input: parts of derive.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/derive.h"

namespace io {

/// What becomes of a digit of 28 x 28 pixels: as it is, in a frame of paper, resized.
inline constexpr const char* kSizes[] = {"28 x 28", "32 x 32, framed", "32 x 32, resized"};

/// The choice that `assumed` asks for, or the first.  Errors: none of them, or several, are meant.
base::Result<Assumption> decide_one(const char* key, std::vector<std::string> choices, Assumption::Source if_single,
                                    const Assumed& assumed);

/// How a digit becomes the input: of which size, in which range.
struct Prepared {
    int side = 28;   ///< of what the first layer reads, in pixels
    int input = 28;  ///< of the network's input: 32 where it is framed, which `build` does
};

/// Decides both, and adds their steps.  `sizes`: some of `kSizes`, never none; `told`: the file scales its input
/// itself.
base::Result<Prepared> prepare_input(std::vector<FoundStep>& steps, std::vector<std::string> sizes,
                                     std::vector<Assumption>& assumptions, const Assumed& assumed, bool told = false);

/// A sentence where `assumed` has a key that is none; "" where it has none of these.
std::string complaint_about_keys(const Assumed& assumed);

/// Of a file that tells all its steps: those before them.
base::Result<Derived> derive_input(FoundModel& found, const Assumed& assumed);

}  // namespace io
