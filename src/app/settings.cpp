#include "app/settings.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "io/json.h"

namespace app {
namespace {

using Json = nlohmann::json;

void read(const Json& json, const char* key, bool& value) {
    if (json.contains(key) && json[key].is_boolean()) value = json[key].get<bool>();
}

void read(const Json& json, const char* key, float& value, float low, float high) {
    if (!json.contains(key) || !json[key].is_number()) return;
    const float found = json[key].get<float>();
    if (std::isfinite(found) && found >= low && found <= high) value = found;
}

template <class Choice>
void read(const Json& json, const char* key, Choice& value, int count) {
    if (!json.contains(key) || !json[key].is_number_integer()) return;
    const auto found = json[key].get<long long>();
    if (found >= 0 && found < count) value = static_cast<Choice>(found);
}

}  // namespace

std::string settings_to_json(const Options& options) {
    const Json json = {{"theme", static_cast<int>(options.theme)},
                       {"show", static_cast<int>(options.show)},
                       {"scale", static_cast<int>(options.scale)},
                       {"gamma", options.gamma},
                       {"grey", options.grey},
                       {"fit", options.fit},
                       {"all_layers", options.all_layers},
                       {"left", options.left},
                       {"right", options.right},
                       {"strip", options.strip},
                       {"hint_seen", options.hint_seen},
                       {"last_words", options.last_words}};
    return json.dump();
}

void settings_from_json(std::string_view text, Options& options) {
    constexpr std::size_t kMostValues = 200;  // a newer version may keep more
    const auto parsed = io::parse_json(text, "the settings", kMostValues);
    if (!parsed || !parsed.value().is_object()) return;
    const Json& json = parsed.value();
    read(json, "theme", options.theme, 3);
    read(json, "show", options.show, 3);
    read(json, "scale", options.scale, 2);
    read(json, "gamma", options.gamma, 0.3f, 1.5f);
    read(json, "grey", options.grey);
    read(json, "fit", options.fit);
    read(json, "all_layers", options.all_layers);
    read(json, "left", options.left, kMinLeft, kMaxLeft);
    read(json, "right", options.right, kMinRight, kMaxRight);
    read(json, "strip", options.strip);
    read(json, "hint_seen", options.hint_seen);
    read(json, "last_words", options.last_words, 1000000);
}

}  // namespace app
