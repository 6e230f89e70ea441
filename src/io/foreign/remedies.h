// What converts files that are recognised but not read: the one place for these lines.
#pragma once

namespace io {

inline constexpr const char* kOfKeras =
    "save its weights with safetensors.numpy.save_file({w.name: w.numpy() for w in model.weights}, "
    "\"model.safetensors\") (w.path in Keras 3) and open that";

}  // namespace io
