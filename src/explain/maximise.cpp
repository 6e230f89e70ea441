// A step: shift by the jitter, forward, backward, shift the gradient back, scale it to the step's length, shrink by L2,
// lessen the total variation, clamp, now and then blur.
#include "explain/maximise.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "nn/bits.h"

namespace explain {
namespace {

constexpr int kLongestBlur = 12;  // pixels to each side

/// 1 / sqrt(x) to six digits, by Newton's rule from a guess at half the exponent: unlike a root, it is done for many
/// numbers side by side by every compiler.
inline float inverse_root(float x) {
    float y = nn::bits_as<float>(0x5f375a86u - (nn::bits_as<std::uint32_t>(x) >> 1));
    y *= 1.5f - 0.5f * x * y * y;
    return y * (1.5f - 0.5f * x * y * y);
}

/// to = from - weight * (what flows out of each pixel, to the right and down).
void run_out(const float* from, const float* across, const float* along, float weight, int width, int plane,
             float* to) {
    to[0] = from[0] + weight * (across[0] + along[0]);
    for (int i = 1; i < width; ++i) to[i] = from[i] + weight * (across[i] + along[i] - across[i - 1]);
    for (int i = width; i < plane; ++i)
        to[i] = from[i] + weight * (across[i] + along[i] - across[i - 1] - along[i - width]);
}

/// Adds step * (difference to the right and lower neighbour) to the flow and cuts it to length 1.  `inner`: 0 in the
/// last column, which has no neighbour to the right.
void turn(const float* to, const float* inner, float step, int width, int plane, float* across, float* along) {
    for (int i = 0; i < plane - width; ++i) {
        const float x = across[i] + step * inner[i] * (to[i + 1] - to[i]),
                    y = along[i] + step * (to[i + width] - to[i]), square = x * x + y * y;
        const float shrink = inverse_root(0.5f * (1.0f + square + std::fabs(1.0f - square)));  // of max(1, square)
        across[i] = x * shrink;
        along[i] = y * shrink;
    }
    for (int i = plane - width; i + 1 < plane; ++i)
        across[i] = std::clamp(across[i] + step * (to[i + 1] - to[i]), -1.0f, 1.0f);
}

}  // namespace

Objective class_objective(const nn::Network& network, int layer, int of_class, float others) {
    const nn::Shape& shape = network.shape(layer);
    const int classes = shape.size();
    assert(of_class >= 0 && of_class < classes);
    Objective objective{layer, {}};
    for (int k = 0; k < classes; ++k) {
        const float weight = k == of_class ? 1.0f : -others / static_cast<float>(std::max(1, classes - 1));
        if (weight != 0.0f) objective.terms.push_back({k / shape.plane(), Term::Of::unit, k % shape.plane(), weight});
    }
    return objective;
}

Objective before_rectifier(const nn::Network& network, Objective objective) {
    Objective lower = objective;
    for (int layer = objective.layer; layer >= 0; --layer) {
        const nn::LayerSpec& spec = network.layer(layer);
        lower.layer = layer;
        if (nn::has_weights(spec.kind)) return lower;
        if (!nn::is_pool(spec.kind)) continue;
        const int width = network.shape(layer).width, below = network.input_shape(layer).width;
        for (Term& term : lower.terms)
            term.unit = (term.unit / width * spec.stride + spec.kernel / 2) * below + term.unit % width * spec.stride +
                        spec.kernel / 2;
    }
    return objective;
}

Ascender::Ascender(const nn::Network& network)
    : network_(network),
      shape_(network.architecture.input),
      activations_(nn::make_activations(network)),
      gradients_(nn::make_gradients(network)),
      shifted_(static_cast<std::size_t>(shape_.size())),
      gradient_(shifted_.size()) {
    for (int i = 0; i < shape_.plane(); ++i) inner_.push_back((i + 1) % shape_.width != 0 ? 1.0f : 0.0f);
    for (const nn::Shape& shape : network.shapes) signals_.emplace_back(static_cast<std::size_t>(shape.size()), 0.0f);
}

Climb Ascender::begin(const Objective& objective, const AscentOptions& options, std::span<const float> start) const {
    assert(start.empty() || start.size() == shifted_.size());
    Climb climb{objective, options, {}, {}, {}, nn::Random(options.seed)};
    climb.curve.reserve(static_cast<std::size_t>(options.steps));
    climb.picture.assign(shifted_.size(), 0.0f);
    climb.flow.assign(2 * shifted_.size(), 0.0f);
    std::copy(start.begin(), start.end(), climb.picture.begin());
    for (float& pixel : climb.picture) {
        pixel += options.noise * climb.random.normal();
        if (options.clamp) pixel = std::clamp(pixel, 0.0f, 1.0f);
    }
    return climb;
}

bool Ascender::advance(Climb& climb, int steps) {
    for (; steps > 0 && climb.done() < climb.options.steps; --steps) step(climb);
    return climb.done() < climb.options.steps;
}

void Ascender::forward(std::span<const float> picture) {
    if (!engine_) engine_.emplace(network_);
    engine_->forward(picture, activations_);
}

void Ascender::step(Climb& climb) {
    const AscentOptions& o = climb.options;
    const int right = o.jitter > 0 ? climb.random.below(2 * o.jitter + 1) - o.jitter : 0;
    const int down = o.jitter > 0 ? climb.random.below(2 * o.jitter + 1) - o.jitter : 0;
    shift(climb.picture, right, down, shifted_);
    forward(shifted_);
    climb.curve.push_back(score(climb.objective));
    const auto layer = static_cast<std::size_t>(climb.objective.layer);
    if (!backward_) backward_.emplace(network_);
    backward_->run(activations_, climb.objective.layer, signals_[layer], gradients_);
    shift(gradients_.input.data, -right, -down, gradient_);
    double square = 0;
    for (float g : gradient_) square += static_cast<double>(g) * static_cast<double>(g);
    const double mean = std::sqrt(square / static_cast<double>(gradient_.size()));
    const float scale = mean > 1e-12 ? static_cast<float>(1.0 / mean) : 0.0f;
    for (float& g : gradient_) g *= scale;
    const float keep = 1.0f - o.l2;
    for (std::size_t i = 0; i < climb.picture.size(); ++i)
        climb.picture[i] = climb.picture[i] * keep + o.rate * gradient_[i];
    if (o.total_variation > 0) lessen_variation(climb.picture, climb.flow, o.rate * o.total_variation);
    if (o.clamp)
        for (float& pixel : climb.picture) pixel = std::clamp(pixel, 0.0f, 1.0f);
    if (o.blur_every > 0 && climb.done() % o.blur_every == 0 && climb.done() < o.steps)
        blur(climb.picture, o.blur_sigma);
}

/// The objective at `activations_`; leaves its gradient with respect to the layer in signals_.
float Ascender::score(const Objective& objective) {
    const auto index = static_cast<std::size_t>(objective.layer);
    const nn::Tensor& output = activations_.outputs[index];
    std::vector<float>& signal = signals_[index];
    std::fill(signal.begin(), signal.end(), 0.0f);
    const int plane = output.shape.plane();
    float sum = 0;
    for (const Term& term : objective.terms) {
        const std::span<const float> map = output.map(term.map);
        float* to = signal.data() + term.map * plane;
        if (term.of == Term::Of::mean) {
            const float share = term.weight / static_cast<float>(plane);
            for (int i = 0; i < plane; ++i) {
                sum += share * map[static_cast<std::size_t>(i)];
                to[i] += share;
            }
            continue;
        }
        const auto unit =
            term.of == Term::Of::unit ? term.unit : std::max_element(map.begin(), map.end()) - map.begin();
        sum += term.weight * map[static_cast<std::size_t>(unit)];
        to[unit] += term.weight;
    }
    return sum;
}

float Ascender::value(const Objective& objective, std::span<const float> picture) {
    forward(picture);
    return score(objective);
}

std::span<const float> Ascender::answer(std::span<const float> picture) {
    forward(picture);
    return activations_.outputs.back().data;
}

/// Whole pixels; what comes in from outside is paper.
void Ascender::shift(std::span<const float> from, int right, int down, std::span<float> to) const {
    if (right == 0 && down == 0) {
        std::copy(from.begin(), from.end(), to.begin());
        return;
    }
    const int height = shape_.height, width = shape_.width;
    const int begin = std::clamp(right, 0, width), end = std::clamp(width + right, 0, width);
    std::fill(to.begin(), to.end(), 0.0f);
    for (int row = 0; row < shape_.channels * height; ++row) {
        const int source = row % height - down;
        if (source < 0 || source >= height || begin >= end) continue;
        const float* line = from.data() + (row - down) * width;
        std::copy(line + begin - right, line + end - right, to.data() + row * width + begin);
    }
}

/// The proximal step of the total variation: the picture that is least in half its squared distance from this one plus
/// `weight` times the sum of the lengths of (across, along), the differences to the right and lower neighbours.  A step
/// down the slope would overshoot where neighbours are closer than `weight`, and speckle what it should smooth.
/// By projected gradients on the dual (Chambolle 2004): picture - weight * (what `flow` carries out of each pixel). The
/// flow begins where the ascent's last step left it, so that few rounds do.
void Ascender::lessen_variation(std::span<float> picture, std::span<float> flow, float weight) {
    constexpr int kRounds = 4;
    constexpr float kReach = 0.2f;  // of a round; 1/4 is where it may cease to converge
    const int width = shape_.width, plane = shape_.plane();
    for (int channel = 0; channel < shape_.channels; ++channel) {
        const float* from = picture.data() + channel * plane;
        float* across = flow.data() + channel * plane;
        float* along = across + picture.size();
        float* to = shifted_.data() + channel * plane;
        for (int round = 0; round < kRounds; ++round) {
            run_out(from, across, along, weight, width, plane, to);
            turn(to, inner_.data(), kReach / weight, width, plane, across, along);
        }
        run_out(from, across, along, weight, width, plane, to);
    }
    std::copy(shifted_.begin(), shifted_.end(), picture.begin());
}

/// Gaussian, rows then columns, the page's border repeated.
void Ascender::blur(std::span<float> picture, float sigma) {
    if (sigma <= 0) return;
    const int reach = std::clamp(static_cast<int>(std::ceil(3 * sigma)), 1, kLongestBlur);
    float weights[kLongestBlur + 1], sum = 0;
    for (int i = 0; i <= reach; ++i) {
        weights[i] = std::exp(-0.5f * static_cast<float>(i * i) / (sigma * sigma));
        sum += (i == 0 ? 1.0f : 2.0f) * weights[i];
    }
    for (int i = 0; i <= reach; ++i) weights[i] /= sum;
    const int height = shape_.height, width = shape_.width;
    const auto pass = [&](const float* from, float* to, int count, int stride) {
        for (int i = 0; i < count; ++i) {
            float value = weights[0] * from[i * stride];
            for (int k = 1; k <= reach; ++k)
                value += weights[k] * (from[std::max(0, i - k) * stride] + from[std::min(count - 1, i + k) * stride]);
            to[i * stride] = value;
        }
    };
    for (int channel = 0; channel < shape_.channels; ++channel) {
        float* plane = picture.data() + channel * shape_.plane();
        for (int row = 0; row < height; ++row) pass(plane + row * width, shifted_.data() + row * width, width, 1);
        for (int column = 0; column < width; ++column) pass(shifted_.data() + column, plane + column, height, width);
    }
}

std::vector<float> maximise_class(const nn::Network& network, int of_class, const AscentOptions& options,
                                  float others) {
    Ascender ascender(network);
    Climb climb = ascender.begin(class_objective(network, nn::score_layer(network), of_class, others), options, {});
    ascender.advance(climb, options.steps);
    return climb.picture;
}

}  // namespace explain
