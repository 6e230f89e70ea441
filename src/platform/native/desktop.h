// The desktop program without its command line: what main_native.cpp starts.
#pragma once

#include <string>

#include "app/state.h"
#include "base/result.h"

namespace platform::native {

struct Start {
    std::string model;    ///< a safetensors file; empty: the shipped one
    std::string file;     ///< opened at once: a picture, strokes or a model; may be empty
    std::string link;     ///< a view to open, as `app::open_link` takes it; may be empty
    std::string gallery;  ///< folder with the 10,000 digits; empty: beside the program
    int width = 1280, height = 720;
    float scale = 0;  ///< window units a point; 0: from the environment, else 1
};

/// Runs until the window is closed.  Errors: no model, no window.
base::Status run(const Start& start);

/// A file by its path, as if it had been dropped on the window.
void open_path(app::State& state, const std::string& path);

void set_gallery_folder(std::string folder);

}  // namespace platform::native
