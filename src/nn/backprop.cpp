// Backpropagation through a small batch: convolutions image by image, fully connected layers as matrices.
#include "nn/backprop.h"

#include <algorithm>

#include "nn/back_steps.h"
#include "nn/loss.h"
#include "nn/random.h"
#include "nn/vector.h"

namespace nn {
namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// What a step needs for its two ways.
struct Node {
    Step step;
    Packed packed;                                               ///< forward
    KernelRows rows;                                             ///< backward, conv
    Packed transposed;                                           ///< backward, fully connected: taps are outputs
    std::vector<std::int32_t> packing, back_packing, unpacking;  ///< by weight in PyTorch's order: its place in packed,
                                                                 ///< in rows or transposed, in GradientSums
    std::vector<std::int32_t> switches;                          ///< all images
    std::vector<float> mask;                                     ///< dropout's factors, all images

    std::vector<float> connected;  ///< by weight, 0 or 1; empty: all are

    bool conv() const { return step.spec.kind == LayerKind::conv; }
    bool dense() const { return step.spec.kind == LayerKind::fully_connected; }
    bool per_map() const { return info(step.spec.kind).per_map; }
    bool learns() const { return conv() || dense() || per_map(); }
    int outputs() const { return step.to.shape.channels; }
    int input_floats() const { return step.from.floats(); }
    int output_pitch() const { return round_up(outputs(), kLanes); }
};

/// Where each weight, in PyTorch's order, lies in the three arrangements.
void make_maps(Node& node) {
    const Step& s = node.step;
    const bool conv = node.conv();
    const int height = conv ? s.spec.kernel : s.from.shape.height, width = conv ? s.spec.kernel : s.from.shape.width;
    for (int o = 0; o < s.spec.outputs; ++o)
        for (int c = 0; c < s.from.shape.channels; ++c)
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x) {
                    const int tap = tap_of(s, c, y, x);
                    if (!s.spec.connections.empty()) node.connected.push_back(is_connected(s.spec, o, c) ? 1.0f : 0.0f);
                    const std::size_t row = conv ? row_index(s, o, c, y, x) : 0;
                    node.packing.push_back(static_cast<std::int32_t>(node.packed.index(tap, o)));
                    node.back_packing.push_back(static_cast<std::int32_t>(conv ? row : node.transposed.index(o, tap)));
                    node.unpacking.push_back(conv ? static_cast<std::int32_t>(row) : tap * node.output_pitch() + o);
                }
}

/// Of a subsampling or a batch normalisation: a weight a map.
void make_map_maps(Node& node) {
    for (int c = 0; c < node.outputs(); ++c) {
        node.packing.push_back(static_cast<std::int32_t>(node.packed.index(0, c)));
        node.unpacking.push_back(c);
    }
}

void scatter(const std::vector<float>& weights, const std::vector<std::int32_t>& places, std::vector<float>& to) {
    for (std::size_t k = 0; k < weights.size(); ++k) to[size(places[k])] = weights[k];
}

}  // namespace

void GradientSums::add(const GradientSums& other) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (std::size_t k = 0; k < weights[i].size(); ++k) weights[i][k] += other.weights[i][k];
        for (std::size_t k = 0; k < biases[i].size(); ++k) biases[i][k] += other.biases[i][k];
    }
}

struct Backprop::Impl {
    std::vector<Node> nodes;
    std::vector<std::vector<float>> activations, gradients;  ///< before each step and after the last; all images
    std::vector<std::int32_t> offsets;
    std::vector<std::int32_t> input_offsets, weight_offsets;
    Packed errors;  ///< gradients above a fully connected layer, as the right side of a product
    Scratch scratch;
    int capacity = 0;
    std::size_t lowest = 0;  ///< the first node that learns: nobody asks for gradients below it

    const Layout& layout(std::size_t i) const { return i < nodes.size() ? nodes[i].step.from : nodes.back().step.to; }
    int stride(std::size_t i) const { return round_up(layout(i).allocation(), kLanes); }
    float* activation(std::size_t i, int image) { return activations[i].data() + image * stride(i); }
    float* gradient(std::size_t i, int image) { return gradients[i].data() + image * stride(i); }
    /// Offsets of images in the buffers before and after node i: two halves of `offsets`.
    void set_offsets(std::size_t before, std::size_t after, int images);
    void forward_dense(std::size_t i, int images);
    void forward_one(std::size_t i, int image, const std::uint64_t* seeds);
    void backward_dense(std::size_t i, int images, std::vector<float>& weights, std::vector<float>& biases);
    void backward_one(std::size_t i, int image, std::vector<float>& weights, std::vector<float>& biases);
};

