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

enum class ModelGroup { start, seeds, by_heart, layers };  ///< `start`: what the program begins with

struct ShippedModel {
    std::uint64_t id;  ///< its identity, so that a link can ask for it before it is here; a test holds it to the file
    const char* file;  ///< stem of its file in weights/: "lenet5-seed5"
    const char* name;  ///< as shown
    ModelGroup group;
    const char* made_for;  ///< what it is for, in a line
    double held_out;       ///< percent of train[0:10000] that it reads; the test holds it to the file's card
    std::span<const std::uint64_t> earlier = {};  ///< of a history: its checkpoints but for the last, which `id` is
};
/// What the program begins with, then the others, group after group.
std::span<const ShippedModel> shipped_models();
const char* group_name(ModelGroup group);

/// The one that this checkpoint is, or that has it among its own; null for any other network.
const ShippedModel* shipped_model(std::uint64_t id);

/// What is done with it once it is here.
void show_shipped(State& state, const ShippedModel& model);     ///< in the lane with the focus
void compare_shipped(State& state, const ShippedModel& model);  ///< in the other lane
void keep_shipped(State& state, const ShippedModel& model);     ///< it is at hand, and nothing else
/// Asks for what a link lacks, and opens the link when it has come; false where it lacks something else.
bool want_for_link(State& state, std::span<const std::uint64_t> models, std::string_view link);

/// It came, or could not be had: one sentence then, and nothing changes.
void open_shipped(State& state, std::string_view file, std::span<const std::uint8_t> bytes);
void shipped_failed(State& state, std::string_view file, std::string_view why);

}  // namespace app
