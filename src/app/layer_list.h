// The layers of the network that the next training makes, as a list that a person changes.
//
// A change is tried first: what cannot be (a window larger than its input, too much memory) is refused in one sentence,
// Training::layers_problem, and the list stays as it was.  Nothing is allocated to find that out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/recipe_values.h"
#include "base/result.h"
#include "nn/network.h"

namespace app {

struct State;

/// "conv-o6-k5-p2~relu~max_pool-k2-s2~fully_connected-o10~softmax": kinds as files name them, o outputs, k kernel, s
/// stride (where it is not 1), p padding, r rate.
std::string layers_text(std::span<const nn::LayerSpec> layers);
/// Names are given anew, by kind and number.  Errors: a kind that there is not, a field that is none of its kind's.
base::Result<std::vector<nn::LayerSpec>> read_layers_text(std::string_view text);
/// conv1, relu1, pool1, conv2, ..., fc1, ..., softmax.
void name_layers(std::vector<nn::LayerSpec>& layers);

/// Why no training can begin with these layers, a sentence without its full stop; "" where one can.
std::string complaint_about_layers(const nn::Architecture& architecture);

/// A layer as the screen shows it.
struct LayerLine {
    std::string name, what;         ///< "conv1", "convolution, 6 maps of 5 x 5, padding 2"
    std::string brief;              ///< "6 maps, 5 x 5"
    std::string shape, parameters;  ///< of what it gives, "6 x 28 x 28"; "156"
    bool fixed = false;             ///< stays where it is: the last scores, and softmax
};
std::vector<LayerLine> layer_lines(const nn::Architecture& architecture);

enum class LayerPart { kind, outputs, kernel, stride, padding, rate };
/// What of this layer can be changed, and what it is now: {part, "Maps", "6"}.
struct LayerSetting {
    LayerPart part;
    const char *key, *label;
    std::string value;
};
std::vector<LayerSetting> layer_settings(const nn::Architecture& architecture, int layer);

// What a person does; `layer` counts from 0.
void choose_layer(State& state, int layer);  ///< its settings unfold; again: they fold
void change_layer(State& state, int layer, LayerPart part, int way);
void add_layer(State& state, int after);  ///< a ReLU, whose kind can be changed then
void remove_layer(State& state, int layer);
void move_layer(State& state, int layer, int way);
/// The last own list, after another network was chosen.
void own_layers_again(State& state);

}  // namespace app
