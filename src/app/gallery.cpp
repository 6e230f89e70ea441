#include "app/gallery.h"

#include <algorithm>
#include <string>

#include "io/idx.h"
#include "nn/finite.h"

namespace app {

base::Result<Gallery> parse_gallery(std::span<const std::uint8_t> images, std::span<const std::uint8_t> labels) {
    auto pictures = io::parse_idx_images(images);
    if (!pictures) return base::Error{pictures.message()};
    auto classes = io::parse_idx_labels(labels);
    if (!classes) return base::Error{classes.message()};
    const io::IdxImages& found = pictures.value();
    if (found.rows != 28 || found.columns != 28) return base::Error{"the gallery's digits are not 28 x 28"};
    if (static_cast<std::size_t>(found.count) != classes.value().size())
        return base::Error{"the gallery has " + std::to_string(found.count) + " digits but " +
                           std::to_string(classes.value().size()) + " labels"};
    Gallery gallery;
    gallery.count = found.count;
    gallery.pixels = std::move(pictures.value().pixels);
    gallery.labels = std::move(classes.value());
    gallery.predictions.resize(gallery.labels.size());
    return gallery;
}

bool scan_some(Gallery& gallery, nn::Engine& engine, int classes, int count) {
    const int n = std::min(count, gallery.count - gallery.scanned);
    if (n <= 0) return false;
    const std::size_t first = static_cast<std::size_t>(gallery.scanned), size = static_cast<std::size_t>(n);
    const std::size_t wide = static_cast<std::size_t>(classes);
    std::vector<float> inputs(size * 784), outputs(size * wide);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        inputs[i] = static_cast<float>(gallery.pixels[first * 784 + i]) / 255.0f;
    engine.forward_batch(inputs, outputs);
    for (std::size_t i = 0; i < size; ++i) {
        gallery.predictions[first + i] = nn::strongest(std::span(outputs).subspan(i * wide, wide));
        if (gallery.predictions[first + i] != gallery.labels[first + i]) ++gallery.wrong;
    }
    gallery.scanned += n;
    return gallery.scanned < gallery.count;
}

void restart_scan(Gallery& gallery) {
    gallery.scanned = 0;
    gallery.wrong = 0;
}

}  // namespace app
