// Roughness of kernels: the share of a kernel's energy at frequencies that a step of two pixels cannot carry (aliasing:
// Zeiler & Fergus 2013, section 4.1, where large steps and unregularised first kernels mixed high and low frequencies).
//
// With W(f, g) the kernel's Fourier transform, frequencies in cycles a pixel, -1/2..1/2 down and across:
//   1 - (integral of |W|^2 over |f| < 1/4 and |g| < 1/4) / (integral over all)
// the energy in the higher half of the frequencies, down or across.  0 (smooth) .. 1 (a chessboard); white noise has
// 0.75.  The integral has a closed form, so that no grid of frequencies is chosen.
#pragma once

#include <span>
#include <vector>

#include "nn/network.h"

namespace explain {

/// Of `kernels.size() / side^2` kernels together, side x side each, their energies added up; NaN where they are zero.
double roughness(std::span<const float> kernels, int side);

/// Of each output map of a convolution, over the kernels to all its input maps; empty where the layer is none, or its
/// kernels are single pixels, which have no frequencies.
std::vector<double> map_roughness(const nn::Network& network, int layer);

/// The mean over those maps whose kernels are not zero; NaN of none.
double layer_roughness(const nn::Network& network, int layer);

}  // namespace explain
