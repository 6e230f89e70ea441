// A network is a list of layers given by data, with the parameters that belong to it.
//
// Layer names are the keys of everything else: of weights in a model file ("conv1.weight"), of activations,
// of reconstructions, of panels and of links.  LeNet-5 reads
//   conv1 relu1 pool1 conv2 relu2 pool2 fc1 relu3 fc2 relu4 fc3 softmax.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/identity.h"
#include "nn/layer_kinds.h"
#include "nn/tensor.h"

namespace nn {

/// One line of the list.  Fields that a kind does not use (see layer_kinds.h) stay at their defaults.
struct LayerSpec {
    LayerKind kind = LayerKind::relu;
    std::string name;
    int outputs = 0;                   ///< conv: output channels; fully_connected: output units
    int kernel = 0;                    ///< conv, pools: side of the square window
    int stride = 1;                    ///< conv, pools
    int padding = 0;                   ///< conv: zeros on each side
    float rate = 0.0f;                 ///< dropout: share of inputs set to zero while training, [0, 1)
    float scale = 1.0f, slope = 1.0f;  ///< tanh: scale * tanh(slope * x); rescale: scale * x + offset; leaky_relu:
                                       ///< slope * x below 0
    float offset = 0.0f;
    float rubbish = -1.0f;  ///< radial_basis: squared distance at which a picture is as likely none of them, in
                            ///< training (LeCun et al. 1998, equation 9: j); below 0: not asked
    int side = 0;           ///< resize: of the output
    std::vector<std::vector<int>> connections = {};  ///< conv: maps of the input that each output reads; empty: all
    std::vector<std::string> pictures = {};          ///< radial_basis: rows of # (+1) and . (-1), separated by /

    bool operator==(const LayerSpec&) const = default;
};

struct Architecture {
    std::string name;
    Shape input{1, 28, 28};
    std::vector<LayerSpec> layers;

    bool operator==(const Architecture&) const = default;
};

/// LeNet-5 as it is mostly built today (LeCun et al. 1998, with ReLU and max-pooling): 61,706 parameters.
Architecture lenet5();

/// LeCun's own of 1998, as the paper has it: connection table, trainable subsampling, scaled tanh, distances to
/// pictures of the characters, input framed to 32 x 32 at -0.1 and 1.175; behind it a softmax.  60,000 parameters.
Architecture lenet5_1998();

/// Weights of one layer in PyTorch's layouts; both empty where the kind has none.
struct Parameters {
    std::vector<float> weight;  ///< conv: (out, in, kh, kw), 0 where not connected; fully_connected: (out, in);
                                ///< subsample, batch_norm: (maps)
    std::vector<float> bias;    ///< (out)
};

/// An architecture, the shape after each layer, and parameters: vectors index alike, by layer.
struct Network {
    Architecture architecture;
    std::vector<Shape> shapes;                ///< shapes[i]: output of layer i
    std::vector<Parameters> parameters;       ///< parameters[i]: of layer i
    std::map<std::string, std::string> card;  ///< the model card: "data", "epochs", "accuracy", "seed", ...; all text
    Identity id;                              ///< set by `publish`

    int layer_count() const { return static_cast<int>(architecture.layers.size()); }
    const LayerSpec& layer(int i) const { return architecture.layers[static_cast<std::size_t>(i)]; }
    const Shape& input_shape(int i) const {
        return i == 0 ? architecture.input : shapes[static_cast<std::size_t>(i - 1)];
    }
    const Shape& shape(int i) const { return shapes[static_cast<std::size_t>(i)]; }
    /// Numbers of the last layer.
    int classes() const { return shapes.empty() ? 0 : shapes.back().size(); }
    /// Whether they are one number a class: not maps.
    bool has_classes() const { return !shapes.empty() && shapes.back().plane() == 1; }
    /// That training changes: what is not connected is none.
    int parameter_count() const;
    /// Index of the layer with this name.
    std::optional<int> find(std::string_view name) const;
};

/// Checks that the layers fit one another and gives a network with all parameters zero.
/// Errors: a window larger than its input, a size of zero or less, two layers of one name, a name with control
/// characters, more than 64 layers, more memory or arithmetic than cost.h allows.
base::Result<Network> make_network(Architecture architecture);

/// The same checks, and a network with shapes and no parameters: for what is only thought of.
base::Result<Network> make_shapes(Architecture architecture);

/// He-initialised weights (He et al. 2015; Xavier before tanh), zero biases; the same seed gives the same bytes.
void initialise(Network& network, unsigned long long seed);

/// Shape of a layer's weights in PyTorch's order, (out, in, kh, kw) or (out, in); empty where it has none.
std::vector<int> weight_shape(const Network& network, int layer);
/// Slope of a tanh layer where it gave `out`.
inline float tanh_slope(const LayerSpec& layer, float out) {
    const float y = out / layer.scale;
    return layer.scale * layer.slope * (1.0f - y * y);
}

/// What a leaky ReLU makes of a value.
inline float leaky(const LayerSpec& layer, float value) { return value > 0.0f ? value : layer.slope * value; }
inline float sigmoid(float value) { return 1.0f / (1.0f + std::exp(-value)); }

/// Whether output `output` of a layer with weights reads map `channel` of its input.
bool is_connected(const LayerSpec& layer, int output, int channel);
/// Sets weights to zero where nothing is connected.
void clear_unconnected(Network& network);
/// Parameters of a layer that training changes, and its connections: products of an input and a weight (or, in a
/// subsampling or a distance, terms), and biases, as LeCun et al. 1998 count them.
int parameter_count(const Network& network, int layer);
std::int64_t connection_count(const Network& network, int layer);
/// A radial_basis layer's pictures as numbers, +1 and -1, one after the other: (outputs, inputs).
std::vector<float> centres(const LayerSpec& layer);

/// Sizes that parameters[i] must have; 0 where the layer has none.
int weight_count(const Network& network, int layer);
int bias_count(const Network& network, int layer);

/// The last layer says how likely each class is.
bool ends_in_softmax(const Network& network);
/// The layer whose outputs are the classes' scores: the last one below softmax and what only trains.
int score_layer(const Network& network);

/// Whether no weight is NaN or infinite.
bool is_finite(const Network& network);

/// The square of input pixels that can influence unit (row, column) of layer `layer`, before clipping to the input:
/// rows [row, row + height), columns [column, column + width); the whole input from the first fully connected layer on.
struct Field {
    int row = 0, column = 0, height = 0, width = 0;
};
Field receptive_field(const Network& network, int layer, int row, int column);

}  // namespace nn
