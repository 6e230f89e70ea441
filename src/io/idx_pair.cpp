#include "io/idx_pair.h"

#include <utility>

#include "io/gzip.h"

namespace io {
namespace {

/// What an IDX file's header states, 0 where it is none.
int dimensions_of(std::span<const std::uint8_t> bytes) {
    const std::vector<std::uint8_t> unpacked = is_gzip(bytes) ? gunzip_start(bytes, 4) : std::vector<std::uint8_t>{};
    const std::span<const std::uint8_t> start = is_gzip(bytes) ? std::span(unpacked) : bytes;
    return start.size() >= 4 && start[0] == 0 && start[1] == 0 && start[2] == 8 ? start[3] : 0;
}

}  // namespace

base::Result<LabelledImages> parse_idx_pair(const NamedBytes& images, const NamedBytes& labels) {
    if (dimensions_of(images.bytes) == 1 && dimensions_of(labels.bytes) == 3) return parse_idx_pair(labels, images);
    auto pictures = parse_idx_images(images.bytes);
    if (!pictures) return base::Error{images.name + ": " + pictures.message()};
    auto classes = parse_idx_labels(labels.bytes);
    if (!classes) return base::Error{labels.name + ": " + classes.message()};
    const auto count = static_cast<std::size_t>(pictures.value().count);
    if (classes.value().size() != count)
        return base::Error{labels.name + ": expected " + std::to_string(count) + " labels, one for each picture of " +
                           images.name + ", found " + std::to_string(classes.value().size())};
    return LabelledImages{std::move(pictures.value()), std::move(classes.value())};
}

}  // namespace io
