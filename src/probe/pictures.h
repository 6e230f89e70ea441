// Pictures of tensors, what is drawn on them, and what a click on them does.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "figure/figure.h"
#include "nn/forward.h"
#include "nn/network.h"

namespace probe {

/// Map `map` of `tensor`, as a picture.
figure::Picture map_picture(std::string name, std::string caption, const nn::Tensor& tensor, int map,
                            image::Map colours);
/// A layer of single units as rows of at most `columns` squares, zeros after the last one.
figure::Picture units_picture(std::string name, std::string caption, std::span<const float> values, image::Map colours,
                              int columns = 12);
/// A map of a signal, or all units of a layer that has single ones; below its title the range of its values.
figure::Picture signal_picture(std::string name, std::string title, const nn::Tensor& signal, int map);
/// Numbers as large as the input, one a pixel; of several channels the first.
figure::Picture pixels_picture(std::string name, std::string caption, std::span<const float> pixels,
                               const nn::Shape& shape, image::Map colours = image::Map::diverging);
/// The input as ink, scale 1; of several channels the first.
figure::Picture ink_picture(std::string name, std::string caption, std::span<const float> input,
                            const nn::Shape& shape);
/// The part of a picture (one channel of height x width) that `field` covers; paper (0) where it reaches over the
/// border.
figure::Picture crop(std::string name, std::string caption, std::span<const float> plane, const nn::Shape& shape,
                     const nn::Field& field, image::Map map);

/// A frame around `field`, cut at the border.
figure::Mark frame(const nn::Field& field, const nn::Shape& shape);
/// Arrows of a max-pool's switches over its input's map: from each window's middle to the place of its maximum.  None
/// for another kind of layer.
std::vector<figure::Mark> switch_arrows(const nn::Network& network, const nn::Activations& activations, int layer,
                                        int map);

/// Makes a digit of the data set the input.
figure::Click sample_click(int digit);
/// Selects a map.
figure::Click select_click(int layer, int map);
/// Sets a setting of the probe.
figure::Click set_click(std::string key, double value);

}  // namespace probe
