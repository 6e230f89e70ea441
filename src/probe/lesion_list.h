// Lesions by name: "pool2:3,fc1:12,relu3".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/lesion.h"

namespace probe {

/// Maps as layer:map, whole layers by their name alone; what is no map or layer of the network, or cannot be switched off, goes to
/// `unknown`.
std::vector<explain::Lesion> parse_lesions(const nn::Network& network, std::string_view text, std::string& unknown);
/// The way back.
std::string text_of_lesions(const nn::Network& network, const std::vector<explain::Lesion>& lesions);
/// What is done, in words: "pool2 map 3 is 0; relu3 passes its input on. Nothing is trained again."
std::string lesion_words(const nn::Network& network, const std::vector<explain::Lesion>& lesions, const explain::WeightNoise& noise);

}  // namespace probe
