// JSON for the parsers of this room, guarded against depth, size and doubled keys.
#include "io/json.h"

#include <vector>

namespace io {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 32;

/// Builds the value as the parser reads on, and stops it at what is refused: a bomb of brackets or zeros stays small.
/// Every event costs the same however much came before (nlohmann's own callbacks search all siblings).
class Builder {
public:
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    explicit Builder(std::size_t max_values) : max_values_(max_values) {}

    bool null() { return put(nullptr); }
    bool boolean(bool value) { return put(value); }
    bool number_integer(number_integer_t value) { return put(value); }
    bool number_unsigned(number_unsigned_t value) { return put(value); }
    bool number_float(number_float_t value, const string_t&) { return put(value); }
    bool string(string_t& value) { return put(std::move(value)); }
    bool binary(binary_t&) { return false; }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(string_t& name) {
        if (!count()) return false;
        auto& members = open_.back()->get_ref<Json::object_t&>();
        const auto [place, fresh] = members.try_emplace(std::move(name));
        if (!fresh) return refuse("names " + in_quotes(place->first) + " twice");
        slot_ = &place->second;
        return true;
    }

    template <class Exception>
    bool parse_error(std::size_t, const std::string&, const Exception&) {
        return false;
    }

    Json& value() { return root_; }
    const std::string& refusal() const { return refusal_; }

private:
    bool refuse(std::string why) {
        refusal_ = std::move(why);
        return false;
    }
    bool count() {
        return ++values_ <= max_values_ || refuse("holds more than " + std::to_string(max_values_) + " values");
    }
    /// Where the next value goes.
    Json& place(Json&& value) {
        if (open_.empty()) return root_ = std::move(value);
        if (open_.back()->is_array()) return open_.back()->get_ref<Json::array_t&>().emplace_back(std::move(value));
        return *slot_ = std::move(value);
    }
    bool put(Json&& value) {
        if (!count()) return false;
        place(std::move(value));
        return true;
    }
    bool open(Json&& value) {
        if (!count()) return false;
        if (open_.size() == kMaxDepth) return refuse("nests deeper than 32 levels");
        open_.push_back(&place(std::move(value)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::size_t max_values_, values_ = 0;
    Json root_;
    Json* slot_ = nullptr;     // of the key that was read last
    std::vector<Json*> open_;  // objects and arrays around the next value
    std::string refusal_;
};

}  // namespace

base::Result<Json> parse_json(std::string_view text, const std::string& what, std::size_t max_values) {
    // nlohmann's parser takes a zero byte for the end and does not look at what follows.
    if (text.find('\0') != std::string_view::npos) return base::Error{what + " is not valid JSON: it has a zero byte"};
    Builder builder(max_values);
    if (Json::sax_parse(text.data(), text.data() + text.size(), &builder)) return std::move(builder.value());
    if (!builder.refusal().empty()) return base::Error{what + " " + builder.refusal()};
    return base::Error{what + " is not valid JSON"};
}

const nlohmann::json* member(const nlohmann::json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::int64_t> integer_in(const nlohmann::json& value, std::int64_t low, std::int64_t high) {
    std::int64_t number = 0;
    if (value.is_number_unsigned()) {
        const auto magnitude = value.get<std::uint64_t>();
        if (high < 0 || magnitude > static_cast<std::uint64_t>(high)) return std::nullopt;
        number = static_cast<std::int64_t>(magnitude);
    } else if (value.is_number_integer()) {
        number = value.get<std::int64_t>();
    } else {
        return std::nullopt;
    }
    if (number < low || number > high) return std::nullopt;
    return number;
}

std::string to_text(const nlohmann::json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string in_quotes(std::string_view name) {
    std::string out = "'";
    for (const char c : name.substr(0, 60)) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
    }
    return out + (name.size() > 60 ? "...'" : "'");
}

}  // namespace io
