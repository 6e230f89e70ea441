// Labelled pictures that a person looks at and probes look through: the 10,000 digits beside the page, and other sets.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/idx_pair.h"
#include "nn/digits.h"

namespace app {

/// It never changes once it is made: whoever shows it or caches for it holds a DataSetPtr.
struct DataSet {
    std::uint64_t id = 0;  ///< a hash of shape, pixels and labels; 0: the empty set
    std::string name;      ///< "train[0:10000]"
    nn::Shape shape{1, 28, 28};
    std::vector<std::uint8_t> pixels;      ///< count x shape.size(), 255 = ink
    std::vector<std::uint8_t> labels;      ///< count
    std::vector<std::string> class_names;  ///< by label; "0", "1", ... for digits

    int count() const { return static_cast<int>(labels.size()); }
    bool loaded() const { return !labels.empty(); }
    std::span<const std::uint8_t> picture(int index) const { return digits().picture(index); }
    /// What a label is called.
    std::string class_name(int of_class) const {
        const auto k = static_cast<std::size_t>(of_class);
        return k < class_names.size() ? class_names[k] : std::to_string(of_class);
    }
    int label(int index) const { return labels[static_cast<std::size_t>(index)]; }
    nn::Digits digits() const { return {shape, pixels, labels, id, &class_names}; }
};
using DataSetPtr = std::shared_ptr<const DataSet>;

/// A set of 28 x 28 pictures; an error of any other size.  Without names its classes are called by their numbers.
base::Result<DataSetPtr> make_data_set(std::string name, io::LabelledImages labelled,
                                       std::vector<std::string> class_names = {});

}  // namespace app
