#include "io/foreign/input_layers.h"

#include <string>

namespace io {

InputLayers::One* InputLayers::last() { return all_.empty() || all_.back().side > 0 ? nullptr : &all_.back(); }

void InputLayers::scale(double factor, double offset) {
    if (last() == nullptr) all_.push_back({});
    One& one = all_.back();
    one.offset = one.offset * factor + offset;
    one.factor *= factor;
}

/// Frames are zeros before the scaling: what gives `value` there is a shift down before and up after.
void InputLayers::frame(int pixels, double value) {
    if (pixels == 0) return;
    if (One* before = last(); before != nullptr && before->frame == 0 && before->offset == value) {
        before->frame = pixels;
        return;
    }
    if (value != 0) scale(1, -value);
    all_.push_back({1, value, pixels, 0});
}

void InputLayers::frame_paper(int pixels) {
    if (all_.empty() || all_.front().side > 0) all_.insert(all_.begin(), One{});
    all_.front().frame += pixels;
}

std::vector<nn::LayerSpec> InputLayers::layers() const {
    std::vector<nn::LayerSpec> layers;
    for (const One& one : all_) {
        if (one.side == 0 && one.factor == 1 && one.offset == 0 && one.frame == 0) continue;
        nn::LayerSpec spec;
        spec.kind = one.side > 0 ? nn::LayerKind::resize : nn::LayerKind::rescale;
        spec.name = "input" + std::to_string(layers.size() + 1);
        spec.side = one.side;
        spec.padding = one.frame;
        spec.scale = static_cast<float>(one.factor);
        spec.offset = static_cast<float>(one.offset);
        layers.push_back(std::move(spec));
    }
    return layers;
}

}  // namespace io
