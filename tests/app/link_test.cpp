// Links: there and back for every probe, the input to the last bit, and what is refused.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include <nlohmann/json.hpp>

#include "app/actions.h"
#include "app/api.h"
#include "app/keep.h"
#include "app/link.h"
#include "app/probes.h"
#include "app/update.h"

namespace {

app::State new_state() {
    auto network = nn::make_network(nn::lenet5());
    REQUIRE(network.ok());
    nn::initialise(network.value(), 5);
    return app::make_state("LeNet-5", std::move(network.value()));
}

void draw_something(app::State& state) {
    app::set_strokes(state, {{{3, 2}, {7, 2}, {4.5f, 8}}});
    app::update(state, 1, 0);
}

std::vector<std::uint8_t> random_page(unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::uint8_t> pixels(784);
    for (std::uint8_t& p : pixels) p = random() % 3 == 0 ? static_cast<std::uint8_t>(random() % 256) : std::uint8_t{0};
    return pixels;
}

/// What must not change when a link is refused.
std::string snapshot(app::State& state) { return app::link_of(state); }

}  // namespace

TEST_CASE("pixels come back from their code, and damaged codes are refused") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const std::vector<std::uint8_t> pixels = random_page(seed);
        const std::string code = app::encode_pixels(pixels);
        const auto back = app::decode_pixels(code, 784);
        REQUIRE(back.has_value());
        CHECK(*back == pixels);
        CHECK_FALSE(app::decode_pixels(code.substr(0, code.size() - 3), 784).has_value());
        CHECK_FALSE(app::decode_pixels(code + "AAAA", 784).has_value());
    }
    const std::vector<std::uint8_t> empty(784), full(784, 255);
    CHECK(*app::decode_pixels(app::encode_pixels(empty), 784) == empty);
    CHECK(*app::decode_pixels(app::encode_pixels(full), 784) == full);
    CHECK_FALSE(app::decode_pixels("A", 784).has_value());
    CHECK_FALSE(app::decode_pixels("!!!!", 784).has_value());
    CHECK_FALSE(app::decode_pixels("AAAA", 784).has_value());  // a run of no zeros
}

TEST_CASE("every view comes back from its link, with the same input to the last bit") {
    app::State first = new_state();
    draw_something(first);
    app::select_unit(first, *first.lane().network().find("pool2"), 7, 12);
    std::vector<const probe::Entry*> views(probe::entries().begin(), probe::entries().end());
    views.push_back(nullptr);
    for (const probe::Entry* entry : views) {
        app::open_probe(first, entry);
        if (entry)
            for (const probe::Setting& setting : entry->settings)
                app::set_value(first, setting.key, setting.low + 0.75 * (setting.high - setting.low));
        const std::string link = app::link_of(first);
        CHECK(link.size() < 2000);
        app::State second = new_state();
        const base::Status opened = app::open_link(second, "https://example.org/unpool/#" + link);
        REQUIRE_MESSAGE(opened.ok(), opened.message());
        app::update(second, 1, 0);
        CHECK(second.input->pixels == first.input->pixels);
        CHECK(second.selection == first.selection);
        CHECK(second.probe.entry == entry);
        CHECK(app::link_of(second) == link);
        if (entry && !entry->settings.empty())
            CHECK(probe::text_of(entry->settings[0], app::values_of(second, *entry)) ==
                  probe::text_of(entry->settings[0], app::values_of(first, *entry)));
    }
}

TEST_CASE("an empty page has a link too") {
    app::State first = new_state();
    app::update(first, 1, 0);
    app::State second = new_state();
    draw_something(second);
    REQUIRE(app::open_link(second, app::link_of(first)).ok());
    app::update(second, 2, 0);
    CHECK_FALSE(second.input.has_value());
}

TEST_CASE("malformed links change nothing and say why") {
    app::State state = new_state();
    draw_something(state);
    const std::string before = snapshot(state);
    struct Case {
        std::string link;
        const char* word;
    };
    const Case kCases[] = {
        {"", "v=2"},
        {"hello", "key=value"},
        {"v=3&view=explore", "version"},
        {"v=1&view=nonsense", "view"},
        {"v=1&view=occlusion&size=99", "size"},
        {"v=1&view=occlusion&size=six", "size"},
        {"v=1&view=occlusion&fill=plaid", "fill"},
        {"v=1&view=occlusion&colour=red", "colour"},
        {"v=1&layer=conv9", "conv9"},
        {"v=1&layer=pool2&map=16", "map"},
        {"v=1&layer=pool2&map=1&unit=25", "unit"},
        {"v=1&layer=pool2&map=-1", "map"},
        {"v=1&map=16", "map"},  // of the layer that is selected
        {"v=1&layer=input&map=3", "input"},
        {"v=1&layer=pool2&map=1&keep=unit", "unit="},
        {"v=1&keep=most", "keep"},
        {"v=1&input=AAAA", "input"},
        {"v=1&input=%zz", "key=value"},
        {"v=1&label=12", "label"},
        {"v=1&model=00000000", "model"},
        {"v=1&stray=1", "stray"},
        {std::string(20000, 'a'), "longer"},
    };
    for (const Case& one : kCases) {
        const std::string& link = one.link;
        const char* word = one.word;
        const base::Status status = app::open_link(state, link);
        CHECK_MESSAGE(!status.ok(), link.substr(0, 60));
        if (status.ok()) continue;
        CHECK_MESSAGE(status.message().find(word) != std::string::npos, status.message());
        CHECK(status.message().size() < 200);
        app::update(state, 2, 0);
        CHECK(snapshot(state) == before);
    }
}

