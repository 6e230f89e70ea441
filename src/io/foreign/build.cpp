// See build.h.
#include "io/foreign/build.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "io/foreign/fold.h"
#include "io/foreign/input_layers.h"
#include "io/foreign/steps.h"
#include "io/json.h"

namespace io {
namespace {

constexpr std::size_t kMostNumbers = std::size_t{32} << 20, kMostSteps = 512;
constexpr int kPad = 28;  ///< pixels of the pad's side

/// One layer as it will be, with its numbers.
struct Layer {
    nn::LayerSpec spec;
    nn::Parameters parameters;
    int inputs = 0;  ///< of a conv: channels
};

class Builder {
public:
    Builder(FoundModel& found, nn::Shape input) : found_(found), input_(input), shape_(input) {}

    base::Result<nn::Network> run() {
        if (found_.steps.size() > kMostSteps) return base::Error{"the network has more than 512 steps"};
        for (const FoundStep& step : found_.steps) {
            take(step);
            if (!problem_.empty()) return base::Error{problem_};
        }
        if (layers_.empty()) return base::Error{"there is no layer in this network"};
        end_in_softmax();
        make_one_channel();
        give_border();
        put_input_first();
        return finish();
    }

private:
    void stop(const FoundStep& step, const std::string& why) {
        const std::string who = step.name.empty() ? std::string("a ") + kind_words(step.kind) : in_quotes(step.name);
        problem_ = who + " cannot be built: " + why;
    }

    void add(nn::LayerKind kind, const char* name, int& count) {
        Layer layer;
        layer.spec.kind = kind;
        layer.spec.name = name + std::to_string(++count);
        layers_.push_back(std::move(layer));
    }

    /// A tensor's numbers; nothing, and a problem, where it does not fit.
    std::vector<float> numbers(const FoundStep& step, const std::string& name, const std::vector<int>& shape) {
        const NamedTensor* tensor = tensor_of(found_, name);
        if (tensor == nullptr) {
            stop(step, "its tensor " + in_quotes(name) + " is not in the file");
        } else if (tensor->shape != shape) {
            stop(step,
                 "tensor " + in_quotes(name) + " is " + shape_text(tensor->shape) + ", expected " + shape_text(shape));
        } else if (tensor->dtype[0] != 'F' && tensor->dtype != "BF16") {
            stop(step,
                 "tensor " + in_quotes(name) + " has dtype " + tensor->dtype + ", and weights must be floating-point");
        } else if (!all_finite(tensor->data)) {
            stop(step, "tensor " + in_quotes(name) + " holds a number that is NaN or infinite");
        } else if ((taken_ += tensor->data.size()) > kMostNumbers) {
            problem_ = "the network's layers have more than 32 million weights";
        } else {
            return tensor->data;
        }
        return {};
    }

    void take(const FoundStep& step) {
        if (!step.refusal.empty()) return stop(step, step.refusal);
        if (border_ > 0 && step.kind != StepKind::conv && step.kind != StepKind::pad)
            return stop(step, "a border of zeros comes before it, and only before a convolution is that read");
        const nn::Shape before = shape_;
        const auto after = shape_after_step(found_, step, shape_);
        if (!after) return stop(step, misfit(found_, step, shape_));
        switch (step.kind) {
            case StepKind::conv:
            case StepKind::dense:
                take_weights(step, before, *after);
                break;
            case StepKind::batch_norm:
                take_batch_norm(step);
                break;
            case StepKind::max_pool:
            case StepKind::average_pool:
                take_pool(step, before);
                break;
            case StepKind::global_average_pool:
                take_global(before);
                break;
            case StepKind::relu:
                add(nn::LayerKind::relu, "relu", activations_);
                break;
            case StepKind::tanh:
                add(nn::LayerKind::tanh, "tanh", activations_);
                break;
            case StepKind::leaky_relu:
                add(nn::LayerKind::leaky_relu, "relu", activations_);
                layers_.back().spec.slope = static_cast<float>(step.number);
                break;
            case StepKind::sigmoid:
                add(nn::LayerKind::sigmoid, "sigmoid", activations_);
                break;
            case StepKind::dropout:
                take_dropout(step);
                break;
            case StepKind::flatten:
                channels_last_ = step.channels_last && shape_.plane() > 1 && shape_.channels > 1;
                break;
            case StepKind::log_softmax:
                found_.notes.push_back("its log-softmax was made a softmax");
                [[fallthrough]];
            case StepKind::softmax:
                if (shape_.plane() != 1) return stop(step, "it is taken over maps, not over classes");
                add_softmax();
                break;
            case StepKind::scale:
            case StepKind::pad:
            case StepKind::resize:
                take_input(step);
                break;
            case StepKind::other:
                return stop(step, "it is of an unknown kind");
        }
        shape_ = *after;
    }

