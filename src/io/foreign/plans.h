// Which padding and pooling fit the sizes of a network's weights.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace io {

struct PlanConv {
    int kernel = 1, stride = 1, outputs = 1;
    std::optional<int> padding;  ///< where the file says it
};

struct PlanQuestion {
    std::vector<PlanConv> convs;  ///< at most 6
    int pool_kernel = 2, pool_stride = 2;
    std::optional<std::int64_t> inputs;  ///< of the first dense layer; without one the maps must end as single numbers
};

struct Plan {
    int side = 28;             ///< pixels of the input: 28 or 32
    std::vector<int> padding;  ///< by convolution
    std::vector<bool> pooled;  ///< whether pooling follows
    bool global = false;       ///< and the mean of each map at the end
    int penalty = 0;           ///< how unusual it is
    std::string words;         ///< "padding 2, then 0; pooling after every convolution"
};

/// All that fit, the most usual first.
std::vector<Plan> plans(const PlanQuestion& question);

}  // namespace io
