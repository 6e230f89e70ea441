#include "cli/assumptions.h"

#include <cstdio>

#include "cli/console.h"

namespace cli {
namespace {

const char* source_name(io::Assumption::Source source) {
    constexpr const char* kNames[] = {"open", "shapes", "file"};
    return kNames[static_cast<int>(source)];
}

const io::Reading* reading_with(const LoadedModel& loaded, const std::string& key, const std::string& choice) {
    return loaded.trial ? loaded.trial->with(key, choice) : nullptr;
}

std::string share_words(const io::Reading* reading) {
    if (reading == nullptr || reading->seen() == 0) return "not tried";
    return text("%5.1f %% of %-5d loss %.3f", 100.0 * reading->share(), reading->seen(), reading->loss());
}

}  // namespace

void print_assumptions(const LoadedModel& loaded) {
    if (loaded.assumptions.empty()) return;
    std::printf("\nWhat the file leaves open%s\n", loaded.trial             ? ", tried on drawn digits:"
                                                   : loaded.untried.empty() ? ":"
                                                                            : " (the first choices are taken):");
    if (!loaded.untried.empty()) std::printf("Nothing was tried: %s.\n", printable(loaded.untried).c_str());
    if (!loaded.reads)
        std::printf(
            "No way of reading it reads more than 60 %% of the digits: perhaps it is not a network of digits.\n");
    for (const io::Assumption& one : loaded.assumptions) {
        if (!one.is_open()) {
            const bool told = one.source == io::Assumption::Source::file;
            std::printf("%-12s %-32s %s\n", one.key.c_str(), one.word().c_str(),
                        told ? "the file says so" : "follows from the shapes");
            continue;
        }
        for (std::size_t i = 0; i < one.choices.size(); ++i)
            std::printf("%-12s %-32s %s%s\n", i == 0 ? one.key.c_str() : "", one.choices[i].c_str(),
                        loaded.trial ? share_words(reading_with(loaded, one.key, one.choices[i])).c_str() : "",
                        i == one.chosen ? "  taken" : "");
    }
}

Json assumptions_json(const LoadedModel& loaded) {
    Json all = Json::array();
    for (const io::Assumption& one : loaded.assumptions) {
        Json choices = Json::array();
        for (const std::string& choice : one.choices) {
            Json entry;
            entry["choice"] = choice;
            const io::Reading* reading = one.is_open() ? reading_with(loaded, one.key, choice) : nullptr;
            if (reading != nullptr && reading->seen() > 0) {
                entry["read"] = reading->correct;
                entry["of"] = reading->seen();
                entry["loss"] = reading->loss();
            }
            choices.push_back(std::move(entry));
        }
        Json entry;
        entry["key"] = one.key;
        entry["source"] = source_name(one.source);
        entry["chosen"] = one.word();
        entry["choices"] = std::move(choices);
        all.push_back(std::move(entry));
    }
    return all;
}

}  // namespace cli
