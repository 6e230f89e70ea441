// What a network's classes are called: its card's "classes" says, "T-shirt/top, Trouser, Pullover"; where it says
// nothing, by their numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nn/network.h"

namespace nn {

inline constexpr const char* kClassesKey = "classes";  ///< in the card

/// "Sneaker", or "7" where the card has no name for the class.
std::string class_name(const Network& network, int of_class);
/// The card's names, with ", " between them; "" where it has none.
std::string_view told_classes(const Network& network);
/// Whether the card names classes.
bool names_classes(const Network& network);
/// What belongs into the card; "" for classes that are called by their numbers.
std::string classes_text(const std::vector<std::string>& names);

}  // namespace nn
