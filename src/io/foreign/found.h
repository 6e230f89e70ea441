// What a framework's file holds: tensors by name, and as much as it tells of how they are used.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/safetensors.h"
#include "nn/tensor.h"

namespace io {

enum class StepKind {
    conv,
    dense,
    batch_norm,
    max_pool,
    average_pool,
    global_average_pool,
    relu,
    leaky_relu,
    tanh,
    sigmoid,
    flatten,
    dropout,
    softmax,
    log_softmax,
    scale,   ///< x * factor + offset, of the input
    pad,     ///< a frame of `padding` pixels around the input, each of value `number`
    resize,  ///< the input becomes `side` x `side`, bilinearly between pixels' centres
    other,   ///< `refusal` says what
};

/// One step of the computation, with the settings that the file has.
struct FoundStep {
    StepKind kind = StepKind::other;
    std::string name;                          ///< as the file calls it: "features.0"
    std::string weight, bias, mean, variance;  ///< names of tensors; "" where there is none
    int kernel = 0, stride = 1, padding = 0;   ///< conv, pools; a conv's kernel follows from its weight
    bool ceil = false;                         ///< pools: a last window may reach over the edge
    bool same = false;              ///< windows: zeros around as many as keep the size (divided by the stride)
    bool channels_last = false;     ///< flatten: by rows, columns, channels
    double number = 0;              ///< leaky_relu: slope; dropout: rate; batch_norm: epsilon; pad: the frame's value
    double factor = 1, offset = 0;  ///< scale
    int side = 0;                   ///< resize
    std::string refusal;            ///< why it cannot be built, "its dilation is 2"; "" where it can
};

struct FoundModel {
    enum class Tells {
        shapes,    ///< only tensors; `steps` is empty
        settings,  ///< modules in the order of their making, not the order of their use: "padding" holds, "ReLU" is a
                   ///< hint
        all,       ///< `steps` is the computation
    };

    std::string source;  ///< "a PyTorch state dict"
    /// Conv weights are (out, in, rows, columns) and dense ones (out, in), unless the file only tells shapes.
    std::map<std::string, NamedTensor> tensors;
    std::vector<std::string> order;  ///< the tensors' names as the file has them
    Tells tells = Tells::shapes;
    std::vector<FoundStep> steps;
    std::optional<nn::Shape> input;           ///< where the file says it
    std::map<std::string, std::string> card;  ///< what the file says of itself
    std::vector<std::string> notes;           ///< facts for people, a sentence each without its full stop
};

}  // namespace io
