// See onnx_graph.h; numbers of fields are those of onnx.proto.
#include "io/foreign/onnx_graph.h"

#include <limits>
#include <utility>

#include "io/foreign/protobuf.h"
#include "io/json.h"
#include "io/numbers.h"

namespace io {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kMost = 4'096, kMostInputs = 64, kMostIntegers = 64, kMostDimensions = 8;

const char* dtype_of(std::uint64_t type) {
    switch (type) {
        case 1:
            return "F32";
        case 6:
            return "I32";
        case 7:
            return "I64";
        case 10:
            return "F16";
        case 11:
            return "F64";
        case 16:
            return "BF16";
        default:
            return nullptr;
    }
}

class Reader {
public:
    base::Result<OnnxGraph> run(Bytes bytes) {
        Bytes graph;
        bool is_there = false;
        each(bytes, [&](const ProtoField& field) {
            if (field.number != 7 || field.wire != 2) return;
            graph = field.bytes;
            is_there = true;
        });
        if (problem_.empty() && !is_there) stop("this ONNX file holds no graph");
        if (problem_.empty()) read_graph(graph);
        if (!problem_.empty()) return base::Error{problem_};
        return std::move(graph_);
    }

private:
    void stop(const std::string& why) {
        if (problem_.empty()) problem_ = why;
    }

    template <class Use>
    void each(Bytes message, Use use) {
        ProtoReader reader(message);
        ProtoField field;
        while (problem_.empty() && reader.next(field)) use(field);
        if (reader.failed()) stop("the ONNX file is cut short or damaged");
    }

    void read_graph(Bytes graph) {
        std::vector<std::pair<std::string, std::vector<std::int64_t>>> inputs;
        each(graph, [&](const ProtoField& field) {
            if (field.wire != 2) return;
            if (field.number == 1) read_node(field.bytes);
            if (field.number == 5) read_tensor(field.bytes, "");
            if (field.number == 11 && inputs.size() < kMost) inputs.push_back(read_value(field.bytes));
        });
        for (auto& [name, shape] : inputs) {
            if (graph_.constants.count(name) > 0) continue;
            if (!graph_.input.empty()) return stop("the ONNX graph has several inputs, and a digit is one");
            graph_.input = name;
            graph_.input_shape = std::move(shape);
        }
        if (graph_.input.empty()) stop("the ONNX graph has no input");
    }

    void read_node(Bytes bytes) {
        if (graph_.nodes.size() >= kMost) return stop("the ONNX graph has more than 4,096 nodes");
        OnnxNode node;
        Bytes constant;
        each(bytes, [&](const ProtoField& field) {
            if (field.wire != 2) return;
            if (field.number == 1 && node.inputs.size() < kMostInputs) node.inputs.emplace_back(field.text());
            if (field.number == 2 && node.outputs.size() < kMostInputs) node.outputs.emplace_back(field.text());
            if (field.number == 3) node.name = field.text();
            if (field.number == 4) node.op = field.text();
            if (field.number == 5 && node.attributes.size() < kMostInputs) read_attribute(field.bytes, node, constant);
        });
        if (node.op == "Constant" && !node.outputs.empty() && !constant.empty())
            return read_tensor(constant, node.outputs[0]);
        graph_.nodes.push_back(std::move(node));
    }

    void read_attribute(Bytes bytes, OnnxNode& node, Bytes& constant) {
        std::string name;
        OnnxAttribute attribute;
        each(bytes, [&](const ProtoField& field) {
            if (field.number == 1) name = field.text();
            if (field.number == 2 && field.wire == 5) attribute.real = field.real();
            if (field.number == 3 && field.wire == 0) attribute.integer = field.integer();
            if (field.number == 4) attribute.text = field.text();
            if (field.number == 5 && field.wire == 2) constant = field.bytes;
            if (field.number == 8) take_integers(field, attribute.integers);
        });
        node.attributes[name] = std::move(attribute);
    }

    /// Packed or one by one.
    void take_integers(const ProtoField& field, std::vector<std::int64_t>& to) {
        ProtoReader packed(field.bytes);
        if (field.wire == 0 && to.size() < kMostIntegers) to.push_back(field.integer());
        while (field.wire == 2 && !packed.empty() && !packed.failed() && to.size() < kMostIntegers)
            to.push_back(static_cast<std::int64_t>(packed.varint()));
    }

