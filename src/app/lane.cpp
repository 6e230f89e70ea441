#include "app/lane.h"

#include <utility>

namespace app {

Lane::Lane(std::string network_name, nn::Network network)
    : name(std::move(network_name)),
      shown(std::make_shared<const nn::Network>(std::move(network))),
      engine(*shown),
      reconstructor(*shown),
      activations(nn::make_activations(*shown)),
      reconstructions(static_cast<std::size_t>(shown->layer_count())) {}

}  // namespace app
