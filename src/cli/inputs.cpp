// INPUT arguments, one after another: what each of them is, from its first bytes, and who reads it (digits_of.h).
#include "cli/inputs.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/console.h"
#include "cli/digits_of.h"
#include "cli/lines.h"
#include "image/png.h"
#include "io/idx_files.h"
#include "io/recognise.h"

namespace cli {

namespace {

constexpr int kComplaintsShown = 20;
constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// What reading has come to: where digits go, what went wrong.
struct Reading {
    ReadAs as;
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

std::string extension_of(const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

/// The beginning of a file, which stays to be read; of a pipe, whose writer may be waiting for an answer, one byte.
std::vector<std::uint8_t> beginning(std::istream& stream) {
    if (stream.tellg() == std::istream::pos_type(-1)) {
        stream.clear();
        const int first = stream.peek();
        if (first == std::char_traits<char>::eof()) return {};
        return {static_cast<std::uint8_t>(first)};
    }
    std::vector<std::uint8_t> bytes(1024);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    stream.clear();
    stream.seekg(0);
    return bytes;
}

/// Whether bytes that no format claims may be lines of text.
bool is_text(std::span<const std::uint8_t> bytes) {
    constexpr std::uint8_t kUtf8Mark = 0xef;
    return bytes.empty() || bytes[0] == kUtf8Mark || (bytes[0] >= '\t' && bytes[0] < 0x7f);
}

std::vector<std::uint8_t> read_all(std::istream& stream) {
    std::vector<std::uint8_t> bytes;
    char block[1 << 16];
    while (bytes.size() <= kLargestFile && (stream.read(block, sizeof block), stream.gcount() > 0)) {
        bytes.insert(bytes.end(), block, block + stream.gcount());
    }
    return bytes;
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// What is left of the stream, up to the largest file.
std::string rest_of(std::istream& stream) {
    const std::vector<std::uint8_t> bytes = read_all(stream);
    return {bytes.begin(), bytes.end()};
}

void read_lines(Lines& lines, const std::string& name, Reading& reading) {
    int bad = 0;
    for (bool more = true; !reading.stopped && more; more = lines.next()) {
        if (lines.blank()) continue;
        auto digits = lines.too_long() ? base::Result<std::vector<Digit>>(base::Error{"the line is longer than 16 MB"})
                                       : stroke_digits(lines.text(), reading.as);
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

/// One value over several lines; where it is none, a first line that was cut, before others that were not.
void read_value(const Lines& first, std::istream& stream, const std::string& name, Reading& reading) {
    const std::string rest = rest_of(stream);
    auto digits = stroke_digits(first.text() + "\n" + rest, reading.as);
    if (digits) return reading.give(std::move(digits.value()));
    std::istringstream others(rest);
    Lines lines(others, first.number());
    while (lines.next() && lines.blank()) {
    }
    if (!stroke_digits(lines.text(), reading.as)) return reading.fail(name + ": " + digits.message());
    reading.fail(name + ":" + std::to_string(first.number()) + ": " +
                 stroke_digits(first.text(), reading.as).message());
    read_lines(lines, name, reading);
}

void read_png(std::span<const std::uint8_t> bytes, const std::string& name, Reading& reading) {
    const auto picture = image::decode_png_gray(bytes);
    if (!picture) return reading.fail(name + ": " + picture.message());
    reading.give(picture_digits(quoted(name), picture.value(), reading.as));
}

/// The labels are empty where none are named.
base::Result<io::LabelledImages> labelled(std::span<const std::uint8_t> bytes, const std::string& name,
                                          const std::string& labels_path) {
    if (labels_path.empty()) {
        auto images = io::parse_idx_images(bytes);
        if (!images) return base::Error{name + ": " + images.message()};
        return io::LabelledImages{std::move(images.value()), {}};
    }
    const auto labels = io::read_idx_file(labels_path);
    if (!labels) return base::Error{labels.message()};
    return io::parse_idx_pair({name, bytes}, {labels_path, labels.value()});
}

void read_idx(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& labels_path,
              Reading& reading) {
    const auto data = labelled(bytes, name, labels_path);
    if (!data) return reading.fail(data.message());
    const io::IdxImages& images = data.value().images;
    const std::vector<std::uint8_t>& labels = data.value().labels;
    for (int i = 0; i < images.count && !reading.stopped; ++i) {
        std::optional<int> label;
        if (!labels.empty()) label = labels[static_cast<std::size_t>(i)];
        reading.give(Digit{std::to_string(i), label, idx_input(images, i, reading.as.fit), {}});
    }
}

void read_tensor(std::span<const std::uint8_t> bytes, const std::string& name, Reading& reading) {
    auto digit = tensor_digit(bytes, name);
    return digit ? reading.give(std::move(digit.value())) : reading.fail(digit.message());
}

/// What is read as a whole.
void read_bytes(std::span<const std::uint8_t> bytes, const std::string& path, const std::string& name,
                Reading& reading) {
    switch (io::recognise(bytes)) {
        case io::Kind::png:
            return read_png(bytes, name, reading);
        case io::Kind::idx:
            return read_idx(bytes, name, {}, reading);
        case io::Kind::safetensors:
            return read_tensor(bytes, name, reading);
        case io::Kind::framework:
        case io::Kind::foreign:
            return reading.fail(name + ": this is " + io::foreign_words(bytes));
        case io::Kind::json:
        case io::Kind::unknown:
            break;
    }
    // By its name, then: its own reader says best what is wrong with it.
    if (extension_of(path) == ".safetensors") return read_tensor(bytes, name, reading);
    if (extension_of(path) == ".png") return read_png(bytes, name, reading);
    reading.fail(name + ": expected stroke lines (JSON), a PNG picture or an IDX file, found something else");
}

/// Lines of strokes, or one value over several; a pipe may bring something else after all.
void read_text(std::istream& stream, const std::string& path, const std::string& name, Reading& reading) {
    Lines lines(stream);
    bool any = lines.next();
    while (any && lines.blank()) any = lines.next();
    if (!any) return;
    std::string text = lines.text();
    const io::Kind kind = io::recognise(bytes_of(text));
    if (kind == io::Kind::json || kind == io::Kind::unknown)
        return io::goes_on(text) ? read_value(lines, stream, name, reading) : read_lines(lines, name, reading);
    if (const std::string rest = rest_of(stream); !rest.empty()) text += '\n' + rest;
    read_bytes(bytes_of(text), path, name, reading);
}

/// By the first bytes, so that pipes work; by the name where they do not tell.
void read_stream(std::istream& stream, const std::string& path, const std::string& name, Reading& reading) {
    const std::vector<std::uint8_t> start = beginning(stream);
    const io::Kind kind = io::recognise(start);
    const std::string extension = extension_of(path);
    const bool other_name = extension == ".png" || extension == ".safetensors";
    if (kind == io::Kind::json || (kind == io::Kind::unknown && is_text(start) && !other_name))
        return read_text(stream, path, name, reading);
    read_bytes(read_all(stream), path, name, reading);
}

/// A stroke line given on the command line itself.
bool is_json_argument(const std::string& path) { return !path.empty() && (path.front() == '{' || path.front() == '['); }

void read_path(std::string path, Reading& reading) {
    if (path.starts_with(" [")) path.erase(0, 1);  // see main.cpp
    if (path == "-") return read_stream(std::cin, path, "standard input", reading);
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return reading.fail(path + ": expected a file, found a folder; name its files, as in FOLDER/*.png");
    std::ifstream stream(path, std::ios::binary);
    if (stream) return read_stream(stream, path, path, reading);
    if (!is_json_argument(path)) return reading.fail(path + ": the file cannot be opened; is the path right?");
    std::istringstream line(path);
    read_text(line, {}, "argument", reading);
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
    Reading reading{{choice.fit(), choice.split, choice.count_parts}, take};
    std::istringstream own(choice.text);
    read_text(own, {}, "built-in digits", reading);
    for (const std::string& path : choice.paths) {
        if (!reading.stopped) read_path(path, reading);
    }
    if (choice.images.empty() || reading.stopped) return reading.failures;
    const auto bytes = io::read_idx_file(choice.images);
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
