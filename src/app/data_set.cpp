#include "app/data_set.h"

#include <algorithm>
#include <utility>

#include "io/idx.h"
#include "nn/identity.h"

namespace app {

base::Result<DataSetPtr> parse_data_set(std::string name, std::span<const std::uint8_t> images,
                                        std::span<const std::uint8_t> labels) {
    auto pictures = io::parse_idx_images(images);
    if (!pictures) return base::Error{pictures.message()};
    auto classes = io::parse_idx_labels(labels);
    if (!classes) return base::Error{classes.message()};
    const io::IdxImages& found = pictures.value();
    if (found.rows != 28 || found.columns != 28) return base::Error{"the gallery's digits are not 28 x 28"};
    if (static_cast<std::size_t>(found.count) != classes.value().size())
        return base::Error{"the gallery has " + std::to_string(found.count) + " digits but " +
                           std::to_string(classes.value().size()) + " labels"};
    auto set = std::make_shared<DataSet>();
    set->name = std::move(name);
    set->pixels = std::move(pictures.value().pixels);
    set->labels = std::move(classes.value());
    const int classes_seen = set->labels.empty() ? 0 : *std::max_element(set->labels.begin(), set->labels.end()) + 1;
    for (int k = 0; k < classes_seen; ++k) set->class_names.push_back(std::to_string(k));
    set->id = nn::hash_bytes(set->labels, nn::hash_bytes(set->pixels, 28));
    return DataSetPtr(std::move(set));
}

}  // namespace app
