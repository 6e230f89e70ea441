// See onnx.h; attributes and their defaults are those of ONNX's Operators.md.
#include "io/foreign/onnx.h"

#include <algorithm>
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
    explicit Chain(OnnxGraph graph) : graph_(std::move(graph)), at_(graph_.input) {}

    base::Result<FoundModel> run() {
        found_.source = "an ONNX model";
        found_.tells = FoundModel::Tells::all;
        for (const OnnxNode& node : graph_.nodes) {
            if (is_only_of_shapes(node)) continue;
            take(node);
            if (!problem_.empty()) return base::Error{problem_};
        }
        take_input();
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

    /// Shapes that are computed for a Reshape lie beside the chain.
    bool is_only_of_shapes(const OnnxNode& node) {
        for (const char* op : {"Shape", "Gather", "Unsqueeze", "Concat", "Slice", "Cast", "Constant"})
            if (node.op == op && !(node.op != "Shape" && !node.inputs.empty() && node.inputs[0] == at_)) return true;
        return false;
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
            (on_chain != node.inputs.begin() && !commutes(node)))
            return stop(node, "does not follow the one before it: only chains of operators are read");
        for (const auto& [op, kind] : kPlain)
            if (node.op == op) {
                put(kind, node);
                return go_on(node);
            }
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
        else if (node.op != "Identity" && node.op != "Dropout")
            return stop(node, "is not read here");
        go_on(node);
    }
    static bool commutes(const OnnxNode& node) { return node.op == "Add" || node.op == "Mul"; }
    void go_on(const OnnxNode& node) { at_ = node.outputs[0]; }

    std::string input(const OnnxNode& node, std::size_t i) const {
        return i < node.inputs.size() ? node.inputs[i] : "";
    }

    void take_border(const OnnxNode& node, FoundStep& step) {
        step.padding = square(node, "pads", 0);
        step.stride = square(node, "strides", 1);
        if (square(node, "dilations", 1) != 1) stop(node, "has dilations");
        const auto mode = node.attributes.find("auto_pad");
        if (mode == node.attributes.end()) return;
        if (mode->second.text.starts_with("SAME")) step.same = true;
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
    /// PyTorch puts one before average pooling that pads nothing.
    void take_pad(const OnnxNode& node) {
        const NamedTensor* pads = constant(node, 1);
        const bool none =
            pads != nullptr && std::all_of(pads->data.begin(), pads->data.end(), [](float v) { return v == 0; });
        if (!none) stop(node, "puts a border around the numbers, which is not read here");
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
        if (value->data.size() != 1) return stop(node, "has several numbers, and only one for all pixels is read");
        if (node.op == "Div" && number == 0) return stop(node, "divides by zero");
        FoundStep& step = put(StepKind::scale, node);
        if (node.op == "Add") step.offset = number;
        if (node.op == "Sub") step.offset = -number;
        if (node.op == "Mul") step.factor = number;
        if (node.op == "Div") step.factor = 1 / number;
    }

    void take_input() {
        const std::vector<std::int64_t>& shape = graph_.input_shape;
        const auto side = [](std::int64_t size) { return size >= 1 && size <= 4'096; };
        if (shape.size() == 4 && side(shape[1]) && side(shape[2]) && side(shape[3]))
            found_.input =
                nn::Shape{static_cast<int>(shape[1]), static_cast<int>(shape[2]), static_cast<int>(shape[3])};
    }

    OnnxGraph graph_;
    std::string at_;  ///< the name of what the chain has come to
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
