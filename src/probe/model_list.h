// The networks that a probe of many is asked about: what is known of each, or what it can be computed from.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "explain/measures.h"
#include "nn/digits.h"
#include "nn/identity.h"

namespace probe {

using MeasureRow = std::array<double, explain::kMeasures>;  ///< by explain::Measure; NaN where it makes no sense

struct ListedModel {
    std::string name;
    std::uint64_t id = 0;             ///< its identity
    const MeasureRow* row = nullptr;  ///< what was computed when the program was made; null: nothing
    nn::NetworkPtr network;           ///< null where only its numbers are known
    nn::Digits learnt;                ///< what it learnt from; empty where they are not here
    bool open = false;                ///< on show
    double last_word = std::numeric_limits<double>::quiet_NaN();  ///< share of t10k, where it was asked for
};

/// What was computed of networks since the program began, by their identity: it is kept while views come and go.
using MeasuredModels = std::map<std::uint64_t, std::unique_ptr<explain::Measures>>;

struct ModelList {
    std::vector<ListedModel> models;
    nn::NetworkPtr likened;              ///< the network that likeness is to; null: none
    nn::Digits held_out;                 ///< that no listed network learnt from; empty where they are not here
    MeasuredModels* measured = nullptr;  ///< never null where there are models
};

}  // namespace probe
