// Two models against each other, layer by layer and map by map: what `compare --layers` and `--match` print.
#pragma once

#include <string>

#include "base/result.h"
#include "nn/digits.h"
#include "nn/network.h"

namespace cli {

struct Named {
    const nn::Network& network;
    const std::string& name;
};

/// The matrix of likenesses, over the first 1,000 digits.
void print_layers(const Named& one, const Named& other, const nn::Digits& digits);

/// Partners in a layer, one to one and best, over the first 1,000 digits.  Errors: a layer that one of them has not.
base::Status print_match(const Named& one, const Named& other, const std::string& layer, const nn::Digits& digits);

}  // namespace cli
