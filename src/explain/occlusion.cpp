// Occlusion sensitivity on the engine's own steps: only the rectangle that the patch changes is recomputed, layer by
// layer, and put back afterwards; from the first fully connected layer on, many positions are one matrix product.
#include "explain/occlusion.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

#include "explain/rectangle.h"
#include "explain/similarity.h"
#include "nn/cost.h"
#include "nn/steps.h"

namespace explain {
namespace {

constexpr int kChunk = 64;  // positions whose fully connected layers are one product

std::size_t index(int i) { return static_cast<std::size_t>(i); }

}  // namespace

struct Occluder::Impl {
    std::vector<nn::Step> steps;
    std::vector<nn::Packed> packed;
    int chunk = kChunk;  ///< positions that are worked on at least; fewer than kChunk where a forward pass is dear
    int local = 0;       ///< steps before the first one in which every output depends on every input

    /// Before each step and after the last: what the input as it is gives.
    std::vector<std::vector<float>> whole;
    /// The same for the covered input; with room for kChunk of them where `local` steps end and from there on.
    std::vector<std::vector<float>> covered;
    std::vector<Rectangle> changed;      ///< of covered[i], against whole[i]
    std::vector<std::int32_t> from, to;  ///< of the positions that a product computes
    nn::Scratch scratch;

    // Of the sweep that `begin` began.
    Patch patch;
    std::vector<float> fill;  ///< in the pixels' layout
    int watched = -1;         ///< index into covered; -1: no map is watched
    int watched_map = 0;
    std::vector<float> answer;
    std::vector<int> pending;  ///< positions of the chunk

    explicit Impl(const nn::Network& network);
    const nn::Layout& layout(int i) const { return index(i) < steps.size() ? steps[index(i)].from : steps.back().to; }
    int last() const { return static_cast<int>(steps.size()); }
    /// Floats from one position of a chunk to the next.
    int pitch(int i) const { return (layout(i).allocation() + kVector - 1) / kVector * kVector; }
    Rectangle everything(int i) const { return {0, 0, layout(i).shape.height, layout(i).shape.width}; }

    /// Index into covered of a layer's output; -1 where it is not kept.
    int step_output(int layer) const {
        for (int i = 0; i < local; ++i) {
            const nn::Step& step = steps[index(i)];
            const int next = i + 1 < last() ? steps[index(i + 1)].layer : step.layer + 1;
            // A step holds its own layer's output unless a relu joined it, and that of the layers it swallowed.
            if (layer >= step.layer + (step.relu ? 1 : 0) && layer < next) return i + 1;
        }
        return -1;
    }

