#include "probe/pictures.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"

namespace probe {
namespace {

/// A field that strides have made enormous is cut to the page and as much around it.
nn::Field drawable(const nn::Field& field, const nn::Shape& shape) {
    constexpr std::int64_t kMost = 1 << 20;  // pixels
    if (std::int64_t{field.height} * field.width <= kMost) return field;
    const int top = std::clamp(field.row, -shape.height, shape.height - 1),
              left = std::clamp(field.column, -shape.width, shape.width - 1);
    return {top, left, std::clamp(field.row + field.height - top, 1, 2 * shape.height - top),
            std::clamp(field.column + field.width - left, 1, 2 * shape.width - left)};
}

}  // namespace

figure::Picture map_picture(std::string name, std::string caption, const nn::Tensor& tensor, int map,
                            image::Map colours) {
    return figure::picture(std::move(name), std::move(caption), tensor.map(map), tensor.shape.width,
                           tensor.shape.height, colours);
}

figure::Picture units_picture(std::string name, std::string caption, std::span<const float> values, image::Map colours,
                              int columns) {
    const int count = static_cast<int>(values.size());
    const int width = std::max(1, std::min(columns, count)), height = std::max(1, (count + width - 1) / width);
    std::vector<float> squares(index(width * height), 0.0f);
    std::copy(values.begin(), values.end(), squares.begin());
    return figure::picture(std::move(name), std::move(caption), squares, width, height, colours);
}

figure::Picture signal_picture(std::string name, std::string title, const nn::Tensor& signal, int map) {
    if (signal.shape.plane() == 1)
        return units_picture(std::move(name), title + "\n" + range_lines(signal.data), signal.data,
                             image::Map::diverging);
    return map_picture(std::move(name), title + "\n" + range_lines(signal.map(map)), signal, map,
                       image::Map::diverging);
}

figure::Picture pixels_picture(std::string name, std::string caption, std::span<const float> pixels,
                               const nn::Shape& shape, image::Map colours) {
    return figure::picture(std::move(name), std::move(caption), pixels.first(index(shape.plane())), shape.width,
                           shape.height, colours);
}

figure::Picture ink_picture(std::string name, std::string caption, std::span<const float> input,
                            const nn::Shape& shape) {
    figure::Picture made = pixels_picture(std::move(name), std::move(caption), input, shape, image::Map::ink);
    made.scale = 1;
    return made;
}

figure::Picture crop(std::string name, std::string caption, std::span<const float> plane, const nn::Shape& shape,
                     const nn::Field& whole_field, image::Map map) {
    const nn::Field field = drawable(whole_field, shape);
    std::vector<float> values(index(field.height * field.width), 0.0f);
    for (int row = 0; row < field.height; ++row) {
        for (int column = 0; column < field.width; ++column) {
            const int y = field.row + row, x = field.column + column;
            if (y < 0 || y >= shape.height || x < 0 || x >= shape.width) continue;
            values[index(row * field.width + column)] = plane[index(y * shape.width + x)];
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

std::vector<figure::Mark> switch_arrows(const nn::Network& network, const nn::Activations& activations, int layer,
                                        int map) {
    std::vector<figure::Mark> arrows;
    const nn::LayerSpec& spec = network.layer(layer);
    if (spec.kind != nn::LayerKind::max_pool) return arrows;
    const nn::Shape& shape = network.shape(layer);
    const int width = network.input_shape(layer).width;
    const float half = static_cast<float>(spec.kernel) / 2;
    for (int i = 0; i < shape.plane(); ++i) {
        const int place = activations.switches[index(layer)][index(map * shape.plane() + i)];
        const auto row = static_cast<float>(i / shape.width * spec.stride),
                   column = static_cast<float>(i % shape.width * spec.stride);
        arrows.push_back({figure::Mark::Kind::arrow, column + half, row + half,
                          static_cast<float>(place % width) + 0.5f, static_cast<float>(place / width) + 0.5f, true});
    }
    return arrows;
}

figure::Click sample_click(int digit) {
    figure::Click click;
    click.kind = figure::Click::Kind::sample;
    click.index = digit;
    return click;
}

figure::Click select_click(int layer, int map) {
    figure::Click click;
    click.kind = figure::Click::Kind::select;
    click.layer = layer;
    click.map = map;
    return click;
}

figure::Click set_click(std::string key, double value) {
    figure::Click click;
    click.kind = figure::Click::Kind::set;
    click.key = std::move(key);
    click.value = value;
    return click;
}

}  // namespace probe