    std::pair<std::string, std::vector<std::int64_t>> read_value(Bytes bytes) {
        std::pair<std::string, std::vector<std::int64_t>> value;
        each(bytes, [&](const ProtoField& info) {
            if (info.number == 1) value.first = info.text();
            if (info.number != 2) return;
            each(info.bytes, [&](const ProtoField& type) {
                if (type.number != 1) return;  // a tensor
                each(type.bytes, [&](const ProtoField& tensor) {
                    if (tensor.number != 2) return;  // its shape
                    each(tensor.bytes, [&](const ProtoField& dimension) {
                        if (value.second.size() >= kMostDimensions) return;
                        std::int64_t size = -1;
                        each(dimension.bytes, [&](const ProtoField& d) {
                            if (d.number == 1 && d.wire == 0) size = d.integer();
                        });
                        value.second.push_back(size);
                    });
                });
            });
        });
        return value;
    }

    void read_tensor(Bytes bytes, std::string name) {
        NamedTensor tensor;
        std::vector<std::int64_t> sides;
        std::uint64_t type = 0;
        Bytes raw;
        std::vector<float> loose;
        bool is_elsewhere = false;
        each(bytes, [&](const ProtoField& field) {
            if (field.number == 1) take_integers(field, sides);
            if (field.number == 2) type = field.value;
            if (field.number == 8 && name.empty()) name = field.text();
            if (field.number == 9) raw = field.bytes;
            if (field.number == 13 || (field.number == 14 && field.value == 1)) is_elsewhere = true;
            if (field.number == 4 && field.wire == 5) loose.push_back(field.real());
            if (field.number == 4 && field.wire == 2) {
                auto floats = numbers_as_floats("F32", field.bytes, name);
                loose.insert(loose.end(), floats.value().begin(), floats.value().end());
            }
            if (field.number == 7 || field.number == 5) take_loose(field, loose);
        });
        if (!problem_.empty()) return;
        const std::string who = "tensor " + in_quotes(name);
        if (is_elsewhere)
            return stop(who +
                        " keeps its numbers in another file: save the model as one file, with its weights inside");
        const char* dtype = dtype_of(type);
        if (dtype == nullptr) return stop(who + " is of type " + std::to_string(type) + ", which is not read here");
        tensor.dtype = dtype;
        std::int64_t count = 1;
        if (sides.size() > kMostDimensions) return stop(who + " has more than 8 dimensions");
        for (const std::int64_t side : sides) {
            if (side < 0 || side > std::numeric_limits<int>::max() || (side > 0 && count > (1 << 28) / side))
                return stop(who + " has a shape that is too large");
            count *= side;
            tensor.shape.push_back(static_cast<int>(side));
        }
        if (raw.empty()) {
            tensor.data = std::move(loose);
        } else {
            auto numbers = numbers_as_floats(dtype, raw, name);
            if (!numbers) return stop(numbers.message());
            tensor.data = std::move(numbers.value());
        }
        if (tensor.data.size() != static_cast<std::size_t>(count))
            return stop(who + " has " + std::to_string(tensor.data.size()) +
                        " numbers, which disagrees with its shape");
        if (graph_.constants.size() >= kMost) return stop("the ONNX graph has more than 4,096 tensors");
        graph_.constants.insert_or_assign(name, std::move(tensor));
    }

    void take_loose(const ProtoField& field, std::vector<float>& to) {
        ProtoReader packed(field.bytes);
        if (field.wire == 0) to.push_back(static_cast<float>(field.integer()));
        while (field.wire == 2 && !packed.empty() && !packed.failed())
            to.push_back(static_cast<float>(static_cast<std::int64_t>(packed.varint())));
    }

    OnnxGraph graph_;
    std::string problem_;
};

}  // namespace

bool may_be_onnx(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kFields = "\x12\x1A\x22\x28\x32\x3A\x42";
    return bytes.size() > 3 && bytes[0] == 8 && bytes[1] > 0 && bytes[1] < 32 &&
           kFields.find(static_cast<char>(bytes[2])) != std::string_view::npos;
}

base::Result<OnnxGraph> read_onnx_graph(std::span<const std::uint8_t> bytes) { return Reader().run(bytes); }

}  // namespace io
