// What window.unpool tells of a file's assumptions: see api.h.
#include <nlohmann/json.hpp>

#include "app/api.h"
#include "app/foreign.h"

namespace app {
namespace {

using Json = nlohmann::json;

Json choice_json(const io::Trial& trial, const io::Assumption& one, const std::string& choice) {
    Json json = {{"choice", choice}};
    const io::Reading* reading = one.is_open() ? trial.with(one.key, choice) : nullptr;
    if (reading == nullptr || reading->seen() == 0) return json;
    json["read"] = reading->correct;
    json["of"] = reading->seen();
    return json;
}

}  // namespace

std::string assumptions_json(const State& state) {
    const Foreign* foreign = foreign_on_show(state);
    if (foreign == nullptr) return "null";
    constexpr const char* kSources[] = {"open", "shapes", "file"};
    constexpr const char* kSteps[] = {"trying", "trying", "refused", "open", "reading", "done"};
    Json all = Json::array();
    for (const io::Assumption& one : foreign->trial->taken().assumptions) {
        Json choices = Json::array();
        for (const std::string& choice : one.choices) choices.push_back(choice_json(*foreign->trial, one, choice));
        all.push_back({{"key", one.key},
                       {"source", kSources[static_cast<int>(one.source)]},
                       {"chosen", one.word()},
                       {"choices", choices}});
    }
    const Json json = {{"file", foreign->name},
                       {"step", kSteps[static_cast<int>(foreign->step)]},
                       {"words", foreign_words(*foreign)},
                       {"list", all}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace app
