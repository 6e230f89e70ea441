#include "figure/figure.h"

#include <cmath>
#include <cstdio>

namespace figure {

Picture picture(std::string name, std::string caption, std::span<const float> values, int width, int height,
                image::Map map) {
    Picture made;
    made.name = std::move(name);
    made.caption = std::move(caption);
    made.values.assign(values.begin(), values.end());
    made.width = width;
    made.height = height;
    made.map = map;
    return made;
}

namespace {

/// "6.0e-07" as "6.0e-7".
void shorten_exponent(std::string& digits) {
    std::size_t at = digits.find('e') + 1;
    if (at == 0) return;
    if (digits[at] == '+')
        digits.erase(at, 1);
    else
        ++at;
    while (at + 1 < digits.size() && digits[at] == '0') digits.erase(at, 1);
}

}  // namespace

std::string number(double value) {
    char digits[32];
    const double magnitude = std::fabs(value);
    if (!std::isfinite(value)) return "\xE2\x80\x93";
    if (value == 0) return "0";
    if (magnitude < 0.0005 || magnitude >= 1e6)
        std::snprintf(digits, sizeof digits, "%.1e", magnitude);
    else
        std::snprintf(digits, sizeof digits,
                      magnitude < 1     ? "%.3f"
                      : magnitude < 10  ? "%.2f"
                      : magnitude < 100 ? "%.1f"
                                        : "%.0f",
                      magnitude);
    std::string words = digits;
    shorten_exponent(words);
    return (value < 0 ? "\xE2\x88\x92" : "") + words;
}

std::string short_number(double value) {
    const double magnitude = std::fabs(value);
    if (!std::isfinite(value)) return "\xE2\x80\x93";
    if (magnitude < 0.005) return "0";
    if (magnitude >= 9999.5) return number(value);
    char digits[32];
    std::snprintf(digits, sizeof digits, magnitude < 9.995 ? "%.2f" : magnitude < 99.95 ? "%.1f" : "%.0f", magnitude);
    return (value < 0 ? "\xE2\x88\x92" : "") + std::string(digits);
}

std::string percent(double share) {
    char digits[32];
    if (!std::isfinite(share)) return "\xE2\x80\x93";
    std::snprintf(digits, sizeof digits, share >= 0.9995 || share < 0.00005 ? "%.0f %%" : "%.1f %%", share * 100.0);
    return digits;
}

}  // namespace figure
