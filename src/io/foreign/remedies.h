// What converts files that are recognised but not read: the one place for these lines.
#pragma once

namespace io {

inline constexpr const char* kOfKeras =
    "convert it with tensorflowjs.converters.save_keras_model(keras.models.load_model(FILE), \"folder\") and open the "
    "folder's model.json together with its .bin files";
inline constexpr const char* kOfSavedModel =
    "convert it with tf2onnx (python -m tf2onnx.convert --saved-model FOLDER --output model.onnx) and open that";

}  // namespace io
