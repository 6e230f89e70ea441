// The table of probes, and values to and from text.
#include "probe/probe.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "base/fields.h"
#include "probe/all.h"

namespace probe {
namespace {

/// A row each, group by group.
constexpr std::array<const Entry*, 21> kEntries = {
    &kDeconvnet,    &kUnit,       &kLadder,  &kTopNine,    &kMaximise,       &kOcclusion,    &kMethods,
    &kSanity,       &kInvariance, &kPooling, &kLesions,    &kCorrespondence, &kEvolution,    &kOverfitting,
    &kCoAdaptation, &kFewShot,    &kCompare, &kModelTable, &kLinearProbe,    &kLenet5Of1998, &kSelfCheck,
};

/// "erase the ink" -> "erase".
std::string first_word(std::string_view label) {
    std::string word(label.substr(0, label.find(' ')));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return word;
}

std::optional<double> parse_number(std::string_view text) {
    const std::string whole(text);
    char* end = nullptr;
    const double value = std::strtod(whole.c_str(), &end);
    if (whole.empty() || end != whole.c_str() + whole.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// "6", "0.25": as short as it gets without losing more than a slider shows.
std::string short_number(double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", value);
    return digits;
}

/// "x,y x,y": pairs of finite numbers.
bool are_points(std::string_view text) {
    while (!text.empty()) {
        std::string_view y = base::cut_field(text, ' ');
        const std::string_view x = base::cut_field(y, ',');
        if (!parse_number(x) || !parse_number(y)) return false;
    }
    return true;
}

/// "3:1,7:-0.5" (weights up to 100) or "pool2:3,fc1": a name or number, and what follows its colon, if anything does.
bool is_list(std::string_view text, bool of_weights) {
    const auto is_word = [](std::string_view word) {
        return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
        });
    };
    const auto is_whole = [](std::string_view word) {
        return !word.empty() && word.size() < 6 &&
               std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    while (!text.empty()) {
        const std::string_view item = base::cut_field(text, ',');
        const std::size_t colon = item.find(':');
        const std::string_view first = item.substr(0, colon),
                               second = colon == std::string_view::npos ? std::string_view() : item.substr(colon + 1);
        const auto weight = parse_number(second);
        if (of_weights ? !is_whole(first) : !is_word(first)) return false;
        if (colon != std::string_view::npos && (of_weights ? !weight || std::fabs(*weight) > 100 : !is_whole(second)))
            return false;
    }
    return true;
}

std::string names_of(std::span<const Choice> choices) {
    std::string words;
    for (std::size_t i = 0; i < choices.size(); ++i)
        words += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + name_of(choices[i]);
    return words;
}

/// "held_out,gap"
bool are_names(std::string_view text, std::span<const Choice> choices) {
    while (!text.empty()) {
        const std::string_view item = base::cut_field(text, ',');
        if (std::none_of(choices.begin(), choices.end(), [&](const Choice& one) { return name_of(one) == item; }))
            return false;
    }
    return true;
}

/// What is wrong with a text of the setting's grammar; nothing if it fits.
std::optional<std::string> text_fault(const Setting& setting, std::string_view text) {
    const std::string_view grammar = setting.grammar;
    if (text.size() > kLongestText) return "is longer than 4,096 characters";
    if (grammar == "points" && !are_points(text)) return "is a list of points, as in 4,5 20,6 12,15";
    if (grammar == "weights" && !is_list(text, true))
        return "is a list of maps and weights up to 100, as in 3:1,7:-0.5";
    if (grammar == "units" && !is_list(text, false)) return "is a list of layers and maps, as in pool2:3,fc1:12";
    if (grammar == "choices" && !are_names(text, setting.choices))
        return "is a list, with commas between, of " + names_of(setting.choices);
    return std::nullopt;
}

std::string range_words(const Setting& setting) {
    if (setting.kind == Setting::Kind::toggle) return "0 or 1";
    const bool is_whole = setting.kind != Setting::Kind::number;
    return (is_whole ? "a whole number from " : "a number from ") + short_number(setting.low) + " to " +
           short_number(setting.high);
}

base::Status set_choice(const Setting& setting, Values& values, std::string_view text) {
    for (std::size_t i = 0; i < setting.choices.size(); ++i)
        if (name_of(setting.choices[i]) == first_word(text) ||
            first_word(setting.choices[i].label) == first_word(text)) {
            values.numbers[setting.key] = static_cast<double>(i);
            return base::Done{};
        }
    return base::Error{std::string(setting.key) + " is one of " + names_of(setting.choices) + ", not '" +
                       std::string(text.substr(0, 40)) + "'"};
}

}  // namespace

std::string name_of(const Choice& choice) { return first_word(*choice.key ? choice.key : choice.label); }

double Values::operator[](std::string_view key) const {
    const auto found = numbers.find(key);
    return found == numbers.end() ? 0.0 : found->second;
}

int Values::whole(std::string_view key) const { return static_cast<int>(std::lround((*this)[key])); }

const std::string& Values::text(std::string_view key) const {
    static const std::string kNone;
    const auto found = texts.find(key);
    return found == texts.end() ? kNone : found->second;
}

std::span<const Entry* const> entries() { return kEntries; }

const Entry* find(std::string_view id) {
    for (const Entry* entry : entries())
        if (entry->id == id) return entry;
    return nullptr;
}

const Setting* find_setting(const Entry& entry, std::string_view key) {
    for (const Setting& setting : entry.settings)
        if (setting.key == key) return &setting;
    return nullptr;
}

bool wants_digits(const Entry& entry, const Values& values) {
    return entry.needs_digits || std::any_of(entry.settings.begin(), entry.settings.end(), [&](const Setting& s) {
               return s.digits_value >= 0 && values.whole(s.key) == s.digits_value;
           });
}

Values defaults(const Entry& entry) {
    Values values;
    for (const Setting& setting : entry.settings) {
        if (setting.kind == Setting::Kind::text)
            values.texts[setting.key] = "";
        else
            values.numbers[setting.key] = setting.initial;
    }
    return values;
}

std::vector<std::string> choices(const Setting& setting) {
    std::vector<std::string> labels;
    for (const Choice& choice : setting.choices) labels.emplace_back(choice.label);
    return labels;
}

base::Status set(const Entry& entry, Values& values, std::string_view key, std::string_view text) {
    const Setting* setting = find_setting(entry, key);
    if (!setting)
        return base::Error{std::string(entry.id) + " has no setting '" + std::string(key.substr(0, 40)) + "'"};
    if (setting->kind == Setting::Kind::choice) return set_choice(*setting, values, text);
    if (setting->kind == Setting::Kind::text) {
        if (const auto fault = text_fault(*setting, text))
            return base::Error{std::string(key) + " " + *fault +
                               (text.size() > 40 ? "" : ", not '" + std::string(text) + "'")};
        values.texts[setting->key] = std::string(text);
        return base::Done{};
    }
    const auto number = parse_number(text);
    const double low = setting->kind == Setting::Kind::toggle ? 0 : setting->low,
                 high = setting->kind == Setting::Kind::toggle ? 1 : setting->high;
    const bool is_whole = setting->kind != Setting::Kind::number;
    if (!number || *number < low || *number > high || (is_whole && *number != std::floor(*number)))
        return base::Error{std::string(key) + " is " + range_words(*setting) + ", not '" +
                           std::string(text.substr(0, 40)) + "'"};
    values.numbers[setting->key] = *number;
    return base::Done{};
}

std::string text_of(const Setting& setting, const Values& values) {
    if (setting.kind == Setting::Kind::text) return values.text(setting.key);
    if (setting.kind != Setting::Kind::choice) return short_number(values[setting.key]);
    const int last = static_cast<int>(setting.choices.size()) - 1;
    return name_of(setting.choices[static_cast<std::size_t>(std::clamp(values.whole(setting.key), 0, last))]);
}

}  // namespace probe
