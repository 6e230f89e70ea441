// Networks that ship beside the program: which there are, and how one is brought when somebody wants it.
//
// The page fetches their files on demand; native programs hold them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

inline constexpr const char* kHistoryFile = "lenet5-history";

struct ShippedModel {
    std::uint64_t id;  ///< its identity, so that a link can ask for it before it is here; a test holds it to the file
    const char* file;  ///< stem of its file in weights/: "lenet5-seed5"
    const char* name;  ///< as shown
    std::span<const std::uint64_t> earlier = {};  ///< of a history: its checkpoints but for the last, which `id` is
};
std::span<const ShippedModel> shipped_models();

/// What is done with it once it is here.
void show_shipped(State& state, const ShippedModel& model);     ///< in the lane with the focus
void compare_shipped(State& state, const ShippedModel& model);  ///< in the other lane
/// Asks for what a link lacks, and opens the link when it has come; false where it lacks something else.
bool want_for_link(State& state, std::span<const std::uint64_t> models, std::string_view link);

/// It came, or could not be had: one sentence then, and nothing changes.
void open_shipped(State& state, std::string_view file, std::span<const std::uint8_t> bytes);
void shipped_failed(State& state, std::string_view file, std::string_view why);

}  // namespace app
