#include "app/data_set.h"

#include <algorithm>
#include <utility>

#include "nn/identity.h"

namespace app {

base::Result<DataSetPtr> make_data_set(std::string name, io::LabelledImages labelled,
                                       std::vector<std::string> class_names) {
    const io::IdxImages& found = labelled.images;
    if (found.rows != 28 || found.columns != 28)
        return base::Error{"expected digits of 28 x 28 pixels, found pictures of " + std::to_string(found.rows) +
                           " x " + std::to_string(found.columns)};
    auto set = std::make_shared<DataSet>();
    set->name = std::move(name);
    set->pixels = std::move(labelled.images.pixels);
    set->labels = std::move(labelled.labels);
    const int classes_seen = set->labels.empty() ? 0 : *std::max_element(set->labels.begin(), set->labels.end()) + 1;
    set->class_names = std::move(class_names);
    for (int k = static_cast<int>(set->class_names.size()); k < classes_seen; ++k)
        set->class_names.push_back(std::to_string(k));
    set->id = nn::hash_bytes(set->labels, nn::hash_bytes(set->pixels, 28));
    return DataSetPtr(std::move(set));
}

}  // namespace app
