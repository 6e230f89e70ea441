// INPUT arguments into digits.
#include "cli/inputs.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/console.h"
#include "cli/json.h"
#include "cli/lines.h"
#include "image/png.h"
#include "image/split.h"
#include "io/file.h"
#include "io/idx.h"
#include "io/safetensors.h"
#include "io/stroke_file.h"

namespace cli {

namespace {

constexpr int kComplaintsShown = 20;
constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// What reading has come to: where digits go, what went wrong.
struct Reading {
    image::FitOptions fit;
    bool split, count_parts;
    const TakeDigit& take;
    int failures = 0;
    bool stopped = false;

    void give(Digit&& digit) { stopped = !take(std::move(digit)); }
    void give(std::vector<Digit>&& digits) {
        for (Digit& digit : digits)
            if (!stopped) give(std::move(digit));
    }
    void fail(const std::string& message) {
        ++failures;
        complain(message);
    }
};

enum class Kind { strokes, one_json, png, idx, safetensors, unknown };

std::string extension_of(const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

/// By name where the name tells, otherwise by the first byte, so that pipes work.
Kind kind_of(const std::string& path, std::istream& stream) {
    const std::string extension = extension_of(path);
    if (extension == ".jsonl" || extension == ".ndjson") return Kind::strokes;
    if (extension == ".json") return Kind::one_json;
    if (extension == ".png") return Kind::png;
    if (extension == ".safetensors") return Kind::safetensors;
    const int first = stream.peek();
    if (first == 0x89) return Kind::png;
    if (first == 0x00 || first == 0x1f) return Kind::idx;
    constexpr int kUtf8Mark = 0xef;
    const bool is_text =
        first == std::char_traits<char>::eof() || first == kUtf8Mark || (first >= '\t' && first < 0x7f);
    return is_text ? Kind::strokes : Kind::unknown;
}

std::vector<std::uint8_t> read_all(std::istream& stream) {
    std::vector<std::uint8_t> bytes;
    char block[1 << 16];
    while (bytes.size() <= kLargestFile && (stream.read(block, sizeof block), stream.gcount() > 0)) {
        bytes.insert(bytes.end(), block, block + stream.gcount());
    }
    return bytes;
}

std::string quoted(const std::string& path) { return to_text(Json(path)); }

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

/// The digits of a line: one, or its parts.
base::Result<std::vector<Digit>> stroke_digits(std::string_view line, const Reading& reading) {
    auto parsed = io::parse_stroke_line(line);
    if (!parsed) return base::Error{parsed.message()};
    io::StrokeLine& read = parsed.value();
    Digit whole{std::move(read.id), read.label, std::nullopt, {}};
    const bool looks = (reading.split || reading.count_parts) && reading.fit.fit;
    const std::vector<image::Part> parts = looks ? image::split(read.strokes) : std::vector<image::Part>{};
    if (reading.split && !parts.empty()) return part_digits(whole, parts, read.frame, reading.fit);
    whole.pixels = image::network_input(read.strokes, reading.fit);
    whole.part = part_of(image::bounds(read.strokes), read.frame, 0, std::max<std::size_t>(parts.size(), 1));
    return std::vector<Digit>{std::move(whole)};
}

void read_stroke_lines(std::istream& stream, const std::string& name, Reading& reading) {
    Lines lines(stream);
    int bad = 0;
    while (!reading.stopped && lines.next()) {
        if (lines.blank()) continue;
        auto digits = lines.too_long() ? base::Result<std::vector<Digit>>(base::Error{"the line is longer than 16 MB"})
                                       : stroke_digits(lines.text(), reading);
        if (digits) {
            reading.give(std::move(digits.value()));
        } else if (++bad <= kComplaintsShown) {
            reading.fail(name + ":" + std::to_string(lines.number()) + ": " + digits.message());
        } else {
            ++reading.failures;
        }
    }
    if (bad > kComplaintsShown)
        complain(name + ": and " + std::to_string(bad - kComplaintsShown) + " more lines that could not be read");
}

/// A file called .json: one value over any number of lines, or stroke lines after all.
void read_json_file(std::istream& stream, const std::string& name, Reading& reading) {
    const std::vector<std::uint8_t> bytes = read_all(stream);
    const std::string text(bytes.begin(), bytes.end());
    auto digits = stroke_digits(text, reading);
    if (digits) return reading.give(std::move(digits.value()));
    if (!stroke_digits(std::string_view(text).substr(0, text.find('\n')), reading))
        return reading.fail(name + ": " + digits.message());
    std::istringstream lines(text);
    read_stroke_lines(lines, name, reading);
}

/// The digits of a picture: one, or its parts.
std::vector<Digit> picture_digits(const std::string& id, const image::Gray& picture, const Reading& reading) {
    Digit whole{id, std::nullopt, std::nullopt, {}};
    if ((reading.split || reading.count_parts) && reading.fit.fit) {
        const image::Gray ink = image::normalise_ink(picture);  // of a large picture a smaller one
        const std::vector<image::Part> parts = image::split(ink);
        io::StrokeFrame frame;
        if (ink.width > 0) frame.unit = static_cast<double>(picture.width) / ink.width;
        if (reading.split && !parts.empty()) return part_digits(whole, parts, frame, reading.fit);
        whole.part = part_of(image::ink_box(ink), frame, 0, std::max<std::size_t>(parts.size(), 1));
    }
    whole.pixels = image::network_input(picture, reading.fit);
    return {std::move(whole)};
}

void read_png(std::istream& stream, const std::string& name, Reading& reading) {
    const auto picture = image::decode_png_gray(read_all(stream));
    if (!picture) return reading.fail(name + ": " + picture.message());
    reading.give(picture_digits(quoted(name), picture.value(), reading));
}

/// A safetensors file's tensor `input`, exactly as it is.
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

/// A data set's picture: of 28 x 28 as it is, of another size through the fit.
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

void read_idx(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& labels_path,
              Reading& reading) {
    const auto images = io::parse_idx_images(bytes);
    if (!images) return reading.fail(name + ": " + images.message());
    std::vector<std::uint8_t> labels;
    if (!labels_path.empty()) {
        const auto label_bytes = io::read_file(labels_path, kLargestFile);
        if (!label_bytes) return reading.fail(label_bytes.message());
        auto parsed = io::parse_idx_labels(label_bytes.value());
        if (!parsed) return reading.fail(labels_path + ": " + parsed.message());
        labels = std::move(parsed.value());
        if (labels.size() != static_cast<std::size_t>(images.value().count)) {
            return reading.fail(labels_path + ": expected " + std::to_string(images.value().count) +
                                " labels, one for each picture of " + name + ", found " +
                                std::to_string(labels.size()));
        }
    }
    for (int i = 0; i < images.value().count && !reading.stopped; ++i) {
        std::optional<int> label;
        if (!labels.empty()) label = labels[static_cast<std::size_t>(i)];
        reading.give(Digit{std::to_string(i), label, idx_input(images.value(), i, reading.fit), {}});
    }
}

void read_stream(std::istream& stream, const std::string& path, const std::string& name, Reading& reading) {
    switch (kind_of(path, stream)) {
        case Kind::strokes:
            return read_stroke_lines(stream, name, reading);
        case Kind::one_json:
            return read_json_file(stream, name, reading);
        case Kind::png:
            return read_png(stream, name, reading);
        case Kind::idx:
            return read_idx(read_all(stream), name, {}, reading);
        case Kind::safetensors: {
            auto digit = tensor_digit(read_all(stream), name);
            return digit ? reading.give(std::move(digit.value())) : reading.fail(digit.message());
        }
        case Kind::unknown:
            break;
    }
    reading.fail(name + ": expected stroke lines (JSON), a PNG picture or an IDX file, found something else");
}

/// A stroke line given on the command line itself.
bool is_json_argument(const std::string& path) { return !path.empty() && (path.front() == '{' || path.front() == '['); }

void read_path(const std::string& path, Reading& reading) {
    if (path == "-") return read_stream(std::cin, path, "standard input", reading);
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return reading.fail(path + ": expected a file, found a folder; name its files, as in FOLDER/*.png");
    std::ifstream stream(path, std::ios::binary);
    if (stream) return read_stream(stream, path, path, reading);
    if (!is_json_argument(path)) return reading.fail(path + ": the file cannot be opened; is the path right?");
    std::istringstream line(path);
    read_stroke_lines(line, "argument", reading);
}

}  // namespace

image::FitOptions InputChoice::fit() const {
    image::FitOptions options;
    options.fit = !no_fit;
    return options;
}

void add_input_options(CLI::App& command, InputChoice& choice) {
    auto* images = command.add_option("--images", choice.images, "Pictures as IDX, plain or gzipped")->type_name("IDX");
    command.add_option("--labels", choice.labels, "Their labels as IDX")->type_name("IDX")->needs(images);
    command.add_flag("--no-fit", choice.no_fit,
                     "Only scale drawings and pictures to 28 x 28; no fitting into 20 x 20, no centring");
}

int read_digits(const InputChoice& choice, const TakeDigit& take) {
    Reading reading{choice.fit(), choice.split, choice.count_parts, take};
    std::istringstream own(choice.text);
    read_stroke_lines(own, "built-in digits", reading);
    for (const std::string& path : choice.paths) {
        if (!reading.stopped) read_path(path, reading);
    }
    if (choice.images.empty() || reading.stopped) return reading.failures;
    const auto bytes = io::read_file(choice.images, kLargestFile);
    if (!bytes)
        reading.fail(bytes.message());
    else
        read_idx(bytes.value(), choice.images, choice.labels, reading);
    return reading.failures;
}

base::Result<Digit> read_one_digit(const InputChoice& choice, int index) {
    std::optional<Digit> found;
    int seen = 0;
    const int failures = read_digits(choice, [&](Digit&& digit) {
        if (seen++ == index) found = std::move(digit);
        return !found;
    });
    if (found && !found->pixels)
        return base::Error{"there is no ink in digit " + std::to_string(index) + " of the input: nothing to explain"};
    if (found) return std::move(*found);
    if (failures > 0 && seen == 0) return base::Error{"no digit could be read"};
    return base::Error{"the input holds " + std::to_string(seen) + " digits; --index " + std::to_string(index) +
                       " is past the last one"};
}

bool is_interactive(const InputChoice& choice) {
    return std::find(choice.paths.begin(), choice.paths.end(), "-") != choice.paths.end();
}

}  // namespace cli
