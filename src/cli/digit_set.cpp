#include "cli/digit_set.h"

#include <algorithm>
#include <utility>

#include "cli/console.h"
#include "cli/model.h"
#include "io/idx_files.h"

namespace cli {

base::Result<DigitSet> read_digit_set(const std::string& path, const nn::Network& network) {
    constexpr int kMost = 10'000;
    const auto bytes = io::read_idx_file(path);
    if (!bytes) return base::Error{bytes.message()};
    auto images = io::parse_idx_images(bytes.value());
    if (!images) return base::Error{path + ": " + images.message()};
    io::IdxImages& found = images.value();
    const nn::Shape shape{1, found.rows, found.columns};
    if (!(shape == network.architecture.input))
        return base::Error{path + ": expected pictures of " + shape_text(network.architecture.input) +
                           ", as the model takes, found " + shape_text(shape)};
    if (found.count == 0) return base::Error{path + ": there are no pictures in it"};
    DigitSet learnt;
    const auto count = static_cast<std::size_t>(std::min(kMost, found.count));
    learnt.pixels = std::move(found.pixels);
    learnt.pixels.resize(count * static_cast<std::size_t>(shape.size()));
    learnt.labels.resize(count);
    learnt.familiarity =
        std::make_unique<explain::Familiarity>(network, nn::Digits{shape, learnt.pixels, learnt.labels, 0});
    while (learnt.familiarity->advance()) {
    }
    return learnt;
}

}  // namespace cli
