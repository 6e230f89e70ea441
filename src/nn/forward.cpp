// The forward pass: once with everything kept, or in batches with nothing kept but the last layer.
#include "nn/forward.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "nn/steps.h"
#include "nn/vector.h"

namespace nn {
namespace {

constexpr int kChunk = 64;  // images whose fully connected layers are one product

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Steps, their packed weights, and a buffer before each step and after the last.
struct Plan {
    std::vector<Step> steps;
    std::vector<Packed> packed;
    std::vector<std::vector<float>> buffers;

    void repack(const Network& network) {
        packed.clear();
        for (const Step& s : steps) packed.push_back(pack(network, s));
    }
    const Layout& layout(int i) const { return i < count() ? steps[size(i)].from : steps.back().to; }
    int count() const { return static_cast<int>(steps.size()); }
};

Plan make_plan(const Network& network, Fuse fuse) {
    Plan plan;
    plan.steps = compile(network, fuse);
    plan.repack(network);
    return plan;
}

/// The first fully connected layer: from there on a batch is a matrix.
int first_dense(const Plan& plan) {
    for (int i = 0; i < plan.count(); ++i)
        if (plan.steps[size(i)].spec.kind == LayerKind::fully_connected) return i;
    return plan.count();
}

/// Floats from one image's activation to the next.
int stride_of(const Layout& layout) { return round_up(layout.allocation(), kLanes); }

/// A layer's output as the caller sees it; layers that change each number alone are done where they lie.
void publish(const Step& s, const float* kept, const Tensor& in, Tensor& out) {
    if (s.spec.kind == LayerKind::relu)
        std::transform(in.data.begin(), in.data.end(), out.data.begin(), [](float v) { return v < 0.0f ? 0.0f : v; });
    else if (s.spec.kind == LayerKind::dropout)
        out.data = in.data;
    else if (s.to.shape.plane() == 1)
        std::copy_n(kept + s.to.offset(0, 0), out.data.size(), out.data.begin());
    else
        to_chw(kept, s.to, out.data.data());
}

}  // namespace

struct Engine::Impl {
    Plan single, batch;
    int dense = 0;  ///< of batch
    std::vector<std::int32_t> switches, image_offsets;
    Scratch scratch;

    explicit Impl(const Network& network);
    void run_dense(int step, int images);
    void run_chunk(const float* inputs, int images, float* outputs);
};

Engine::Impl::Impl(const Network& network)
    : single(make_plan(network, Fuse::nothing)),
      batch(make_plan(network, Fuse::relu_dropout)),
      dense(first_dense(batch)) {
    int most = 0;
    for (int i = 0; i <= single.count(); ++i) {
        single.buffers.emplace_back(size(single.layout(i).allocation()));
        most = std::max(most, single.layout(i).allocation());
    }
    switches.resize(size(most));
    for (int i = 0; i <= batch.count(); ++i)
        batch.buffers.emplace_back(size(stride_of(batch.layout(i)) * (i >= dense ? kChunk : 1)));
}

/// One layer for all images of a chunk.
void Engine::Impl::run_dense(int step, int images) {
    const Step& s = batch.steps[size(step)];
    const float* in = batch.buffers[size(step)].data();
    float* out = batch.buffers[size(step) + 1].data();
    const int from = stride_of(batch.layout(step)), to = stride_of(batch.layout(step + 1));
    if (s.spec.kind != LayerKind::fully_connected) {
        for (int k = 0; k < images; ++k)
            run(s, batch.packed[size(step)], in + k * from, out + k * to, nullptr, scratch);
        return;
    }
    image_offsets.resize(size(2 * images));
    for (int k = 0; k < images; ++k) {
        image_offsets[size(k)] = k * from;
        image_offsets[size(images + k)] = k * to + s.to.offset(0, 0);
    }
    product(batch.packed[size(step)], s.taps, {image_offsets.data(), image_offsets.data() + images, images}, in, out,
            s.relu);
}

void Engine::Impl::run_chunk(const float* inputs, int images, float* outputs) {
    const int input = batch.layout(0).shape.size(), classes = batch.layout(batch.count()).shape.size();
    const int dense_stride = stride_of(batch.layout(dense));
    for (int k = 0; k < images; ++k) {
        float* last = batch.buffers[size(dense)].data() + k * dense_stride;
        from_chw(inputs + k * input, batch.layout(0), dense == 0 ? last : batch.buffers[0].data());
        for (int i = 0; i < dense; ++i)
            run(batch.steps[size(i)], batch.packed[size(i)], batch.buffers[size(i)].data(),
                i + 1 == dense ? last : batch.buffers[size(i) + 1].data(), nullptr, scratch);
    }
    for (int i = dense; i < batch.count(); ++i) run_dense(i, images);
    const Layout& end = batch.layout(batch.count());
    for (int k = 0; k < images; ++k)
        to_chw(batch.buffers.back().data() + k * stride_of(end), end, outputs + k * classes);
}

Activations make_activations(const Network& network) {
    Activations a;
    a.input = Tensor(network.architecture.input);
    for (int i = 0; i < network.layer_count(); ++i) {
        a.outputs.emplace_back(network.shape(i));
        const bool max = network.layer(i).kind == LayerKind::max_pool;
        a.switches.emplace_back(max ? size(network.shape(i).size()) : 0);
    }
    return a;
}

Engine::Engine(const Network& network) : impl_(std::make_unique<Impl>(network)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

void Engine::repack(const Network& network) {
    impl_->single.repack(network);
    impl_->batch.repack(network);
}

void Engine::forward(std::span<const float> input, Activations& a) {
    Plan& plan = impl_->single;
    assert(input.size() == a.input.data.size());
    std::copy(input.begin(), input.end(), a.input.data.begin());
    from_chw(input.data(), plan.layout(0), plan.buffers[0].data());
    for (int i = 0; i < plan.count(); ++i) {
        const Step& s = plan.steps[size(i)];
        const bool max = s.spec.kind == LayerKind::max_pool;
        run(s, plan.packed[size(i)], plan.buffers[size(i)].data(), plan.buffers[size(i) + 1].data(),
            max ? impl_->switches.data() : nullptr, impl_->scratch);
        publish(s, plan.buffers[size(i) + 1].data(), i == 0 ? a.input : a.outputs[size(i - 1)], a.outputs[size(i)]);
        // Switches lie in the order of the outputs, so they are brought into channel order in the same way.
        if (max) to_chw(impl_->switches.data(), s.to, a.switches[size(i)].data());
    }
}

int Engine::output_size() const { return impl_->batch.layout(impl_->batch.count()).shape.size(); }

void Engine::forward_batch(std::span<const float> inputs, std::span<float> outputs) {
    const std::size_t input = size(impl_->batch.layout(0).shape.size()), classes = size(output_size());
    const std::size_t images = inputs.size() / input;
    assert(inputs.size() == images * input && outputs.size() == images * classes);
    for (std::size_t k = 0; k < images; k += kChunk)
        impl_->run_chunk(inputs.data() + k * input, static_cast<int>(std::min<std::size_t>(kChunk, images - k)),
                         outputs.data() + k * classes);
}

}  // namespace nn
