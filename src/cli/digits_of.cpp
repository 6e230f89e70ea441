#include "cli/digits_of.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cli/json.h"
#include "image/split.h"
#include "io/safetensors.h"
#include "io/stroke_file.h"

namespace cli {

namespace {

/// Where a part's box lies in the input: its x is left + unit * x.
DigitPart part_of(const image::Bounds& box, const io::StrokeFrame& frame, std::size_t index, std::size_t count) {
    const auto wide = [&](float value) { return frame.unit * static_cast<double>(value); };
    return {static_cast<int>(index),   static_cast<int>(count), frame.left + wide(box.left),
            frame.top + wide(box.top), wide(box.width()),       wide(box.height())};
}

/// The parts of one input, each as a digit with the input's id.
std::vector<Digit> part_digits(const Digit& whole, const std::vector<image::Part>& parts, const io::StrokeFrame& frame,
                               const image::FitOptions& fit) {
    std::vector<Digit> digits;
    for (std::size_t i = 0; i < parts.size(); ++i)
        digits.push_back({whole.id, std::nullopt, image::network_input(parts[i].alone, fit),
                          part_of(parts[i].box, frame, i, parts.size())});
    return digits;
}

}  // namespace

std::string quoted(const std::string& path) { return to_text(Json(path)); }

base::Result<std::vector<Digit>> stroke_digits(std::string_view line, const ReadAs& as) {
    auto parsed = io::parse_stroke_line(line);
    if (!parsed) return base::Error{parsed.message()};
    io::StrokeLine& read = parsed.value();
    Digit whole{std::move(read.id), read.label, std::nullopt, {}};
    const bool looks = (as.split || as.count_parts) && as.fit.fit;
    const std::vector<image::Part> parts = looks ? image::split(read.strokes) : std::vector<image::Part>{};
    if (as.split && !parts.empty()) return part_digits(whole, parts, read.frame, as.fit);
    whole.pixels = image::network_input(read.strokes, as.fit);
    whole.part = part_of(image::bounds(read.strokes), read.frame, 0, std::max<std::size_t>(parts.size(), 1));
    return std::vector<Digit>{std::move(whole)};
}

std::vector<Digit> picture_digits(const std::string& id, const image::Gray& picture, const ReadAs& as) {
    Digit whole{id, std::nullopt, std::nullopt, {}};
    if ((as.split || as.count_parts) && as.fit.fit) {
        const image::Gray ink = image::normalise_ink(picture);  // of a large picture a smaller one
        const std::vector<image::Part> parts = image::split(ink);
        io::StrokeFrame frame;
        if (ink.width > 0) frame.unit = static_cast<double>(picture.width) / ink.width;
        if (as.split && !parts.empty()) return part_digits(whole, parts, frame, as.fit);
        whole.part = part_of(image::ink_box(ink), frame, 0, std::max<std::size_t>(parts.size(), 1));
    }
    whole.pixels = image::network_input(picture, as.fit);
    return {std::move(whole)};
}

base::Result<Digit> tensor_digit(std::span<const std::uint8_t> bytes, const std::string& name) {
    const auto content = io::parse_safetensors(bytes);
    if (!content) return base::Error{name + ": " + content.message()};
    const auto found = content.value().tensors.find("input");
    if (found == content.value().tensors.end())
        return base::Error{name + ": expected a tensor called input, there is none"};
    const io::NamedTensor& tensor = found->second;
    if (tensor.shape != std::vector<int>{1, image::kDigitSide, image::kDigitSide})
        return base::Error{name + ": expected input to be of shape (1, 28, 28)"};
    if (!std::all_of(tensor.data.begin(), tensor.data.end(), [](float v) { return std::isfinite(v); })) {
        return base::Error{name + ": input holds a value that is NaN or infinite"};
    }
    image::Gray pixels(image::kDigitSide, image::kDigitSide);
    pixels.pixels = tensor.data;
    if (!image::has_ink(pixels.pixels)) return Digit{quoted(name), std::nullopt, std::nullopt, {}};
    return Digit{quoted(name), std::nullopt, std::move(pixels), {}};
}

std::optional<image::Gray> idx_input(const io::IdxImages& images, int index, const image::FitOptions& fit) {
    image::Gray picture(images.columns, images.rows);
    const std::size_t size = picture.pixels.size();
    const std::uint8_t* bytes = images.pixels.data() + static_cast<std::size_t>(index) * size;
    for (std::size_t i = 0; i < size; ++i) picture.pixels[i] = static_cast<float>(bytes[i]) / 255.0f;
    if (images.rows != image::kDigitSide || images.columns != image::kDigitSide)
        return image::network_input(picture, fit);
    image::Drawing drawing;
    drawing.picture = std::move(picture);
    drawing.picture_is_input = true;
    return image::network_input(drawing, fit);
}

}  // namespace cli
