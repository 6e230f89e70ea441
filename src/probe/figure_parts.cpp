#include "probe/figure_parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "probe/arithmetic.h"

namespace probe {

figure::Group note_group(std::string title, std::string note) {
    figure::Group group;
    group.title = std::move(title);
    group.note = std::move(note);
    return group;
}

figure::Fact fact(std::string label, double value) { return {std::move(label), figure::number(value), value, true}; }
figure::Fact fact(std::string label, std::string value) {
    return {std::move(label), std::move(value), std::nullopt, true};
}
figure::Fact counted(std::string label, int n, int all) {
    return {std::move(label), std::to_string(n) + " of " + std::to_string(all), static_cast<double>(n), true};
}

std::string range_lines(std::span<const float> values) {
    if (values.empty()) return "";
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    const auto words = [](float v) { return figure::number(static_cast<double>(v)); };
    return words(*low) + " to " + words(*high) + "\nmean " + figure::number(mean);
}

std::string answer_words(std::span<const float> probabilities) {
    const int best = largest(probabilities);
    return std::to_string(best) + " (" + figure::percent(static_cast<double>(probabilities[index(best)])) + ")";
}

std::string plural_of_class(const std::string& name) { return name.size() == 1 ? name + "s" : "of class " + name; }

std::string grouped(int number) {
    std::string digits = std::to_string(number);
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) digits.insert(index(i), ",");
    return digits;
}

figure::Plot bar_plot(std::string name, std::string x_label, std::string y_label) {
    figure::Plot plot;
    plot.name = std::move(name);
    plot.x_label = std::move(x_label);
    plot.y_label = std::move(y_label);
    plot.bars = true;
    return plot;
}

figure::Series bars_of(std::string name, std::span<const float> values, int colour) {
    figure::Series series;
    series.name = std::move(name);
    series.colour = colour;
    for (std::size_t i = 0; i < values.size(); ++i) {
        series.x.push_back(static_cast<float>(i));
        series.y.push_back(values[i]);
    }
    return series;
}

std::vector<std::string> numbered(int count) {
    std::vector<std::string> labels;
    for (int i = 0; i < count; ++i) labels.push_back(std::to_string(i));
    return labels;
}

figure::Series bars_of_some(std::string name, std::span<const float> values, std::span<const int> which, int colour) {
    std::vector<float> some;
    for (const int i : which) some.push_back(values[index(i)]);
    return bars_of(std::move(name), some, colour);
}

std::vector<std::string> numbered_as(std::span<const int> which) {
    std::vector<std::string> labels;
    for (const int i : which) labels.push_back(std::to_string(i));
    return labels;
}

std::vector<int> told_classes(std::span<const float> answer, std::span<const float> other) {
    constexpr std::size_t kFew = 20, kTold = 10;
    std::vector<int> told(answer.size());
    std::iota(told.begin(), told.end(), 0);
    if (told.size() <= kFew) return told;
    const auto larger = [&](int i) {
        const float most = std::max(answer[index(i)], other[index(i)]);
        return std::isnan(most) ? -INFINITY : most;
    };
    std::partial_sort(told.begin(), told.begin() + kTold, told.end(),
                      [&](int a, int b) { return larger(a) != larger(b) ? larger(a) > larger(b) : a < b; });
    told.resize(kTold);
    return told;
}

}  // namespace probe
