// Optimisers.
#include "nn/optimiser.h"

#include <algorithm>
#include <cmath>

#include "nn/vector.h"

namespace nn {
namespace {

constexpr float kEpsilon = 1e-8f;

std::vector<Parameters> zeros(const Network& network) {
    std::vector<Parameters> all = network.parameters;
    for (Parameters& p : all) {
        std::fill(p.weight.begin(), p.weight.end(), 0.0f);
        std::fill(p.bias.begin(), p.bias.end(), 0.0f);
    }
    return all;
}

struct Rates {
    float rate, momentum, square_decay, decay, first_share, second_share;
};

float adamw_one(float w, float& m, float& v, float g, const Rates& r) {
    m += (1.0f - r.momentum) * (g - m);
    v += (1.0f - r.square_decay) * (g * g - v);
    return w - r.rate * (m * r.first_share / (std::sqrt(v * r.second_share) + kEpsilon) + r.decay * w);
}

void adamw(std::vector<float>& w, std::vector<float>& m, std::vector<float>& v, const std::vector<float>& g,
           const Rates& r) {
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = adamw_one(w[i], m[i], v[i], g[i], r);
}

void sgd(std::vector<float>& w, std::vector<float>& m, const std::vector<float>& g, const Rates& r) {
    for (std::size_t i = 0; i < w.size(); ++i) {
        m[i] = r.momentum * m[i] + g[i];
        w[i] -= r.rate * (g[i] + r.momentum * m[i] + r.decay * w[i]);
    }
}

void average(std::vector<float>& to, const std::vector<float>& from, float decay) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i] + decay * (to[i] - from[i]);
}

}  // namespace

Optimiser::Optimiser(const Network& network, const OptimiserOptions& options)
    : options_(options),
      first_(zeros(network)),
      second_(options.kind == OptimiserKind::adamw ? zeros(network) : std::vector<Parameters>()) {}

void Optimiser::step(Network& network, const std::vector<Parameters>& gradients, float rate) {
    ++steps_;
    const auto share = [&](float beta) {
        return static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(beta), static_cast<double>(steps_))));
    };
    Rates r{rate,
            options_.momentum,
            options_.square_decay,
            options_.weight_decay,
            share(options_.momentum),
            share(options_.square_decay)};
    Rates without_decay = r;
    without_decay.decay = 0.0f;
    for (std::size_t i = 0; i < network.parameters.size(); ++i) {
        Parameters& p = network.parameters[i];
        if (options_.kind == OptimiserKind::adamw) {
            adamw(p.weight, first_[i].weight, second_[i].weight, gradients[i].weight, r);
            adamw(p.bias, first_[i].bias, second_[i].bias, gradients[i].bias, without_decay);
        } else {
            sgd(p.weight, first_[i].weight, gradients[i].weight, r);
            sgd(p.bias, first_[i].bias, gradients[i].bias, without_decay);
        }
    }
}

float cosine_schedule(double done, double warm_up, float last) {
    if (done < warm_up) return static_cast<float>(done / warm_up);
    const double way = std::min(1.0, (done - warm_up) / std::max(1e-9, 1.0 - warm_up));
    return last + (1.0f - last) * static_cast<float>(0.5 + 0.5 * std::cos(3.14159265358979 * way));
}

void average_into(Network& to, const Network& network, float decay) {
    for (std::size_t i = 0; i < to.parameters.size(); ++i) {
        average(to.parameters[i].weight, network.parameters[i].weight, decay);
        average(to.parameters[i].bias, network.parameters[i].bias, decay);
    }
}

}  // namespace nn
