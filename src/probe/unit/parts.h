// Parts of the figure of one unit: cells with numbers, and the stages on the unit's way up.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "explain/inside.h"
#include "figure/figure.h"

namespace probe {

bool any_negative(std::span<const float> values);
float largest_magnitude(std::span<const float> values);

/// Cells with their numbers, coloured by the sign where `all` has one, on the scale of `all`.
figure::Picture cells(std::string name, std::string caption, std::span<const float> values, int width,
                      std::span<const float> all);
/// A frame around one cell.
figure::Mark cell_frame(int row, int column);

/// What the layers after the sum make of it: the cells of each stage, and of a softmax the exponentials.
figure::Group stages_group(const nn::Network& network, const nn::Activations& activations, const explain::UnitAt& at,
                           const std::vector<explain::Stage>& stages);

}  // namespace probe
