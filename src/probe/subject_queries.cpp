#include "probe/subject_queries.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <set>

#include "nn/random.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"

namespace probe {
namespace {

bool usable(const nn::Network& network, int layer) {
    return layer >= 0 && layer < network.layer_count() && explain::can_start(network, layer);
}

}  // namespace

std::string layer_name(const nn::Network& network, int layer) {
    return layer < 0 || layer >= network.layer_count() ? "input" : network.layer(layer).name;
}

std::vector<std::string> layer_names(const nn::Network& network) {
    std::vector<std::string> names;
    for (const nn::LayerSpec& spec : network.architecture.layers) names.push_back(spec.name);
    return names;
}

std::string map_name(const nn::Network& network, int layer, int map) {
    return layer_name(network, layer) + (has_maps(network, layer) ? " map " : " unit ") + std::to_string(map);
}

std::string start_name(const nn::Network& network, const explain::Start& start) {
    if (start.keep == explain::Keep::all_maps) return layer_name(network, start.layer) + ", all maps";
    const std::string map = map_name(network, start.layer, start.map);
    if (!has_maps(network, start.layer) || start.keep == explain::Keep::whole_map) return map;
    if (start.keep == explain::Keep::strongest) return map + ", strongest";
    const int width = network.shape(start.layer).width;
    return map + ", unit (" + std::to_string(start.unit / width) + ", " + std::to_string(start.unit % width) + ")";
}

bool has_maps(const nn::Network& network, int layer) {
    return layer >= 0 && layer < network.layer_count() && network.shape(layer).plane() > 1;
}

int startable(const nn::Network& network, int layer) {
    layer = std::min(layer, network.layer_count() - 1);
    while (layer >= 0 && !explain::can_start(network, layer)) --layer;
    return layer;
}

explain::Start start_within(const nn::Network& network, explain::Start start, int fallback) {
    if (!usable(network, start.layer)) {
        if (start.layer < 0) start = {0, explain::Keep::whole_map, fallback, 0};
        start.layer = startable(network, network.layer_count() - 1);
        if (start.layer < 0) return start;
        // Below distances units are no classes any more.
        if (start.layer < nn::score_layer(network)) start = {start.layer, explain::Keep::all_maps, 0, 0};
    }
    const nn::Shape& shape = network.shape(start.layer);
    start.map = std::clamp(start.map, 0, shape.channels - 1);
    start.unit = std::clamp(start.unit, 0, shape.plane() - 1);
    return start;
}

std::string no_start_words(const nn::Network& network) {
    return startable(network, network.layer_count() - 1) < 0
               ? "No layer of this network can start a deconvnet."
               : "This network's scores are distances: no deconvnet leads down from one. Choose a layer below.";
}

explain::Start class_start(const Subject& subject, int wanted) {
    const nn::Network& network = *subject.network;
    const std::vector<float>& answer = subject.activations->outputs.back().data;
    const int layer = network.layer_count() - (nn::ends_in_softmax(network) ? 2 : 1);
    if (!usable(network, layer)) return {-1, explain::Keep::whole_map, 0, 0};
    const int chosen = wanted < 0 || wanted >= static_cast<int>(answer.size()) ? largest(answer) : wanted;
    const int plane = network.shape(layer).plane();  // above 1, the outputs are the classes one after another
    return {layer, plane > 1 ? explain::Keep::unit : explain::Keep::whole_map, chosen / plane, chosen % plane};
}

int nearest_layer(const nn::Network& network, int selected) {
    return std::max(0, startable(network, std::max(0, selected)));
}

int nearest_map(const nn::Network& network, const explain::Start& start, int layer) {
    const bool same_maps = start.layer >= 0 && start.layer < network.layer_count() && start.layer >= layer;
    return same_maps && start.map >= 0 && start.map < network.shape(layer).channels ? start.map : 0;
}

bool has_input(const Subject& subject) {
    return subject.network && subject.activations &&
           static_cast<int>(subject.input.size()) == subject.network->architecture.input.size();
}

bool has_digits(const Subject& subject) {
    return subject.network && subject.digits.count() > 0 && subject.digits.shape == subject.network->architecture.input;
}

std::vector<float> digit_input(const nn::Digits& digits, int digit) {
    std::vector<float> input(index(digits.shape.size()));
    nn::to_input(digits.picture(digit), input.data());
    return input;
}

std::vector<int> some_digits(const nn::Digits& digits, int count, unsigned long long seed, bool of_different_classes) {
    nn::Random random(seed, 17);
    std::vector<int> chosen;
    std::set<int> labels, taken;
    constexpr int kTries = 1000;
    for (int i = 0; i < kTries && digits.count() > 0 && static_cast<int>(chosen.size()) < count; ++i) {
        const int digit = random.below(digits.count()), label = digits.labels[index(digit)];
        if (taken.count(digit) != 0 || (of_different_classes && labels.count(label) != 0)) continue;
        taken.insert(digit);
        labels.insert(label);
        chosen.push_back(digit);
    }
    return chosen;
}

std::vector<float> mean_picture(const Subject& subject) {
    const nn::Digits& digits = subject.digits;
    const std::size_t size = subject.input.size();
    if (subject.cache->mean_picture && subject.cache->mean_picture->size() == size) return *subject.cache->mean_picture;
    if (digits.count() == 0 || index(digits.shape.size()) != size) {
        const double sum = std::accumulate(subject.input.begin(), subject.input.end(), 0.0);
        return std::vector<float>(size, static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(1, size))));
    }
    std::vector<std::uint32_t> sums(size, 0);
    for (int i = 0; i < digits.count(); ++i) {
        const std::span<const std::uint8_t> picture = digits.picture(i);
        for (std::size_t k = 0; k < size; ++k) sums[k] += picture[k];
    }
    auto mean = std::make_shared<std::vector<float>>();
    for (const std::uint32_t sum : sums)
        mean->push_back(static_cast<float>(static_cast<double>(sum) / (255.0 * digits.count())));
    subject.cache->mean_picture = mean;
    return *mean;
}

}  // namespace probe
