// Names, small pictures and facts that probes share.
#include "probe/parts.h"

#include <algorithm>
#include <set>

#include "explain/deconvnet.h"
#include "nn/random.h"
#include "probe/common.h"

namespace probe {

std::string map_name(const nn::Network& network, int layer, int map) {
    return network.layer(layer).name + (has_maps(network, layer) ? " map " : " unit ") + std::to_string(map);
}

int nearest_layer(const nn::Network& network, int selected) {
    int layer = std::clamp(selected, 0, network.layer_count() - 1);
    while (layer > 0 && !explain::can_start(network, layer)) --layer;
    return layer;
}

int nearest_map(const nn::Network& network, const explain::Start& start, int layer) {
    const bool same_maps = start.layer >= 0 && start.layer < network.layer_count() && start.layer >= layer;
    return same_maps && start.map >= 0 && start.map < network.shape(layer).channels ? start.map : 0;
}

bool has_input(const Subject& subject) {
    return subject.network && subject.activations && static_cast<int>(subject.input.size()) == subject.network->architecture.input.size();
}

bool has_digits(const Subject& subject) {
    return subject.network && subject.digits.count() > 0 && subject.digits.shape == subject.network->architecture.input;
}

figure::Picture crop(std::string name, std::string caption, std::span<const float> plane, const nn::Shape& shape, const nn::Field& field, image::Map map) {
    std::vector<float> values(static_cast<std::size_t>(field.height * field.width), 0.0f);
    for (int row = 0; row < field.height; ++row) {
        for (int column = 0; column < field.width; ++column) {
            const int y = field.row + row, x = field.column + column;
            if (y < 0 || y >= shape.height || x < 0 || x >= shape.width) continue;
            values[static_cast<std::size_t>(row * field.width + column)] = plane[static_cast<std::size_t>(y * shape.width + x)];
        }
    }
    figure::Picture made = figure::picture(std::move(name), std::move(caption), values, field.width, field.height, map);
    if (map == image::Map::ink) made.scale = 1;
    return made;
}

figure::Mark frame(const nn::Field& field, const nn::Shape& shape) {
    figure::Mark mark;
    mark.x0 = static_cast<float>(std::clamp(field.column, 0, shape.width));
    mark.y0 = static_cast<float>(std::clamp(field.row, 0, shape.height));
    mark.x1 = static_cast<float>(std::clamp(field.column + field.width, 0, shape.width));
    mark.y1 = static_cast<float>(std::clamp(field.row + field.height, 0, shape.height));
    return mark;
}

figure::Series bars_of(std::string name, std::span<const float> values, int colour) {
    figure::Series series;
    series.name = std::move(name);
    series.colour = colour;
    for (std::size_t i = 0; i < values.size(); ++i) {
        series.x.push_back(static_cast<float>(i));
        series.y.push_back(values[i]);
    }
    return series;
}

std::string grouped(int number) {
    std::string digits = std::to_string(number);
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

std::vector<int> some_digits(const nn::Digits& digits, int count, unsigned long long seed, bool of_different_classes) {
    nn::Random random(seed, 17);
    std::vector<int> chosen;
    std::set<int> labels, taken;
    constexpr int kTries = 1000;
    for (int i = 0; i < kTries && digits.count() > 0 && static_cast<int>(chosen.size()) < count; ++i) {
        const int digit = random.below(digits.count()), label = digits.labels[static_cast<std::size_t>(digit)];
        if (taken.count(digit) != 0 || (of_different_classes && labels.count(label) != 0)) continue;
        taken.insert(digit);
        labels.insert(label);
        chosen.push_back(digit);
    }
    return chosen;
}

}  // namespace probe
