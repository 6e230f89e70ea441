// See choices.h.
#include "io/foreign/choices.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "io/foreign/build.h"
#include "io/json.h"

namespace io {
namespace {

struct Range {
    const char* words;
    double factor, offset;  ///< of a pixel from 0 (paper) to 1 (ink)
};

/// The usual ones first.
constexpr Range kRanges[] = {
    {"0 to 1", 1, 0},     {"-1 to 1", 2, -1},          {"mean 0.1307, deviation 0.3081", 1 / 0.3081, -0.1307 / 0.3081},
    {"0 to 255", 255, 0}, {"0 to 1, dark ink", -1, 1}, {"-1 to 1, dark ink", -2, 1},
};

constexpr const char* kKeys[] = {"size", "input", "shape", "activation", "pooling", "order", "flattening"};

std::string simple(const std::string& words) {
    std::string out;
    for (const char c : words)
        if (c != ' ') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// The one that is called so, or the only one that these words are part of.
std::size_t find_choice(const std::vector<std::string>& choices, const std::string& wanted) {
    const std::string sought = simple(wanted);
    std::size_t found = choices.size(), count = 0;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (simple(choices[i]) == sought) return i;
        if (sought.empty() || simple(choices[i]).find(sought) == std::string::npos) continue;
        found = i;
        ++count;
    }
    return count == 1 ? found : choices.size();
}

}  // namespace

base::Result<Assumption> decide_one(const char* key, std::vector<std::string> choices, Assumption::Source if_single,
                                    const Assumed& assumed) {
    Assumption one;
    one.key = key;
    one.choices = std::move(choices);
    if (one.choices.size() == 1) one.source = if_single;
    const auto wanted = assumed.find(key);
    if (wanted == assumed.end()) return one;
    one.chosen = find_choice(one.choices, wanted->second);
    if (one.chosen < one.choices.size()) return one;
    std::string all;
    for (const std::string& choice : one.choices) all += (all.empty() ? "" : "; ") + choice;
    return base::Error{std::string(key) + " cannot be " + in_quotes(wanted->second) + " here; it can be: " + all};
}

base::Result<Prepared> prepare_input(std::vector<FoundStep>& steps, std::vector<std::string> sizes,
                                     std::vector<Assumption>& assumptions, const Assumed& assumed, bool told) {
    auto size = decide_one("size", std::move(sizes), Assumption::Source::shapes, assumed);
    if (!size) return base::Error{size.message()};
    std::vector<std::string> words;
    for (const Range& range : kRanges) words.emplace_back(range.words);
    if (told) words = {"as its file says"};
    auto input = decide_one("input", std::move(words), Assumption::Source::file, assumed);
    if (!input) return base::Error{input.message()};
    const Range& range = kRanges[told ? 0 : input.value().chosen];
    const std::string how = size.value().word();
    assumptions.push_back(std::move(size.value()));
    assumptions.push_back(std::move(input.value()));
    Prepared prepared;
    if (how != kSizes[0]) prepared.side = 32;
    if (how == kSizes[1]) prepared.input = 32;
    if (how == kSizes[2]) {
        FoundStep step;
        step.kind = StepKind::resize;
        step.side = 32;
        steps.push_back(std::move(step));
    }
    if (range.factor != 1 || range.offset != 0) {
        FoundStep step;
        step.kind = StepKind::scale;
        step.factor = range.factor;
        step.offset = range.offset;
        steps.push_back(std::move(step));
    }
    return prepared;
}

base::Result<Derived> derive_input(FoundModel& found, const Assumed& assumed) {
    Derived derived;
    const auto input = input_of(found);
    derived.input = input ? *input : nn::Shape{1, 28, 28};  // so that the step that does not fit is named
    const int side = derived.input.height == derived.input.width ? derived.input.height : 0;
    if (side != 28 && side != 32) return derived;
    std::vector<FoundStep> first;
    const bool told = !found.steps.empty() && found.steps[0].kind == StepKind::scale;
    const auto prepared = prepare_input(
        first, side == 28 ? std::vector<std::string>{kSizes[0]} : std::vector<std::string>{kSizes[1], kSizes[2]},
        derived.assumptions, assumed, told);
    if (!prepared) return base::Error{prepared.message()};
    if (side == 28) derived.assumptions[0].source = Assumption::Source::file;
    derived.input.height = derived.input.width = prepared.value().input;
    found.steps.insert(found.steps.begin(), first.begin(), first.end());
    return derived;
}

std::span<const char* const> assumption_keys() { return kKeys; }

std::string complaint_about_keys(const Assumed& assumed) {
    for (const auto& [key, value] : assumed) {
        if (std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys)) continue;
        std::string all;
        for (const char* one : kKeys) all += (all.empty() ? "" : ", ") + std::string(one);
        return "there is nothing to assume that is called " + in_quotes(key) + "; there are " + all;
    }
    return {};
}

std::string as_said(const std::vector<Assumption>& assumptions) {
    std::string said;
    for (const Assumption& one : assumptions) {
        const std::string& word = one.word();
        if (one.key == "shape" || word == "activation first" || word == "channels first" || word == "as its file says")
            continue;
        said += (said.empty() ? "" : ", ") + word;
        if (one.key == "pooling") said += word == "max" ? "-pooling" : " pooling";
        if (one.key == "flattening") said += " when flattened";
    }
    return said;
}

}  // namespace io
