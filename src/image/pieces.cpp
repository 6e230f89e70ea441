// Connected pieces of ink.
#include "image/pieces.h"

#include <algorithm>

#include "image/resample.h"

namespace image {
namespace {

/// Gives `label` to everything that hangs together with `start`; the sum of its ink.
double label_piece(const Gray& ink, float threshold, int start, int label, std::vector<int>& labels) {
    std::vector<int> open{start};
    labels[static_cast<std::size_t>(start)] = label;
    double mass = 0.0;
    while (!open.empty()) {
        const int at = open.back(), row = at / ink.width, column = at % ink.width;
        open.pop_back();
        mass += static_cast<double>(ink.pixels[static_cast<std::size_t>(at)]);
        for (int y = std::max(0, row - 1); y <= std::min(ink.height - 1, row + 1); ++y) {
            for (int x = std::max(0, column - 1); x <= std::min(ink.width - 1, column + 1); ++x) {
                const int next = y * ink.width + x;
                const auto i = static_cast<std::size_t>(next);
                if (ink.pixels[i] <= threshold || labels[i] >= 0) continue;
                labels[i] = label;
                open.push_back(next);
            }
        }
    }
    return mass;
}

}  // namespace

InkPieces pieces_of(const Gray& ink, float threshold) {
    InkPieces pieces;
    pieces.label.assign(ink.pixels.size(), -1);
    for (std::size_t start = 0; start < ink.pixels.size(); ++start) {
        if (ink.pixels[start] <= threshold || pieces.label[start] >= 0) continue;
        const int label = static_cast<int>(pieces.mass.size());
        pieces.mass.push_back(label_piece(ink, threshold, static_cast<int>(start), label, pieces.label));
    }
    return pieces;
}

std::optional<Bounds> box_of_pieces(const Gray& ink, float threshold, double share) {
    const InkPieces pieces = pieces_of(ink, threshold);
    if (pieces.mass.empty()) return std::nullopt;
    const double least = share * *std::max_element(pieces.mass.begin(), pieces.mass.end());
    Gray heavy(ink.width, ink.height);
    for (std::size_t i = 0; i < heavy.pixels.size(); ++i) {
        const int label = pieces.label[i];
        heavy.pixels[i] = label >= 0 && pieces.mass[static_cast<std::size_t>(label)] >= least ? 1.0f : 0.0f;
    }
    return ink_bounds(heavy, 0.5f);
}

}  // namespace image
