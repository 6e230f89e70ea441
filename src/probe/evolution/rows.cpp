#include "probe/evolution/rows.h"

#include <algorithm>
#include <cstdlib>

#include "probe/arithmetic.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kFewMaps = 6, kSomeMaps = 5, kManyMaps = 16, kUnits = 12;

/// So many of a block's maps with the chosen one among them: a page of neighbours, or spread evenly.
void add(const nn::Network& network, const explain::Block& of, int block, int count, bool is_page, const MapRow& chosen,
         std::vector<MapRow>& rows) {
    const int maps = network.shape(of.output).channels, shown = std::min(count, maps),
              wanted = chosen.block == block ? chosen.map : 0,
              first = is_page ? std::min(wanted / shown * shown, maps - shown) : 0;
    std::vector<int> listed;
    for (int i = 0; i < shown; ++i) listed.push_back(is_page ? first + i : i * maps / shown);
    const auto nearest = std::min_element(
        listed.begin(), listed.end(), [wanted](int a, int b) { return std::abs(a - wanted) < std::abs(b - wanted); });
    *nearest = wanted;
    for (const int map : listed) rows.push_back({block, map});
}

}  // namespace

std::vector<MapRow> rows_of(const explain::Evolution& evolution, RowChoice choice, const explain::Start& selected,
                            MapRow& chosen) {
    const std::vector<explain::Block>& blocks = evolution.blocks();
    const nn::Network& network = *evolution.run().back().network;
    std::vector<MapRow> rows;
    std::vector<int> maps;  // blocks that end in maps
    chosen = {-1, 0};
    for (int i = 0; i < static_cast<int>(blocks.size()); ++i) {
        const explain::Block& block = blocks[index(i)];
        if (has_maps(network, block.output)) maps.push_back(i);
        if (selected.layer >= block.weights && selected.layer <= block.output)
            chosen = {i, std::clamp(selected.map, 0, network.shape(block.output).channels - 1)};
    }
    const auto add_some = [&](int block, int count, bool is_page) {
        add(network, blocks[index(block)], block, count, is_page, chosen, rows);
    };
    const int units = maps.empty() ? 0 : maps.back() + 1;
    if (blocks.empty()) return rows;
    if (maps.empty() || (choice == RowChoice::units && units < static_cast<int>(blocks.size()))) {
        add_some(units, kUnits, true);
    } else if (maps.size() == 1 || choice == RowChoice::lower) {
        add_some(maps.front(), kManyMaps, true);
    } else if (choice == RowChoice::both) {
        add_some(maps.front(), kFewMaps, true);
        add_some(maps.back(), kSomeMaps, false);
    } else {
        add_some(maps.back(), kManyMaps, true);
    }
    if (std::find(rows.begin(), rows.end(), chosen) == rows.end()) chosen = rows.front();
    return rows;
}

std::vector<int> few_of(int begin, int end, int most, int chosen) {
    std::vector<int> few;
    const int count = std::min(most, end - begin);
    for (int i = 0; i < count; ++i) few.push_back(begin + (count > 1 ? i * (end - begin - 1) / (count - 1) : 0));
    if (chosen < begin || chosen >= end || count < 3) return few;
    const auto nearest = std::min_element(
        few.begin() + 1, few.end() - 1, [chosen](int a, int b) { return std::abs(a - chosen) < std::abs(b - chosen); });
    if (chosen != few.front() && chosen != few.back()) *nearest = chosen;
    return few;
}

std::vector<int> few_rows(std::span<const MapRow> rows, const MapRow& chosen) {
    constexpr int kOfSeveral = 4, kOfOne = 7;
    std::vector<int> few;
    for (int begin = 0, end = 0; begin < static_cast<int>(rows.size()); begin = end) {
        const int block = rows[index(begin)].block;
        while (end < static_cast<int>(rows.size()) && rows[index(end)].block == block) ++end;
        const bool is_all = end - begin == static_cast<int>(rows.size());
        const auto at = std::find(rows.begin(), rows.end(), chosen);
        const std::vector<int> some =
            few_of(begin, end, is_all ? kOfOne : kOfSeveral, static_cast<int>(at - rows.begin()));
        few.insert(few.end(), some.begin(), some.end());
    }
    return few;
}

}  // namespace probe
