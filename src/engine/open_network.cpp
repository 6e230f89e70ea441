// See open_network.h.
#include "engine/open_network.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "explain/gradient.h"
#include "nn/cost.h"
#include "nn/identity.h"

namespace engine {

namespace {

constexpr float kNoise = 0.15f;  // of SmoothGrad, as the page has it at first

nlohmann::json json_of(const nn::Shape& shape) { return {shape.channels, shape.height, shape.width}; }

}  // namespace

OpenNetwork::OpenNetwork(nn::Network network)
    : network_(nn::publish(std::move(network))), engine_(*network_), activations_(nn::make_activations(*network_)) {}

std::string OpenNetwork::describe() const {
    const nn::Network& n = *network_;
    nlohmann::json layers = nlohmann::json::array();
    for (int i = 0; i < n.layer_count(); ++i)
        layers.push_back({{"name", n.layer(i).name},
                          {"kind", std::string(nn::kind_name(n.layer(i).kind))},
                          {"shape", json_of(n.shape(i))},
                          {"hasSwitches", n.layer(i).kind == nn::LayerKind::max_pool}});
    const nlohmann::json all = {{"id", nn::identity_text(n.id.value)},
                                {"name", n.architecture.name},
                                {"parameters", n.parameter_count()},
                                {"multiplyAdds", nn::cost(n).multiply_adds},
                                {"input", json_of(n.architecture.input)},
                                {"card", n.card},
                                {"layers", std::move(layers)}};
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void OpenNetwork::forward(std::span<const float> input) { engine_.forward(input, activations_); }

void OpenNetwork::classify(std::span<const float> inputs, std::span<float> outputs) {
    engine_.forward_batch(inputs, outputs);
}

base::Status OpenNetwork::check(const explain::Start& start) const {
    const nn::Network& n = *network_;
    if (start.layer < 0 || start.layer >= n.layer_count()) return base::Error{"there is no such layer"};
    const nn::Shape& shape = n.shape(start.layer);
    if (start.keep != explain::Keep::all_maps && (start.map < 0 || start.map >= shape.channels))
        return base::Error{n.layer(start.layer).name + " has the maps 0 to " + std::to_string(shape.channels - 1)};
    if (start.keep == explain::Keep::unit && (start.unit < 0 || start.unit >= shape.plane()))
        return base::Error{"a map of " + n.layer(start.layer).name + " has the units 0 to " +
                           std::to_string(shape.plane() - 1)};
    return base::Done{};
}

base::Result<std::span<const float>> OpenNetwork::project(const explain::Start& start) {
    if (const base::Status fits = check(start); !fits) return base::Error{fits.message()};
    if (!explain::can_start(*network_, start.layer))
        return base::Error{"a deconvnet cannot start at " + network_->layer(start.layer).name};
    explain::project(*network_, activations_, start, projection_);
    return std::span<const float>(projection_.pixels.data);
}

base::Result<std::span<const float>> OpenNetwork::explain(std::string_view method, const explain::Start& start,
                                                          int count) {
    if (method == "deconvnet") return project(start);
    if (const base::Status fits = check(start); !fits) return base::Error{fits.message()};
    const explain::Target target = explain::target_of(activations_, start);
    const std::span<const float> input = activations_.input.data;
    if (!differ_) differ_.emplace(*network_);
    if (method == "gradient" || method == "gradient x input") {
        pixels_ = differ_->gradients(target, input).input.data;
        if (method != "gradient")
            for (std::size_t i = 0; i < pixels_.size(); ++i) pixels_[i] *= input[i];
    } else if (method == "guided") {
        explain::gradient(*network_, activations_, target.layer, target.signal, explain::ReluRule::guided, projection_);
        pixels_ = projection_.pixels.data;
    } else if (method == "integrated" || method == "smooth") {
        explain::GradientMean mean;
        mean.kind = method == "smooth" ? explain::GradientMean::Kind::smooth : explain::GradientMean::Kind::integrated;
        mean.count = std::clamp(count, 1, 4096);
        mean.noise = kNoise;
        mean.begin(input.size());
        while (mean.advance(*differ_, target, input, mean.count)) {
        }
        pixels_ = mean.picture(input);
    } else {
        return base::Error{
            "there is no such method; methods: deconvnet, gradient, gradient x input, guided, integrated, smooth"};
    }
    return std::span<const float>(pixels_);
}

}  // namespace engine
