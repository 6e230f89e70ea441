// All maps of a layer down to the pixels at once: which layers' maps can lie side by side (maps_in_lanes.h has the
// arithmetic), which need `project`, and how much is a slice.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "explain/deconvnet.h"
#include "explain/lanes.h"
#include "explain/maps_in_lanes.h"
#include "explain/transposed.h"
#include "nn/cost.h"

namespace explain {
namespace {

constexpr std::int64_t kSlice = 64'000'000;  // multiply-adds

/// One linear layer on the way down and what stands between it and the linear layer above.
struct Step {
    int layer = 0;         ///< convolution or fully connected
    int pool = -1;         ///< the max-pool above it, if any
    bool rectify = false;  ///< whether a relu lies above it (before or after the pool: no difference)
};

/// Top first; nothing where the layers need `project`: average-pools, windows that overlap, two pools in a row, leaky
/// ReLU, batch normalisation, a first layer that is not linear.
std::optional<std::vector<Step>> steps_from(const nn::Network& network, int start) {
    std::vector<Step> steps;
    Step step;
    for (int layer = start; layer >= 0; --layer) {
        const nn::LayerSpec& spec = network.layer(layer);
        switch (spec.kind) {
            case nn::LayerKind::conv:
            case nn::LayerKind::fully_connected:
                step.layer = layer;
                steps.push_back(step);
                step = Step{};
                break;
            case nn::LayerKind::max_pool:
                if (step.pool >= 0 || spec.stride < spec.kernel) return std::nullopt;
                step.pool = layer;
                break;
            case nn::LayerKind::relu:
                step.rectify = true;
                break;
            case nn::LayerKind::tanh:
            case nn::LayerKind::sigmoid:
            case nn::LayerKind::dropout:
                break;
            case nn::LayerKind::average_pool:
            case nn::LayerKind::leaky_relu:
            case nn::LayerKind::batch_norm:
            case nn::LayerKind::resize:
            case nn::LayerKind::rescale:
            case nn::LayerKind::subsample:
            case nn::LayerKind::radial_basis:
            case nn::LayerKind::softmax:
                return std::nullopt;
        }
    }
    if (steps.empty() || step.pool >= 0 || step.rectify) return std::nullopt;
    return steps;
}

}  // namespace

struct Reconstructor::Impl {
    nn::Network network;
    std::vector<std::optional<std::vector<Step>>> steps;  ///< by start layer
    std::vector<Transposed> layers;                       ///< by layer; empty where not linear
    std::vector<std::int64_t> dear;                       ///< by start layer: multiply-adds of one map at most
    std::vector<Spot> spots;
    std::vector<Lane8> first, above, below;  ///< scratch
    Projection projection;

    void one_step(const nn::Activations& activations, int layer, const Step& step, int begin, int end,
                  nn::Tensor& pixels);
    template <int V>
    void many_steps(const nn::Activations& activations, int layer, int map, float* pixels);
    void by_projection(const nn::Activations& activations, int layer, int begin, int end, nn::Tensor& pixels);
    std::int64_t way_down(int layer) const;
    bool side_by_side(int layer) const;

    const std::int32_t* switches(const nn::Activations& activations, const Step& step) const {
        return step.pool < 0 ? nullptr : activations.switches[index(step.pool)].data();
    }
};

/// Pixels lie right below: every map is added on its own, eight kernel columns at a time.
void Reconstructor::Impl::one_step(const nn::Activations& activations, int layer, const Step& step, int begin, int end,
                                   nn::Tensor& pixels) {
    const Transposed& t = layers[index(step.layer)];
    const nn::Tensor& output = activations.output(layer);
    const nn::Shape& inner = t.below.inner;
    const int blocks = t.column_blocks(), pitch = t.below.columns;
    // Vectors reach over the end of their row into the next, where they add zeros.
    const int plane = t.below.cells() + kLanes;
    below.assign(index((plane + kLanes - 1) / kLanes), Lane8{});
    for (int map = begin; map < end; ++map) {
        find_spots(output, map, switches(activations, step), step.rectify, t, spots);
        for (int channel = 0; channel < inner.channels; ++channel) {
            std::fill(below.begin(), below.end(), Lane8{});
            float* out = reinterpret_cast<float*>(below.data());
            const Lane8* kernel = t.by_column.data() + (map * inner.channels + channel) * t.kernel_rows * blocks;
            for (const Spot& spot : spots)
                for (int row = 0; row < t.kernel_rows; ++row)
                    for (int block = 0; block < blocks; ++block)
                        reinterpret_cast<UnalignedLane8*>(out + spot.corner + row * pitch + block * kLanes)->v +=
                            spot.value * kernel[row * blocks + block].v;
            float* picture = pixels.data.data() + (map * inner.channels + channel) * inner.plane();
            for (int row = 0; row < inner.height; ++row)
                std::copy_n(out + t.below.cell(row, 0), inner.width, picture + row * inner.width);
        }
    }
}

/// V * 8 maps from `map` on.
template <int V>
void Reconstructor::Impl::many_steps(const nn::Activations& activations, int layer, int map, float* pixels) {
    const std::vector<Step>& way = *steps[index(layer)];
    const nn::Tensor& output = activations.output(layer);
    const int maps = std::min(V * kLanes, output.shape.channels - map);
    const Transposed* t = &layers[index(way[0].layer)];
    const int cells = t->below.cells();
    first.assign(index(V * kLanes * cells * t->input_blocks()), Lane8{});
    for (int k = 0; k < maps; ++k) {
        find_spots(output, map + k, switches(activations, way[0]), way[0].rectify, *t, spots);
        add_by_input(spots, *t, map + k, first.data() + k * cells * t->input_blocks());
    }
    above.resize(index(cells * t->inputs() * V));
    maps_to_lanes<V>(first.data(), cells, t->inputs(), above.data());
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Grid& grid = t->below;
        t = &layers[index(way[i].layer)];
        below.assign(index(t->below.cells() * t->inputs() * V), Lane8{});
        const bool five = t->kernel_columns * t->inputs() == 5;
        (five ? filter<V, 5> : filter<V, 0>)(above.data(), grid, switches(activations, way[i]), way[i].rectify, *t,
                                             below.data());
        std::swap(above, below);
    }
    lanes_to_pictures<V>(above.data(), t->below, maps, pixels);
}

