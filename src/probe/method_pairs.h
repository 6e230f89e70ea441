// How alike the pictures of different methods are.
#pragma once

#include <string>
#include <vector>

#include "figure/figure.h"

namespace probe {

struct Method {
    const char* name;
    const char* head;  ///< longer and shorter
    std::vector<float> pixels;
};

/// Which two agree most, and which two least, about `of`.
std::string pairs_finding(const std::vector<Method>& methods, const std::string& of, double progress);
/// Every correlation.
figure::Group likeness_group(const std::vector<Method>& methods);

}  // namespace probe
