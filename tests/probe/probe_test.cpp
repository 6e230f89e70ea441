// The table of probes, and settings to and from text.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "probe/probe.h"

TEST_CASE("every probe has a name of its own, settings within their ranges, and words") {
    std::set<std::string> ids;
    for (const probe::Entry* entry : probe::entries()) {
        CHECK(ids.insert(entry->id).second);
        CHECK(probe::find(entry->id) == entry);
        CHECK(std::string(entry->what).size() > 10);
        CHECK(std::string(entry->source).size() > 5);
        std::set<std::string> keys{"v",   "model", "input", "label", "layer",
                                   "map", "unit",  "keep",  "view"};  // a link's own
        for (const probe::Setting& setting : entry->settings) {
            CHECK_MESSAGE(keys.insert(setting.key).second, entry->id, ": ", setting.key,
                          " means something else already");
            if (setting.kind == probe::Setting::Kind::choice)
                CHECK(setting.initial < static_cast<double>(probe::choices(setting).size()));
            else if (setting.kind != probe::Setting::Kind::text)
                CHECK((setting.initial >= setting.low && setting.initial <= setting.high));
        }
    }
    CHECK(ids.size() == probe::entries().size());
    CHECK(probe::find("nothing") == nullptr);
}

TEST_CASE("settings come back from their text") {
    for (const probe::Entry* entry : probe::entries()) {
        const probe::Values start = probe::defaults(*entry);
        probe::Values values = start;
        for (const probe::Setting& setting : entry->settings) {
            const base::Status status = probe::set(*entry, values, setting.key, probe::text_of(setting, start));
            CHECK_MESSAGE(status.ok(), entry->id, ": ", status.ok() ? "" : status.message());
        }
        for (const auto& [key, value] : start.numbers) CHECK(values[key] == doctest::Approx(value));
        for (const probe::Setting& setting : entry->settings) {
            std::set<std::string> words;
            if (setting.kind != probe::Setting::Kind::choice) continue;
            for (std::size_t i = 0; i < probe::choices(setting).size(); ++i) {
                values.numbers[setting.key] = static_cast<double>(i);
                CHECK_MESSAGE(words.insert(probe::text_of(setting, values)).second, entry->id, ": two choices of ",
                              setting.key, " begin with the same word");
            }
        }
    }
}

TEST_CASE("what is no value is refused with the range, and changes nothing") {
    const probe::Entry& entry = *probe::find("occlusion");
    probe::Values values = probe::defaults(entry);
    const probe::Values before = values;
    for (const std::pair<const char*, const char*>& wrong : {std::pair<const char*, const char*>{"size", "0"},
                                                             {"size", "15"},
                                                             {"size", "6.5"},
                                                             {"size", ""},
                                                             {"size", "nan"},
                                                             {"size", "1e999"},
                                                             {"fill", "plaid"},
                                                             {"sighs", "6"}}) {
        const char *key = wrong.first, *text = wrong.second;
        const base::Status status = probe::set(entry, values, key, text);
        REQUIRE_MESSAGE(!status.ok(), key, "=", text);
        CHECK(status.message().find(key) != std::string::npos);
        CHECK(values == before);
    }
    const base::Status status = probe::set(entry, values, "size", "99");
    CHECK(status.message().find("1 to 14") != std::string::npos);
    CHECK(probe::set(entry, values, "size", "3").ok());
    CHECK(values.whole("size") == 3);
    CHECK(probe::set(entry, values, "fill", "Erase the ink").ok());
}

TEST_CASE("texts follow the grammar of their setting") {
    const auto takes = [](const char* id, const char* key, const char* text) {
        const probe::Entry& entry = *probe::find(id);
        probe::Values values = probe::defaults(entry);
        return probe::set(entry, values, key, text).ok();
    };
    for (const char* text : {"", "3", "3:1,7:-0.5", "0:100"}) CHECK_MESSAGE(takes("maximise", "maps", text), text);
    for (const char* text : {"abc", "3:", "3:x", "3:3e38", "3:nan", ":1", "3;4"})
        CHECK_MESSAGE(!takes("maximise", "maps", text), text);
    for (const char* text : {"", "relu1", "pool2:3,fc1:12"}) CHECK_MESSAGE(takes("lesions", "off", text), text);
    for (const char* text : {"pool2:", "pool2:-1", "pool2:x", "two words", "<b>"})
        CHECK_MESSAGE(!takes("lesions", "off", text), text);
    for (const char* text : {"", "4,5 20,6 12,15.5"}) CHECK_MESSAGE(takes("correspondence", "lasso-1", text), text);
    for (const char* text : {"4", "4,5,6x", "a,b", "4,inf", "4,5 20"})
        CHECK_MESSAGE(!takes("correspondence", "lasso-5", text), text);
    CHECK(probe::wants_digits(*probe::find("top-nine"), probe::defaults(*probe::find("top-nine"))));
    probe::Values values = probe::defaults(*probe::find("occlusion"));
    CHECK_FALSE(probe::wants_digits(*probe::find("occlusion"), values));
    CHECK(probe::set(*probe::find("occlusion"), values, "fill", "mean").ok());
    CHECK(probe::wants_digits(*probe::find("occlusion"), values));
}

TEST_CASE("a choice's values are its places, and its first words tell its labels apart") {
    int chosen = 0;
    for (const probe::Entry* entry : probe::entries()) {
        for (const probe::Setting& setting : entry->settings) {
            CAPTURE(entry->id);
            CAPTURE(setting.key);
            const bool is_choice = setting.kind == probe::Setting::Kind::choice;
            CHECK(setting.choices.empty() == (!is_choice && setting.grammar != std::string("choices")));
            if (setting.kind != probe::Setting::Kind::text) CHECK(std::string(setting.grammar).empty());
            for (std::size_t i = 0; is_choice && i < setting.choices.size(); ++i) {
                CHECK(setting.choices[i].value == static_cast<int>(i));
                probe::Values values;
                values.numbers[setting.key] = static_cast<double>(i);
                const std::string word = probe::text_of(setting, values);
                REQUIRE(probe::set(*entry, values, setting.key, word).ok());
                CHECK(values.whole(setting.key) == static_cast<int>(i));
                ++chosen;
            }
        }
    }
    CHECK(chosen > 30);
}

TEST_CASE("a choice is given by its name, or by what it is called on the screen; links have the name") {
    const probe::Entry& entry = *probe::find("occlusion");
    const probe::Setting& fill = *probe::find_setting(entry, "fill");
    probe::Values values = probe::defaults(entry);
    for (const char* words : {"black", "ink"}) {
        REQUIRE(probe::set(entry, values, "fill", words).ok());
        CHECK(probe::text_of(fill, values) == "black");
    }
    CHECK_FALSE(probe::set(entry, values, "fill", "green").ok());
    CHECK(probe::choices(fill) == std::vector<std::string>{"ink", "grey", "mean digit", "paper"});
}
