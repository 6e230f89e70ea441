// The module's functions, as JavaScript calls them; shell/engine/unpool-engine.mjs is their only caller and says what
// they are for.
//
// Networks and trainings are known by handles from 1 on; 0 is an error, and engine_message() says which.  What a
// function points to is good until the next call that computes.
#pragma once

#include <cstdint>

extern "C" {

const char* engine_message();

/// A safetensors file.
int engine_open(const std::uint8_t* bytes, int size);
void engine_close(int network);
const char* engine_describe(int network);
/// `input` has the input's number of floats.
int engine_forward(int network, const float* input);
const float* engine_output(int network, int layer);
const std::int32_t* engine_switches(int network, int layer);
/// `count` inputs one after another; the last layer's numbers go to `outputs`.
int engine_classify(int network, const float* inputs, int count, float* outputs);
/// keep: 0 the whole map, 1 its strongest unit, 2 one unit, 3 all maps.  Pixels of the input, or null.
const float* engine_explain(int network, const char* method, int layer, int keep, int map, int unit, int count);
/// A safetensors file; engine_size() tells its bytes.
const std::uint8_t* engine_save(int network, int half);
int engine_size();

/// Strokes as JSON to 28 x 28 pixels; null where there is no ink or no stroke (the message tells).
const float* engine_input(const char* strokes, int fit);

/// The quickest good recipe, every field.
const char* engine_recipe();
/// Learns from `count` pictures of rows x columns bytes; both arrays must stay until engine_end.  `start`: a network
/// for the first weights, or 0.  The last three are held out, as the recipe's patience needs them; else count 0.
int engine_train(const char* recipe, const std::uint8_t* pixels, const std::uint8_t* labels, int count, int rows,
                 int columns, int start, const std::uint8_t* held_pixels, const std::uint8_t* held_labels, int held);
/// At most this many batches; 1 while there is more to do.  `measured`: engine_layers tells of the last of them.
int engine_step(int training, int batches, int measured);
/// JSON: [{"name", "gradient", "change"}] of the layers with weights, by the last measured batch.
const char* engine_layers(int training);
/// JSON: {"batch", "batches", "epoch", "epochs", "loss", "accuracy", "done", "diverged", "stoppedEarly",
///        "bestBatch", "isCheckpoint"}
const char* engine_progress(int training);
/// JSON as engine_evaluate: of the first `count` digits that it learns from.
const char* engine_judge(int training, int count);
/// The network as it is now: a new handle; that of the lowest held-out loss, where the recipe has patience.
int engine_trained(int training);
int engine_best(int training);
void engine_end(int training);
/// JSON: {"count", "correct", "accuracy", "loss", "confusion"} of a network on labelled pictures of its input's size.
const char* engine_evaluate(int network, const std::uint8_t* pixels, const std::uint8_t* labels, int count);
}
