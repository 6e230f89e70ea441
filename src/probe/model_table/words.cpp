#include "probe/model_table/words.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/fields.h"

namespace probe {

using M = explain::Measure;

const char* view_of(M measure) {
    switch (measure) {
        case M::co_adaptation:
        case M::redundancy:
            return "coadaptation";
        case M::invariance:
        case M::robustness:
            return "invariance";
        case M::agreement:
            return "occlusion";
        case M::likeness:
            return "matching";
        case M::training_accuracy:
        case M::training_loss:
        case M::held_out_loss:
        case M::gap:
            return "overfitting";
        case M::parameters:
        case M::multiply_adds:
        case M::held_out_accuracy:
        case M::calibration_error:
        case M::dead_units:
        case M::roughness:
            return "";
    }
    return "";
}

std::string names_of(std::span<const M> measures) {
    std::string names;
    for (const M measure : measures)
        names += (names.empty() ? "" : ",") + name_of(kTableMeasures[static_cast<std::size_t>(measure)]);
    return names;
}

std::vector<M> measures_of(std::string_view names) {
    std::vector<M> measures;
    while (!names.empty()) {
        const std::string_view name = base::cut_field(names, ',');
        for (int i = 0; i < explain::kMeasures; ++i) {
            const M measure = static_cast<M>(i);
            if (name_of(kTableMeasures[i]) == name &&
                std::find(measures.begin(), measures.end(), measure) == measures.end())
                measures.push_back(measure);
        }
    }
    return measures;
}

std::string called(M measure) { return kTableMeasures[static_cast<std::size_t>(measure)].label; }

std::string lower(std::string words) {
    words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
    return words;
}

std::string words_of(M measure, double value) {
    if (std::isnan(value)) return "\xE2\x80\x93";
    const explain::MeasureInfo& info = explain::info(measure);
    if (measure == M::parameters || measure == M::multiply_adds) {
        char text[32];
        std::snprintf(text, sizeof text, value < 1e6 ? "%.0f k" : "%.2f M", value < 1e6 ? value / 1e3 : value / 1e6);
        return text;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", info.decimals, std::fabs(info.is_share ? value * 100 : value));
    const bool below = value < 0 && std::strtod(text, nullptr) != 0;
    return (below ? "\xE2\x88\x92" : "") + std::string(text);
}

std::string head_of(M measure) {
    std::string words = called(measure);
    switch (measure) {
        case M::training_accuracy:
            words = "Training";
            break;
        case M::held_out_accuracy:
            words = "Held out";
            break;
        case M::robustness:
            words = "Robust";
            break;
        case M::calibration_error:
            words = "Calibr.\nerror";
            break;
        case M::co_adaptation:
            words = "Co-adapt-\nation";
            break;
        case M::multiply_adds:
            words = "Multiply-\nadds";
            break;
        case M::invariance:
            words = "Change,\nmoved";
            break;
        case M::redundancy:
            words = "Redun-\ndancy";
            break;
        default:
            if (words.size() > 9) std::replace(words.begin(), words.end(), ' ', '\n');
    }
    if (!explain::info(measure).is_share) return words;
    return words + (words.find('\n') == std::string::npos ? "\n%" : ", %");
}

std::string with_sign(double value) {
    if (std::isnan(value)) return "\xE2\x80\x93";
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", std::fabs(value));
    return (value < 0 ? "\xE2\x88\x92" : "+") + std::string(text);
}

}  // namespace probe
