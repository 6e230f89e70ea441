// Names, small pictures and facts.
#include "probe/common.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "probe/cache.h"

namespace probe {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) { return (hash ^ value) * 0x9e3779b97f4a7c15ull + (hash >> 29); }

std::uint64_t mixed(std::uint64_t hash, std::span<const float> values) {
    constexpr std::size_t kLooks = 4096;
    const std::size_t step = std::max<std::size_t>(1, values.size() / kLooks);
    for (std::size_t i = 0; i < values.size(); i += step) hash = mixed(hash, __builtin_bit_cast(std::uint32_t, values[i]));
    return mixed(hash, values.size());
}

bool usable(const nn::Network& network, int layer) { return layer >= 0 && layer < network.layer_count() && explain::can_start(network, layer); }

}  // namespace

std::uint64_t fingerprint(const nn::Network& network) {
    std::uint64_t hash = 1;
    for (int i = 0; i < network.layer_count(); ++i) {
        const nn::LayerSpec& spec = network.layer(i);
        hash = mixed(hash, static_cast<std::uint64_t>(spec.kind));
        for (const int field : {spec.outputs, spec.kernel, spec.stride, spec.padding}) hash = mixed(hash, static_cast<std::uint64_t>(field));
        hash = mixed(hash, network.parameters[index(i)].weight);
        hash = mixed(hash, network.parameters[index(i)].bias);
    }
    return hash;
}

std::string layer_name(const nn::Network& network, int layer) { return layer < 0 || layer >= network.layer_count() ? "input" : network.layer(layer).name; }

bool has_maps(const nn::Network& network, int layer) { return layer >= 0 && layer < network.layer_count() && network.shape(layer).plane() > 1; }

bool ends_in_softmax(const nn::Network& network) {
    return network.layer_count() > 0 && network.layer(network.layer_count() - 1).kind == nn::LayerKind::softmax;
}

int startable(const nn::Network& network, int layer) {
    layer = std::min(layer, network.layer_count() - 1);
    while (layer >= 0 && !explain::can_start(network, layer)) --layer;
    return layer;
}

explain::Start settled(const nn::Network& network, explain::Start start, int fallback) {
    if (!usable(network, start.layer)) {
        if (start.layer < 0) start = {0, explain::Keep::whole_map, fallback, 0};
        start.layer = startable(network, network.layer_count() - 1);
        if (start.layer < 0) return start;
    }
    const nn::Shape& shape = network.shape(start.layer);
    start.map = std::clamp(start.map, 0, shape.channels - 1);
    start.unit = std::clamp(start.unit, 0, shape.plane() - 1);
    return start;
}

explain::Start class_start(const Subject& subject, int wanted) {
    const nn::Network& network = *subject.network;
    const std::vector<float>& answer = subject.activations->outputs.back().data;
    const int layer = network.layer_count() - (ends_in_softmax(network) ? 2 : 1);
    if (!usable(network, layer)) return {-1, explain::Keep::whole_map, 0, 0};
    const int chosen = wanted < 0 || wanted >= static_cast<int>(answer.size()) ? largest(answer) : wanted;
    const int plane = network.shape(layer).plane();  // above 1, the outputs are the classes one after another
    return {layer, plane > 1 ? explain::Keep::unit : explain::Keep::whole_map, chosen / plane, chosen % plane};
}

std::string start_name(const nn::Network& network, const explain::Start& start) {
    const std::string layer = layer_name(network, start.layer);
    if (start.keep == explain::Keep::all_maps) return layer + ", all maps";
    if (!has_maps(network, start.layer)) return layer + " unit " + std::to_string(start.map);
    const std::string map = layer + " map " + std::to_string(start.map);
    if (start.keep == explain::Keep::strongest) return map + ", strongest";
    if (start.keep == explain::Keep::whole_map) return map;
    const int width = network.shape(start.layer).width;
    return map + ", unit (" + std::to_string(start.unit / width) + ", " + std::to_string(start.unit % width) + ")";
}

std::string range_lines(std::span<const float> values) {
    if (values.empty()) return "";
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    const auto words = [](float v) { return figure::number(static_cast<double>(v)); };
    return words(*low) + " to " + words(*high) + "\nmean " + figure::number(mean);
}

figure::Picture map_picture(std::string name, std::string caption, const nn::Tensor& tensor, int map, image::Map colours) {
    return figure::picture(std::move(name), std::move(caption), tensor.map(map), tensor.shape.width, tensor.shape.height, colours);
}

figure::Picture units_picture(std::string name, std::string caption, std::span<const float> values, image::Map colours, int columns) {
    const int count = static_cast<int>(values.size());
    const int width = std::max(1, std::min(columns, count)), height = std::max(1, (count + width - 1) / width);
    std::vector<float> squares(index(width * height), 0.0f);
    std::copy(values.begin(), values.end(), squares.begin());
    return figure::picture(std::move(name), std::move(caption), squares, width, height, colours);
}

figure::Picture ink_picture(std::string name, std::string caption, std::span<const float> input, const nn::Shape& shape) {
    figure::Picture made = figure::picture(std::move(name), std::move(caption), input.first(index(shape.plane())), shape.width, shape.height, image::Map::ink);
    made.scale = 1;
    return made;
}

figure::Fact fact(std::string label, double value) { return {std::move(label), figure::number(value), value, true}; }
figure::Fact fact(std::string label, std::string value) { return {std::move(label), std::move(value), std::nullopt, true}; }

std::vector<figure::Mark> switch_arrows(const nn::Network& network, const nn::Activations& activations, int layer, int map) {
    std::vector<figure::Mark> arrows;
    const nn::LayerSpec& spec = network.layer(layer);
    if (spec.kind != nn::LayerKind::max_pool) return arrows;
    const nn::Shape& shape = network.shape(layer);
    const int width = network.input_shape(layer).width;
    const float half = static_cast<float>(spec.kernel) / 2;
    for (int i = 0; i < shape.plane(); ++i) {
        const int place = activations.switches[index(layer)][index(map * shape.plane() + i)];
        const auto row = static_cast<float>(i / shape.width * spec.stride), column = static_cast<float>(i % shape.width * spec.stride);
        arrows.push_back(
            {figure::Mark::Kind::arrow, column + half, row + half, static_cast<float>(place % width) + 0.5f, static_cast<float>(place / width) + 0.5f, true});
    }
    return arrows;
}

std::string answer_words(std::span<const float> probabilities) {
    const int best = largest(probabilities);
    return std::to_string(best) + " (" + figure::percent(static_cast<double>(probabilities[index(best)])) + ")";
}

figure::Group note_group(std::string title, std::string note) {
    figure::Group group;
    group.title = std::move(title);
    group.note = std::move(note);
    return group;
}

figure::Group empty_page() {
    return note_group("No digit yet", "Draw a digit, or press a number key for a handwritten one: then there is something to ask about.");
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
    for (const std::uint32_t sum : sums) mean->push_back(static_cast<float>(static_cast<double>(sum) / (255.0 * digits.count())));
    subject.cache->mean_picture = mean;
    return *mean;
}

int largest(std::span<const float> values) { return values.empty() ? 0 : static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin()); }

double relative_change(std::span<const float> a, std::span<const float> b) {
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double was = static_cast<double>(a[i]), is = static_cast<double>(b[i]);
        difference += (is - was) * (is - was);
        size += was * was;
    }
    return size > 0 ? std::sqrt(difference / size) : 0;
}

}  // namespace probe
