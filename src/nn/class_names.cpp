#include "nn/class_names.h"

#include <algorithm>
#include <string_view>

namespace nn {

bool names_classes(const Network& network) { return network.card.count(kClassesKey) > 0; }

std::string_view told_classes(const Network& network) {
    const auto found = network.card.find(kClassesKey);
    return found == network.card.end() ? std::string_view() : std::string_view(found->second);
}

std::string class_name(const Network& network, int of_class) {
    std::string_view left = told_classes(network);
    for (int k = 0; !left.empty(); ++k) {
        const std::size_t comma = std::min(left.find(", "), left.size());
        if (k == of_class && comma > 0) return std::string(left.substr(0, comma));
        left.remove_prefix(std::min(comma + 2, left.size()));
    }
    return std::to_string(of_class);
}

std::string classes_text(const std::vector<std::string>& names) {
    std::string text;
    bool plain = true;
    for (std::size_t k = 0; k < names.size(); ++k) {
        plain = plain && names[k] == std::to_string(k);
        text += (k == 0 ? "" : ", ") + names[k];
    }
    return plain ? "" : text;
}

}  // namespace nn
