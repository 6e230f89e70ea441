#include "probe/maximise/map_weights.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "probe/figure_parts.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr float kHeaviest = 100;
constexpr std::size_t kMostTerms = 64;
constexpr int kMostTiles = 128;

std::string text_of(const std::vector<explain::Term>& terms) {
    std::string text;
    for (const explain::Term& term : terms) {
        char part[32];
        std::snprintf(part, sizeof part, "%s%d:%g", text.empty() ? "" : ",", term.map,
                      static_cast<double>(term.weight));
        text += part;
    }
    return text;
}

/// The text after a click on a map: absent, 1, -1, absent.
std::string after_click(std::vector<explain::Term> terms, int map, explain::Term::Of of) {
    const auto found =
        std::find_if(terms.begin(), terms.end(), [map](const explain::Term& term) { return term.map == map; });
    if (found == terms.end())
        terms.push_back({map, of, 0, 1.0f});
    else if (found->weight > 0)
        found->weight = -1;
    else
        terms.erase(found);
    return text_of(terms);
}

}  // namespace

std::vector<explain::Term> parse_map_weights(const std::string& text, int maps, explain::Term::Of of) {
    std::vector<explain::Term> terms;
    const char* at = text.c_str();
    while (*at != '\0' && terms.size() < kMostTerms) {
        char* end = nullptr;
        const long map = std::strtol(at, &end, 10);
        if (end == at) break;
        float weight = 1;
        at = end;
        if (*at == ':') {
            weight = std::strtof(at + 1, &end);
            at = end;
        }
        if (map >= 0 && map < maps && std::fabs(weight) <= kHeaviest && weight != 0)
            terms.push_back({static_cast<int>(map), of, 0, weight});
        while (*at == ',' || *at == ' ') ++at;
    }
    return terms;
}

figure::Group map_weight_tiles(const Subject& subject, int layer) {
    const nn::Network& network = *subject.network;
    const nn::Tensor& output = subject.activations->output(layer);
    const int maps = std::min(output.shape.channels, kMostTiles);
    const std::vector<explain::Term> terms =
        parse_map_weights(subject.values.text("maps"), output.shape.channels, explain::Term::Of::maximum);
    figure::Group group = note_group("Maps of " + layer_name(network, layer),
                                     "Click a map to climb it, click again to climb away from it, and once more to "
                                     "leave it out. Below each its weight.");
    group.side = 48;
    for (int map = 0; map < maps; ++map) {
        const auto term =
            std::find_if(terms.begin(), terms.end(), [map](const explain::Term& t) { return t.map == map; });
        const std::string caption =
            std::to_string(map) + (term == terms.end() ? "" : ": " + figure::number(static_cast<double>(term->weight)));
        group.pictures.push_back(
            map_picture("choose " + map_name(network, layer, map), caption, output, map, image::Map::diverging));
        figure::Click& click = group.pictures.back().click;
        click.kind = figure::Click::Kind::set;
        click.key = "maps";
        click.words = after_click(terms, map, explain::Term::Of::maximum);
        group.pictures.back().chosen = term != terms.end();
    }
    return group;
}

}  // namespace probe
