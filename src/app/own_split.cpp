// See own_split.h.
#include "app/own_split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "app/own_data.h"
#include "nn/random.h"

namespace app {
namespace {

constexpr std::uint64_t kSplitStream = 77;

std::array<int, 256> counts_of(const DataSet& set) {
    std::array<int, 256> counts{};
    for (const std::uint8_t label : set.labels) ++counts[label];
    return counts;
}

int held_of(int count, double share) {
    return count < 2 ? 0 : std::clamp(static_cast<int>(std::lround(share * count)), 1, count - 1);
}

DataSetPtr part_of(const DataSet& set, const std::vector<int>& which, const char* what) {
    io::LabelledImages part{{static_cast<int>(which.size()), set.shape.height, set.shape.width, {}}, {}};
    for (const int i : which) {
        const auto picture = set.picture(i);
        part.images.pixels.insert(part.images.pixels.end(), picture.begin(), picture.end());
        part.labels.push_back(set.labels[static_cast<std::size_t>(i)]);
    }
    return make_data_set(set.name + what, std::move(part), set.class_names).value();
}

}  // namespace

int class_count(const DataSet& set) {
    return set.labels.empty() ? 0 : *std::max_element(set.labels.begin(), set.labels.end()) + 1;
}

int held_out_count(const DataSet& set, double share) {
    int all = 0;
    for (const int count : counts_of(set)) all += held_of(count, share);
    return all;
}

base::Result<Split> split_of(const DataSet& set, double share) {
    if (const std::string lack = lack_for_learning(set); !lack.empty())
        return base::Error{"Networks cannot learn from " + set.name + ": " + lack + "."};
    std::array<int, 256> counts = counts_of(set), held{};
    for (std::size_t k = 0; k < counts.size(); ++k) {
        if (counts[k] == 1)
            return base::Error{"There are too few pictures: " + set.class_name(static_cast<int>(k)) +
                               " has one, and each class needs two, one to learn from and one to hold out."};
        held[k] = held_of(counts[k], share);
    }
    std::vector<int> order(set.labels.size()), learn, held_out;
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    nn::Random random(1, kSplitStream);
    for (std::size_t i = order.size() - 1; i > 0; --i)
        std::swap(order[i], order[static_cast<std::size_t>(random.below(static_cast<int>(i) + 1))]);
    for (const int i : order) {
        int& left = held[set.labels[static_cast<std::size_t>(i)]];
        (left > 0 ? held_out : learn).push_back(i);
        left -= left > 0;
    }
    return Split{part_of(set, learn, ", learnt from"), part_of(set, held_out, ", held out")};
}

}  // namespace app
