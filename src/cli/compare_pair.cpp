// See compare_pair.h.
#include "cli/compare_pair.h"

#include <cmath>
#include <cstdio>
#include <optional>

#include "cli/console.h"
#include "explain/evolution.h"
#include "explain/likeness.h"
#include "explain/matching.h"

namespace cli {
namespace {

constexpr int kDigits = 1000, kSlice = 500;

/// The output of the block of this name; the names that there are, where there is none.
base::Result<int> layer_of(const Named& model, const std::string& name) {
    std::string names;
    for (const explain::Block& block : explain::blocks(model.network)) {
        if (block.name == name) return block.output;
        names += " " + block.name;
    }
    return base::Error{model.name + " has no layer '" + name.substr(0, 40) + "'; there are" + names};
}

std::string correlation_words(const explain::Partner& partner) {
    return partner.map < 0 ? text("%10s", "\xE2\x80\x93") + "  " : text("%4d %7.3f", partner.map, partner.correlation);
}

}  // namespace

void print_layers(const Named& one, const Named& other, const nn::Digits& digits) {
    explain::LikenessMatrix likeness(one.network, other.network, digits, kDigits);
    while (likeness.advance(kSlice)) {
    }
    std::printf("linear CKA: rows %s, columns %s\n%-10s", one.name.c_str(), other.name.c_str(), "");
    for (const explain::Block& block : likeness.columns()) std::printf("  %8s", block.name.c_str());
    std::printf("\n");
    for (int row = 0; row < static_cast<int>(likeness.rows().size()); ++row) {
        std::printf("%-10s", likeness.rows()[static_cast<std::size_t>(row)].name.c_str());
        for (int column = 0; column < static_cast<int>(likeness.columns().size()); ++column) {
            const auto value = likeness.at(row, column);
            std::printf("  %s", value ? text("%8.4f", *value).c_str() : "       \xE2\x80\x93");
        }
        std::printf("\n");
    }
}

base::Status print_match(const Named& one, const Named& other, const std::string& layer, const nn::Digits& digits) {
    const auto first = layer_of(one, layer), second = layer_of(other, layer);
    if (!first) return base::Error{first.message()};
    if (!second) return base::Error{second.message()};
    explain::Matcher matcher(one.network, other.network, {{first.value(), second.value()}}, digits, kDigits);
    while (matcher.advance(kSlice)) {
    }
    const explain::MapCorrelation& found = matcher.correlation(0);
    const std::vector<double> r = found.correlations();
    const auto pairs = explain::one_to_one(r, found.rows(), found.columns()),
               best = explain::best_partners(r, found.rows(), found.columns());
    std::printf("%s: map of %s, its partner one to one and its best in %s, with their correlations\n", layer.c_str(),
                one.name.c_str(), other.name.c_str());
    for (std::size_t map = 0; map < pairs.size(); ++map)
        std::printf("%4zu  %s  %s\n", map, correlation_words(pairs[map]).c_str(), correlation_words(best[map]).c_str());
    const double mean = explain::mean_correlation(pairs);
    std::printf("mean  %s  %s\n", std::isnan(mean) ? "\xE2\x80\x93" : text("%12.3f", mean).c_str(),
                std::isnan(mean) ? "" : text("%12.3f", explain::mean_correlation(best)).c_str());
    return base::Done{};
}

}  // namespace cli