    void take_weights(const FoundStep& step, nn::Shape in, nn::Shape out) {
        const bool is_conv = step.kind == StepKind::conv;
        const std::vector<int> shape = found_.tensors.at(step.weight).shape;
        if (is_conv && shape[2] != shape[3]) return stop(step, "its window is not square");
        Layer layer;
        layer.spec.kind = is_conv ? nn::LayerKind::conv : nn::LayerKind::fully_connected;
        layer.spec.name = is_conv ? "conv" + std::to_string(++convs_) : "fc" + std::to_string(++denses_);
        layer.spec.outputs = out.channels;
        layer.inputs = shape[1];
        if (is_conv) {
            layer.spec.kernel = shape[2];
            layer.spec.stride = step.stride;
            layer.spec.padding = border_of(step, shape[2], in.height).value_or(0);
            if (border_of(step, shape[2], in.width) != layer.spec.padding) return stop(step, "its border is uneven");
            layer.spec.padding += std::exchange(border_, 0);
        }
        layer.parameters.weight = numbers(step, step.weight, shape);
        layer.parameters.bias = step.bias.empty() ? std::vector<float>(static_cast<std::size_t>(out.channels))
                                                  : numbers(step, step.bias, {out.channels});
        if (!problem_.empty()) return;
        if (!is_conv && std::exchange(channels_last_, false)) put_channels_first(layer.parameters.weight, in);
        layers_.push_back(std::move(layer));
        name(step);
    }
    void name(const FoundStep& step) {
        const std::string& ours = layers_.back().spec.name;
        if (step.name != ours && !step.name.empty())
            names_ += (names_.empty() ? "" : ", ") + ours + " was " + in_quotes(step.name);
    }

    /// Of the input; within the network a border of zeros is the next convolution's.
    void take_input(const FoundStep& step) {
        const bool is_first = layers_.empty();
        if (!is_first && step.kind == StepKind::pad && step.number == 0)
            border_ += step.padding;
        else if (!is_first)
            return stop(step, "it changes numbers within the network, not its input");
        else if (step.kind == StepKind::scale)
            prepared_.scale(step.factor, step.offset);
        else if (step.kind == StepKind::pad)
            prepared_.frame(step.padding, step.number);
        else
            prepared_.resize(step.side);
    }

    void take_batch_norm(const FoundStep& step) {
        const int count = shape_.channels;
        const auto some = static_cast<std::size_t>(count);
        BatchNorm norm;
        norm.epsilon = step.number;
        norm.mean = numbers(step, step.mean, {count});
        norm.variance = numbers(step, step.variance, {count});
        norm.gain = step.weight.empty() ? std::vector<float>(some, 1.0f) : numbers(step, step.weight, {count});
        norm.shift = step.bias.empty() ? std::vector<float>(some) : numbers(step, step.bias, {count});
        if (!problem_.empty()) return;
        auto gains = gains_of(norm);
        if (!gains) return stop(step, "its variance is not positive");
        if (!all_finite(gains->weight) || !all_finite(gains->bias))
            return stop(step, "its numbers are beyond what float32 can hold");
        add(nn::LayerKind::batch_norm, "norm", norms_);
        layers_.back().parameters = std::move(*gains);
        name(step);
    }

