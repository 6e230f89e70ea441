#include "nn/layer_kinds.h"

#include <cstddef>

namespace nn {
namespace {

using Reads = LayerKindInfo::Reads;
using Sign = LayerKindInfo::Sign;

constexpr LayerKindInfo kKinds[] = {
    {.kind = LayerKind::conv,
     .name = "conv",
     .called = "convolution",
     .outputs = true,
     .products = true,
     .window = true,
     .padding = true,
     .connections = true,
     .reads = Reads::window,
     .sign = Sign::any,
     .linear = true,
     .zero_to_zero = false},
    {.kind = LayerKind::max_pool,
     .name = "max_pool",
     .called = "max-pooling",
     .window = true,
     .reads = Reads::window,
     .linear = true},
    {.kind = LayerKind::average_pool,
     .name = "average_pool",
     .called = "average pooling",
     .window = true,
     .reads = Reads::window,
     .linear = true},
    {.kind = LayerKind::relu, .name = "relu", .called = "ReLU", .sign = Sign::never_negative},
    {.kind = LayerKind::tanh, .name = "tanh", .called = "tanh", .scale = true, .sign = Sign::any, .squashes = true},
    {.kind = LayerKind::fully_connected,
     .name = "fully_connected",
     .called = "fully connected",
     .outputs = true,
     .products = true,
     .reads = Reads::everything,
     .sign = Sign::any,
     .linear = true,
     .zero_to_zero = false},
    {.kind = LayerKind::dropout,
     .name = "dropout",
     .called = "dropout",
     .rate = true,
     .linear = true,
     .only_trains = true},
    {.kind = LayerKind::softmax,
     .name = "softmax",
     .called = "softmax",
     .reads = Reads::everything,
     .sign = Sign::never_negative,
     .zero_to_zero = false},
    {.kind = LayerKind::rescale,
     .name = "rescale",
     .called = "frame and rescaling",
     .padding = true,
     .scale = true,
     .sign = Sign::any,
     .linear = true,
     .zero_to_zero = false},
    {.kind = LayerKind::subsample,
     .name = "subsample",
     .called = "trainable subsampling",
     .per_map = true,
     .window = true,
     .reads = Reads::window,
     .sign = Sign::any,
     .linear = true,
     .zero_to_zero = false},
    {.kind = LayerKind::radial_basis,
     .name = "radial_basis",
     .called = "distances to pictures",
     .outputs = true,
     .pictures = true,
     .reads = Reads::everything,
     .sign = Sign::any,
     .zero_to_zero = false},
    {.kind = LayerKind::leaky_relu, .name = "leaky_relu", .called = "leaky ReLU", .slope = true, .sign = Sign::any},
    {.kind = LayerKind::sigmoid,
     .name = "sigmoid",
     .called = "sigmoid",
     .sign = Sign::never_negative,
     .zero_to_zero = false,
     .squashes = true},
    {.kind = LayerKind::batch_norm,
     .name = "batch_norm",
     .called = "batch normalisation",
     .per_map = true,
     .sign = Sign::any,
     .linear = true,
     .zero_to_zero = false},
    {.kind = LayerKind::resize,
     .name = "resize",
     .called = "resizing",
     .side = true,
     .reads = Reads::window,
     .linear = true},
};

constexpr bool is_in_order() {
    std::size_t i = 0;
    for (const LayerKindInfo& row : kKinds)
        if (static_cast<std::size_t>(row.kind) != i++) return false;
    return true;
}
static_assert(is_in_order(), "rows stand in the order of LayerKind's enumerators");

}  // namespace

std::span<const LayerKindInfo> layer_kinds() { return kKinds; }

const LayerKindInfo& info(LayerKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<LayerKind> kind_from_name(std::string_view name) {
    for (const LayerKindInfo& row : kKinds)
        if (row.name == name) return row.kind;
    return std::nullopt;
}

}  // namespace nn
