#include "probe/deconvnet/words.h"

#include "figure/figure.h"
#include "probe/subject_queries.h"

namespace probe {

std::string count_of(int n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

std::string step_title(const nn::Network& network, const explain::Start& start, int step) {
    if (step == 1) return "kept";
    switch (network.layer(layer_of_step(start, step)).kind) {
        case nn::LayerKind::max_pool:
            return "unpooled";
        case nn::LayerKind::average_pool:
        case nn::LayerKind::subsample:
            return "spread";
        case nn::LayerKind::rescale:
            return "cut out";
        case nn::LayerKind::resize:
            return "put back";
        case nn::LayerKind::leaky_relu:
            return "bent";
        case nn::LayerKind::batch_norm:
            return "scaled";
        case nn::LayerKind::relu:
            return "rectified";
        case nn::LayerKind::conv:
            return "filtered";
        case nn::LayerKind::fully_connected:
            return "weighted";
        default:
            return "passed on";
    }
}

std::string step_note(const nn::Network& network, const explain::Start& start, int step) {
    if (step == 1)
        return "Everything in the layer is set to zero but what is chosen: " + start_name(network, start) +
               ". All that follows shows what this alone sends down.";
    const int layer = layer_of_step(start, step);
    const nn::LayerSpec& spec = network.layer(layer);
    switch (spec.kind) {
        case nn::LayerKind::max_pool:
            return "On the way up, " + spec.name +
                   " kept the largest value of each window and remembered its place: the switch, drawn as an arrow "
                   "from the window's middle. "
                   "Now each value goes back to that place, and the others are zero.";
        case nn::LayerKind::average_pool:
            return spec.name + " took means and remembered no places, so each value is spread evenly over its window.";
        case nn::LayerKind::subsample:
            return spec.name +
                   " added up its windows and remembered no places, so each value goes evenly to its whole window, "
                   "times "
                   "the map's coefficient.";
        case nn::LayerKind::rescale:
            return "The frame of " + count_of(spec.padding, "pixel") +
                   " around the input is cut off. These are the pixels.";
        case nn::LayerKind::resize:
            return "Each value goes back to the four pixels that it was made of, by their shares.";
        case nn::LayerKind::leaky_relu:
            return "The paper has no leaky ReLU. As a ReLU is put on the signal itself, so is this: what is below zero "
                   "is "
                   "multiplied by " +
                   figure::number(static_cast<double>(spec.slope)) + ".";
        case nn::LayerKind::batch_norm:
            return "Each map is multiplied by its gain, as on the way up; no shift.";
        case nn::LayerKind::relu:
            return "Below zero is cut to zero, as on the way up, but by the signal itself, whatever the way up had "
                   "there.";
        case nn::LayerKind::conv:
            return "Every value lays down its map's kernel, multiplied by it, around its place; where they overlap "
                   "they add up. That is filtering with the "
                   "kernels turned by 180 "
                   "degrees, as drawn below. The sum goes over all " +
                   count_of(network.shape(layer).channels, "map") + "; there is no bias." +
                   (layer == 0 ? " These are the pixels: blue where ink would have weakened what was kept." : "");
        case nn::LayerKind::fully_connected:
            return "Every unit sends its value back through its weights, and they add up; no bias. The paper stops at "
                   "convolutions: from here is an extension "
                   "of it." +
                   std::string(layer == 0 ? " These are the pixels." : "");
        default:
            return spec.name + " has no counterpart in the paper; the signal passes as it is.";
    }
}

}  // namespace probe
