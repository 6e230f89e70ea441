#include "io/recognise.h"

#include <algorithm>
#include <string_view>

#include "io/foreign/bundle.h"
#include "io/foreign/onnx_graph.h"
#include "io/foreign/remedies.h"
#include "io/gzip.h"
#include "io/stroke_file.h"

namespace io {
namespace {

constexpr std::size_t kLook = 1024;

/// What to do about each sort.
constexpr const char* kModel = "save the model's weights as .safetensors and open that";
constexpr const char* kPicture = "save it as a PNG picture and open that";
constexpr const char* kPacked = "unpack it and open what is inside";

struct Row {
    std::size_t offset;
    std::string_view magic;
    const char* name;
    const char* remedy;
};

using namespace std::string_view_literals;

constexpr Row kRows[] = {
    {0, "\x89HDF\r\n"sv, "an HDF5 file, as Keras writes (.h5)", kOfKeras},
    {0, "\x93NUMPY"sv, "a NumPy array", kModel},
    {4, "TFL3"sv, "a TensorFlow Lite model", kModel},
    {0, "%PDF"sv, "a PDF document", "save the page with the digit as a PNG picture"},
    {0, "\xFF\xD8\xFF"sv, "a JPEG picture that cannot be decoded here", kPicture},
    {0, "GIF8"sv, "a GIF picture that cannot be decoded here", kPicture},
    {8, "WEBP"sv, "a WebP picture that cannot be decoded here", kPicture},
    {4, "ftypavif"sv, "an AVIF picture that cannot be decoded here", kPicture},
    {4, "ftyp"sv, "a HEIC picture or a film that cannot be decoded here", kPicture},
    {0, "BM"sv, "a BMP picture that cannot be decoded here", kPicture},
    {0, "II*\0"sv, "a TIFF picture", kPicture},
    {0, "MM\0*"sv, "a TIFF picture", kPicture},
    {0,
     "\xFD"
     "7zXZ"sv,
     "an xz archive", kPacked},
    {0, "BZh"sv, "a bzip2 archive", kPacked},
    {0, "\x28\xB5\x2F\xFD"sv, "a zstd archive", kPacked},
    {0, "7z\xBC\xAF"sv, "a 7z archive", kPacked},
    {0, "\xFF\xFE"sv, "text in UTF-16", "save it as UTF-8"},
    {0, "\xFE\xFF"sv, "text in UTF-16", "save it as UTF-8"},
};

std::string_view text_of(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kLook)};
}

/// The same of what is no blank, however many come before.
std::string_view words_of(std::span<const std::uint8_t> bytes) {
    return trimmed({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).substr(0, kLook);
}

/// A safetensors file begins with the length of its header, 8 bytes, and the header with a brace.
bool is_safetensors(std::string_view start) {
    return start.size() > 8 && start[8] == '{' && start.substr(4, 4) == "\0\0\0\0"sv;
}

bool is_idx(std::string_view start) {
    return start.size() >= 4 && start.substr(0, 2) == "\0\0"sv && start[2] >= 8 && start[2] <= 14 && start[3] >= 1 &&
           start[3] <= 4;
}

bool is_pickle(std::string_view start) {
    return start.size() > 2 && start[0] == '\x80' && start[1] >= 2 && start[1] <= 5;
}

/// Protobuf without a magic: version 1, then a graph whose first part is a message.
bool is_saved_model(std::string_view start) {
    if (!start.starts_with("\x08\x01\x12"sv)) return false;
    std::size_t at = 3;  // the graph's length
    while (at < start.size() && (static_cast<unsigned char>(start[at]) & 0x80) != 0) ++at;
    return at + 1 < start.size() && at < 13 && start[at + 1] == '\n';
}

std::string sentence(const char* name, const char* remedy) { return std::string(name) + ": " + remedy; }

/// HTML, SVG and other XML.
std::string markup(std::string_view start) {
    if (start.find("<svg") != std::string_view::npos) return sentence("an SVG drawing", kPicture);
    if (start.starts_with("<?xml")) return "an XML document, which is no picture, no strokes and no model";
    return "an HTML page, perhaps in place of a download: save the file itself and open that";
}

std::string words(std::span<const std::uint8_t> bytes) {
    const std::string_view start = text_of(bytes);
    for (const Row& row : kRows)
        if (start.size() > row.offset && start.substr(row.offset).starts_with(row.magic))
            return sentence(row.name, row.remedy);
    if (is_saved_model(start)) return sentence("a TensorFlow SavedModel", kOfSavedModel);
    const std::string_view text = words_of(bytes);
    return text.starts_with('<') ? markup(text) : std::string();
}

}  // namespace

Kind recognise(std::span<const std::uint8_t> bytes) {
    const std::string_view start = text_of(bytes);
    if (start.starts_with("\x89PNG")) return Kind::png;
    if (is_safetensors(start)) return Kind::safetensors;
    if (is_saved_model(start)) return Kind::foreign;
    if (start.starts_with("PK\3\4") || is_pickle(start) || may_be_onnx(bytes) || may_be_tfjs(bytes))
        return Kind::framework;
    if (is_idx(start)) return Kind::idx;
    if (is_gzip(bytes)) return is_idx(text_of(gunzip_start(bytes, 4))) ? Kind::idx : Kind::foreign;
    const std::string_view text = words_of(bytes);
    if (text.starts_with('{') || text.starts_with('[')) return Kind::json;
    return words(bytes).empty() ? Kind::unknown : Kind::foreign;
}

std::string foreign_words(std::span<const std::uint8_t> bytes) {
    switch (recognise(bytes)) {
        case Kind::png:
            return "a PNG picture";
        case Kind::idx:
            return "an IDX file, a data set like MNIST's: the page and `unpool evaluate` read it";
        case Kind::json:
            return "JSON, as strokes are";
        case Kind::framework:
            if (may_be_onnx(bytes)) return "an ONNX model";
            if (may_be_tfjs(bytes)) return "a TensorFlow.js model.json";
            return is_pickle(text_of(bytes)) ? "a Python pickle, as PyTorch wrote before 1.6"
                                             : "a zip archive, as PyTorch (.pt), Keras and NumPy (.npz) write";
        case Kind::foreign:
            return is_gzip(bytes) ? sentence("a gzip file", kPacked) : words(bytes);
        case Kind::safetensors:
        case Kind::unknown:
            break;
    }
    return {};
}

}  // namespace io
