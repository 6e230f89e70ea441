#include "probe/method_pairs.h"

#include <cmath>

#include "explain/similarity.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"

namespace probe {

std::string pairs_finding(const std::vector<Method>& methods, const std::string& of, double progress) {
    struct Pair {
        std::size_t a = 0, b = 0;
        double correlation = NAN;
    } most, least;
    for (std::size_t a = 0; a < methods.size(); ++a) {
        for (std::size_t b = a + 1; b < methods.size(); ++b) {
            const double r = explain::correlation(methods[a].pixels, methods[b].pixels);
            if (std::isnan(r)) continue;
            if (!(r <= most.correlation)) most = {a, b, r};
            if (!(r >= least.correlation)) least = {a, b, r};
        }
    }
    const std::string so_far_words = so_far(progress);
    if (std::isnan(most.correlation))
        return so_far_words + "No two pictures can be compared: nothing on this page changes " + of + ".";
    const auto words = [&](const Pair& pair) {
        return std::string(methods[pair.a].name) + " and " + methods[pair.b].name + " (" +
               figure::number(pair.correlation) + ")";
    };
    if (most.a == least.a && most.b == least.b)
        return so_far_words + "Only two pictures can be compared: " + words(most) + "; 1 is the same picture.";
    return so_far_words + "About " + of + ", " + words(most) + " agree most, " + words(least) +
           " least; 1 is the same picture.";
}

figure::Group likeness_group(const std::vector<Method>& methods) {
    const int count = static_cast<int>(methods.size());
    std::vector<float> table;
    for (const Method& a : methods)
        for (const Method& b : methods) table.push_back(static_cast<float>(explain::correlation(a.pixels, b.pixels)));
    figure::Group group = note_group("How alike they are",
                                     "Correlation of every method with every other, in the order of the pictures "
                                     "above: gradient, gradient x input, guided backprop, deconvnet, integrated "
                                     "gradients, SmoothGrad.");
    group.folded = true;
    group.side = 132;
    group.pictures.push_back(figure::picture("correlations", "rows and columns:\nthe six methods in order", table,
                                             count, count, image::Map::diverging));
    group.pictures.back().scale = 1;
    for (int i = 1; i < count; ++i)
        group.facts.push_back(
            fact("gradient and " + std::string(methods[index(i)].name), static_cast<double>(table[index(i)])));
    group.facts.push_back(fact("deconvnet and guided backprop", static_cast<double>(table[index(3 * count + 2)])));
    return group;
}

}  // namespace probe
