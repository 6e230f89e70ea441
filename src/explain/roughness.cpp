// See roughness.h: the integral of exp(2 pi i n f) over |f| < 1/4 is sin(pi n / 2) / (pi n), so the lower part of a
// kernel's energy is sum(K . (S K S)), S holding that of the distances between two rows or columns.
#include "explain/roughness.h"

#include <Eigen/Core>

#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace explain {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double roughness(std::span<const float> kernels, int side) {
    using Kernel = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto area = static_cast<std::size_t>(side * side);
    assert(side > 0 && kernels.size() % area == 0);
    Eigen::MatrixXd low(side, side);
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const double distance = std::numbers::pi * (row - column);
            low(row, column) = row == column ? 0.5 : std::sin(distance / 2) / distance;
        }
    }
    double below = 0, all = 0;
    for (std::size_t at = 0; at < kernels.size(); at += area) {
        const Eigen::MatrixXd kernel = Eigen::Map<const Kernel>(kernels.data() + at, side, side).cast<double>();
        below += kernel.cwiseProduct(low * kernel * low).sum();
        all += kernel.squaredNorm();
    }
    return all > 0 ? 1 - below / all : kNaN;
}

std::vector<double> map_roughness(const nn::Network& network, int layer) {
    const nn::LayerSpec& spec = network.layer(layer);
    if (!nn::has_weights(spec.kind) || !nn::has_window(spec.kind) || spec.kernel < 2) return {};
    const nn::Parameters& parameters = network.parameters[static_cast<std::size_t>(layer)];
    const std::size_t maps = static_cast<std::size_t>(network.shape(layer).channels),
                      size = parameters.weight.size() / maps;
    std::vector<double> found;
    for (std::size_t map = 0; map < maps; ++map)
        found.push_back(roughness(std::span(parameters.weight).subspan(map * size, size), spec.kernel));
    return found;
}

double layer_roughness(const nn::Network& network, int layer) {
    double sum = 0;
    int count = 0;
    for (const double value : map_roughness(network, layer))
        if (!std::isnan(value)) sum += value, ++count;
    return sum / count;
}

}  // namespace explain