void Backprop::Impl::set_offsets(std::size_t before, std::size_t after, int images) {
    offsets.resize(size(2 * images));
    for (int k = 0; k < images; ++k) {
        offsets[size(k)] = k * stride(before);
        offsets[size(images + k)] = k * stride(after);
    }
}

void Backprop::Impl::forward_dense(std::size_t i, int images) {
    const Step& s = nodes[i].step;
    set_offsets(i, i + 1, images);
    product(nodes[i].packed, s.taps, {offsets.data(), offsets.data() + images, images}, activation(i, 0),
            activation(i + 1, 0) + s.to.offset(0, 0), s.relu);
}

void Backprop::Impl::forward_one(std::size_t i, int image, const std::uint64_t* seeds) {
    Node& node = nodes[i];
    const Step& s = node.step;
    const int out = stride(i + 1);
    std::int32_t* switches = node.switches.empty() ? nullptr : node.switches.data() + image * out;
    run(s, node.packed, activation(i, image), activation(i + 1, image), switches, scratch);
    if (s.spec.kind != LayerKind::dropout) return;
    Random random(seeds != nullptr ? seeds[image] : 0, i);
    float* mask = node.mask.data() + image * out;
    const float kept = seeds != nullptr ? 1.0f / (1.0f - s.spec.rate) : 1.0f;
    for (int y = 0; y < s.to.shape.height; ++y)
        for (int x = 0; x < s.to.shape.width; ++x)
            for (int c = 0, at = s.to.offset(y, x); c < s.to.shape.channels; ++c, ++at) {
                mask[at] = seeds != nullptr && random.chance(s.spec.rate) ? 0.0f : kept;
                activation(i + 1, image)[at] *= mask[at];
            }
}

void Backprop::Impl::backward_dense(std::size_t i, int images, std::vector<float>& weights,
                                    std::vector<float>& biases) {
    Node& node = nodes[i];
    const Step& s = node.step;
    const int outputs = s.spec.outputs;
    if (errors.taps != images || errors.outputs != outputs) errors = Packed(images, outputs);
    for (int k = 0; k < images; ++k) {
        float* above = gradient(i + 1, k) + s.to.offset(0, 0);
        const float* out = activation(i + 1, k) + s.to.offset(0, 0);
        for (int o = 0; o < outputs; ++o) {
            if (s.relu && !(out[o] > 0.0f)) above[o] = 0.0f;
            biases[size(o)] += above[o];
        }
        errors.set_row(k, above);
    }
    // weights[input][output] = sum over images of input * error
    const int inputs = node.input_floats();
    input_offsets.resize(size(inputs));
    weight_offsets.resize(size(inputs));
    for (int t = 0; t < inputs; ++t) {
        input_offsets[size(t)] = t;
        weight_offsets[size(t)] = t * node.output_pitch();
    }
    product(errors, {images, stride(i), 1}, {input_offsets.data(), weight_offsets.data(), inputs}, activation(i, 0),
            weights.data(), false);
    if (i <= lowest) return;
    set_offsets(i + 1, i, images);
    product(node.transposed, {1, 0, outputs}, {offsets.data(), offsets.data() + images, images},
            gradient(i + 1, 0) + s.to.offset(0, 0), gradient(i, 0), false);
}

void Backprop::Impl::backward_one(std::size_t i, int image, std::vector<float>& weights, std::vector<float>& biases) {
    Node& node = nodes[i];
    const int out = stride(i + 1);
    float* below = i <= lowest ? nullptr : gradient(i, image);
    if (node.per_map())
        map_sums(node.step, activation(i, image), gradient(i + 1, image), weights.data(), biases.data());
    if (node.conv()) {
        if (below != nullptr) std::fill_n(below, layout(i).allocation(), 0.0f);
        conv_back(node.step, node.rows, activation(i, image), activation(i + 1, image), gradient(i + 1, image), below,
                  weights.data(), biases.data());
    } else if (below != nullptr) {
        plain_back(node.step, node.packed, activation(i, image), activation(i + 1, image),
                   node.switches.empty() ? nullptr : node.switches.data() + image * out,
                   node.mask.empty() ? nullptr : node.mask.data() + image * out, gradient(i + 1, image), below);
    }
}

