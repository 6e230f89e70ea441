// What is said of one unit's arithmetic.
#pragma once

#include <string>
#include <vector>

#include "explain/inside.h"
#include "probe/unit/sum.h"

namespace probe {

/// "conv2 map 7 at (2, 3)", "fc1 unit 30".
std::string unit_name(const nn::Network& network, const explain::UnitAt& at);
/// "+0.91", "−0.06", "0".
std::string signed_number(double value);
/// What a layer does to the unit's value, below its picture: "relu2: below 0 becomes 0".
std::string stage_words(const nn::Network& network, int layer);
/// "conv2 map 7 at (2, 3): 150 products add up to 1.42; with the bias −0.25 it is 1.17.  pool2 keeps it: it is the
/// largest of its window."  `sum` is null where no layer with weights is below.
std::string unit_finding(const nn::Network& network, const nn::Activations& activations, const explain::UnitAt& at,
                         const std::vector<explain::Stage>& stages, const UnitSum* sum);

}  // namespace probe
