// What is shown of a file's assumptions: see foreign.h.
#include <cstdio>
#include <utility>

#include "app/foreign.h"
#include "probe/figure_parts.h"

namespace app {
namespace {

/// Words so short that they stand in a row.
std::string brief(const std::string& word) {
    constexpr std::pair<const char*, const char*> kBrief[] = {{"mean 0.1307, deviation 0.3081", "standardised"},
                                                              {"0 to 1, dark ink", "dark, 0 to 1"},
                                                              {"-1 to 1, dark ink",
                                                               "dark, \xE2\x88\x92"
                                                               "1 to 1"},
                                                              {"-1 to 1",
                                                               "\xE2\x88\x92"
                                                               "1 to 1"},
                                                              {"28 x 28", "28 \xC3\x97 28"},
                                                              {"32 x 32, framed", "framed to 32"},
                                                              {"32 x 32, resized", "resized to 32"},
                                                              {"max", "maximum"},
                                                              {"activation first", "after"},
                                                              {"pooling first", "before"}};
    for (const auto& [from, to] : kBrief)
        if (word == from) return to;
    return word;
}

const char* label_of(const std::string& key) {
    constexpr std::pair<const char*, const char*> kLabels[] = {
        {"size", "Size"},       {"input", "Pixels"},     {"shape", "Windows"},        {"activation", "Activation"},
        {"pooling", "Pooling"}, {"order", "Pooling is"}, {"flattening", "Flattening"}};
    for (const auto& [from, to] : kLabels)
        if (key == from) return to;
    return "";
}

std::string percent_words(double share) {
    char words[16];
    std::snprintf(words, sizeof words, "%.1f %%", 100.0 * share);
    return words;
}

}  // namespace

AssumptionRow assumption_row(const io::Trial& trial, const io::Assumption& one) {
    AssumptionRow row;
    row.key = one.key;
    row.label = label_of(one.key);
    row.chosen = one.chosen;
    if (one.source == io::Assumption::Source::shapes) row.why = "follows from the shapes";
    if (one.source == io::Assumption::Source::file) row.why = "the file says so";
    for (const std::string& word : one.choices) {
        AssumptionRow::Choice choice;
        choice.word = word;
        choice.brief = brief(word);
        if (one.key == "order" && one.chosen < one.choices.size()) choice.brief += " the activation";
        const io::Reading* reading = one.is_open() ? trial.with(one.key, word) : nullptr;
        if (reading != nullptr && reading->seen() > 0) {
            choice.share = static_cast<float>(reading->share());
            choice.read = percent_words(reading->share());
        }
        row.choices.push_back(std::move(choice));
    }
    return row;
}

std::string foreign_finding(const Foreign& foreign) {
    const io::Reading& taken = foreign.trial->taken();
    if (foreign.step <= Foreign::Step::refused || taken.seen() == 0) return foreign_words(foreign);
    return "Read as " + taken.said + ": so it reads " + percent_words(taken.share()) + " of " +
           probe::grouped(taken.seen()) + (foreign.set ? " held-out digits." : " drawn digits.");
}

}  // namespace app
