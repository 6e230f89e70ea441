// See keras_layers.h; the configurations are those of Keras 2 and 3 and of TensorFlow.js.
#include "io/foreign/keras_layers.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "io/foreign/fold.h"
#include "io/foreign/json_fields.h"
#include "io/foreign/keras_shapes.h"

namespace io {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostLayers = 256;

double number_in(const Json& object, const char* key, double fallback) {
    return real_in(object, key).value_or(fallback);
}

constexpr std::pair<std::string_view, StepKind> kActivations[] = {{"relu", StepKind::relu},
                                                                  {"tanh", StepKind::tanh},
                                                                  {"sigmoid", StepKind::sigmoid},
                                                                  {"softmax", StepKind::softmax},
                                                                  {"softmax_v2", StepKind::softmax},
                                                                  {"log_softmax", StepKind::log_softmax},
                                                                  {"leaky_relu", StepKind::leaky_relu}};

class Layers {
public:
    explicit Layers(FoundModel& found) : found_(found) {}

    base::Status run(const Json& model) {
        const Json* config = member(model, "config");
        const Json* layers = config != nullptr && config->is_array() ? config : nullptr;
        if (layers == nullptr && config != nullptr) layers = member(*config, "layers");
        if (layers == nullptr || !layers->is_array() || layers->empty())
            return base::Error{"this Keras model lists no layers"};
        if (layers->size() > kMostLayers) return base::Error{"this Keras model has more than 256 layers"};
        is_graph_ = text_in(model, "class_name") != "Sequential";
        for (const Json& layer : *layers) {
            take(layer);
            if (!problem_.empty()) return base::Error{problem_};
        }
        return base::Done{};
    }

private:
    void stop(const std::string& why) {
        if (problem_.empty()) problem_ = why;
    }
    void refuse(FoundStep& step, const std::string& why) const {
        if (step.refusal.empty()) step.refusal = why;
    }

    FoundStep& put(StepKind kind) {
        FoundStep step;
        step.kind = kind;
        step.name = name_;
        found_.steps.push_back(std::move(step));
        return found_.steps.back();
    }

    /// The weight of this layer that is called so, whatever scopes stand before it; "" where there is none.
    std::string weight(const char* called) const {
        const std::string end = name_ + "/" + called;
        for (const std::string& name : found_.order)
            if (name == end || name.ends_with("/" + end)) return name;
        return {};
    }

    /// Every layer reads the one before it, and nothing else does.
    void check_chain(const Json& layer) {
        if (!is_graph_) return;
        std::vector<std::string> read;
        if (const Json* nodes = member(layer, "inbound_nodes")) collect(*nodes, read, 0);
        const bool is_first = before_.empty();
        if (read.size() != (is_first ? 0u : 1u) || (!is_first && read[0] != before_))
            stop("the layer " + in_quotes(name_) +
                 " does not read the one before it, and only chains of layers are read here");
    }
    /// ["name", 0, 0, {}] in Keras 2, {"keras_history": ["name", 0, 0]} in Keras 3.
    void collect(const Json& node, std::vector<std::string>& read, int depth) const {
        if (depth > 8 || read.size() > 2) return;
        if (node.is_array() && node.size() >= 3 && node[0].is_string() && node[1].is_number())
            return read.push_back(*node[0].get_ptr<const std::string*>());
        if (node.is_structured())
            for (const Json& part : node) collect(part, read, depth + 1);
    }

    void take(const Json& layer) {
        const std::string kind = text_in(layer, "class_name");
        const Json* config = member(layer, "config");
        if (config == nullptr || !config->is_object())
            return stop("the Keras layer " + in_quotes(kind) + " has no configuration");
        name_ = text_in(*config, "name", text_in(layer, "name").c_str());
        check_chain(layer);
        before_ = name_;
        if (!found_.input && found_.steps.empty()) found_.input = input_in(*config);
        if (text_in(*config, "data_format") == "channels_first") channels_first_ = true;
        take_kind(kind, *config);
        for (FoundStep& step : found_.steps)
            if (!step.refusal.empty())
                return stop("the Keras layer " + in_quotes(step.name) + " cannot be read: " + step.refusal);
    }

