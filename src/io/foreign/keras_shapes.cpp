#include "io/foreign/keras_shapes.h"

#include <cmath>
#include <vector>

#include "io/foreign/json_fields.h"

namespace io {

using Json = nlohmann::json;

Json flattened(const Json& object, const char* key) {
    const Json* value = member(object, key);
    Json flat = Json::array();
    if (value == nullptr) return flat;
    if (!value->is_array()) flat.push_back(*value);
    for (const Json& row : list_in(object, key))
        row.is_array() ? void(flat.insert(flat.end(), row.begin(), row.end())) : flat.push_back(row);
    return flat;
}

std::optional<nn::Shape> input_in(const Json& config) {
    const char* key = member(config, "batch_input_shape") != nullptr ? "batch_input_shape" : "batch_shape";
    std::vector<int> sides;
    const Json& shape = list_in(config, key);
    for (std::size_t i = 1; i < shape.size(); ++i) {
        const auto side = integer_in(shape[i], 1, 4'096);
        if (!side) return std::nullopt;
        sides.push_back(static_cast<int>(*side));
    }
    if (sides.size() == 2) return nn::Shape{1, sides[0], sides[1]};
    if (sides.size() == 1) {
        const int side = static_cast<int>(std::lround(std::sqrt(sides[0])));
        return side * side == sides[0] ? std::optional(nn::Shape{1, side, side}) : std::nullopt;
    }
    if (sides.size() != 3) return std::nullopt;
    const bool first = text_in(config, "data_format") == "channels_first" || (sides[0] <= 3 && sides[2] > 4);
    return first ? nn::Shape{sides[0], sides[1], sides[2]} : nn::Shape{sides[2], sides[0], sides[1]};
}

}  // namespace io
