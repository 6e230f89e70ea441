// See onnx.h; attributes and their defaults are those of ONNX's Operators.md.
#include "io/foreign/onnx.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "io/foreign/fold.h"
#include "io/foreign/onnx_graph.h"
#include "io/json.h"

namespace io {
namespace {

constexpr std::pair<std::string_view, StepKind> kPlain[] = {
    {"Relu", StepKind::relu},       {"Tanh", StepKind::tanh},
    {"Sigmoid", StepKind::sigmoid}, {"Softmax", StepKind::softmax},
    {"Flatten", StepKind::flatten}, {"LogSoftmax", StepKind::log_softmax},
    {"Reshape", StepKind::flatten}, {"GlobalAveragePool", StepKind::global_average_pool}};

class Chain {
public:
    explicit Chain(OnnxGraph graph) : graph_(std::move(graph)), at_(graph_.input), passed_{at_} {
        for (const OnnxNode& node : graph_.nodes)
            if (!node.outputs.empty()) made_by_.emplace(node.outputs[0], &node);
        take_input();
    }

    base::Result<FoundModel> run() {
        found_.source = "an ONNX model";
        found_.tells = FoundModel::Tells::all;
        for (const OnnxNode& node : graph_.nodes) {
            if (is_only_of_shapes(node)) continue;
            take(node);
            if (!problem_.empty()) return base::Error{problem_};
        }
        found_.tensors = std::move(graph_.constants);
        return std::move(found_);
    }

private:
    void stop(const OnnxNode& node, const std::string& why) {
        if (problem_.empty()) problem_ = "the ONNX operator " + in_quotes(node.op) + " " + why;
    }
    const NamedTensor* constant(const OnnxNode& node, std::size_t input) const {
        if (input >= node.inputs.size()) return nullptr;
        const auto place = graph_.constants.find(node.inputs[input]);
        return place == graph_.constants.end() ? nullptr : &place->second;
    }
    std::int64_t integer(const OnnxNode& node, const char* key, std::int64_t fallback) const {
        const auto place = node.attributes.find(key);
        return place == node.attributes.end() ? fallback : place->second.integer.value_or(fallback);
    }
    double real(const OnnxNode& node, const char* key, double fallback) const {
        const auto place = node.attributes.find(key);
        if (place == node.attributes.end() || !place->second.real) return fallback;
        return static_cast<double>(*place->second.real);
    }
    static std::string text(const OnnxNode& node, const char* key) {
        const auto place = node.attributes.find(key);
        return place == node.attributes.end() ? std::string() : place->second.text;
    }
    /// Several equal whole numbers.
    int square(const OnnxNode& node, const char* key, int fallback) {
        const auto place = node.attributes.find(key);
        if (place == node.attributes.end() || place->second.integers.empty()) return fallback;
        const std::vector<std::int64_t>& all = place->second.integers;
        const bool even = std::all_of(all.begin(), all.end(), [&](std::int64_t v) { return v == all[0]; });
        if (!even || all[0] < 0 || all[0] > 4'096)
            stop(node, std::string("has ") + key + " that are not the same in all directions");
        return static_cast<int>(std::clamp<std::int64_t>(all[0], 0, 4'096));
    }

    /// Shapes that are computed for a Reshape, and constants, lie beside the chain: they read nothing of it.
    bool is_only_of_shapes(const OnnxNode& node) const {
        return node.op == "Shape" || std::none_of(node.inputs.begin(), node.inputs.end(),
                                                  [&](const std::string& name) { return passed_.count(name) > 0; });
    }

    /// Numbers that a Pad or a Resize is given: a constant, or what PyTorch makes of constants on the way there; what
    /// is no constant is left out.
    std::vector<float> followed(const std::string& name, int depth = 0) const {
        if (const auto place = graph_.constants.find(name); place != graph_.constants.end()) return place->second.data;
        const auto maker = made_by_.find(name);
        if (depth > 16 || maker == made_by_.end()) return {};
        const OnnxNode& node = *maker->second;
        std::vector<float> all;
        const std::size_t reads = node.op == "Concat" ? node.inputs.size() : 1;
        for (const char* op : {"Concat", "Cast", "Reshape", "Transpose", "Slice"})
            for (std::size_t i = 0; node.op == op && i < std::min(reads, node.inputs.size()) && all.size() < 64; ++i) {
                const std::vector<float> part = followed(node.inputs[i], depth + 1);
                all.insert(all.end(), part.begin(), part.end());
            }
        return all;
    }

    FoundStep& put(StepKind kind, const OnnxNode& node) {
        FoundStep step;
        step.kind = kind;
        step.name = node.name;
        found_.steps.push_back(std::move(step));
        return found_.steps.back();
    }

    void take(const OnnxNode& node) {
        const auto on_chain = std::find(node.inputs.begin(), node.inputs.end(), at_);
        if (on_chain == node.inputs.end() || node.outputs.empty() ||
            (on_chain != node.inputs.begin() && !commutes(node) && node.op != "Sub"))
            return stop(node, "does not follow the one before it: only chains of operators are read");
        for (const auto& [op, kind] : kPlain)
            if (node.op == op) {
                put(kind, node).channels_last = channels_last_;
                if (kind == StepKind::flatten) channels_last_ = false;
                return go_on(node);
            }
        if (channels_last_ && (node.op == "Conv" || node.op.ends_with("Pool") || node.op == "BatchNormalization"))
            return stop(node, "reads rows, columns, channels, and only channels, rows, columns are read here");
        if (node.op == "Conv")
            take_conv(node);
        else if (node.op == "MaxPool" || node.op == "AveragePool")
            take_pool(node);
        else if (node.op == "LeakyRelu")
            put(StepKind::leaky_relu, node).number = real(node, "alpha", 0.01);
        else if (node.op == "Gemm" || node.op == "MatMul")
            take_dense(node);
        else if (node.op == "BatchNormalization")
            take_norm(node);
        else if (node.op == "Add" || node.op == "Sub" || node.op == "Mul" || node.op == "Div")
            take_arithmetic(node);
        else if (node.op == "Pad")
            take_pad(node);
        else if (node.op == "Resize")
            take_resize(node);
        else if (node.op == "Transpose")
            take_transpose(node);
        else if (node.op != "Identity" && node.op != "Dropout")
            return stop(node, "is not read here");
        go_on(node);
    }
    static bool commutes(const OnnxNode& node) { return node.op == "Add" || node.op == "Mul"; }
    void go_on(const OnnxNode& node) { passed_.insert(at_ = node.outputs[0]); }

    std::string input(const OnnxNode& node, std::size_t i) const {
        return i < node.inputs.size() ? node.inputs[i] : "";
    }

    void take_border(const OnnxNode& node, FoundStep& step) {
        step.padding = square(node, "pads", 0);
        step.stride = square(node, "strides", 1);
        if (square(node, "dilations", 1) != 1) stop(node, "has dilations");
        step.same = text(node, "auto_pad").starts_with("SAME");
    }
    void take_conv(const OnnxNode& node) {
        if (integer(node, "group", 1) != 1) stop(node, "has groups");
        FoundStep& step = put(StepKind::conv, node);
        step.weight = input(node, 1);
        step.bias = input(node, 2);
        take_border(node, step);
    }
    void take_pool(const OnnxNode& node) {
        FoundStep& step = put(node.op == "MaxPool" ? StepKind::max_pool : StepKind::average_pool, node);
        take_border(node, step);
        step.kernel = square(node, "kernel_shape", 0);
        step.ceil = integer(node, "ceil_mode", 0) != 0;
    }
    void take_dense(const OnnxNode& node) {
        const bool is_gemm = node.op == "Gemm";
        const NamedTensor* weight = constant(node, 1);
        if (weight == nullptr || weight->shape.size() != 2) return stop(node, "has no matrix of weights");
        if (is_gemm && (real(node, "alpha", 1) != 1 || real(node, "beta", 1) != 1 || integer(node, "transA", 0) != 0))
            return stop(node, "scales or turns what it multiplies");
        FoundStep& step = put(StepKind::dense, node);
        step.weight = input(node, 1);
        if (is_gemm) step.bias = input(node, 2);
        if ((!is_gemm || integer(node, "transB", 0) == 0) && !std::exchange(turned_[step.weight], true))
            turn_dense(graph_.constants.at(step.weight));
    }
    /// The same border on all four sides of each map; PyTorch puts one before average pooling that pads nothing.
    void take_pad(const OnnxNode& node) {
        std::vector<float> pads = followed(input(node, 1));
        if (node.attributes.count("pads") > 0)
            for (const std::int64_t side : node.attributes.at("pads").integers)
                pads.push_back(static_cast<float>(side));
        pads.erase(std::remove(pads.begin(), pads.end(), 0.0f), pads.end());
        if (pads.empty() && !input(node, 1).empty() && constant(node, 1) != nullptr) return;
        const bool is_constant = text(node, "mode").empty() || text(node, "mode") == "constant";
        const bool even =
            pads.size() == 4 && std::all_of(pads.begin(), pads.end(), [&](float v) { return v == pads[0]; });
        if (!even || !is_constant || !(pads[0] > 0 && pads[0] <= 4'096))
            return stop(node, "puts a border around the numbers that is not the same on all sides");
        const NamedTensor* value = constant(node, 2);
        FoundStep& step = put(StepKind::pad, node);
        step.padding = static_cast<int>(pads[0]);
        if (value != nullptr && value->data.size() == 1) step.number = static_cast<double>(value->data[0]);
    }
    /// Of the input, bilinearly between pixels' centres.
    void take_resize(const OnnxNode& node) {
        const std::string centres = text(node, "coordinate_transformation_mode");
        if (text(node, "mode") != "linear" ||
            !(centres.empty() || centres == "half_pixel" || centres == "pytorch_half_pixel"))
            return stop(node, "is not bilinear between pixels' centres");
        FoundStep& step = put(StepKind::resize, node);
        const std::vector<float> sizes = followed(input(node, 3)), scales = followed(input(node, 2));
        const std::vector<float>& last = sizes.empty() ? scales : sizes;
        const std::size_t count = last.size();
        const float side = count < 2 || last[count - 1] != last[count - 2] ? 0.0f : last[count - 1];
        const float made = !sizes.empty() || !found_.input ? side : side * static_cast<float>(found_.input->height);
        if (!(made >= 1 && made <= 4'096)) return stop(node, "is given no size that is known beforehand");
        step.side = static_cast<int>(made);
    }
    /// Between (channels, rows, columns) and (rows, columns, channels); flattening reads the latter in its order.
    void take_transpose(const OnnxNode& node) {
        const auto place = node.attributes.find("perm");
        const std::vector<std::int64_t> order =
            place == node.attributes.end() ? std::vector<std::int64_t>() : place->second.integers;
        const bool to_first = order == std::vector<std::int64_t>{0, 3, 1, 2};
        if (to_first && found_.steps.empty() && graph_.input_shape.size() == 4) {
            take_sides(graph_.input_shape[3], graph_.input_shape[1], graph_.input_shape[2]);
        } else if (to_first && channels_last_) {
            channels_last_ = false;
        } else if (order == std::vector<std::int64_t>{0, 2, 3, 1} && !channels_last_) {
            channels_last_ = true;
        } else {
            stop(node, "reorders the numbers in a way that is not read here");
        }
    }
    void take_norm(const OnnxNode& node) {
        FoundStep& step = put(StepKind::batch_norm, node);
        step.weight = input(node, 1);
        step.bias = input(node, 2);
        step.mean = input(node, 3);
        step.variance = input(node, 4);
        step.number = real(node, "epsilon", 1e-5);
    }

    /// A bias of the dense layer before it, or a number for every pixel of the input.
    void take_arithmetic(const OnnxNode& node) {
        const std::size_t other = node.inputs.size() == 2 && node.inputs[0] == at_ ? 1 : 0;
        const NamedTensor* value = constant(node, other);
        if (value == nullptr || value->data.empty()) return stop(node, "does not add or multiply a constant");
        FoundStep* last = found_.steps.empty() ? nullptr : &found_.steps.back();
        if (node.op == "Add" && last != nullptr && last->kind == StepKind::dense && last->bias.empty()) {
            NamedTensor& bias = graph_.constants.at(node.inputs[other]);
            bias.shape = {static_cast<int>(bias.data.size())};
            last->bias = node.inputs[other];
            return;
        }
        const auto number = static_cast<double>(value->data[0]);
        const bool same =
            std::all_of(value->data.begin(), value->data.end(), [&](float v) { return v == value->data[0]; });
        if (!same) return stop(node, "has several numbers, and only one for all pixels is read");
        if (node.op == "Div" && number == 0) return stop(node, "divides by zero");
        FoundStep& step = put(StepKind::scale, node);
        if (node.op == "Add") step.offset = number;
        if (node.op == "Sub") step.offset = -number;
        if (node.op == "Sub" && node.inputs[0] != at_) {  // what the input is taken from
            step.factor = -1;
            step.offset = number;
        }
        if (node.op == "Mul") step.factor = number;
        if (node.op == "Div") step.factor = 1 / number;
    }

    void take_sides(std::int64_t channels, std::int64_t height, std::int64_t width) {
        const auto side = [](std::int64_t size) { return size >= 1 && size <= 4'096; };
        if (side(channels) && side(height) && side(width))
            found_.input = nn::Shape{static_cast<int>(channels), static_cast<int>(height), static_cast<int>(width)};
    }
    /// (batch, channels, rows, columns); TensorFlow has one channel last, which is the same numbers.
    void take_input() {
        const std::vector<std::int64_t>& shape = graph_.input_shape;
        if (shape.size() == 4 && shape[3] == 1 && shape[1] > 1)
            take_sides(1, shape[1], shape[2]);
        else if (shape.size() == 4)
            take_sides(shape[1], shape[2], shape[3]);
        else if (shape.size() == 3)
            take_sides(1, shape[1], shape[2]);
    }

    OnnxGraph graph_;
    std::string at_;  ///< the name of what the chain has come to
    std::set<std::string> passed_;
    std::map<std::string, const OnnxNode*> made_by_;
    bool channels_last_ = false;
    std::map<std::string, bool> turned_;
    FoundModel found_;
    std::string problem_;
};

}  // namespace

base::Result<FoundModel> read_onnx(std::span<const std::uint8_t> bytes) {
    auto graph = read_onnx_graph(bytes);
    if (!graph) return base::Error{graph.message()};
    return Chain(std::move(graph.value())).run();
}

}  // namespace io
