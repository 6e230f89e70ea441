// Everything a person, a lesson or a test can do.  Panels, shortcuts and window.unpool all come through here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/state.h"

namespace app {

/// A state with the given network and a first selection.
State make_state(std::string model_name, nn::Network network);

// Networks.  Runs are numbered as in state.runs; checkpoint -1 is a run's last.  What is not there is left alone.
/// Two networks beside each other that are too large together are refused: `State::network_error` tells why.
void open_run(State& state, RunPtr run);  ///< adds it where it is new, and shows it in the lane with the focus
void show_run(State& state, int run, int checkpoint = -1);      ///< in the lane with the focus
void compare_with(State& state, int run, int checkpoint = -1);  ///< in the other lane, which may be new
void stop_comparing(State& state);                              ///< the lane with the focus stays
void set_focus(State& state, int lane);
void close_run(State& state, int run);  ///< forgets it; the last one stays

/// A run of state.runs and a checkpoint of it.
struct CheckpointAddress {
    int run = 0, checkpoint = 0;
};
std::optional<CheckpointAddress> find_checkpoint(const State& state, std::uint64_t network);

// Drawing.  Pad coordinates 0..1, y down.
void pen_down(State& state, image::Point point);
void pen_move(State& state, image::Point point);
void pen_up(State& state);  ///< also announces the prediction
void undo(State& state);
void redo(State& state);
void clear(State& state);
void set_tool(State& state, Tool tool);
void set_brush(State& state, float width);

// Drawing by keyboard: the cross appears or goes; it moves by steps of a 28th of the pad; the pen goes down or lifts.
void toggle_keyboard_pen(State& state);
void move_keyboard_pen(State& state, int columns, int rows);
void press_keyboard_pen(State& state);

// Inputs.
void set_strokes(State& state, image::Strokes strokes);       ///< any units; placed in the middle of the pad
void set_input(State& state, std::span<const float> pixels);  ///< 784, taken exactly as they are; without ink: `clear`
void open_picture(State& state, image::Gray picture);
void show_sample(State& state, int index);
void show_random_sample(
    State& state, int label);  ///< label -1: any; respects "misclassified only"; fetches the gallery first if need be
void set_fit(State& state, bool fit);

// Several digits on one page.
void set_part(State& state, int index);  ///< the network sees this one; what is no digit of the page is ignored
void step_part(State& state, int by);    ///< the next, the one before, around

/// A file that was chosen, dropped or named: a model (.safetensors), a picture (PNG) or strokes (JSON).  What it is is
/// found out from its bytes; what cannot be read gives one message and leaves everything as it was.
void open_bytes(State& state, std::string_view name, std::span<const std::uint8_t> bytes);
/// The set that is shown, and that probes look through.
void show_data_set(State& state, DataSetPtr set);
/// Adds it to the sets at hand, where it is new.
void keep_data_set(State& state, DataSetPtr set);

/// What PyTorch computed, for the self-check: a model file and a file of tensors (tests/reference).
void open_reference(State& state, std::span<const std::uint8_t> model, std::span<const std::uint8_t> tensors);
void reference_failed(State& state, std::string_view why);

// Looking.
void select(State& state, int layer, int map);  ///< keeps the reconstruction mode where it fits
void select_unit(State& state, int layer, int map, int unit);
void select_next(State& state, int maps, int layers);  ///< keyboard: by maps within the layer, by layers
void set_keep(State& state, explain::Keep keep);
void show_layer(State& state, int block, int layer);
void set_theme(State& state, ThemeChoice theme);
void change_options(State& state, const Options& options);  ///< and keeps them
void open_sheet(State& state, Sheet sheet);
void open_tab(State& state, Tab tab);
void fold_pad(State& state, bool folded);  ///< to a strip, in the probes' views
void change_full_screen(State& state);     ///< on or off

// Files out.
void choose_file(State& state);
void choose_folder(State& state);   ///< of pictures, named by their class
void save_input(State& state);      ///< the 28 x 28 as PNG
void save_selection(State& state);  ///< activation and reconstruction as PNG
void save_model(State& state);

/// Settings of the last visit, as stored; anything unreadable is ignored.
void restore_settings(State& state, std::string_view text);

/// Tells the prediction to screen readers, once things have been still for a moment.
void announce_prediction(State& state);

/// Shows one sentence for a few seconds, and tells it to screen readers.
void say(State& state, std::string text, bool is_error = false);

}  // namespace app
