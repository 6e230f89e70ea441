// Occlusion sensitivity on the engine's own steps: only the rectangle that the patch changes is recomputed, layer by
// layer, and put back afterwards; from the first fully connected layer on, many positions are one matrix product.
#include "explain/occlusion.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

#include "nn/steps.h"

namespace explain {
namespace {

constexpr int kChunk = 64;  // positions whose fully connected layers are one product
constexpr int kVector = 8;  // the engine writes whole vectors

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Rows [top, bottom) and columns [left, right).
struct Rectangle {
    int top = 0, left = 0, bottom = 0, right = 0;
    bool empty() const { return top >= bottom || left >= right; }
};

bool is_window(nn::LayerKind kind) {
    return kind == nn::LayerKind::conv || kind == nn::LayerKind::max_pool || kind == nn::LayerKind::average_pool;
}

/// First and last output + 1 whose window [o * stride - padding, ... + kernel) meets inputs [begin, end).
void reach(const nn::LayerSpec& spec, int outputs, int& begin, int& end) {
    const int before = begin + spec.padding - spec.kernel + 1;
    begin = before <= 0 ? 0 : (before + spec.stride - 1) / spec.stride;
    end = std::min(outputs, (end - 1 + spec.padding) / spec.stride + 1);
}

/// The outputs of a step that change when `changed` inputs do.
Rectangle affected(const nn::Step& step, Rectangle changed) {
    if (changed.empty()) return {};
    if (!is_window(step.spec.kind)) return changed;
    reach(step.spec, step.to.shape.height, changed.top, changed.bottom);
    reach(step.spec, step.to.shape.width, changed.left, changed.right);
    // Positions narrower than the vectors written to them spill into those that follow, which must then be written too.
    if (step.spec.kind == nn::LayerKind::conv && step.to.pitch % kVector != 0)
        changed = {changed.top, 0, step.to.shape.height, step.to.shape.width};
    return changed.empty() ? Rectangle{} : changed;
}

template <class Combine>
void pool(const nn::Step& step, const Rectangle& out_part, const float* in, float* out, float scale, Combine combine) {
    const int kernel = step.spec.kernel, channels = step.to.shape.channels;
    for (int row = out_part.top; row < out_part.bottom; ++row) {
        for (int column = out_part.left; column < out_part.right; ++column) {
            const float* window = in + step.from.offset(row * step.spec.stride, column * step.spec.stride);
            float* to = out + step.to.offset(row, column);
            std::copy_n(window, channels, to);
            for (int i = 1; i < kernel * kernel; ++i) {
                const float* from = window + i / kernel * step.from.row_pitch() + i % kernel * step.from.pitch;
                for (int c = 0; c < channels; ++c) to[c] = combine(to[c], from[c]);
            }
            for (int c = 0; c < channels; ++c) to[c] *= scale;
        }
    }
}

template <class Function>
void each(const nn::Step& step, const Rectangle& part, const float* in, float* out, Function function) {
    for (int row = part.top; row < part.bottom; ++row) {
        for (int column = part.left; column < part.right; ++column) {
            const float* from = in + step.from.offset(row, column);
            float* to = out + step.to.offset(row, column);
            for (int c = 0; c < step.to.shape.channels; ++c) to[c] = function(from[c]);
        }
    }
}

void copy_part(const nn::Layout& layout, const Rectangle& part, const float* from, float* to) {
    for (int row = part.top; row < part.bottom; ++row) {
        const int begin = layout.offset(row, part.left);
        std::copy(from + begin, from + begin + (part.right - part.left) * layout.pitch, to + begin);
    }
}

}  // namespace

struct Occluder::Impl {
    std::vector<nn::Step> steps;
    std::vector<nn::Packed> packed;
    int local = 0;  ///< steps before the first one in which every output depends on every input

    /// Before each step and after the last: what the input as it is gives.
    std::vector<std::vector<float>> whole;
    /// The same for the covered input; with room for kChunk of them where `local` steps end and from there on.
    std::vector<std::vector<float>> covered;
    std::vector<Rectangle> changed;      ///< of covered[i], against whole[i]
    std::vector<std::int32_t> from, to;  ///< of the positions that a product computes
    nn::Scratch scratch;

