// Sums of what each part of the program takes for one layer.  They saturate: a file may ask for more than 2^63 bytes.
#include "nn/cost.h"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "nn/vector.h"

namespace nn {
namespace {

constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kWord = 4;     // bytes of a float, and of an offset
constexpr std::int64_t kBatch = 64;   // inputs whose fully connected layers are one product, in engine and occluder
constexpr std::int64_t kEngines = 3;  // the lane's, and at most two of a probe
constexpr std::int64_t kHits = 100;   // of each map, in the search for the nine strongest, three words each
constexpr std::int64_t kSideBySide = 3 << 20;  // words, of each layer, in the deconvnet's scratch memory
constexpr std::int64_t kPositions = 784;       // of an occlusion sweep

std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? kHuge : sum;
}

std::int64_t times(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? kHuge : product;
}

template <class... Rest>
std::int64_t times(std::int64_t a, std::int64_t b, Rest... rest) {
    return times(times(a, b), rest...);
}

std::int64_t whole_vectors(std::int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

bool is_dense(const LayerSpec& layer) { return has_weights(layer.kind) && !has_window(layer.kind); }

/// Floats from one position to the next (see layout.h).
std::int64_t pitch_of(const LayerSpec& layer, const Shape& in) {
    return has_weights(layer.kind) && in.channels < kLanes ? in.channels : whole_vectors(in.channels);
}

std::int64_t plane(const Shape& s) { return times(s.height, s.width); }

/// Floats of an activation as the engine holds it (see layout.h), and as the deconvnet does while kernels are added
/// beyond the input's edges.
struct Borders {
    std::int64_t engine = 0, grid = 0;
};

Borders bordered(const LayerSpec& layer, const Shape& in, const Shape& out) {
    const std::int64_t padding = info(layer.kind).padding ? layer.padding : 0;
    const std::int64_t pitch = pitch_of(layer, in);
    const auto side = [&](std::int64_t inner, std::int64_t outer) {
        const std::int64_t reach = layer.kind == LayerKind::conv ? (outer - 1) * layer.stride + layer.kernel : 0;
        return std::max(reach, inner + 2 * padding);
    };
    return {times(in.height + 2 * padding, in.width + 2 * padding, pitch) + 16,
            times(side(in.height, out.height), side(in.width, out.width), pitch)};
}

/// Weights of a layer and the arrangements in which engines, gradients and deconvnet hold them.
std::int64_t weight_words(const LayerSpec& layer, const Shape& in) {
    if (info(layer.kind).per_map) return times(12, whole_vectors(in.channels));
    if (info(layer.kind).pictures) return times(8, whole_vectors(layer.outputs), numbers(in));
    if (!has_weights(layer.kind)) return 0;
    const std::int64_t area = is_dense(layer) ? plane(in) : times(layer.kernel, layer.kernel);
    const std::int64_t side = is_dense(layer) ? in.width : layer.kernel;
    const std::int64_t taps = times(area, pitch_of(layer, in));
    const std::int64_t plain = times(layer.outputs, in.channels, area) + layer.outputs;
    const std::int64_t packed = times(taps, whole_vectors(layer.outputs));
    const std::int64_t back = times(whole_vectors(layer.outputs), taps),
                       columns = times(layer.outputs, in.channels, area / std::max<std::int64_t>(1, side),
                                       whole_vectors(side));
    // File, parsed tensor, network, the reconstructor's copy, a lesioned one; three engines; gradients; the way down.
    return plus(plus(times(5, plain), times(3, packed)),
                plus(plus(back, times(layer.outputs, area, whole_vectors(in.channels))), columns));
}

/// Activations of one input wherever they are held, and offsets of positions.
std::int64_t activation_words(const LayerSpec& layer, const Shape& in, const Shape& out) {
    const Borders borders = bordered(layer, in, out);
    // Engine and occluder keep one, and a batch of them from the first fully connected layer on; vectors may be.
    const bool batches = reads_everything(layer.kind) || plane(in) == 1;
    const std::int64_t kept = batches ? kEngines * kBatch + 8 : 8;
    // Outputs, switches, gradients, signals of two projections, of correspondence's five pictures, of a figure.
    const std::int64_t plain = times(20, numbers(out));
    const std::int64_t offsets = layer.kind == LayerKind::conv ? times(12, plane(out)) : 0;
    // The way down: one map at a time, or sixteen side by side in three buffers while they are small.
    const std::int64_t down = plus(times(3, borders.grid), std::min(times(48, borders.grid), kSideBySide));
    return plus(plus(times(kept, borders.engine), plain), plus(offsets, down));
}

std::string million(std::int64_t count) {
    char text[32];
    std::snprintf(text, sizeof text, count < 10'000'000 ? "%.2f" : "%.0f", static_cast<double>(count) / 1e6);
    return text;
}

std::string megabytes(std::int64_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f", static_cast<double>(bytes) / (1 << 20));
    return text;
}

}  // namespace

Cost operator+(const Cost& a, const Cost& b) {
    return {plus(a.bytes, b.bytes), plus(a.multiply_adds, b.multiply_adds)};
}

std::int64_t numbers(const Shape& s) { return times(s.channels, s.height, s.width); }

Cost cost_of_layer(const LayerSpec& layer, const Shape& input, const Shape& in, const Shape& out) {
    Cost cost;
    std::int64_t words = plus(weight_words(layer, in), activation_words(layer, in, out));
    // Every map's reconstruction, all of it and its strongest activation, and once more in a figure.
    words = plus(words, times(3, out.channels, numbers(input)));
    words = plus(words, times(3 * kHits, out.channels));
    // The table by class of an occlusion sweep.
    if (plane(out) == 1) words = plus(words, times(kPositions, out.channels));
    cost.bytes = times(kWord, words);
    cost.multiply_adds = numbers(out);
    if (layer.kind == LayerKind::conv)
        cost.multiply_adds = times(numbers(out), in.channels, times(layer.kernel, layer.kernel));
    if (is_dense(layer)) cost.multiply_adds = times(layer.outputs, numbers(in));
    if (info(layer.kind).pictures) cost.multiply_adds = times(layer.outputs, numbers(in));
    if (info(layer.kind).side) cost.multiply_adds = times(4, numbers(out));
    if (is_pool(layer.kind)) cost.multiply_adds = times(numbers(out), times(layer.kernel, layer.kernel));
    return cost;
}

Cost cost_of_output(const Shape& out) {
    return {times(kWord, kEngines * kBatch, plane(out), whole_vectors(out.channels)), 0};
}

Cost cost(const Network& network) {
    Cost sum;
    for (int i = 0; i < network.layer_count(); ++i) {
        sum =
            sum + cost_of_layer(network.layer(i), network.architecture.input, network.input_shape(i), network.shape(i));
    }
    return network.shapes.empty() ? sum : sum + cost_of_output(network.shapes.back());
}

std::string complaint_about(const Cost& sum, const Cost& part, const std::string& layer) {
    if (sum.bytes > kMostBytes)
        return "the network needs at least " + megabytes(sum.bytes) + " MB of memory, " + megabytes(part.bytes) +
               " MB of it for layer " + layer + ", and " + megabytes(kMostBytes) +
               " MB is the most: use less padding, fewer maps or fewer units there";
    if (sum.multiply_adds > kMostMultiplyAdds)
        return "one forward pass takes at least " + million(sum.multiply_adds) + " million multiply-adds, " +
               million(part.multiply_adds) + " million of them in layer " + layer + ", and " +
               million(kMostMultiplyAdds) +
               " million is the most: use less padding, smaller kernels or fewer maps there";
    return {};
}

std::string complaint_about_both(const Network& first, const std::string& name, const Network& second,
                                 const std::string& second_name) {
    const std::int64_t one = cost(first).bytes, other = cost(second).bytes;
    if (plus(one, other) <= kMostBytesTogether) return {};
    return name + " needs at least " + megabytes(one) + " MB of memory and " + second_name + " " + megabytes(other) +
           " MB, and beside each other they may take " + megabytes(kMostBytesTogether) +
           " MB: compare smaller networks, or look at one at a time";
}

std::int64_t training_bytes(const Network& network, int images) {
    std::int64_t activations = 0, weights = 0;
    for (int i = 0; i < network.layer_count(); ++i) {
        const LayerSpec& layer = network.layer(i);
        const Shape &in = network.input_shape(i), &out = network.shape(i);
        // Activations, gradients, switches and masks; packed, rows, where each weight lies, and sums.
        activations = plus(activations, times(4, bordered(layer, in, out).engine));
        activations = plus(activations, times(4, plane(out), whole_vectors(out.channels)));
        weights = plus(weights, times(2, weight_words(layer, in)));
    }
    return times(kWord, plus(times(activations, images), weights));
}

int passes_a_slice(const Network& network, int most) {
    constexpr std::int64_t kSlice = 100'000'000;  // multiply-adds: some 10 ms natively
    const std::int64_t one = std::max<std::int64_t>(1, cost(network).multiply_adds);
    return static_cast<int>(std::clamp<std::int64_t>(kSlice / one, 1, std::max(1, most)));
}

}  // namespace nn
