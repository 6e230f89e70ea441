// Architectures as JSON.
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "io/json.h"
#include "io/model_file.h"

namespace io {
namespace {

constexpr std::int64_t kMaxSize = 1 << 20;  // of any number in a layer; make_network judges the whole

/// The shortest text that reads back as the same float, so that 0.1f is not written as 0.10000000149.
double shortest(float value) {
    for (int digits = 1; digits < 9; ++digits) {
        char text[32];
        std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(value));
        const double back = std::strtod(text, nullptr);
        if (static_cast<float>(back) == value) return back;
    }
    return static_cast<double>(value);
}

nlohmann::json layer_to_json(const nn::LayerSpec& spec) {
    nlohmann::json layer = {{"kind", nn::kind_name(spec.kind)}, {"name", spec.name}};
    const nn::LayerKindInfo& kind = nn::info(spec.kind);
    if (kind.outputs) layer["outputs"] = spec.outputs;
    if (kind.window) layer["kernel"] = spec.kernel;
    if (kind.window) layer["stride"] = spec.stride;
    if (kind.padding) layer["padding"] = spec.padding;
    if (kind.side) layer["side"] = spec.side;
    if (kind.rate) layer["rate"] = shortest(spec.rate);
    const nn::LayerSpec plain;
    const auto number = [&layer](const char* key, float value, float usual) {
        if (value != usual) layer[key] = shortest(value);
    };
    number("scale", spec.scale, plain.scale);
    number("slope", spec.slope, plain.slope);
    number("offset", spec.offset, plain.offset);
    number("rubbish", spec.rubbish, plain.rubbish);
    if (!spec.connections.empty()) layer["connections"] = spec.connections;
    if (kind.pictures) layer["pictures"] = spec.pictures;
    return layer;
}

/// Reads `key` into `to`; where it is absent, `to` keeps its default unless the field is required.
base::Status read_size(const nlohmann::json& layer, const char* key, bool required, std::int64_t low,
                       const std::string& who, int& to) {
    const nlohmann::json* value = member(layer, key);
    if (value == nullptr && !required) return base::Done{};
    const auto number = value == nullptr ? std::nullopt : integer_in(*value, low, kMaxSize);
    if (!number)
        return base::Error{who + " needs \"" + key + "\", a whole number from " + std::to_string(low) + " to " +
                           std::to_string(kMaxSize)};
    to = static_cast<int>(*number);
    return base::Done{};
}

base::Status read_sizes(const nlohmann::json& layer, const std::string& who, nn::LayerSpec& spec) {
    const nn::LayerKindInfo& kind = nn::info(spec.kind);
    if (kind.outputs) {
        base::Status read = read_size(layer, "outputs", true, 1, who, spec.outputs);
        if (!read) return read;
    }
    if (kind.window) {
        base::Status read = read_size(layer, "kernel", true, 1, who, spec.kernel);
        if (!read) return read;
        spec.stride = nn::is_pool(spec.kind) ? spec.kernel : 1;  // PyTorch's defaults
        read = read_size(layer, "stride", false, 1, who, spec.stride);
        if (!read) return read;
    }
    if (kind.side) return read_size(layer, "side", true, 1, who, spec.side);
    if (kind.padding) return read_size(layer, "padding", false, 0, who, spec.padding);
    return base::Done{};
}

/// Numbers that few kinds have; make_network judges them.
base::Status read_numbers(const nlohmann::json& layer, const std::string& who, nn::LayerSpec& spec) {
    const nn::LayerKindInfo& kind = nn::info(spec.kind);
    struct Field {
        const char* key;
        bool has;
        float* to;
    };
    for (const Field& field :
         {Field{"scale", kind.scale, &spec.scale}, Field{"slope", kind.scale || kind.slope, &spec.slope},
          Field{"offset", kind.scale, &spec.offset}, Field{"rubbish", kind.pictures, &spec.rubbish}}) {
        const nlohmann::json* value = member(layer, field.key);
        if (!field.has || value == nullptr) continue;
        const double read = value->is_number() ? value->get<double>() : NAN;
        if (!(std::fabs(read) <= 1e3))
            return base::Error{who + " needs " + in_quotes(field.key) + " as a number from -1000 to 1000"};
        *field.to = static_cast<float>(read);
    }
    return base::Done{};
}

/// A convolution's table.
base::Status read_connections(const nlohmann::json& rows, const std::string& who, nn::LayerSpec& spec) {
    const std::string wrong = who + " needs \"connections\" as a list of lists of the input's maps";
    if (!rows.is_array()) return base::Error{wrong};
    for (const nlohmann::json& row : rows) {
        if (!row.is_array()) return base::Error{wrong};
        spec.connections.emplace_back();
        for (const nlohmann::json& channel : row) {
            const auto read = integer_in(channel, 0, kMaxSize);
            if (!read) return base::Error{wrong};
            spec.connections.back().push_back(static_cast<int>(*read));
        }
    }
    return base::Done{};
}

/// A layer's pictures, which it must have.
base::Status read_pictures(const nlohmann::json& layer, const std::string& who, nn::LayerSpec& spec) {
    const nlohmann::json* pictures = member(layer, "pictures");
    const std::string wrong = who + " needs \"pictures\", a list of texts of # and .";
    if (pictures == nullptr || !pictures->is_array()) return base::Error{wrong};
    for (const nlohmann::json& picture : *pictures) {
        if (!picture.is_string()) return base::Error{wrong};
        spec.pictures.push_back(*picture.get_ptr<const std::string*>());
    }
    return base::Done{};
}

base::Status read_data(const nlohmann::json& layer, const std::string& who, nn::LayerSpec& spec) {
    if (base::Status read = read_numbers(layer, who, spec); !read) return read;
    const nn::LayerKindInfo& kind = nn::info(spec.kind);
    if (const nlohmann::json* rows = member(layer, "connections"); kind.connections && rows != nullptr)
        return read_connections(*rows, who, spec);
    return kind.pictures ? read_pictures(layer, who, spec) : base::Status(base::Done{});
}

base::Result<nn::LayerSpec> read_layer(const nlohmann::json& layer, std::size_t index) {
    std::string who = "layer " + std::to_string(index + 1) + " of the architecture";
    const nlohmann::json* kind = member(layer, "kind");
    const nlohmann::json* name = member(layer, "name");
    if (kind == nullptr || !kind->is_string() || name == nullptr || !name->is_string())
        return base::Error{who + " needs a \"kind\" and a \"name\""};
    nn::LayerSpec spec;
    spec.name = *name->get_ptr<const std::string*>();
    if (spec.name.empty() || spec.name.size() > 64) return base::Error{who + " needs a name of 1 to 64 bytes"};
    const auto& kind_text = *kind->get_ptr<const std::string*>();
    const auto known = nn::kind_from_name(kind_text);
    if (!known) return base::Error{who + " has the unknown kind " + in_quotes(kind_text)};
    spec.kind = *known;
    who += " (" + in_quotes(spec.name) + ")";
    const base::Status sizes = read_sizes(layer, who, spec);
    if (!sizes) return base::Error{sizes.message()};
    if (const base::Status data = read_data(layer, who, spec); !data) return base::Error{data.message()};
    if (nn::info(spec.kind).rate) {
        const nlohmann::json* rate = member(layer, "rate");
        const double value = rate != nullptr && rate->is_number() ? rate->get<double>() : -1.0;
        if (!(value >= 0.0 && value < 1.0)) return base::Error{who + " needs a \"rate\" of at least 0 and below 1"};
        spec.rate = static_cast<float>(value);
        if (spec.rate >= 1.0f) return base::Error{who + " needs a \"rate\" of at least 0 and below 1"};
    }
    return spec;
}

}  // namespace

