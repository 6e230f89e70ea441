#include "app/layer_search.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "app/actions.h"
#include "app/blocks.h"
#include "app/probes.h"

namespace app {
namespace {

std::string lower(std::string_view words) {
    std::string text(words);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// What was typed: words that a layer's names begin with, and the number of a map.
struct Wanted {
    std::vector<std::string> names;
    int map = -1;
};

Wanted wanted_of(std::string_view typed) {
    Wanted wanted;
    const std::string words = lower(typed);
    for (std::size_t begin = 0; begin < words.size();) {
        const std::size_t end = std::min(words.find(' ', begin), words.size());
        const std::string word = words.substr(begin, end - begin);
        int map = 0;
        const auto [last, error] = std::from_chars(word.data(), word.data() + word.size(), map);
        if (!word.empty() && error == std::errc() && last == word.data() + word.size())
            wanted.map = map;
        else if (!word.empty() && word != "map" && word != "unit" && word != "layer")
            wanted.names.push_back(word);
        begin = end + 1;
    }
    return wanted;
}

bool answers_to(const nn::Network& network, int layer, const std::string& word) {
    const nn::LayerSpec& spec = network.layer(layer);
    return lower(spec.name).starts_with(word) || lower(lecun_name(network, layer)).starts_with(word) ||
           lower(nn::info(spec.kind).called).starts_with(word);
}

}  // namespace

std::string lecun_name(const nn::Network& network, int layer) {
    int number = 0, last = -1;
    bool maps_before = false;
    for (int i = 0; i < network.layer_count(); ++i)
        if (nn::has_weights(network.layer(i).kind)) last = i;
    if (layer == last) return {};
    for (int i = 0; i <= layer; ++i) {
        const nn::LayerKind kind = network.layer(i).kind;
        const bool dense = nn::reads_everything(kind) && nn::has_weights(kind);
        if (!dense && !nn::has_window(kind)) {
            if (i == layer) return {};
            continue;
        }
        ++number;
        const bool reads_maps = dense && maps_before;
        if (i == layer) return (nn::is_pool(kind) ? "S" : dense && !reads_maps ? "F" : "C") + std::to_string(number);
        maps_before = !dense;
    }
    return {};
}

std::vector<FoundLayer> found_layers(const State& state) {
    if (state.sheet != Sheet::search) return {};
    const nn::Network& network = state.lane().network();
    const Wanted wanted = wanted_of(state.search);
    std::vector<FoundLayer> found;
    for (int i = 0; i < network.layer_count() && !wanted.names.empty(); ++i) {
        const bool is_it = std::all_of(wanted.names.begin(), wanted.names.end(),
                                       [&](const std::string& word) { return answers_to(network, i, word); });
        if (is_it && wanted.map < map_count(network, i)) found.push_back({i, wanted.map});
    }
    return found;
}

std::string shape_words(const nn::Network& network, int layer) {
    const nn::Shape& s = network.shape(layer);
    if (s.plane() == 1) return std::to_string(s.channels) + " units";
    return std::to_string(s.channels) + (s.channels == 1 ? " map, " : " maps, ") + std::to_string(s.height) +
           " \xC3\x97 " + std::to_string(s.width);
}

void open_layer(State& state, const FoundLayer& found) {
    const nn::Network& network = state.lane().network();
    if (found.layer < 0 || found.layer >= network.layer_count()) return;
    const int last = map_count(network, found.layer) - 1;
    select(state, found.layer, found.map >= 0 ? found.map : std::min(state.selection.map, last));
    const std::vector<Block> all = blocks(network);
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
        if (found.layer >= all[static_cast<std::size_t>(i)].first &&
            found.layer <= all[static_cast<std::size_t>(i)].last)
            show_layer(state, i, found.layer);
    if (state.probe.entry && state.probe.entry->of_selection)
        state.sheet = Sheet::none;
    else
        open_probe(state, nullptr);
    state.tab = Tab::view;
}

}  // namespace app