void Reconstructor::Impl::by_projection(const nn::Activations& activations, int layer, int begin, int end,
                                        nn::Tensor& pixels) {
    for (int map = begin; map < end; ++map) {
        project(network, activations, {layer, Keep::whole_map, map, 0}, projection);
        const std::vector<float>& from = projection.pixels.data;
        std::copy(from.begin(), from.end(),
                  pixels.data.begin() + static_cast<std::ptrdiff_t>(index(map) * from.size()));
    }
}

/// All layers below, and one map's share of the topmost linear one.
std::int64_t Reconstructor::Impl::way_down(int layer) const {
    std::int64_t sum = 0;
    bool is_top = true;
    for (int i = layer; i >= 0; --i) {
        const nn::Cost cost =
            nn::cost_of_layer(network.layer(i), network.architecture.input, network.input_shape(i), network.shape(i));
        const bool is_linear = layers[index(i)].outputs > 0;
        sum += is_top && is_linear ? cost.multiply_adds / layers[index(i)].outputs : cost.multiply_adds;
        if (is_linear) is_top = false;
    }
    return sum;
}

/// Whether sixteen maps at a time are a slice, in time and in memory.
bool Reconstructor::Impl::side_by_side(int layer) const {
    constexpr std::int64_t kMostFloats = 1 << 20;  // of one of the three scratch buffers
    if (!steps[index(layer)] || dear[index(layer)] * 2 * kLanes > kSlice) return false;
    return std::all_of(steps[index(layer)]->begin(), steps[index(layer)]->end(), [this](const Step& step) {
        const Transposed& t = layers[index(step.layer)];
        return std::int64_t{2 * kLanes} * t.below.cells() * t.input_blocks() * kLanes <= kMostFloats;
    });
}

Reconstructor::Reconstructor(const nn::Network& network) : impl_(std::make_unique<Impl>()) {
    impl_->network = network;
    impl_->layers.resize(index(network.layer_count()));
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        impl_->steps.push_back(steps_from(network, layer));
        if (nn::has_weights(network.layer(layer).kind)) impl_->layers[index(layer)] = transposed(network, layer);
    }
    for (int layer = 0; layer < network.layer_count(); ++layer) impl_->dear.push_back(impl_->way_down(layer));
}

Reconstructor::~Reconstructor() = default;
Reconstructor::Reconstructor(Reconstructor&&) noexcept = default;
Reconstructor& Reconstructor::operator=(Reconstructor&&) noexcept = default;

void Reconstructor::reconstruct(const nn::Activations& activations, int layer, nn::Tensor& pixels) {
    const int maps = impl_->network.shape(layer).channels;
    for (int map = 0; map < maps;) map = reconstruct_some(activations, layer, map, pixels);
}

int Reconstructor::reconstruct_some(const nn::Activations& activations, int layer, int map, nn::Tensor& pixels) {
    assert(can_start(impl_->network, layer));
    const nn::Shape& input = impl_->network.architecture.input;
    const int maps = impl_->network.shape(layer).channels;
    pixels.shape = {maps * input.channels, input.height, input.width};
    pixels.data.resize(index(pixels.shape.size()));
    const auto& way = impl_->steps[index(layer)];
    const std::int64_t slice = std::clamp<std::int64_t>(kSlice / std::max<std::int64_t>(1, impl_->dear[index(layer)]),
                                                        1, std::int64_t{maps - map});
    const int end = map + static_cast<int>(slice);
    if (way && way->size() == 1) {
        impl_->one_step(activations, layer, way->front(), map, end, pixels);
        return end;
    }
    if (!impl_->side_by_side(layer)) {
        impl_->by_projection(activations, layer, map, end, pixels);
        return end;
    }
    float* out = pixels.data.data() + static_cast<std::ptrdiff_t>(map) * input.size();
    if (maps - map > kLanes)
        impl_->many_steps<2>(activations, layer, map, out);
    else
        impl_->many_steps<1>(activations, layer, map, out);
    return std::min(maps, map + 2 * kLanes);
}

}  // namespace explain
