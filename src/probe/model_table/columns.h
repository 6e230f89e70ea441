// Which measures the model table shows: a set of eight, or those that a person chose.
#pragma once

#include <span>
#include <vector>

#include "explain/measures.h"
#include "figure/figure.h"
#include "probe/probe.h"

namespace probe {

enum class ColumnSet { main_ones, learning, features, own };

inline constexpr Choice kColumnSets[] = {{ColumnSet::main_ones, "Eight of 16", "eight"},
                                         {ColumnSet::learning, "Learning"},
                                         {ColumnSet::features, "Features"},
                                         {ColumnSet::own, "My own", "own"}};

/// What the settings `columns` and `own` choose; the main ones as long as a person has chosen none.
std::vector<explain::Measure> columns_of(const Values& values);

/// The card where a click adds a measure to those on show, or takes it away.
figure::Group columns_card(std::span<const explain::Measure> shown);

}  // namespace probe
