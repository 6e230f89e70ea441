// Every way of reading a file that fits its tensors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/foreign/derive.h"

namespace io {

/// One way of reading the file, and how well it did.
struct Reading {
    std::vector<Assumption> assumptions;  ///< all, as chosen
    std::string said;                     ///< "28 x 28, 0 to 1, ReLU, max-pooling"
    int departures = 0, rank = 0;         ///< in how many things it is not the first choice, and by how much
    std::string problem;                  ///< why it cannot be built; "" where it can or is not tried yet
    std::vector<float>
        losses;  ///< of the digits it read last, in order: minus the logarithm of the right class's share
    int correct = 0;

    int seen() const { return static_cast<int>(losses.size()); }
    /// Read right, and the mean loss; NaN where it read none.
    double share() const;
    double loss() const;
    /// What is open, as `derive` takes it.
    Assumed assumed() const;
    /// The choice that was made for `key`; "" where there was none to make.
    std::string choice(std::string_view key) const;
};

/// All of them, the simplest first: those that depart from the usual in few things.  At most 2,000.
/// Errors: those of derive.h.
base::Status ways_of(const FoundModel& found, const Assumed& fixed, std::vector<Reading>& all);

}  // namespace io
