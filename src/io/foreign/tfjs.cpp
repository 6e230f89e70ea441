// See tfjs.h.
#include "io/foreign/tfjs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "io/foreign/bundle.h"
#include "io/foreign/json_fields.h"
#include "io/foreign/keras_layers.h"
#include "io/foreign/zip.h"
#include "io/numbers.h"

namespace io {
namespace {

using Json = nlohmann::json;
using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kMostValues = 200'000, kMostFiles = 1'024, kMostWeights = 4'096;
constexpr std::int64_t kMostSide = 1 << 24;

const std::string kTogether = "a TensorFlow.js network is model.json and the files of its weights: open them together";

const Zip::Member* json_of(const Zip& zip) {
    for (const Zip::Member& one : zip.members())
        if (one.name.ends_with("model.json") && !one.name.starts_with("__MACOSX")) return &one;
    return nullptr;
}

/// The bytes of a group of weights, one after the other in the group's files.
class Group {
public:
    explicit Group(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
    std::optional<Bytes> take(std::uint64_t size) {
        if (size > bytes_.size() - at_) return std::nullopt;
        const Bytes taken = Bytes(bytes_).subspan(at_, static_cast<std::size_t>(size));
        at_ += static_cast<std::size_t>(size);
        return taken;
    }
    std::size_t left() const { return bytes_.size() - at_; }

private:
    std::vector<std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

const char* dtype_named(const std::string& name) {
    constexpr std::pair<std::string_view, const char*> kNames[] = {
        {"float32", "F32"}, {"float16", "F16"}, {"int32", "I32"}, {"uint8", "U8"}, {"bool", "BOOL"}};
    for (const auto& [theirs, ours] : kNames)
        if (name == theirs) return ours;
    return nullptr;
}

/// Of a weight's shape; nothing where it is none, or too large to be true.
std::optional<std::vector<int>> shape_in(const Json& weight, std::uint64_t& count) {
    std::vector<int> shape;
    count = 1;
    for (const Json& side : list_in(weight, "shape")) {
        const auto size = integer_in(side, 1, kMostSide);
        if (!size || shape.size() == 8) return std::nullopt;
        shape.push_back(static_cast<int>(*size));
        if ((count *= static_cast<std::uint64_t>(*size)) > std::uint64_t{kMostSide} * 16) return std::nullopt;
    }
    return shape;
}

/// min + scale * q of whole numbers; halves are only read.
base::Result<std::vector<float>> unquantised(const Json& how, Bytes bytes, const std::string& name) {
    const std::string dtype = text_in(how, "dtype");
    if (dtype == "float16") return numbers_as_floats("F16", bytes, name);
    const auto scale = real_in(how, "scale"), min = real_in(how, "min");
    if ((dtype != "uint8" && dtype != "uint16") || !scale || !min)
        return base::Error{"weight " + in_quotes(name) + " is quantised in a way that is not read here"};
    std::vector<float> numbers;
    const std::size_t size = dtype == "uint8" ? 1 : 2;
    numbers.reserve(bytes.size() / size);
    for (std::size_t i = 0; i + size <= bytes.size(); i += size) {
        const int q = size == 1 ? bytes[i] : bytes[i] | bytes[i + 1] << 8;
        numbers.push_back(static_cast<float>(*min + *scale * q));
    }
    return numbers;
}

std::uint64_t stored_size(const Json& weight) {
    if (const Json* how = member(weight, "quantization")) return text_in(*how, "dtype") == "uint8" ? 1 : 2;
    const char* dtype = dtype_named(text_in(weight, "dtype"));
    return dtype == nullptr ? 0 : dtype_size(dtype);
}

base::Status read_weight(const Json& weight, Group& group, FoundModel& found) {
    std::string name = text_in(weight, "name");
    if (name.ends_with(":0")) name.resize(name.size() - 2);
    std::uint64_t count = 0;
    const auto shape = shape_in(weight, count);
    if (name.empty() || !shape) return base::Error{"weight " + in_quotes(name) + " has no name or shape that is read"};
    const std::uint64_t size = stored_size(weight);
    if (size == 0)
        return base::Error{"weight " + in_quotes(name) + " is of type " + in_quotes(text_in(weight, "dtype")) +
                           ", which is not read here"};
    const auto bytes = group.take(count * size);
    if (!bytes)
        return base::Error{"the weights' files are cut short: weight " + in_quotes(name) + " needs " +
                           std::to_string(count * size) + " bytes, and " + std::to_string(group.left()) + " are left"};
    const Json* how = member(weight, "quantization");
    auto numbers = how != nullptr ? unquantised(*how, *bytes, name)
                                  : numbers_as_floats(dtype_named(text_in(weight, "dtype")), *bytes, name);
    if (!numbers) return base::Error{numbers.message()};
    const bool fresh = found.tensors.try_emplace(name, NamedTensor{*shape, std::move(numbers.value()), "F32"}).second;
    if (!fresh) return base::Error{"there are two weights named " + in_quotes(name)};
    if (found.order.size() >= kMostWeights) return base::Error{"there are more than 4,096 weights"};
    found.order.push_back(name);
    return base::Done{};
}

class Reader {
public:
    explicit Reader(Zip& zip) : zip_(zip) {
        for (const Zip::Member& one : zip.members())
            if (std::string name = without_folders(one.name); !name.empty()) by_name_.emplace(std::move(name), &one);
    }

    base::Status read_weights(const Json& root, FoundModel& found) {
        std::set<std::string> seen;
        for (const Json& group : list_in(root, "weightsManifest")) {
            std::vector<std::uint8_t> bytes;
            for (const Json& path : list_in(group, "paths")) {
                const std::string name = path.is_string() ? without_folders(*path.get_ptr<const std::string*>()) : "";
                if (!seen.insert(name).second)
                    return base::Error{"its manifest names the file " + in_quotes(name) + " twice"};
                if (const base::Status added = add(name, bytes); !added) return added;
            }
            Group numbers(std::move(bytes));
            for (const Json& weight : list_in(group, "weights"))
                if (const base::Status read = read_weight(weight, numbers, found); !read) return read;
            if (numbers.left() > 0)
                return base::Error{"the weights' files hold " + std::to_string(numbers.left()) +
                                   " bytes more than model.json tells of"};
        }
        return base::Done{};
    }

private:
    base::Status add(const std::string& name, std::vector<std::uint8_t>& to) {
        const auto place = by_name_.find(name);
        if (place == by_name_.end()) return base::Error{kTogether + "; " + in_quotes(name) + " is missing"};
        std::vector<std::uint8_t> room;
        const auto bytes = zip_.content(*place->second, room);
        if (!bytes) return base::Error{bytes.message()};
        to.insert(to.end(), bytes.value().begin(), bytes.value().end());
        return base::Done{};
    }

    Zip& zip_;
    std::map<std::string, const Zip::Member*> by_name_;
};

/// {"class_name": ..., "config": ...} within the file.
const Json* topology_of(const Json& root) {
    const Json* topology = member(root, "modelTopology");
    if (topology == nullptr) return nullptr;
    const Json* model = member(*topology, "model_config");
    return model != nullptr ? model : topology;
}

base::Result<FoundModel> read(Bytes json, Zip* zip) {
    const auto parsed = parse_tfjs_json(json);
    if (!parsed) return base::Error{parsed.message()};
    const Json& root = parsed.value();
    const Json* topology = topology_of(root);
    if (text_in(root, "format") == "graph-model" || (topology != nullptr && member(*topology, "node") != nullptr))
        return base::Error{
            "this is a TensorFlow.js graph model, which has no layers: save the Keras model with "
            "tensorflowjs.converters.save_keras_model(model, FOLDER) and open its files"};
    if (topology == nullptr) return base::Error{"this model.json has no \"modelTopology\", and so no layers"};
    if (zip == nullptr) {
        const auto files = weight_files(root);
        std::string names;
        for (std::size_t i = 0; i < files.size() && i < 3; ++i) names += (i == 0 ? ": " : ", ") + files[i];
        return base::Error{kTogether + names + (files.size() > 3 ? " ..." : "")};
    }
    FoundModel found;
    found.source = "a TensorFlow.js layers model";
    found.tells = FoundModel::Tells::all;
    if (const base::Status weights = Reader(*zip).read_weights(root, found); !weights)
        return base::Error{weights.message()};
    if (const base::Status layers = read_keras_layers(*topology, found); !layers) return base::Error{layers.message()};
    return found;
}

}  // namespace

base::Result<Json> parse_tfjs_json(Bytes bytes) {
    std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return parse_json(text, "model.json", kMostValues);
}

std::vector<std::string> weight_files(const Json& root) {
    std::vector<std::string> files;
    for (const Json& group : list_in(root, "weightsManifest"))
        for (const Json& path : list_in(group, "paths")) {
            if (!path.is_string() || files.size() == kMostFiles) continue;
            std::string name = without_folders(*path.get_ptr<const std::string*>());
            if (!name.empty() && std::find(files.begin(), files.end(), name) == files.end())
                files.push_back(std::move(name));
        }
    return files;
}

bool may_be_tfjs_archive(Bytes bytes) {
    if (!is_zip(bytes)) return false;
    const auto zip = Zip::read(bytes);
    return zip && json_of(zip.value()) != nullptr;
}

base::Result<FoundModel> read_tfjs(Bytes bytes) {
    if (!is_zip(bytes)) return read(bytes, nullptr);
    auto zip = Zip::read(bytes);
    if (!zip) return base::Error{zip.message()};
    const Zip::Member* json = json_of(zip.value());
    if (json == nullptr) return base::Error{"the zip archive holds no model.json"};
    std::vector<std::uint8_t> room;
    const auto text = zip.value().content(*json, room);
    if (!text) return base::Error{text.message()};
    return read(text.value(), &zip.value());
}

}  // namespace io