TEST_CASE("the model's id follows its weights") {
    auto network = nn::make_network(nn::lenet5());
    nn::initialise(network.value(), 1);
    const std::string first = app::old_model_id(network.value());
    CHECK(first.size() == 8);
    network.value().parameters[0].weight[3] += 1e-4f;
    CHECK(app::old_model_id(network.value()) != first);
}

TEST_CASE("the address bar is told once the view has been still") {
    app::State state = new_state();
    app::update(state, 0.1, 0);
    state.effects.clear();
    draw_something(state);
    const auto told = [&] {
        return std::count_if(state.effects.begin(), state.effects.end(),
                             [](const app::Effect& e) { return e.kind == app::Effect::Kind::show_link; });
    };
    CHECK(told() == 0);
    app::update(state, 1.2, 0);
    CHECK(told() == 0);
    app::update(state, 2.0, 0);
    CHECK(told() == 1);
    app::update(state, 4.0, 0);
    CHECK(told() == 1);
}

TEST_CASE("what the state tells of the selection is taken where it is asked for") {
    app::State state = new_state();
    draw_something(state);
    const auto& network = state.lane().network();
    for (int layer = -1; layer < network.layer_count(); ++layer) {
        for (const explain::Keep keep :
             {explain::Keep::whole_map, explain::Keep::strongest, explain::Keep::unit, explain::Keep::all_maps}) {
            app::select(state, layer, 0);
            app::set_keep(state, keep);
            const nlohmann::json told = nlohmann::json::parse(app::state_json(state));
            const nlohmann::json& chosen = told["selection"];
            std::string link =
                "v=1&view=" + told["view"].get<std::string>() + "&model=" + told["model"].get<std::string>();
            for (const auto& [key, value] : chosen.items())
                if (!value.is_null())
                    link += "&" + key + "=" + (value.is_string() ? value.get<std::string>() : value.dump());
            CAPTURE(link);
            app::select(state, 2, 3);  // elsewhere
            const base::Status opened = app::open_link(state, link);
            CHECK_MESSAGE(opened.ok(), opened.message());
            CHECK(nlohmann::json::parse(app::state_json(state))["selection"] == chosen);
        }
    }
    CHECK_FALSE(app::open_link(state, "v=1&layer=input&map=1").ok());
}

TEST_CASE("what is kept has one table of names, and old ones stay good") {
    for (const explain::Keep keep :
         {explain::Keep::whole_map, explain::Keep::strongest, explain::Keep::unit, explain::Keep::all_maps})
        CHECK(app::keep_of(app::keep_name(keep)) == keep);
    CHECK(app::keep_of("whole_map") == explain::Keep::whole_map);
    CHECK(app::keep_of("whole map") == explain::Keep::whole_map);
    CHECK(app::keep_of("all_maps") == explain::Keep::all_maps);
    CHECK_FALSE(app::keep_of("").has_value());
    CHECK_FALSE(app::keep_of("some").has_value());
}

TEST_CASE("every value that the list of probes tells is taken by their settings") {
    for (const nlohmann::json& told : nlohmann::json::parse(app::probes_json())) {
        const probe::Entry* entry = probe::find(told["id"].get<std::string>());
        REQUIRE(entry);
        for (const nlohmann::json& setting : told["settings"]) {
            const auto key = setting["key"].get<std::string>();
            CAPTURE(key);
            probe::Values values = probe::defaults(*entry);
            const auto takes = [&](const std::string& text) { return probe::set(*entry, values, key, text).ok(); };
            if (setting.contains("initial")) {
                CHECK(takes(setting["initial"].get<std::string>()));
                CHECK(values == probe::defaults(*entry));
            }
            if (setting.contains("low")) {
                CHECK(takes(setting["low"].dump()));
                CHECK(takes(setting["high"].dump()));
            }
            if (!setting.contains("choices")) continue;
            for (std::size_t i = 0; i < setting["choices"].size(); ++i) {
                CHECK(takes(setting["choices"][i].get<std::string>()));
                CHECK(values.whole(key) == static_cast<int>(i));  // no two begin alike
            }
        }
    }
}
