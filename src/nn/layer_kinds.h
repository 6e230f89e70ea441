// The kinds of layers, a row each: what anybody but a kernel asks of one.
//
// A new kind is an enumerator and a row here; its arithmetic is in the switches that the compiler names (see
// ARCHITECTURE.md, "A layer kind").
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace nn {

enum class LayerKind {
    conv,
    max_pool,
    average_pool,
    relu,
    tanh,
    fully_connected,
    dropout,
    softmax,
    rescale,       ///< scale * value + offset, on a frame of zeros: 28 x 28 becomes LeCun's 32 x 32
    subsample,     ///< coefficient * sum of the window + bias, both of the map's own (LeCun et al. 1998)
    radial_basis,  ///< minus the squared Euclidean distance to a fixed picture: 0 is the best (LeCun et al. 1998)
    leaky_relu,    ///< slope * value below 0
    sigmoid,
    batch_norm,  ///< gain * value + shift, of the map's own: what batch normalisation is once its mean and variance
                 ///< stay
    resize,      ///< side x side pixels, bilinearly (resize.h)
};

struct LayerKindInfo {
    /// What one output depends on, of the layer's input: the value at its own place, a window of it (in its own map, or
    /// with outputs in all maps), or everything.
    enum class Reads { place, window, everything };
    /// Which signs its outputs have.
    enum class Sign { any, never_negative, as_input };

    LayerKind kind;
    std::string_view name;    ///< in model files, in --json
    std::string_view called;  ///< on screen
    // Which fields of LayerSpec belong to it: to its file, its checks, its shape.
    bool outputs = false;
    bool products = false;  ///< has weights (outputs, what one output reads) and a bias each
    bool per_map = false;   ///< has a weight and a bias for each map
    bool window = false;    ///< kernel and stride
    bool padding = false;
    bool rate = false;
    bool scale = false;        ///< scale and slope (tanh), or scale and offset (rescale)
    bool slope = false;        ///< slope alone
    bool side = false;         ///< of the square that comes out
    bool connections = false;  ///< which maps each output reads
    bool pictures = false;     ///< a picture for each output
    Reads reads = Reads::place;
    Sign sign = Sign::as_input;
    bool linear = false;       ///< without its bias, and with its switches held still
    bool zero_to_zero = true;  ///< a map of zeros gives a map of zeros
    bool squashes = false;  ///< an activation function with two flat ends: weights before it are drawn by Xavier's rule
    bool only_trains = false;  ///< hands its input on but in training
};

/// All of them, in the enumerator's order.
std::span<const LayerKindInfo> layer_kinds();
const LayerKindInfo& info(LayerKind kind);
std::optional<LayerKind> kind_from_name(std::string_view name);

inline std::string_view kind_name(LayerKind kind) { return info(kind).name; }

/// Outputs that are sums of products with weights: conv, fully_connected.
inline bool has_weights(LayerKind kind) { return info(kind).products; }
inline bool has_window(LayerKind kind) { return info(kind).window; }
/// One value of each window, map by map.
inline bool is_pool(LayerKind kind) { return info(kind).window && !info(kind).outputs; }
/// Each output depends on the whole input.
inline bool reads_everything(LayerKind kind) { return info(kind).reads == LayerKindInfo::Reads::everything; }
/// Each output depends on the input at its place and nothing else.
inline bool is_elementwise(LayerKind kind) { return info(kind).reads == LayerKindInfo::Reads::place; }
/// Bends every value by itself: relu, tanh.
inline bool is_activation(LayerKind kind) { return is_elementwise(kind) && !info(kind).linear; }

}  // namespace nn
