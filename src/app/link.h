// A view as a line of text, for the page's address (behind #), `unpool-desktop --link` and `unpool render`:
//   v=1&model=1c8e02f7&input=...&layer=pool2&map=7&keep=whole&view=occlusion&size=6&fill=black...
//
// The input is 784 bytes, run-length coded, base64url.  A view that is opened from a link shows the same numbers
// everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/state.h"
#include "base/result.h"

namespace app {

inline constexpr std::size_t kLongestLink = 16384;

/// What a link says; what it does not say stays as it is.
struct Link {
    std::string model;                               ///< eight hexadecimal digits; "" where it does not say
    std::optional<std::vector<std::uint8_t>> input;  ///< 784 bytes; empty: an empty page
    std::optional<int> label;                        ///< of the input, where it is known
    std::string layer;
    std::optional<int> map, unit;  ///< of `layer`, or of the layer that is selected where it does not say
    std::optional<explain::Keep> keep;
    const probe::Entry* entry = nullptr;
    probe::Values values;  ///< complete, of `entry`
};

/// With or without "#", or with the page's whole address before it.  Errors name the part that cannot be meant.
base::Result<Link> parse_link(std::string_view text);

/// The view on show.
std::string link_of(State& state);

/// All of it, or nothing: a link that does not fit the model (or is malformed) leaves everything as it was.
base::Status open_link(State& state, std::string_view text);

/// Tells the address bar once the view has been still for a moment; true while that moment is still to come.
bool tell_link(State& state);

/// The whole address with the link of what is on show, onto the clipboard (the platform puts the page's address before
/// it).
void copy_link(State& state);

/// Eight hexadecimal digits that stand for architecture and parameters.
std::string model_id(const nn::Network& network);

/// Bytes as run-length code (a zero is followed by how many there are) in base64url, and back.
std::string encode_pixels(std::span<const std::uint8_t> pixels);
std::optional<std::vector<std::uint8_t>> decode_pixels(std::string_view text, std::size_t count);

}  // namespace app
