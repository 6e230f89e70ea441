// How large what each step gives is.
#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "io/foreign/build.h"
#include "io/foreign/steps.h"
#include "io/json.h"

namespace io {
namespace {

constexpr int kMostSide = 4'096;

/// Places of a window along one side; nothing where there is none.
std::optional<int> places(int side, int kernel, int stride, int padding) {
    const std::int64_t padded = std::int64_t{side} + 2 * std::int64_t{padding};
    if (kernel < 1 || stride < 1 || padding < 0 || side < 1 || padded > kMostSide || kernel > padded)
        return std::nullopt;
    return static_cast<int>((padded - kernel) / stride) + 1;
}

std::optional<nn::Shape> windowed(nn::Shape in, int channels, int kernel, int stride, int padding) {
    const auto rows = places(in.height, kernel, stride, padding), columns = places(in.width, kernel, stride, padding);
    if (!rows || !columns) return std::nullopt;
    return nn::Shape{channels, *rows, *columns};
}

}  // namespace

const NamedTensor* tensor_of(const FoundModel& found, const std::string& name) {
    const auto place = found.tensors.find(name);
    return place == found.tensors.end() ? nullptr : &place->second;
}

std::optional<int> border_of(const FoundStep& step, int kernel, int side) {
    if (!step.same) return step.padding;
    if (step.stride < 1 || side < 1) return std::nullopt;
    const std::int64_t wanted = (std::int64_t{side} + step.stride - 1) / step.stride;
    const std::int64_t total = std::max<std::int64_t>((wanted - 1) * step.stride + kernel - side, 0);
    return total % 2 == 0 && total <= kMostSide ? std::optional(static_cast<int>(total / 2)) : std::nullopt;
}

std::optional<nn::Shape> shape_after_step(const FoundModel& found, const FoundStep& step, nn::Shape in) {
    switch (step.kind) {
        case StepKind::conv: {
            const NamedTensor* weight = tensor_of(found, step.weight);
            if (weight == nullptr || weight->shape.size() != 4 || weight->shape[1] != in.channels ||
                weight->shape[0] < 1)
                return std::nullopt;
            const auto border = border_of(step, weight->shape[2], in.height);
            if (!border) return std::nullopt;
            return windowed(in, weight->shape[0], weight->shape[2], step.stride, *border);
        }
        case StepKind::max_pool:
        case StepKind::average_pool: {
            const auto border = border_of(step, step.kernel, in.height);
            if (!border) return std::nullopt;
            return windowed(in, in.channels, step.kernel, step.stride, *border);
        }
        case StepKind::global_average_pool:
            return nn::Shape{in.channels, 1, 1};
        case StepKind::dense: {
            const NamedTensor* weight = tensor_of(found, step.weight);
            const std::int64_t inputs = std::int64_t{in.channels} * in.height * in.width;
            if (weight == nullptr || weight->shape.size() != 2 || weight->shape[1] != inputs || weight->shape[0] < 1)
                return std::nullopt;
            return nn::Shape{weight->shape[0], 1, 1};
        }
        case StepKind::pad:
            return windowed(in, in.channels, 1, 1, step.padding);
        case StepKind::resize:
            if (step.side < 1 || step.side > kMostSide) return std::nullopt;
            return nn::Shape{in.channels, step.side, step.side};
        case StepKind::batch_norm:
        case StepKind::relu:
        case StepKind::leaky_relu:
        case StepKind::tanh:
        case StepKind::sigmoid:
        case StepKind::flatten:
        case StepKind::dropout:
        case StepKind::softmax:
        case StepKind::log_softmax:
        case StepKind::scale:
        case StepKind::other:
            return in;
    }
    return in;
}

std::string shape_text(const std::vector<int>& shape) {
    std::string text;
    for (const int side : shape) text += (text.empty() ? "" : " x ") + std::to_string(side);
    return text.empty() ? "a single number" : text;
}

std::string number_text(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", number);
    return text;
}

std::string misfit(const FoundModel& found, const FoundStep& step, nn::Shape in) {
    const std::string given = "it is given " + shape_text({in.channels, in.height, in.width});
    const NamedTensor* weight = tensor_of(found, step.weight);
    if (!step.weight.empty() && weight == nullptr)
        return "its tensor " + in_quotes(step.weight) + " is not in the file";
    if (weight != nullptr) return given + ", which its weights of " + shape_text(weight->shape) + " do not fit";
    return given + ", which its window does not fit";
}

const char* kind_words(StepKind kind) {
    switch (kind) {
        case StepKind::conv:
            return "convolution";
        case StepKind::dense:
            return "fully connected layer";
        case StepKind::batch_norm:
            return "batch normalisation";
        case StepKind::max_pool:
            return "max-pooling";
        case StepKind::average_pool:
            return "average pooling";
        case StepKind::global_average_pool:
            return "global average pooling";
        case StepKind::relu:
            return "ReLU";
        case StepKind::leaky_relu:
            return "leaky ReLU";
        case StepKind::tanh:
            return "tanh";
        case StepKind::sigmoid:
            return "sigmoid";
        case StepKind::flatten:
            return "flattening";
        case StepKind::dropout:
            return "dropout";
        case StepKind::softmax:
            return "softmax";
        case StepKind::log_softmax:
            return "log-softmax";
        case StepKind::scale:
            return "scaling";
        case StepKind::pad:
            return "border";
        case StepKind::resize:
            return "resizing";
        case StepKind::other:
            break;
    }
    return "layer";
}

std::optional<nn::Shape> shape_after(const FoundModel& found, std::size_t count, nn::Shape input) {
    std::optional<nn::Shape> shape = input;
    for (std::size_t i = 0; i < count && shape; ++i) shape = shape_after_step(found, found.steps[i], *shape);
    return shape;
}

std::optional<nn::Shape> input_of(const FoundModel& found) {
    if (found.input) return found.input;
    int channels = 1;
    for (const FoundStep& step : found.steps) {
        if (step.kind == StepKind::dense) break;
        const NamedTensor* weight = step.kind == StepKind::conv ? tensor_of(found, step.weight) : nullptr;
        if (weight == nullptr || weight->shape.size() != 4) continue;
        channels = weight->shape[1];
        break;
    }
    for (const int side : {28, 32, 29, 30, 31})
        if (shape_after(found, found.steps.size(), {channels, side, side})) return nn::Shape{channels, side, side};
    return std::nullopt;
}

}  // namespace io
