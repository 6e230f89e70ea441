// The views: the network's own, one a probe, and the pages of words and models; in groups, as the bar and the search
// list them.
#pragma once

#include <span>
#include <string_view>

#include "app/state.h"

namespace app {

struct View {
    const char* id;  ///< as in links: "occlusion", "explore"
    const char* title;
    const char* term;  ///< the field's word; "" where the title is that word
    probe::Group group;
    const char* question;
    const probe::Entry* entry = nullptr;  ///< of a probe's view
    Sheet sheet = Sheet::none;            ///< of a page of words
    Page page = Page::network;            ///< where it is none of these two
};

/// All of them, group by group.
std::span<const View> views();

const char* group_name(probe::Group group);
/// Whether there is any view in it.
bool has_views(probe::Group group);

/// The one that is on show, be it under a list or a sheet.
const View& view_on_show(const State& state);
void open_view(State& state, const View& view);
/// Whether the network's own view is open, be it under a list or a sheet.
bool is_network_open(const State& state);
/// The next (or previous) one, around.
void open_next_view(State& state, int step);

/// Whether every word of `words` is found in title, term, question or group; all views match no words.
bool matches(const View& view, std::string_view words);

/// A list of the views of the groups from `first` to `last` over the page; opened again it closes.
void open_menu(State& state, probe::Group first, probe::Group last);
/// The list of all views, to be narrowed by typing; layers are found there too (layer_search.h).
void open_search(State& state);
/// What is typed there.
void set_search(State& state, std::string_view words);

/// Whether a view stands in the list that is open.
bool is_listed(const State& state, const View& view);
/// Moves the list's choice through the views and then the layers that are listed; opens what is chosen.
void step_in_list(State& state, int by);
void open_chosen(State& state);

}  // namespace app
