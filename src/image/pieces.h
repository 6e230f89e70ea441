// What hangs together in a picture of ink: an inner part of src/image.
#pragma once

#include <optional>
#include <vector>

#include "image/picture.h"
#include "image/strokes.h"

namespace image {

struct InkPieces {
    std::vector<int> label;    ///< of each pixel; -1 on paper
    std::vector<double> mass;  ///< sum of the ink of each piece
};

/// Pixels with more than `threshold` of ink hang together with their 8 neighbours.
InkPieces pieces_of(const Gray& ink, float threshold);

/// The box around the pieces that weigh at least `share` of the heaviest one; nothing where there is none.
std::optional<Bounds> box_of_pieces(const Gray& ink, float threshold, double share);

}  // namespace image
