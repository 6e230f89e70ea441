// What is done to a picture before the first layer that has weights: scaled, framed, resized; as layers of ours.
#pragma once

#include <vector>

#include "nn/network.h"

namespace io {

class InputLayers {
public:
    /// x * factor + offset.
    void scale(double factor, double offset);
    /// A frame of so many pixels of this value.
    void frame(int pixels, double value);
    /// To side x side, bilinearly.
    void resize(int side) { all_.push_back({1, 0, 0, side}); }
    /// A frame of paper around the picture before all that was said so far.
    void frame_paper(int pixels);

    /// As few as do the same, named input1, input2 ...; none where the picture stays as it is.
    std::vector<nn::LayerSpec> layers() const;

private:
    /// A frame of zeros, then factor and offset; or a resizing.
    struct One {
        double factor = 1, offset = 0;
        int frame = 0, side = 0;
    };
    /// The last one, where it is no resizing.
    One* last();
    std::vector<One> all_;
};

}  // namespace io
