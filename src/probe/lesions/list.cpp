#include "probe/lesions/list.h"

#include <algorithm>
#include <cstdlib>

#include "base/fields.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {

int zeroed_layer(const nn::Network& network, int layer) {
    const int source = explain::source_layer(network, layer);
    for (int i = std::max(0, source); source >= 0 && i <= layer; ++i)
        if (network.layer(i).kind == nn::LayerKind::softmax) return i - 1;
    return layer;
}

std::vector<explain::Lesion> parse_lesions(const nn::Network& network, std::string_view text, std::string& unknown) {
    std::vector<explain::Lesion> lesions;
    while (!text.empty()) {
        std::string_view item = base::cut_field(text, ',');
        while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
        while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
        if (item.empty()) continue;
        const std::size_t colon = std::min(item.find(':'), item.size());
        const auto layer = network.find(item.substr(0, colon));
        const std::string number(item.substr(std::min(colon + 1, item.size())));
        const bool is_whole =
            number.size() < 6 && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        const int map = number.empty() ? -1 : std::atoi(number.c_str());
        const bool is_known =
            layer && is_whole && map < network.shape(*layer).channels &&
            (explain::source_layer(network, *layer) >= 0 || (map < 0 && explain::passes_on(network, *layer)));
        const bool is_left_out = is_known && map < 0 && explain::passes_on(network, *layer);
        if (is_known)
            lesions.push_back({is_left_out ? *layer : zeroed_layer(network, *layer), map});
        else
            unknown += (unknown.empty() ? "" : ", ") + std::string(item.substr(0, 24));
    }
    return lesions;
}

std::string text_of_lesions(const nn::Network& network, const std::vector<explain::Lesion>& lesions) {
    std::string text;
    for (const explain::Lesion& l : lesions)
        text +=
            (text.empty() ? "" : ",") + network.layer(l.layer).name + (l.map < 0 ? "" : ":" + std::to_string(l.map));
    return text;
}

std::string lesion_words(const nn::Network& network, const std::vector<explain::Lesion>& lesions,
                         const explain::WeightNoise& noise) {
    std::string words;
    for (const explain::Lesion& l : lesions) {
        if (!words.empty()) words += "; ";
        if (l.map >= 0)
            words += map_name(network, l.layer, l.map) + " is 0";
        else
            words += network.layer(l.layer).name +
                     (explain::passes_on(network, l.layer) ? " passes its input on" : " is 0 everywhere");
    }
    if (noise.share > 0) {
        words += words.empty() ? "" : "; ";
        words += "noise of " + figure::percent(static_cast<double>(noise.share)) + " on the weights of " +
                 (noise.layer < 0 ? "all layers" : network.layer(noise.layer).name);
    }
    return words.empty() ? "Nothing is switched off." : words + "; no retraining.";
}

bool LesionPlan::is_off(int of_layer, int of_map) const {
    const int source = explain::source_layer(*network, of_layer);
    return std::any_of(lesions.begin(), lesions.end(), [&](const explain::Lesion& l) {
        return explain::source_layer(*network, l.layer) == source &&
               (l.map == of_map || (l.map < 0 && !explain::passes_on(*network, l.layer)));
    });
}

figure::Click LesionPlan::toggle(int of_map) const {
    std::vector<explain::Lesion> set;
    const int source = explain::source_layer(*network, layer);
    bool was_there = false;
    for (const explain::Lesion& l : named) {
        if (l.map == of_map && explain::source_layer(*network, l.layer) == source)
            was_there = true;
        else
            set.push_back(l);
    }
    if (!was_there) set.push_back({layer, of_map});
    figure::Click click = set_click("off", 0);
    click.words = text_of_lesions(*network, set);
    return click;
}

LesionPlan plan_of(const Subject& subject) {
    const nn::Network& network = *subject.network;
    LesionPlan plan;
    plan.network = subject.network;
    plan.activations = subject.activations;
    plan.has_input = has_input(subject);
    plan.layer = std::clamp(subject.start.layer, 0, network.layer_count() - 1);
    while (plan.layer + 1 < network.layer_count() && explain::source_layer(network, plan.layer) < 0) ++plan.layer;
    plan.map = nearest_map(network, subject.start, plan.layer);
    plan.layer = zeroed_layer(network, plan.layer);
    plan.named = parse_lesions(network, subject.values.text("off"), plan.unknown);
    plan.lesions = plan.named;
    const auto selected = subject.values.chosen<Selected>("selection");
    if (selected != nothing) plan.lesions.push_back({plan.layer, selected == map_off ? plan.map : -1});
    const bool one_noisy = subject.values.chosen<NoiseIn>("noise-in") == selected_layer;
    const int noisy_layer = one_noisy ? explain::source_layer(network, plan.layer) : -1;
    plan.noise = {static_cast<float>(subject.values["noise"]), noisy_layer,
                  static_cast<std::uint64_t>(subject.values.whole("seed"))};
    return plan;
}

}  // namespace probe
