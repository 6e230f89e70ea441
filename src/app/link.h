// A view as a line of text, for the page's address (behind #), `unpool-desktop --link` and `unpool render`:
//   v=2&models=1c8e02f7a0b1c2d3&input=...&layer=pool2&map=7&keep=whole&view=occlusion&size=6&fill=black...
//
// Two networks beside each other: models=ID,ID@128 (the second one at batch 128 of its run), focus=1 where the second
// one has the focus.  Version 1, with model= and eight digits of an older hash, still opens.
//
// recipe=epochs:3,rate:0.01 goes with a network that was trained here: whoever does not have it can train it anew.
//
// models=ID@signs&signs=... is the network ID with a softmax on the drawings that the link holds: it is trained anew.
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
    std::vector<std::uint64_t> models;               ///< identities, one or two; none where it does not say
    std::vector<bool> with_signs;                    ///< of each model: whether it answers with the link's signs
    std::optional<CodedSigns> signs;                 ///< a person's own
    std::string old_model;                           ///< of version 1: eight hexadecimal digits
    Scales scales = Scales::shared;                  ///< of two networks' pictures
    int focus = 0;                                   ///< which of `models` has the focus
    std::optional<std::vector<std::uint8_t>> input;  ///< 784 bytes; empty: an empty page
    std::optional<int> label;                        ///< of the input, where it is known
    std::optional<SetName> set;                      ///< that the view looks through; MNIST's first 10,000 without
    std::string layer;
    std::optional<int> map, unit;  ///< of `layer`, or of the layer that is selected where it does not say
    std::optional<explain::Keep> keep;
    std::optional<RecipeValues> recipe;  ///< that gives the network, or of the training's view
    Page page = Page::network;           ///< where it asks for no probe
    const probe::Entry* entry = nullptr;
    probe::Values values;  ///< complete, of `entry`
};

/// With or without "#", or with the page's whole address before it.  Errors name the part that cannot be meant.
base::Result<Link> parse_link(std::string_view text);

/// The view on show.
std::string link_of(State& state);

/// All of it, or nothing: a link that does not fit the network (or is malformed) leaves everything as it was.  A
/// network that ships beside the program and is not here yet is asked for, and the link is opened when it has come.
base::Status open_link(State& state, std::string_view text);

/// Tells the address bar once the view has been still for a moment; true while that moment is still to come.
bool tell_link(State& state);

/// The whole address with the link of what is on show, onto the clipboard (the platform puts the page's address before
/// it).
void copy_link(State& state);
/// The same to whom the system can hand it; onto the clipboard where it cannot.
void share_link(State& state);

/// What links of version 1 knew a network by: eight hexadecimal digits, of parameters and layers' names alone.
std::string old_model_id(const nn::Network& network);

/// Bytes as run-length code (a zero is followed by how many there are) in base64url, and back.
std::string encode_pixels(std::span<const std::uint8_t> pixels);
std::optional<std::vector<std::uint8_t>> decode_pixels(std::string_view text, std::size_t count);

}  // namespace app
