// The way of a picture of ink to the network's input: an inner part of src/image.
#pragma once

#include <optional>

#include "image/digit.h"

namespace image {

/// Ink whose outline ends between two pixels greys both: MNIST's 20 pixels include such a rim of about half a pixel in
/// all.
inline constexpr double kRim = 0.5;

/// Ink 1 on paper 0, any size: specks dropped, strokes brought near MNIST's thickness, fitted and centred as strokes
/// are. Nothing where there is no ink.
std::optional<Gray> fit_ink(const Gray& ink, const FitOptions& options);

/// A 28 x 28 picture whose ink lies as MNIST's does, as it is (turned over where it is dark on light); nothing for
/// others.
std::optional<Gray> already_fitted(const Gray& picture);

}  // namespace image