Backprop::Backprop(const Network& network, int capacity) : impl_(std::make_unique<Impl>()) {
    impl_->capacity = capacity;
    for (Step& step : compile(without_softmax(network), Fuse::relu)) {
        Node node;
        node.step = std::move(step);
        if (node.step.taps.length > 0) {
            node.packed = pack(network, node.step);
            if (node.conv()) node.rows = kernel_rows(network, node.step);
            if (node.dense()) node.transposed = Packed(node.step.spec.outputs, node.input_floats());
            make_maps(node);
        } else {
            node.packed = pack(network, node.step);
            if (node.per_map()) make_map_maps(node);
        }
        impl_->nodes.push_back(std::move(node));
    }
    for (std::size_t i = 0; i <= impl_->nodes.size(); ++i) {
        impl_->activations.emplace_back(size(impl_->stride(i) * capacity));
        impl_->gradients.emplace_back(size(impl_->stride(i) * capacity));
        if (i == impl_->nodes.size()) break;
        Node& node = impl_->nodes[i];
        if (node.step.spec.kind == LayerKind::max_pool) node.switches.resize(size(impl_->stride(i + 1) * capacity));
        if (node.step.spec.kind == LayerKind::dropout) node.mask.resize(size(impl_->stride(i + 1) * capacity));
    }
    while (impl_->lowest + 1 < impl_->nodes.size() && !impl_->nodes[impl_->lowest].learns()) ++impl_->lowest;
    repack(network);
}

Backprop::~Backprop() = default;
Backprop::Backprop(Backprop&&) noexcept = default;
Backprop& Backprop::operator=(Backprop&&) noexcept = default;

void Backprop::repack(const Network& network) {
    for (std::size_t i = 0; i < impl_->nodes.size(); ++i) {
        Node& node = impl_->nodes[i];
        if (!node.learns()) continue;
        const Parameters& p = network.parameters[size(node.step.layer)];
        scatter(p.weight, node.packing, node.packed.weights);
        std::copy(p.bias.begin(), p.bias.end(), node.packed.bias.begin());
        if (i > impl_->lowest && !node.per_map())
            scatter(p.weight, node.back_packing, node.conv() ? node.rows.weights : node.transposed.weights);
    }
}

void Backprop::set_input(int image, const float* chw) { from_chw(chw, impl_->layout(0), impl_->activation(0, image)); }
const float* Backprop::logits(int image) const { return impl_->activation(impl_->nodes.size(), image); }
float* Backprop::logit_gradients(int image) { return impl_->gradient(impl_->nodes.size(), image); }

void Backprop::forward(int images, const std::uint64_t* seeds) {
    std::size_t dense = 0;
    while (dense < impl_->nodes.size() && !impl_->nodes[dense].dense()) ++dense;
    for (int k = 0; k < images; ++k)  // image by image while an image's maps fit the cache
        for (std::size_t i = 0; i < dense; ++i) impl_->forward_one(i, k, seeds);
    for (std::size_t i = dense; i < impl_->nodes.size(); ++i) {
        if (impl_->nodes[i].dense())
            impl_->forward_dense(i, images);
        else
            for (int k = 0; k < images; ++k) impl_->forward_one(i, k, seeds);
    }
}

void Backprop::backward(int images, GradientSums& sums) {
    const std::size_t count = impl_->nodes.size();
    sums.weights.resize(count);
    sums.biases.resize(count);
    std::size_t dense = 0;
    while (dense < count && !impl_->nodes[dense].dense()) ++dense;
    for (std::size_t i = 0; i < count; ++i) {
        const Node& node = impl_->nodes[i];
        if (node.conv())
            sums.weights[i].assign(size(node.step.spec.outputs * node.step.taps.runs * node.rows.pitch), 0.0f);
        if (node.dense()) sums.weights[i].resize(size(node.input_floats() * node.output_pitch()));
        if (node.per_map()) sums.weights[i].assign(size(node.output_pitch()), 0.0f);
        sums.biases[i].assign(size(node.learns() ? node.output_pitch() : 0), 0.0f);
    }
    for (std::size_t i = count; i-- > dense;) {
        if (impl_->nodes[i].dense())
            impl_->backward_dense(i, images, sums.weights[i], sums.biases[i]);
        else
            for (int k = 0; k < images; ++k) impl_->backward_one(i, k, sums.weights[i], sums.biases[i]);
    }
    for (int k = 0; k < images; ++k)
        for (std::size_t i = dense; i-- > 0;) impl_->backward_one(i, k, sums.weights[i], sums.biases[i]);
}

void Backprop::unpack(const GradientSums& sums, float factor, std::vector<Parameters>& gradients) const {
    for (std::size_t i = 0; i < impl_->nodes.size(); ++i) {
        const Node& node = impl_->nodes[i];
        if (node.unpacking.empty()) continue;
        Parameters& to = gradients[size(node.step.layer)];
        to.weight.resize(node.unpacking.size());
        to.bias.resize(size(node.outputs()));
        for (std::size_t k = 0; k < node.unpacking.size(); ++k)
            to.weight[k] = sums.weights[i][size(node.unpacking[k])] * factor;
        for (std::size_t k = 0; k < node.connected.size(); ++k) to.weight[k] *= node.connected[k];
        for (std::size_t k = 0; k < to.bias.size(); ++k) to.bias[k] = sums.biases[i][k] * factor;
    }
}

}  // namespace nn
