// What converts files that are recognised but not read: the one place for these lines.
#pragma once

namespace io {

inline constexpr const char* kOfKeras =
    "save its weights with safetensors.numpy.save_file({w.name: w.numpy() for w in model.weights}, "
    "\"model.safetensors\") (w.path in Keras 3) and open that";

inline constexpr const char* kOfSavedModel =
    "load its folder with model = tf.keras.models.load_model(FOLDER), save its weights with "
    "safetensors.numpy.save_file({w.name: w.numpy() for w in model.weights}, \"model.safetensors\") and open that";

}  // namespace io
