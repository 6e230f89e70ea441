// What else a figure is made of: cards, facts, words for numbers, bars.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "figure/figure.h"

namespace probe {

/// A card with a title and a sentence, and nothing else so far.
figure::Group note_group(std::string title, std::string note);

figure::Fact fact(std::string label, double value);
figure::Fact fact(std::string label, std::string value);
/// "3 of 12"; its number is 3.
figure::Fact counted(std::string label, int n, int all);

/// "-0.12 to 1.40" and "mean 0.08" on lines of their own.
std::string range_lines(std::span<const float> values);
/// "7 (99.9 %)": the most probable class.
std::string answer_words(std::span<const float> probabilities);
/// "2,310": whole numbers with separators.
std::string grouped(int number);
/// "7s", "of class Sneaker".
std::string plural_of_class(const std::string& name);

/// A plot for bars, without any so far.
figure::Plot bar_plot(std::string name, std::string x_label, std::string y_label);
/// Bars at 0, 1, 2 ...
figure::Series bars_of(std::string name, std::span<const float> values, int colour);
/// "0", "1", "2" ...: labels of bars.
std::vector<std::string> numbered(int count);
/// Bars of some of the values, in this order.
figure::Series bars_of_some(std::string name, std::span<const float> values, std::span<const int> which, int colour);
/// Their numbers: labels of such bars.
std::vector<std::string> numbered_as(std::span<const int> which);
/// The classes that a plot tells: all where there are few, else the ten for which either answer is largest.
std::vector<int> told_classes(std::span<const float> answer, std::span<const float> other);

}  // namespace probe
