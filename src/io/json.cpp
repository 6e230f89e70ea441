// JSON for the parsers of this room, guarded against depth, size and doubled keys.
#include "io/json.h"

#include <set>
#include <vector>

namespace io {
namespace {

constexpr int kMaxDepth = 32;

/// Watches the parser: what it refuses never reaches memory, so a bomb of brackets or zeros stays small.
class Guard {
public:
    explicit Guard(std::size_t max_values) : max_values_(max_values) {}

    bool accept(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (depth > kMaxDepth) too_deep_ = true;
        if (event != Event::object_end && event != Event::array_end && ++values_ > max_values_) too_many_ = true;
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end && !keys_.empty()) keys_.pop_back();
        if (event == Event::key && !keys_.empty()) note_key(parsed);
        return !too_deep_ && !too_many_;
    }

    std::string complaint() const {
        if (too_deep_) return "nests deeper than 32 levels";
        if (too_many_) return "holds more than " + std::to_string(max_values_) + " values";
        if (!doubled_.empty()) return "names " + doubled_ + " twice";
        return {};
    }

private:
    void note_key(const nlohmann::json& parsed) {
        if (too_deep_ || too_many_) return;
        const auto* key = parsed.get_ptr<const std::string*>();
        if (key != nullptr && !keys_.back().insert(*key).second && doubled_.empty()) doubled_ = in_quotes(*key);
    }

    std::size_t max_values_;
    std::size_t values_ = 0;
    bool too_deep_ = false;
    bool too_many_ = false;
    std::string doubled_;
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

base::Result<nlohmann::json> parse_json(std::string_view text, const std::string& what, std::size_t max_values) {
    Guard guard(max_values);
    const nlohmann::json::parser_callback_t watch = [&guard](int depth, nlohmann::json::parse_event_t event,
                                                             nlohmann::json& parsed) {
        return guard.accept(depth, event, parsed);
    };
    nlohmann::json value = nlohmann::json::parse(text.data(), text.data() + text.size(), watch, false);
    const std::string complaint = guard.complaint();
    if (!complaint.empty()) return base::Error{what + " " + complaint};
    if (value.is_discarded()) return base::Error{what + " is not valid JSON"};
    return value;
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
