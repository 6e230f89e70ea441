// safetensors, in and out.  Every length that a file states is checked, by arithmetic that cannot overflow, before it
// is used.
#include "io/safetensors.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <optional>

#include "io/half.h"
#include "io/json.h"
#include "io/numbers.h"
#include "io/recognise.h"

namespace io {
namespace {

constexpr std::uint64_t kPrefix = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000;
constexpr std::size_t kMaxHeaderValues = 1'000'000;
constexpr std::size_t kMaxTensors = 65'536;
constexpr std::size_t kMaxMetadata = 1'024, kMaxMetadataBytes = 1'000'000;
constexpr std::size_t kMaxDimensions = 8;

/// One tensor as the header describes it: bytes [begin, end) of the data.
struct Entry {
    std::string name;
    std::string dtype;
    std::vector<int> shape;
    std::uint64_t begin = 0, end = 0;
};

std::uint64_t read_u64(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

/// The error for bytes that are another format's, and says which where that is known.
base::Error not_one(std::span<const std::uint8_t> bytes, const std::string& why) {
    const std::string other = foreign_words(bytes);
    return base::Error{"this is not a safetensors file" + (other.empty() ? ": " + why : " but " + other)};
}

/// Length of the header, once it is known to lie inside the file.
base::Result<std::uint64_t> header_length(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < kPrefix)
        return not_one(bytes,
                       "it has " + std::to_string(bytes.size()) + " bytes, and the header's length alone takes 8");
    const std::uint64_t length = read_u64(bytes);
    const std::string stated = "its header is stated to be " + std::to_string(length) + " bytes long";
    if (length < 2) return not_one(bytes, stated);
    if (length > kMaxHeader) return not_one(bytes, stated + ", and at most 100000000 are allowed");
    if (bytes.size() > kPrefix && bytes[kPrefix] != '{') return not_one(bytes, "its header does not begin with '{'");
    if (length > bytes.size() - kPrefix)
        return base::Error{"the file is cut short, or is not safetensors: " + stated + ", but only " +
                           std::to_string(bytes.size() - kPrefix) + " follow"};
    return length;
}

/// Switches are saved as integers; the others are no numbers of models.
bool is_read(const std::string& dtype) {
    return dtype_size(dtype) > 0 && dtype != "I8" && dtype != "I16" && dtype != "U8" && dtype != "BOOL";
}

/// Product of the shape times the size of a number; nothing on overflow.
std::optional<std::uint64_t> byte_count(const std::vector<int>& shape, std::uint64_t size) {
    std::uint64_t total = size;
    for (const int side : shape) {
        const auto factor = static_cast<std::uint64_t>(side);
        if (factor != 0 && total > std::numeric_limits<std::uint64_t>::max() / factor) return std::nullopt;
        total *= factor;
    }
    return total;
}

base::Result<std::vector<int>> read_shape(const nlohmann::json& description, const std::string& who) {
    const nlohmann::json* shape = member(description, "shape");
    if (shape == nullptr || !shape->is_array()) return base::Error{who + " has no shape"};
    if (shape->size() > kMaxDimensions)
        return base::Error{who + " has " + std::to_string(shape->size()) + " dimensions, and at most 8 are read"};
    std::vector<int> sides;
    for (const nlohmann::json& side : *shape) {
        const auto value = integer_in(side, 0, std::numeric_limits<int>::max());
        if (!value) return base::Error{who + " has a shape that is not made of whole numbers"};
        sides.push_back(static_cast<int>(*value));
    }
    return sides;
}

base::Result<Entry> read_entry(const std::string& name, const nlohmann::json& description, std::uint64_t data_size) {
    const std::string who = "tensor " + in_quotes(name);
    Entry entry;
    entry.name = name;
    const nlohmann::json* dtype = member(description, "dtype");
    if (dtype == nullptr || !dtype->is_string()) return base::Error{who + " has no dtype"};
    entry.dtype = *dtype->get_ptr<const std::string*>();
    if (!is_read(entry.dtype))
        return base::Error{who + " has dtype " + in_quotes(entry.dtype) +
                           ", and only F32, F16, BF16, F64 (and I32, I64) are read: save it as float32"};
    auto shape = read_shape(description, who);
    if (!shape) return base::Error{shape.message()};
    entry.shape = std::move(shape.value());

    const nlohmann::json* offsets = member(description, "data_offsets");
    if (offsets == nullptr || !offsets->is_array() || offsets->size() != 2)
        return base::Error{who + " has no pair of data_offsets"};
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const auto begin = integer_in((*offsets)[0], 0, most), end = integer_in((*offsets)[1], 0, most);
    if (!begin || !end || *begin > *end)
        return base::Error{who + " has data_offsets that are not two rising whole numbers"};
    entry.begin = static_cast<std::uint64_t>(*begin);
    entry.end = static_cast<std::uint64_t>(*end);
    if (entry.end > data_size) {
        return base::Error{who + " ends at byte " + std::to_string(entry.end) + " of the data, but the file has only " +
                           std::to_string(data_size) + ": it is cut short or damaged"};
    }
    const auto needed = byte_count(entry.shape, dtype_size(entry.dtype));
    if (!needed || *needed != entry.end - entry.begin) {
        return base::Error{who + " has " + std::to_string(entry.end - entry.begin) +
                           " bytes, which disagrees with its shape"};
    }
    return entry;
}

/// The tensors must cover the data exactly: no overlaps, no holes, nothing left over.
base::Status check_cover(std::vector<Entry>& entries, std::uint64_t data_size) {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
    std::uint64_t at = 0;
    for (const Entry& entry : entries) {
        if (entry.begin < at)
            return base::Error{"tensor " + in_quotes(entry.name) + " overlaps another tensor: the file is damaged"};
        if (entry.begin > at)
            return base::Error{"there is a hole of " + std::to_string(entry.begin - at) + " bytes before tensor " +
                               in_quotes(entry.name) + ": the file is damaged"};
        at = entry.end;
    }
    if (at != data_size)
        return base::Error{std::to_string(data_size - at) +
                           " bytes at the end of the file belong to no tensor: the file is damaged"};
    return base::Done{};
}

base::Status read_metadata(const nlohmann::json& object, std::map<std::string, std::string>& metadata) {
    if (!object.is_object()) return base::Error{"__metadata__ is not an object of texts"};
    if (object.size() > kMaxMetadata)
        return base::Error{"__metadata__ has " + std::to_string(object.size()) + " entries, and at most " +
                           std::to_string(kMaxMetadata) + " are read"};
    std::size_t bytes = 0;
    for (const auto& [key, value] : object.items()) {
        const auto* text = value.get_ptr<const std::string*>();
        if (text == nullptr) return base::Error{"__metadata__ entry " + in_quotes(key) + " is not a text"};
        bytes += key.size() + text->size();
        if (bytes > kMaxMetadataBytes)
            return base::Error{"__metadata__ holds more than " + std::to_string(kMaxMetadataBytes) + " bytes of text"};
        metadata.emplace(key, *text);
    }
    return base::Done{};
}

}  // namespace

base::Result<Safetensors> parse_safetensors(std::span<const std::uint8_t> bytes) {
    const auto length = header_length(bytes);
    if (!length) return base::Error{length.message()};
    const auto header = bytes.subspan(kPrefix, static_cast<std::size_t>(length.value()));
    const auto data = bytes.subspan(kPrefix + static_cast<std::size_t>(length.value()));
    const auto root = parse_json({reinterpret_cast<const char*>(header.data()), header.size()},
                                 "the safetensors header", kMaxHeaderValues);
    if (!root) return base::Error{root.message()};

    if (root.value().size() > kMaxTensors)
        return base::Error{"the safetensors header has " + std::to_string(root.value().size()) +
                           " entries, and at most " + std::to_string(kMaxTensors) + " are read"};

    Safetensors content;
    std::vector<Entry> entries;
    for (const auto& [name, description] : root.value().items()) {
        if (name == "__metadata__") {
            const base::Status read = read_metadata(description, content.metadata);
            if (!read) return base::Error{read.message()};
            continue;
        }
        auto entry = read_entry(name, description, data.size());
        if (!entry) return base::Error{entry.message()};
        entries.push_back(std::move(entry.value()));
    }
    const base::Status covered = check_cover(entries, data.size());
    if (!covered) return base::Error{covered.message()};
    for (Entry& entry : entries) {
        const auto bytes_of =
            data.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
        auto numbers = numbers_as_floats(entry.dtype, bytes_of, entry.name);
        if (!numbers) return base::Error{numbers.message()};
        content.tensors[entry.name] = {std::move(entry.shape), std::move(numbers.value()), entry.dtype};
    }
    return content;
}

std::vector<std::uint8_t> write_safetensors(const Safetensors& content) {
    nlohmann::json header = nlohmann::json::object();
    if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
    std::uint64_t at = 0;
    for (const auto& [name, tensor] : content.tensors) {
        const bool half = tensor.dtype == "F16";
        const std::uint64_t size = tensor.data.size() * (half ? sizeof(std::uint16_t) : sizeof(float));
        assert(name != "__metadata__" && byte_count(tensor.shape, sizeof(float)) == tensor.data.size() * sizeof(float));
        header[name] = {{"dtype", half ? "F16" : "F32"}, {"shape", tensor.shape}, {"data_offsets", {at, at + size}}};
        at += size;
    }
    std::string text = to_text(header);
    text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the floats lie aligned

    std::vector<std::uint8_t> out(static_cast<std::size_t>(kPrefix + text.size()));
    for (std::size_t i = 0; i < 8; ++i)
        out[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(text.size()) >> (8 * i));
    std::memcpy(out.data() + kPrefix, text.data(), text.size());
    out.reserve(out.size() + static_cast<std::size_t>(at));
    const auto append = [&out](auto number) {
        std::uint8_t bytes[sizeof number];
        std::memcpy(bytes, &number, sizeof number);
        out.insert(out.end(), bytes, bytes + sizeof number);
    };
    for (const auto& [name, tensor] : content.tensors) {
        if (tensor.dtype == "F16")
            for (const float value : tensor.data) append(to_half(value));
        else
            for (const float value : tensor.data) append(value);
    }
    return out;
}

}  // namespace io