    void take_kind(const std::string& kind, const Json& config) {
        if (kind == "InputLayer" || kind == "Identity") return;
        if (kind == "Conv2D") return take_conv(config);
        if (kind == "Dense") return take_dense(config);
        if (kind == "MaxPooling2D" || kind == "MaxPool2D") return take_pool(config, StepKind::max_pool);
        if (kind == "AveragePooling2D" || kind == "AvgPool2D") return take_pool(config, StepKind::average_pool);
        if (kind == "GlobalAveragePooling2D" || kind == "GlobalAvgPool2D") {
            put(StepKind::global_average_pool);
        } else if (kind == "Flatten") {
            put(StepKind::flatten).channels_last = !channels_first_;
        } else if (kind == "Reshape") {
            take_reshape(config);
        } else if (kind == "Activation") {
            take_activation(config);
        } else if (kind == "ReLU") {
            take_relu(config);
        } else if (kind == "LeakyReLU") {
            put(StepKind::leaky_relu).number = number_in(config, "negative_slope", number_in(config, "alpha", 0.3));
        } else if (kind == "Softmax") {
            put(StepKind::softmax);
        } else if (kind == "BatchNormalization") {
            take_norm(config);
        } else if (kind == "Dropout" || kind == "SpatialDropout2D") {
            put(StepKind::dropout).number = number_in(config, "rate", 0.5);
        } else if (kind == "Rescaling") {
            take_rescaling(config);
        } else if (kind == "ZeroPadding2D") {
            take_padding(config);
        } else if (kind == "Resizing") {
            take_resizing(config);
        } else {
            stop("the Keras layer " + in_quotes(kind) + " is not read here");
        }
    }

