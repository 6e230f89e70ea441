// Words for findings: how sure, where on the page, how many.
#pragma once

#include <span>
#include <string>

#include "figure/figure.h"
#include "nn/tensor.h"

namespace probe {

/// A figure that has nothing to show yet, and why: its finding says so.
void show_nothing(figure::Figure& figure, std::string title, std::string why);
/// The same on an empty page.
void show_empty_page(figure::Figure& figure);

/// "99.9 %", "under 0.1 %", "over 99.9 %": never more than the number says.
std::string share_words(double share);
/// "1 map", "3 maps".
std::string plural(int n, const std::string& thing);
/// "upper right", "middle": where a point (pixels) lies in the ink's box, or on a page without ink.
std::string place_words(float x, float y, std::span<const float> input, const nn::Shape& page);
/// "So far, after 12 % of the work: " while it is not done; "" after.
std::string so_far(double progress);

}  // namespace probe
