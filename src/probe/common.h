// What probes ask of a network and a subject: names, fingerprints, where a deconvnet can start, pictures of tensors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "explain/deconvnet.h"
#include "figure/figure.h"
#include "nn/network.h"
#include "probe/probe.h"

namespace probe {

inline std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Changes where the architecture or a parameter does: what is packed for a network is made anew then.  Looks at a sample of
/// the parameters, at most 4,096 a layer; takes some 10 microseconds for LeNet-5.
std::uint64_t fingerprint(const nn::Network& network);

/// The layer's name; "input" below the first one.
std::string layer_name(const nn::Network& network, int layer);
/// Whether the layer's maps have an extent: not 1 x 1.
bool has_maps(const nn::Network& network, int layer);
/// Whether the last layer gives probabilities.
bool ends_in_softmax(const nn::Network& network);
/// The highest layer from which a deconvnet can start, not above `layer`; -1 where there is none.
int startable(const nn::Network& network, int layer);
/// `start` with its layer startable and map and unit inside; layer -1 where the network has no such layer.  From the input it
/// goes to map `fallback` (the predicted class, say) of the last layer that can start, from softmax to the same unit there.
explain::Start settled(const nn::Network& network, explain::Start start, int fallback = 0);
/// The score of a class, below softmax where there is one; -1, or no such class: the network's answer.  Layer -1 where no
/// deconvnet can start there.
explain::Start class_start(const Subject& subject, int wanted);
/// "pool2 map 7", "pool2 map 7, strongest", "fc1 unit 30", "conv1 map 2, unit (4, 11)", "pool1, all maps".
std::string start_name(const nn::Network& network, const explain::Start& start);

/// "-0.12 to 1.40" and "mean 0.08" on lines of their own.
std::string range_lines(std::span<const float> values);
/// Map `map` of `tensor`, as a picture.
figure::Picture map_picture(std::string name, std::string caption, const nn::Tensor& tensor, int map, image::Map colours);
/// A layer of single units as rows of at most `columns` squares, zeros after the last one.
figure::Picture units_picture(std::string name, std::string caption, std::span<const float> values, image::Map colours, int columns = 12);
/// The input as ink, scale 1; of several channels the first.
figure::Picture ink_picture(std::string name, std::string caption, std::span<const float> input, const nn::Shape& shape);

figure::Fact fact(std::string label, double value);
figure::Fact fact(std::string label, std::string value);

/// Arrows of a max-pool's switches over its input's map: from each window's middle to the place of its maximum.  None for
/// another kind of layer.
std::vector<figure::Mark> switch_arrows(const nn::Network& network, const nn::Activations& activations, int layer, int map);

/// "7 (99.9 %)": the most probable class.
std::string answer_words(std::span<const float> probabilities);

/// A card with a friendly sentence and nothing else.
figure::Group note_group(std::string title, std::string note);
/// Where there is no digit yet.
figure::Group empty_page();

/// Mean picture of the data set, from the cache after the first time; without digits the input's mean everywhere.
std::vector<float> mean_picture(const Subject& subject);

/// Index of the largest value; 0 where there is none.
int largest(std::span<const float> values);

/// |b - a| / |a|; 0 where a is zero.
double relative_change(std::span<const float> a, std::span<const float> b);

}  // namespace probe