std::string architecture_to_json(const nn::Architecture& architecture) {
    nlohmann::json root = {
        {"name", architecture.name},
        {"input", {architecture.input.channels, architecture.input.height, architecture.input.width}}};
    root["layers"] = nlohmann::json::array();
    for (const nn::LayerSpec& spec : architecture.layers) root["layers"].push_back(layer_to_json(spec));
    return to_text(root);
}

base::Result<nn::Architecture> architecture_from_json(std::string_view text) {
    const auto parsed = parse_json(text, "the architecture", 10'000);
    if (!parsed) return base::Error{parsed.message()};
    const nlohmann::json& root = parsed.value();
    if (!root.is_object()) return base::Error{"the architecture is not a JSON object"};
    nn::Architecture architecture;
    if (const nlohmann::json* name = member(root, "name")) {
        if (!name->is_string()) return base::Error{"the architecture's \"name\" is not a text"};
        architecture.name = *name->get_ptr<const std::string*>();
    }
    const nlohmann::json* input = member(root, "input");
    const std::string input_message =
        "the architecture needs \"input\": [channels, height, width], whole numbers from 1 to 4096";
    if (input == nullptr || !input->is_array() || input->size() != 3) return base::Error{input_message};
    int sides[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto side = integer_in((*input)[i], 1, 4096);
        if (!side) return base::Error{input_message};
        sides[i] = static_cast<int>(*side);
    }
    architecture.input = {sides[0], sides[1], sides[2]};
    const nlohmann::json* layers = member(root, "layers");
    if (layers == nullptr || !layers->is_array() || layers->empty())
        return base::Error{"the architecture needs \"layers\", a list of at least one layer"};
    for (std::size_t i = 0; i < layers->size(); ++i) {
        auto spec = read_layer((*layers)[i], i);
        if (!spec) return base::Error{spec.message()};
        architecture.layers.push_back(std::move(spec.value()));
    }
    return architecture;
}

}  // namespace io
