#include "io/foreign/groups.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "io/json.h"

namespace io {
namespace {

struct Part {
    std::string_view word;
    std::string TensorGroup::*place;
};

constexpr Part kParts[] = {
    {"weight", &TensorGroup::weight},
    {"kernel", &TensorGroup::weight},
    {"gamma", &TensorGroup::weight},
    {"scale", &TensorGroup::weight},
    {"w", &TensorGroup::weight},
    {"W", &TensorGroup::weight},
    {"bias", &TensorGroup::bias},
    {"beta", &TensorGroup::bias},
    {"b", &TensorGroup::bias},
    {"running_mean", &TensorGroup::mean},
    {"moving_mean", &TensorGroup::mean},
    {"mean", &TensorGroup::mean},
    {"running_var", &TensorGroup::variance},
    {"moving_variance", &TensorGroup::variance},
    {"var", &TensorGroup::variance},
};

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// "conv1.weight:0" without what TensorFlow puts behind.
std::string_view bare(std::string_view name) { return name.ends_with(":0") ? name.substr(0, name.size() - 2) : name; }

const Part* part_of(std::string_view name, std::string_view& rest) {
    for (const Part& part : kParts) {
        if (!name.ends_with(part.word)) continue;
        rest = name.substr(0, name.size() - part.word.size());
        if (rest.empty()) return &part;
        if (rest.back() != '.' && rest.back() != '/' && rest.back() != '_') continue;
        rest.remove_suffix(1);
        return &part;
    }
    return nullptr;
}

}  // namespace

bool by_number(const std::string& a, const std::string& b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (!is_digit(a[i]) || !is_digit(b[j])) {
            if (a[i] != b[j]) return a[i] < b[j];
            ++i, ++j;
            continue;
        }
        const std::size_t from_a = i, from_b = j;
        while (i < a.size() && is_digit(a[i])) ++i;
        while (j < b.size() && is_digit(b[j])) ++j;
        const std::string first = a.substr(from_a, i - from_a), second = b.substr(from_b, j - from_b);
        if (first.size() != second.size()) return first.size() < second.size();
        if (first != second) return first < second;
    }
    return a.size() - i < b.size() - j;
}

base::Result<std::vector<TensorGroup>> groups_of(const FoundModel& found) {
    std::vector<TensorGroup> groups;
    std::map<std::string, std::size_t, std::less<>> places;
    for (const std::string& name : found.order) {
        if (name.ends_with("num_batches_tracked")) continue;
        std::string_view rest;
        const Part* part = part_of(bare(name), rest);
        if (part == nullptr)
            return base::Error{"tensor " + in_quotes(name) +
                               " is no layer's: names should end in weight or bias, as PyTorch's do"};
        const auto [place, fresh] = places.emplace(rest, groups.size());
        if (fresh) {
            groups.emplace_back();
            groups.back().name = rest;
        }
        std::string& slot = groups[place->second].*(part->place);
        if (!slot.empty())
            return base::Error{"tensors " + in_quotes(slot) + " and " + in_quotes(name) +
                               " are the same part of a layer"};
        slot = name;
    }
    return groups;
}

}  // namespace io
