// Tensors that belong to one layer, by their names.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/found.h"

namespace io {

struct TensorGroup {
    std::string name;                          ///< "features.0"
    std::string weight, bias, mean, variance;  ///< names of tensors
};

/// The groups in the order of their first tensors.  Errors: a tensor whose name ends in no word that is known (weight,
/// kernel, bias, running_mean, ...).
base::Result<std::vector<TensorGroup>> groups_of(const FoundModel& found);

/// Whether `a` comes before `b`, numbers within names by their size: conv2 before conv10.
bool by_number(const std::string& a, const std::string& b);

}  // namespace io
