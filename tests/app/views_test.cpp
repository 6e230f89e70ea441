// Views in groups: each is found by its name, the field's word and its question; lists; the answer in words; what is
// selected.
#include "app/views.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/actions.h"
#include "app/answer.h"
#include "app/api.h"
#include "app/layer_search.h"
#include "app/link.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/update.h"

namespace {

app::State fresh() {
    nn::Network network = nn::make_network(nn::lenet5()).value();
    nn::initialise(network, 7);
    return app::make_state("LeNet-5", std::move(network));
}

void draw_seven(app::State& state) {
    app::pen_down(state, {0.25f, 0.2f});
    app::pen_move(state, {0.75f, 0.2f});
    app::pen_move(state, {0.45f, 0.85f});
    app::pen_up(state);
    app::update(state, state.now + 0.016, 0.004);
}

const app::View& view(const std::string& id) {
    const auto found =
        std::find_if(app::views().begin(), app::views().end(), [&](const app::View& one) { return one.id == id; });
    REQUIRE(found != app::views().end());
    return *found;
}

std::string listed(const app::State& state) {
    std::string ids;
    for (const app::View& one : app::views())
        if (app::is_listed(state, one)) ids += (ids.empty() ? "" : " ") + std::string(one.id);
    return ids;
}

bool asks(const app::Effect& effect, app::Effect::Kind kind) { return effect.kind == kind; }

}  // namespace

TEST_CASE("views: every probe is one, in its group, with a name of its own and a question") {
    std::set<std::string> ids, titles;
    auto last = probe::Group::look;
    for (const app::View& one : app::views()) {
        CAPTURE(one.id);
        CHECK(ids.insert(one.id).second);
        CHECK(titles.insert(one.title).second);
        CHECK(one.group >= last);
        last = one.group;
        CHECK(std::string(one.question).size() > 20);
    }
    for (const probe::Entry* entry : probe::entries()) CHECK(view(entry->id).entry == entry);
    CHECK(view("occlusion").group == probe::Group::why);
    CHECK_FALSE(app::has_views(static_cast<probe::Group>(99)));
}

TEST_CASE("views: words find names, terms and questions, in any case and order") {
    CHECK(app::matches(view("occlusion"), "COVER"));
    CHECK(app::matches(view("occlusion"), "occl"));
    CHECK(app::matches(view("occlusion"), "digit part"));
    CHECK(app::matches(view("occlusion"), " why "));
    CHECK(app::matches(view("explore"), ""));
    CHECK_FALSE(app::matches(view("occlusion"), "cover pooling"));
    app::State state = fresh();
    app::open_search(state);
    CHECK(std::any_of(state.effects.begin(), state.effects.end(),
                      [](const app::Effect& e) { return asks(e, app::Effect::Kind::type_words); }));
    app::set_search(state, "activation maximisation");
    CHECK(listed(state) == "maximise");
    app::open_chosen(state);
    CHECK(state.probe.entry == probe::find("maximise"));
    CHECK(state.sheet == app::Sheet::none);
    app::open_search(state);
    CHECK(state.search.empty());
    app::set_search(state, "no such thing");
    CHECK(listed(state).empty());
    app::step_in_list(state, 1);
    app::open_chosen(state);
    CHECK(state.sheet == app::Sheet::search);
    app::set_search(state, std::string(1000, 'x'));
    CHECK(state.search.size() == 64);
}

TEST_CASE("views: the search finds layers by name, by kind and by LeCun's letters") {
    app::State state = fresh();
    const nn::Network& network = state.lane().network();
    const auto found = [&](const std::string& words) {
        app::open_search(state);
        app::set_search(state, words);
        std::string names;
        for (const app::FoundLayer& one : app::found_layers(state))
            names += (names.empty() ? "" : " ") + network.layer(one.layer).name +
                     (one.map < 0 ? "" : "/" + std::to_string(one.map));
        return names;
    };
    CHECK(found("conv2") == "conv2");
    CHECK(found("POOL") == "pool1 pool2");
    CHECK(found("convolution") == "conv1 conv2");
    CHECK(found("c3") == "conv2");
    CHECK(found("S4") == "pool2");
    CHECK(found("C5") == "fc1");
    CHECK(found("f6") == "fc2");
    CHECK(found("pool2 map 7") == "pool2/7");
    CHECK(found("pool2 16").empty());
    CHECK(found("pool2 99999999999999999999").empty());
    CHECK(found("").empty());
    CHECK(found("map 3").empty());
    CHECK(found("cover").empty());
    CHECK(app::lecun_name(network, *network.find("fc3")).empty());  // the output has no letter
    CHECK(app::lecun_name(network, *network.find("relu1")).empty());
    app::open_menu(state, probe::Group::look, probe::Group::look);
    CHECK(app::found_layers(state).empty());
}