    /// Two equal whole numbers, or one.
    int square(const Json& config, const char* key, int fallback, FoundStep& step) const {
        const Json* value = member(config, key);
        if (value == nullptr || value->is_null()) return fallback;
        std::vector<Json> all;
        if (value->is_array())
            all.assign(value->begin(), value->end());
        else
            all.push_back(*value);
        const auto size = all.empty() ? std::nullopt : integer_in(all[0], 0, 4'096);
        const bool even = std::all_of(all.begin(), all.end(), [&](const Json& one) { return one == all[0]; });
        if (!size || !even) refuse(step, std::string("its ") + key + " is not the same in both directions");
        return static_cast<int>(size.value_or(fallback));
    }

    void take_border(const Json& config, FoundStep& step) {
        const std::string border = text_in(config, "padding", "valid");
        step.same = border == "same";
        if (border != "same" && border != "valid") refuse(step, "its padding is " + in_quotes(border));
    }

    void take_conv(const Json& config) {
        FoundStep& step = put(StepKind::conv);
        step.weight = weight("kernel");
        step.bias = true_in(config, "use_bias", true) ? weight("bias") : "";
        step.stride = square(config, "strides", 1, step);
        take_border(config, step);
        if (square(config, "dilation_rate", 1, step) != 1) refuse(step, "it has dilations");
        if (number_in(config, "groups", 1) != 1) refuse(step, "it has groups");
        turn(step);
        take_activation(config);
    }
    void take_dense(const Json& config) {
        FoundStep& step = put(StepKind::dense);
        step.weight = weight("kernel");
        step.bias = true_in(config, "use_bias", true) ? weight("bias") : "";
        turn(step);
        take_activation(config);
    }
    /// Names of layers may be doubled in a broken file: a tensor is turned once.
    void turn(FoundStep& step) {
        const auto place = found_.tensors.find(step.weight);
        if (place == found_.tensors.end()) return refuse(step, "its kernel is not among the weights");
        if (std::find(turned_.begin(), turned_.end(), step.weight) != turned_.end())
            return refuse(step, "another layer has its name");
        turned_.push_back(step.weight);
        step.kind == StepKind::conv ? turn_conv(place->second) : turn_dense(place->second);
    }

    void take_pool(const Json& config, StepKind kind) {
        FoundStep& step = put(kind);
        step.kernel = square(config, "pool_size", 2, step);
        step.stride = square(config, "strides", step.kernel, step);
        take_border(config, step);
    }

    /// To a picture of the input's size, which changes nothing, or to one row.
    void take_reshape(const Json& config) {
        const Json* shape = member(config, "target_shape");
        const std::size_t sides = shape != nullptr && shape->is_array() ? shape->size() : 0;
        const bool is_input = found_.steps.empty() && found_.input && found_.input->channels == 1 && sides >= 2;
        const bool is_row = sides == 1;
        if (!is_input && !is_row)
            return stop("the Keras layer " + in_quotes(name_) + " cannot be read: it makes other maps of its numbers");
        if (is_row) put(StepKind::flatten).channels_last = !channels_first_;
    }

    void take_activation(const Json& config) {
        const Json* value = member(config, "activation");
        if (value == nullptr || value->is_null()) return;
        // A word, or in Keras 3 also an object of a class.
        const std::string word =
            value->is_string() ? *value->get_ptr<const std::string*>() : text_in(*value, "class_name");
        if (word == "linear") return;
        for (const auto& [theirs, kind] : kActivations)
            if (word == theirs) {
                put(kind).number = 0.2;  // Keras' slope of a leaky ReLU that is named so
                return;
            }
        stop("the Keras activation " + in_quotes(word) + " is not read here");
    }

    void take_relu(const Json& config) {
        const double slope = number_in(config, "negative_slope", 0);
        FoundStep& step = put(slope == 0 ? StepKind::relu : StepKind::leaky_relu);
        step.number = slope;
        const Json* most = member(config, "max_value");
        if ((most != nullptr && !most->is_null()) || number_in(config, "threshold", 0) != 0)
            refuse(step, "it has a largest value or a threshold");
    }

    void take_norm(const Json& config) {
        FoundStep& step = put(StepKind::batch_norm);
        step.number = number_in(config, "epsilon", 1e-3);
        step.weight = true_in(config, "scale", true) ? weight("gamma") : "";
        step.bias = true_in(config, "center", true) ? weight("beta") : "";
        step.mean = weight("moving_mean");
        step.variance = weight("moving_variance");
        if (step.mean.empty() || step.variance.empty())
            refuse(step, "its moving mean and variance are not among the weights");
    }

    void take_rescaling(const Json& config) {
        FoundStep& step = put(StepKind::scale);
        const Json* offset = member(config, "offset");
        const auto factor = real_in(config, "scale");
        if (!factor || (offset != nullptr && !real_of(offset)))
            refuse(step, "its scale and offset are not one number each");
        step.factor = factor.value_or(1);
        step.offset = real_of(offset).value_or(0);
    }
    void take_padding(const Json& config) {
        FoundStep& step = put(StepKind::pad);
        step.padding = square(Json{{"padding", flattened(config, "padding")}}, "padding", 1, step);
    }
    void take_resizing(const Json& config) {
        FoundStep& step = put(StepKind::resize);
        const auto side = [&](const char* key) {
            const Json* value = member(config, key);
            return value == nullptr ? std::nullopt : integer_in(*value, 1, 4'096);
        };
        if (!side("height") || side("height") != side("width"))
            return refuse(step, "its sides are not two equal numbers");
        if (text_in(config, "interpolation", "bilinear") != "bilinear" ||
            true_in(config, "crop_to_aspect_ratio", false))
            return refuse(step, "it is not bilinear");
        step.side = static_cast<int>(*side("height"));
    }

    FoundModel& found_;
    bool is_graph_ = false, channels_first_ = false;
    std::string name_, before_, problem_;
    std::vector<std::string> turned_;
};

}  // namespace

base::Status read_keras_layers(const Json& model, FoundModel& found) { return Layers(found).run(model); }

}  // namespace io