    explicit Impl(const nn::Network& network);
    const nn::Layout& layout(int i) const { return index(i) < steps.size() ? steps[index(i)].from : steps.back().to; }
    int last() const { return static_cast<int>(steps.size()); }
    /// Floats from one position of a chunk to the next.
    int pitch(int i) const { return (layout(i).allocation() + kVector - 1) / kVector * kVector; }

    void run_whole(std::span<const float> input);
    Rectangle cover(const Patch& patch, int row, int column);
    void run_part(int i);
    void run_rest(int count);
};

Occluder::Impl::Impl(const nn::Network& network) : steps(nn::compile(network, nn::Fuse::relu_dropout)) {
    for (const nn::Step& step : steps) {
        const nn::LayerKind kind = step.spec.kind;
        const bool product = kind == nn::LayerKind::conv || kind == nn::LayerKind::fully_connected;
        packed.push_back(product ? nn::pack(network, step) : nn::Packed());
    }
    while (local < last() && steps[index(local)].spec.kind != nn::LayerKind::fully_connected &&
           steps[index(local)].spec.kind != nn::LayerKind::softmax)
        ++local;
    for (int i = 0; i <= last(); ++i) {
        whole.emplace_back(index(pitch(i)));
        // One for the covered input itself, and a chunk's worth where many are kept.
        covered.emplace_back(index(pitch(i) * (i < local ? 1 : kChunk + 1)));
    }
    changed.resize(index(last() + 1));
}

void Occluder::Impl::run_whole(std::span<const float> input) {
    nn::from_chw(input.data(), layout(0), whole[0].data());
    for (int i = 0; i < last(); ++i)
        nn::run(steps[index(i)], packed[index(i)], whole[index(i)].data(), whole[index(i + 1)].data(), nullptr,
                scratch);
    for (int i = 0; i <= local; ++i)
        std::copy(whole[index(i)].begin(), whole[index(i)].end(), covered[index(i)].begin());
}

/// Covers part of the input; the smallest rectangle around what differs from before.
Rectangle Occluder::Impl::cover(const Patch& patch, int row, int column) {
    const nn::Layout& pixels = layout(0);
    Rectangle part{row + patch.side, column + patch.side, row, column};
    for (int y = row; y < row + patch.side; ++y) {
        for (int x = column; x < column + patch.side; ++x) {
            float* pixel = covered[0].data() + pixels.offset(y, x);
            if (std::all_of(pixel, pixel + pixels.shape.channels, [&](float value) { return value == patch.fill; }))
                continue;
            std::fill_n(pixel, pixels.shape.channels, patch.fill);
            part = {std::min(part.top, y), std::min(part.left, x), std::max(part.bottom, y + 1),
                    std::max(part.right, x + 1)};
        }
    }
    return part.empty() ? Rectangle{} : part;
}

/// Recomputes what step i makes of changed[i].
void Occluder::Impl::run_part(int i) {
    const nn::Step& step = steps[index(i)];
    const Rectangle part = changed[index(i + 1)] = affected(step, changed[index(i)]);
    const float* in = covered[index(i)].data();
    float* out = covered[index(i + 1)].data();
    switch (step.spec.kind) {
        case nn::LayerKind::conv:
            from.clear(), to.clear();
            for (int row = part.top; row < part.bottom; ++row) {
                for (int column = part.left; column < part.right; ++column) {
                    from.push_back(step.offsets_from[index(row * step.to.shape.width + column)]);
                    to.push_back(step.offsets_to[index(row * step.to.shape.width + column)]);
                }
            }
            nn::product(packed[index(i)], step.taps, {from.data(), to.data(), static_cast<int>(from.size())}, in, out,
                        step.relu);
            break;
        case nn::LayerKind::max_pool:
            pool(step, part, in, out, 1.0f, [](float a, float b) { return b > a ? b : a; });
            break;
        case nn::LayerKind::average_pool:
            pool(step, part, in, out, 1.0f / static_cast<float>(step.spec.kernel * step.spec.kernel),
                 [](float a, float b) { return a + b; });
            break;
        case nn::LayerKind::relu:
            each(step, part, in, out, [](float v) { return v > 0.0f ? v : 0.0f; });
            break;
        case nn::LayerKind::tanh:
            each(step, part, in, out, [](float v) { return std::tanh(v); });
            break;
        case nn::LayerKind::dropout:
            each(step, part, in, out, [](float v) { return v; });
            break;
        case nn::LayerKind::fully_connected:
        case nn::LayerKind::softmax:
            assert(false);
            break;
    }
}

/// The steps from `local` on, for the first `count` positions of the chunk.
void Occluder::Impl::run_rest(int count) {
    for (int i = local; i < last(); ++i) {
        const nn::Step& step = steps[index(i)];
        // Behind the covered input itself, which only the first of these buffers has.
        const float* in = covered[index(i)].data() + (i == local ? pitch(i) : 0);
        float* out = covered[index(i + 1)].data();
        if (step.spec.kind != nn::LayerKind::fully_connected) {
            for (int k = 0; k < count; ++k)
                nn::run(step, packed[index(i)], in + k * pitch(i), out + k * pitch(i + 1), nullptr, scratch);
            continue;
        }
        from.clear(), to.clear();
        for (int k = 0; k < count; ++k) {
            from.push_back(k * pitch(i));
            to.push_back(k * pitch(i + 1) + step.to.offset(0, 0));
        }
        nn::product(packed[index(i)], step.taps, {from.data(), to.data(), count}, in, out, step.relu);
    }
}

Occluder::Occluder(const nn::Network& network) : impl_(std::make_unique<Impl>(network)) {}
Occluder::~Occluder() = default;
Occluder::Occluder(Occluder&&) noexcept = default;
Occluder& Occluder::operator=(Occluder&&) noexcept = default;

void Occluder::occlude(std::span<const float> input, const Patch& patch, nn::Tensor& answers) {
    Impl& m = *impl_;
    const nn::Shape& shape = m.layout(0).shape;
    assert(input.size() == index(shape.size()) && patch.stride > 0);
    assert(patch.side > 0 && patch.side <= shape.height && patch.side <= shape.width);
    m.run_whole(input);
    const int rows = (shape.height - patch.side) / patch.stride + 1,
              columns = (shape.width - patch.side) / patch.stride + 1;
    const nn::Layout& end = m.layout(m.last());
    const int outputs = end.shape.size();
    answers.shape = {outputs, rows, columns};
    answers.data.resize(index(answers.shape.size()));
    std::vector<float> answer(index(outputs));
    std::vector<int> pending;  // positions of the chunk
    const auto finish = [&] {
        m.run_rest(static_cast<int>(pending.size()));
        const float* results = m.covered.back().data() + (m.local == m.last() ? m.pitch(m.last()) : 0);
        for (std::size_t k = 0; k < pending.size(); ++k) {
            nn::to_chw(results + static_cast<std::ptrdiff_t>(k) * m.pitch(m.last()), end, answer.data());
            for (int o = 0; o < outputs; ++o) answers.data[index(o * rows * columns + pending[k])] = answer[index(o)];
        }
        pending.clear();
    };
    for (int position = 0; position < rows * columns; ++position) {
        m.changed[0] = m.cover(patch, position / columns * patch.stride, position % columns * patch.stride);
        for (int i = 0; i < m.local; ++i) m.run_part(i);
        const std::vector<float>& local_output = m.covered[index(m.local)];
        const int pitch = m.pitch(m.local);
        pending.push_back(position);
        std::copy_n(local_output.begin(), pitch,
                    m.covered[index(m.local)].begin() + static_cast<std::ptrdiff_t>(pending.size()) * pitch);
        for (int i = 0; i <= m.local; ++i)
            copy_part(m.layout(i), m.changed[index(i)], m.whole[index(i)].data(), m.covered[index(i)].data());
        if (pending.size() == kChunk) finish();
    }
    finish();
}

}  // namespace explain
