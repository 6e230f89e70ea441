// A map's strongest activation at one checkpoint, projected to the pixels, with the digit that it is of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "explain/evolution.h"
#include "probe/evolution/rows.h"

namespace probe {

struct Cell {
    bool silent = false;  ///< nothing excites the map
    int digit = -1;       ///< of the data set; -1: the person's own
    int unit = 0;         ///< flat index in the map
    float value = 0;
    std::vector<float> input, pixels;  ///< as large as the network's input
};

/// Kept by network, layer and map, until they are too many.
class Cells {
public:
    /// Those of the person's own digit, or of the digits that excite the maps most; own ones are of this input.
    void look_at(bool own, std::span<const float> input);
    /// Nothing where it is not computed yet.
    const Cell* find(const explain::Checkpoint& checkpoint, const MapRow& row) const;
    /// Computes up to `most` of these rows' cells at a checkpoint, and the answer to the own digit; gives how many.
    int compute(const explain::Evolution& evolution, int checkpoint, std::span<const MapRow> rows, int most);
    /// The class of the own digit there; nothing where it is not computed yet.
    std::optional<int> answer(const explain::Checkpoint& checkpoint) const;

private:
    static constexpr std::size_t kMost = 1024;  ///< of 6 KB each

    bool own_ = false;
    std::vector<float> input_;
    std::map<std::tuple<std::uint64_t, int, int>, Cell> cells_;
    std::map<std::uint64_t, int> answers_;
};

}  // namespace probe