    void take_pool(const FoundStep& step, nn::Shape in) {
        const auto border = border_of(step, step.kernel, in.height);
        if (border != 0 || border_of(step, step.kernel, in.width) != 0) return stop(step, "it pools over a border");
        const auto over = [&](int side) { return (side - step.kernel) % step.stride != 0; };
        if (step.ceil && (over(in.height) || over(in.width)))
            return stop(step, "its last window reaches over the edge");
        add(step.kind == StepKind::max_pool ? nn::LayerKind::max_pool : nn::LayerKind::average_pool, "pool", pools_);
        layers_.back().spec.kernel = step.kernel;
        layers_.back().spec.stride = step.stride;
    }

    void take_global(nn::Shape in) {
        if (in.height != in.width) {
            problem_ = "the global pooling cannot be built: its maps are not square";
            return;
        }
        if (in.height == 1) return;
        add(nn::LayerKind::average_pool, "pool", pools_);
        layers_.back().spec.kernel = layers_.back().spec.stride = in.height;
    }

    void take_dropout(const FoundStep& step) {
        if (!(step.number >= 0 && step.number < 1)) return stop(step, "its rate is " + number_text(step.number));
        add(nn::LayerKind::dropout, "dropout", dropouts_);
        layers_.back().spec.rate = std::min(static_cast<float>(step.number), 0.999f);
    }

    void add_softmax() {
        if (!layers_.empty() && layers_.back().spec.kind == nn::LayerKind::softmax) return;
        layers_.emplace_back().spec.kind = nn::LayerKind::softmax;
        layers_.back().spec.name = "softmax";
    }

    void end_in_softmax() {
        if (layers_.back().spec.kind == nn::LayerKind::softmax || shape_.plane() != 1) return;
        add_softmax();
        found_.notes.push_back("a softmax was put at the end, for probabilities");
    }

    void make_one_channel() {
        // What comes before the first convolution does the same with each channel.
        const auto first = std::find_if(layers_.begin(), layers_.end(),
                                        [](const Layer& layer) { return nn::has_weights(layer.spec.kind); });
        if (input_.channels != 3 || first == layers_.end() || first->spec.kind != nn::LayerKind::conv) return;
        if (std::any_of(layers_.begin(), first, [](const Layer& layer) { return !layer.parameters.weight.empty(); }))
            return;
        io::make_one_channel(first->parameters.weight, first->spec.kernel);
        input_.channels = 1;
        found_.notes.push_back("its three channels were taken for equal ones and made one");
    }

    void give_border() {
        const bool is_larger = input_.height == input_.width && input_.height > kPad && input_.height <= kPad + 8;
        if (!is_larger || (input_.height - kPad) % 2 != 0) return;
        const int border = (input_.height - kPad) / 2;
        found_.notes.push_back("its " + std::to_string(input_.height) + " x " + std::to_string(input_.width) +
                               " pixels were taken for 28 x 28 with a border of " + std::to_string(border));
        prepared_.frame_paper(border);
        input_.height = input_.width = kPad;
    }

    void put_input_first() {
        std::vector<Layer> all;
        for (nn::LayerSpec& spec : prepared_.layers()) all.emplace_back().spec = std::move(spec);
        std::move(layers_.begin(), layers_.end(), std::back_inserter(all));
        layers_ = std::move(all);
    }

    base::Result<nn::Network> finish() {
        nn::Architecture architecture;
        architecture.input = input_;
        for (const Layer& layer : layers_) architecture.layers.push_back(layer.spec);
        auto made = nn::make_network(std::move(architecture));
        if (!made) return made;
        nn::Network& network = made.value();
        for (std::size_t i = 0; i < layers_.size(); ++i) network.parameters[i] = std::move(layers_[i].parameters);
        if (!nn::is_finite(network)) return base::Error{"its weights are beyond what float32 can hold"};
        if (!names_.empty()) network.card["names"] = names_;
        return made;
    }

    FoundModel& found_;
    nn::Shape input_, shape_;
    std::vector<Layer> layers_;
    int convs_ = 0, denses_ = 0, pools_ = 0, activations_ = 0, dropouts_ = 0, norms_ = 0;
    bool channels_last_ = false;
    std::size_t taken_ = 0;
    InputLayers prepared_;
    int border_ = 0;  ///< of zeros, that the next convolution has
    std::string names_, problem_;
};

}  // namespace

base::Result<nn::Network> build(FoundModel& found, nn::Shape input) { return Builder(found, input).run(); }

}  // namespace io
