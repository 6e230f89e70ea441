// What a trial found, in words, and how a person's words choose: see trial.h.
#include <algorithm>
#include <cstdio>

#include "io/foreign/choices.h"
#include "io/foreign/trial.h"
#include "io/json.h"

namespace io {
namespace {

std::string thousands(int number) {
    std::string text = std::to_string(number);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string percent(double share, bool exact) {
    char text[16];
    std::snprintf(text, sizeof text, exact ? "%.1f %%" : "%.0f %%", 100.0 * share);
    return text;
}

}  // namespace

base::Result<const Reading*> Trial::find(std::string_view key, std::string_view choice) const {
    std::vector<std::string> keys, choices;
    for (const Reading& reading : readings_)
        for (const Assumption& one : reading.assumptions) {
            if (!one.is_open()) continue;
            if (std::find(keys.begin(), keys.end(), one.key) == keys.end()) keys.push_back(one.key);
            if (one.key != key) continue;
            for (const std::string& word : one.choices)
                if (std::find(choices.begin(), choices.end(), word) == choices.end()) choices.push_back(word);
        }
    if (choices.empty()) {
        std::string all;
        for (const std::string& one : keys) all += (all.empty() ? "" : ", ") + one;
        return base::Error{"nothing is open that is called " + in_quotes(std::string(key)) +
                           (all.empty() ? "" : "; there are " + all)};
    }
    const std::string name(key);
    const auto decided = decide_one(name.c_str(), choices, Assumption::Source::open, {{name, std::string(choice)}});
    if (!decided) return base::Error{decided.message()};
    const Reading* found = with(key, decided.value().word());
    if (found == nullptr) return base::Error{"no way of reading it has that choice"};
    return found;
}

std::string Trial::share_words() const {
    double most = 0;
    for (const Reading& reading : readings_)
        if (reading.seen() > 0) most = std::max(most, reading.share());
    return percent(most, false);
}

std::string Trial::summary(const char* of_what) const {
    const Reading& best = taken();
    if (best.seen() == 0) return {};
    std::string text = percent(best.share(), true) + " of " + thousands(best.seen()) + of_what;
    const Reading* other = next_best();
    if (other == nullptr) return text;
    std::string what;
    for (const Assumption& one : other->assumptions)
        if (const std::string mine = best.choice(one.key);
            mine != one.word() && !(mine.empty() && one.chosen == 0) && !as_said({one}).empty())
            what += (what.empty() ? "" : ", ") + as_said({one});
    return text + "; next best " + (what.empty() ? other->said : what) + ", " + percent(other->share(), true) +
           (other->share() >= best.share() && other->loss() > best.loss() ? ", less sure of them" : "");
}

}  // namespace io
