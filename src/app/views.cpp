#include "app/views.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/layer_search.h"

namespace app {
namespace {

using probe::Group;

constexpr View kNetwork{"explore", "Network", "", Group::look, "What does every layer make of your digit?"};
constexpr View kModel{.id = "model",
                      .title = "This model",
                      .term = "model card",
                      .group = Group::models,
                      .question = "Which network runs here, and which others are at hand?",
                      .sheet = Sheet::model};
constexpr View kHelp{.id = "help",
                     .title = "How to read",
                     .term = "help",
                     .group = Group::learn,
                     .question = "What do the pictures show, and which keys are there?",
                     .sheet = Sheet::help};

constexpr View kTrain{.id = "train",
                      .title = "Train here",
                      .term = "training",
                      .group = Group::train,
                      .question = "Can I watch it learn?",
                      .page = Page::train};

std::vector<View> all_views() {
    std::vector<View> all;
    for (const Group group : {Group::look, Group::why, Group::test, Group::train, Group::models, Group::learn}) {
        for (const View& view : {kNetwork, kTrain, kModel, kHelp})
            if (view.group == group) all.push_back(view);
        for (const probe::Entry* entry : probe::entries())
            if (entry->group == group)
                all.push_back({entry->id, entry->title, entry->term, group, entry->what, entry, Sheet::none});
    }
    return all;
}

std::string lower(std::string_view words) {
    std::string text(words);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

std::span<const View> views() {
    static const std::vector<View> all = all_views();
    return all;
}

const char* group_name(Group group) {
    constexpr const char* kNames[] = {"Look", "Why", "Test", "Train", "Models", "Learn"};
    return kNames[static_cast<int>(group)];
}

bool has_views(Group group) {
    return std::any_of(views().begin(), views().end(), [group](const View& view) { return view.group == group; });
}

const View& view_on_show(const State& state) {
    for (const View& view : views())
        if (view.sheet != Sheet::none && view.sheet == state.sheet) return view;
    for (const View& view : views())
        if (view.entry == state.probe.entry && view.sheet == Sheet::none && (view.entry || view.page == state.page))
            return view;
    return views().front();
}

namespace {

void open_page(State& state, const View& view) {
    open_probe(state, view.entry);
    state.page = view.page;
}

}  // namespace

void open_view(State& state, const View& view) {
    state.tab = Tab::view;
    if (view.sheet == Sheet::none)
        open_page(state, view);
    else if (state.sheet != view.sheet)
        open_sheet(state, view.sheet);
}

bool is_network_open(const State& state) { return !state.probe.entry && state.page == Page::network; }

void open_next_view(State& state, int step) {
    const auto all = views();
    const auto now = static_cast<int>(&view_on_show(state) - all.data()), count = static_cast<int>(all.size());
    open_view(state, all[static_cast<std::size_t>((now + step + count) % count)]);
}

bool matches(const View& view, std::string_view words) {
    const std::string text = lower(std::string(view.title) + " " + view.term + " " + view.question + " " + view.id +
                                   " " + group_name(view.group)),
                      wanted = lower(words);
    for (std::size_t begin = 0; begin < wanted.size();) {
        const std::size_t end = std::min(wanted.find(' ', begin), wanted.size());
        if (text.find(wanted.substr(begin, end - begin)) == std::string::npos) return false;
        begin = end + 1;
    }
    return true;
}

void open_menu(State& state, Group first, Group last) {
    const bool closes = state.sheet == Sheet::menu && state.menu == first;
    state.menu = first;
    state.menu_end = last;
    state.list_row = -1;
    state.sheet = closes ? Sheet::none : Sheet::menu;
}

void open_search(State& state) {
    state.search.clear();
    state.list_row = 0;
    state.sheet = Sheet::search;
    request(state, Effect::Kind::type_words);
}

void set_search(State& state, std::string_view words) {
    constexpr std::size_t kLongest = 64;
    state.search = words.substr(0, kLongest);
    state.list_row = 0;
}

bool is_listed(const State& state, const View& view) {
    if (state.sheet == Sheet::search) return matches(view, state.search);
    return view.group >= state.menu && view.group <= state.menu_end;
}

void step_in_list(State& state, int by) {
    const auto count = static_cast<int>(
        std::count_if(views().begin(), views().end(), [&](const View& view) { return is_listed(state, view); }) +
        std::ssize(found_layers(state)));
    if (count > 0)
        state.list_row = state.list_row < 0 ? (by > 0 ? 0 : count - 1) : (state.list_row + by + count) % count;
}

void open_chosen(State& state) {
    int row = 0;
    for (const View& view : views())
        if (is_listed(state, view) && row++ == state.list_row) return open_view(state, view);
    for (const FoundLayer& found : found_layers(state))
        if (row++ == state.list_row) return open_layer(state, found);
}

}  // namespace app
