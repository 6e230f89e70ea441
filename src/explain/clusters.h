// An order of maps in which those that are alike stand together: hierarchical clustering with average linkage (Sokal &
// Michener 1958).
#pragma once

#include <vector>

namespace explain {

/// Every number 0 .. maps - 1 once.  The two groups with the largest mean likeness of their maps are joined until one
/// is left; two that join stand with their most alike ends towards each other.  `likeness`: (maps, maps), symmetric;
/// NaN counts as -1, so that maps without a likeness come last.  Takes maps^3 steps.
std::vector<int> cluster_order(const std::vector<double>& likeness, int maps);

}  // namespace explain