    void run_whole(std::span<const float> input);
    Rectangle cover(int row, int column);
    void run_part(int i);
    void run_rest(int count);
    double sum_of(const std::vector<float>& values, const Rectangle& part) const;
    void run_position(int position, Sweep& sweep);
    void finish(Sweep& sweep);
};

Occluder::Impl::Impl(const nn::Network& network)
    : steps(nn::compile(network, nn::Fuse::relu_dropout)), chunk(nn::passes_a_slice(network, kChunk)) {
    for (const nn::Step& step : steps) {
        packed.push_back(nn::pack(network, step));
    }
    while (local < last() && !nn::reads_everything(steps[index(local)].spec.kind)) ++local;
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
Rectangle Occluder::Impl::cover(int row, int column) {
    const nn::Layout& pixels = layout(0);
    const int channels = pixels.shape.channels;
    Rectangle part{row + patch.side, column + patch.side, row, column};
    for (int y = row; y < row + patch.side; ++y) {
        for (int x = column; x < column + patch.side; ++x) {
            float* pixel = covered[0].data() + pixels.offset(y, x);
            const float* shown = fill.data() + pixels.offset(y, x);
            if (std::equal(pixel, pixel + channels, shown)) continue;
            std::copy_n(shown, channels, pixel);
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
            each(step, part, in, out, [&step](float v) { return step.spec.scale * std::tanh(step.spec.slope * v); });
            break;
        case nn::LayerKind::leaky_relu:
            each(step, part, in, out, [&step](float v) { return nn::leaky(step.spec, v); });
            break;
        case nn::LayerKind::sigmoid:
            each(step, part, in, out, [](float v) { return nn::sigmoid(v); });
            break;
        case nn::LayerKind::batch_norm:
            each(step, part, in, out, [](float v) { return v; });
            weigh(step, part, packed[index(i)], out);
            break;
        case nn::LayerKind::resize:
            resize(step, part, in, out);
            break;
        case nn::LayerKind::rescale:
            rescale(step, part, in, out);
            break;
        case nn::LayerKind::subsample:
            pool(step, part, in, out, 1.0f, [](float a, float b) { return a + b; });
            weigh(step, part, packed[index(i)], out);
            break;
        case nn::LayerKind::dropout:
            each(step, part, in, out, [](float v) { return v; });
            break;
        case nn::LayerKind::fully_connected:
        case nn::LayerKind::radial_basis:
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

/// Of the watched map, in a rectangle.
double Occluder::Impl::sum_of(const std::vector<float>& values, const Rectangle& part) const {
    const nn::Layout& map = layout(watched);
    double sum = 0;
    for (int row = part.top; row < part.bottom; ++row)
        for (int column = part.left; column < part.right; ++column)
            sum += static_cast<double>(values[index(map.offset(row, column) + watched_map)]);
    return sum;
}

/// Up to `local`, where the position waits for its chunk; then everything is uncovered again.
void Occluder::Impl::run_position(int position, Sweep& sweep) {
    const int columns = sweep.answers.shape.width;
    changed[0] = cover(position / columns * patch.stride, position % columns * patch.stride);
    for (int i = 0; i < local; ++i) run_part(i);
    pending.push_back(position);
    std::copy_n(covered[index(local)].begin(), pitch(local),
                covered[index(local)].begin() + static_cast<std::ptrdiff_t>(pending.size()) * pitch(local));
    if (watched >= 0) {
        const Rectangle& part = changed[index(watched)];
        const double change = sum_of(covered[index(watched)], part) - sum_of(whole[index(watched)], part);
        sweep.sums[index(position)] = static_cast<float>(sweep.whole_sum + change);
    }
    for (int i = 0; i <= local; ++i)
        copy_part(layout(i), changed[index(i)], whole[index(i)].data(), covered[index(i)].data());
}

/// The chunk's answers.
void Occluder::Impl::finish(Sweep& sweep) {
    run_rest(static_cast<int>(pending.size()));
    const float* results = covered.back().data() + (local == last() ? pitch(last()) : 0);
    const int plane = sweep.answers.shape.plane();
    for (std::size_t k = 0; k < pending.size(); ++k) {
        nn::to_chw(results + static_cast<std::ptrdiff_t>(k) * pitch(last()), layout(last()), answer.data());
        for (int o = 0; o < sweep.answers.shape.channels; ++o)
            sweep.answers.data[index(o * plane + pending[k])] = answer[index(o)];
    }
    pending.clear();
}

int watchable(const nn::Network& network, int layer) {
    if (layer < 0 || layer >= network.layer_count()) return -1;
    for (int i = 0; i <= layer; ++i) {
        if (nn::reads_everything(network.layer(i).kind)) return -1;
    }
    // The engine rectifies in the same step as it convolves, dropout in between or not.
    int product = layer, next = layer + 1;
    while (product > 0 && nn::info(network.layer(product).kind).only_trains) --product;
    while (next < network.layer_count() && nn::info(network.layer(next).kind).only_trains) ++next;
    const bool rectified = network.layer(product).kind == nn::LayerKind::conv && next < network.layer_count() &&
                           network.layer(next).kind == nn::LayerKind::relu;
    return rectified ? next : layer;
}

double agreement(const Sweep& sweep, const Patch& patch, const nn::Tensor& projection) {
    std::vector<float> drop, bright;
    const int columns = sweep.answers.shape.width;
    for (int position = 0; position < sweep.count; ++position) {
        const int top = position / columns * patch.stride, left = position % columns * patch.stride;
        double sum = 0;
        for (int y = top; y < top + patch.side; ++y)
            for (int x = left; x < left + patch.side; ++x)
                sum += static_cast<double>(std::max(0.0f, projection.data[index(y * projection.shape.width + x)]));
        drop.push_back(static_cast<float>(sweep.whole_sum - static_cast<double>(sweep.sums[index(position)])));
        bright.push_back(static_cast<float>(sum / (patch.side * patch.side)));
    }
    return rank_correlation(drop, bright);
}

Occluder::Occluder(const nn::Network& network) : impl_(std::make_unique<Impl>(network)) {}
Occluder::~Occluder() = default;
Occluder::Occluder(Occluder&&) noexcept = default;
Occluder& Occluder::operator=(Occluder&&) noexcept = default;

void Occluder::begin(std::span<const float> input, const Patch& patch, const Watch& watch, std::span<const float> fill,
                     Sweep& sweep) {
    Impl& m = *impl_;
    const nn::Shape& shape = m.layout(0).shape;
    assert(input.size() == index(shape.size()) && patch.stride > 0 && (fill.empty() || fill.size() == input.size()));
    assert(patch.side > 0 && patch.side <= shape.height && patch.side <= shape.width);
    m.run_whole(input);
    m.patch = patch;
    if (fill.empty())
        m.fill.assign(m.whole[0].size(), patch.fill);
    else
        m.fill.resize(m.whole[0].size()), nn::from_chw(fill.data(), m.layout(0), m.fill.data());
    const int rows = (shape.height - patch.side) / patch.stride + 1,
              columns = (shape.width - patch.side) / patch.stride + 1;
    sweep.answers.shape = {m.layout(m.last()).shape.size(), rows, columns};
    sweep.answers.data.assign(index(sweep.answers.shape.size()), 0.0f);
    sweep.done = 0;
    sweep.count = rows * columns;
    m.answer.resize(index(sweep.answers.shape.channels));
    m.pending.clear();
    m.watched = m.step_output(watch.layer);
    m.watched_map = watch.map;
    sweep.sums.assign(m.watched >= 0 ? index(sweep.count) : 0, 0.0f);
    if (m.watched >= 0) sweep.whole_sum = m.sum_of(m.whole[index(m.watched)], m.everything(m.watched));
}

bool Occluder::advance(int positions, Sweep& sweep) {
    Impl& m = *impl_;
    const int end = std::min(sweep.count, sweep.done + (std::max(positions, 1) + m.chunk - 1) / m.chunk * m.chunk);
    for (; sweep.done < end; ++sweep.done) {
        m.run_position(sweep.done, sweep);
        if (m.pending.size() == kChunk) m.finish(sweep);
    }
    m.finish(sweep);
    return sweep.done < sweep.count;
}

void Occluder::occlude(std::span<const float> input, const Patch& patch, nn::Tensor& answers) {
    Sweep sweep;
    sweep.answers = std::move(answers);
    begin(input, patch, {}, {}, sweep);
    advance(sweep.count, sweep);
    answers = std::move(sweep.answers);
}

}  // namespace explain