TEST_CASE("views: a layer that was found is selected, in the view that follows or in the network's") {
    app::State state = fresh();
    const nn::Network& network = state.lane().network();
    app::open_probe(state, probe::find("self-check"));
    app::open_search(state);
    app::set_search(state, "c3");
    CHECK(listed(state).empty());
    app::open_chosen(state);
    CHECK(app::is_network_open(state));
    CHECK(state.sheet == app::Sheet::none);
    CHECK(state.selection.layer == *network.find("conv2"));
    app::open_probe(state, probe::find("top-nine"));
    app::open_search(state);
    app::set_search(state, "pool1 4");
    app::open_chosen(state);
    CHECK(state.probe.entry == probe::find("top-nine"));
    CHECK(state.selection.layer == *network.find("pool1"));
    CHECK(state.selection.map == 4);
    app::open_search(state);
    app::set_search(state, "pool");  // a view, and then two layers
    const std::string ids = listed(state);
    const auto views = static_cast<int>(std::count(ids.begin(), ids.end(), ' ')) + 1;
    for (int i = 0; i < views; ++i) app::step_in_list(state, 1);
    CHECK(state.list_row == views);
    app::open_chosen(state);
    CHECK(state.selection.layer == *network.find("pool1"));
    app::open_search(state);
    app::set_search(state, "pool");
    app::step_in_list(state, -1);
    CHECK(state.list_row == views + 1);
}

TEST_CASE("views: a group's list opens, steps around, closes") {
    app::State state = fresh();
    app::open_menu(state, probe::Group::why, probe::Group::why);
    CHECK(listed(state) == "occlusion methods sanity");
    app::open_chosen(state);  // nothing is chosen
    CHECK(state.sheet == app::Sheet::menu);
    app::step_in_list(state, -1);
    app::open_chosen(state);
    CHECK(&app::view_on_show(state) == &view("sanity"));
    app::open_menu(state, probe::Group::why, probe::Group::test);
    CHECK(listed(state) == "occlusion methods sanity invariance pooling lesions correspondence");
    CHECK(&app::view_on_show(state) == &view("sanity"));
    app::open_menu(state, probe::Group::why, probe::Group::test);
    CHECK(state.sheet == app::Sheet::none);
}

TEST_CASE("views: all are gone through, around, and pages of words are among them") {
    app::State state = fresh();
    std::set<std::string> seen;
    for (std::size_t i = 0; i < app::views().size(); ++i) {
        seen.insert(app::view_on_show(state).id);
        app::open_next_view(state, 1);
    }
    CHECK(seen.size() == app::views().size());
    CHECK(&app::view_on_show(state) == &view("explore"));
    app::open_next_view(state, -1);
    CHECK(state.sheet == app::Sheet::help);
    app::open_view(state, view("help"));  // opened again it stays
    CHECK(state.sheet == app::Sheet::help);
    CHECK(state.tab == app::Tab::view);
}

TEST_CASE("views: a link is shared as it is copied") {
    app::State state = fresh();
    app::share_link(state);
    CHECK(state.effects.back().kind == app::Effect::Kind::share_text);
    CHECK(state.effects.back().text == "#" + app::link_of(state));
}

TEST_CASE("the answer in words: the best, how sure, the next; or what to do") {
    app::State state = fresh();
    CHECK(app::answer_words(state).why == "Draw a digit to get an answer.");
    CHECK(app::answer_words(state).best.empty());
    draw_seven(state);
    const app::AnswerWords words = app::answer_words(state);
    const std::vector<int> order = app::likeliest(state, 2);
    CHECK(words.best == std::to_string(order[0]));
    CHECK(words.sure.ends_with(" % sure"));
    CHECK(words.next.starts_with("next: " + std::to_string(order[1]) + ", "));
    CHECK(words.why.empty());
    state.truth = order[0];
    CHECK(app::answer_words(state).next == words.next);
    state.truth = order[1];
    CHECK(app::answer_words(state).next == "its label says " + std::to_string(order[1]));
    CHECK(app::share_words(0.0004f) == "< 0.1 %");
    CHECK(app::share_words(0.5f) == "50.0 %");
}

TEST_CASE("what is selected, in words, and the unit that is shown of it") {
    app::State state = fresh();
    draw_seven(state);
    const nn::Network& network = state.lane().network();
    app::select(state, *network.find("pool2"), 7);
    CHECK(app::layer_words(state) == "pool2");
    CHECK(app::map_words(state) == "map 7");
    const auto values = state.lane().activations.output(*network.find("pool2")).map(7);
    const int strongest = app::unit_shown(state);
    for (const float value : values) CHECK(value <= values[static_cast<std::size_t>(strongest)]);
    app::select_unit(state, *network.find("pool2"), 7, 11);
    CHECK(app::map_words(state) == "map 7, unit 2, 1");
    CHECK(app::unit_shown(state) == 11);
    CHECK(app::field_shown(state).height == 16);
    app::select(state, *network.find("fc3"), 3);
    CHECK(app::selects_units(state));
    CHECK(app::map_words(state) == "unit 3");
    app::select(state, -1, 0);
    CHECK(app::layer_words(state) == "input");
    CHECK(app::map_words(state).empty());
}

TEST_CASE("the strip is kept for the next visit") {
    app::State state = fresh();
    app::fold_pad(state, true);
    app::Options options;
    app::settings_from_json(app::settings_to_json(state.options), options);
    CHECK(options.strip);
}

TEST_CASE("what is on the screen: controls as far as their region shows them") {
    app::State state = fresh();
    state.layout.regions = {{0, 0, 100, 50}, {0, 50, 100, 50}};
    state.layout.items = {{"a", {10, 10, 20, 20}}, {"b", {10, 90, 20, 44}}, {"c", {10, 200, 20, 20}}};
    state.layout.order = {{"a", 1}, {"b", 2}, {"c", 2}};
    state.layout.cut = {"Recon\xE2\x80\xA6"};
    CHECK(app::screen_text(state) ==
          "a\t1\t10.00\t10.00\t20.00\t20.00\nb\t2\t10.00\t90.00\t20.00\t10.00\nRecon\xE2\x80\xA6\n");
}
