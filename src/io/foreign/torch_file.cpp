// See torch_file.h; torch/serialization.py writes both.
#include "io/foreign/torch_file.h"

#include <algorithm>
#include <utility>

#include "io/foreign/cursor.h"
#include "io/foreign/remedies.h"
#include "io/json.h"
#include "io/numbers.h"

namespace io {
namespace {

constexpr std::string_view kMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);

constexpr std::pair<std::string_view, const char*> kStorages[] = {
    {"FloatStorage", "F32"}, {"DoubleStorage", "F64"}, {"HalfStorage", "F16"},  {"BFloat16Storage", "BF16"},
    {"LongStorage", "I64"},  {"IntStorage", "I32"},    {"ShortStorage", "I16"}, {"CharStorage", "I8"},
    {"ByteStorage", "U8"},   {"BoolStorage", "BOOL"},  {"UntypedStorage", "U8"}};

base::Error script() {
    return base::Error{
        "this is a TorchScript archive: save its weights with torch.save(torch.jit.load(FILE).state_dict(), "
        "\"weights.pt\") and open that"};
}

/// The member that ends so, and what stands before it; the first one in the directory.
const Zip::Member* member_that_ends(const Zip& zip, std::string_view end, std::string& before) {
    for (const Zip::Member& member : zip.members()) {
        if (!member.name.ends_with(end)) continue;
        const std::string_view rest = member.name.substr(0, member.name.size() - end.size());
        if (!rest.empty() && rest.back() != '/') continue;
        before = rest;
        return &member;
    }
    return nullptr;
}

}  // namespace

std::optional<TorchStorage> TorchFile::storage_of(const Pickle& pickle, int value) {
    const auto parts = pickle.arguments_of(value);
    if (parts.size() < 5 || pickle[value].kind != PickleValue::Kind::persistent ||
        pickle.text_of(parts[0]) != "storage")
        return std::nullopt;
    const PickleValue& storage = pickle[parts[1]];
    const auto key = pickle.text_of(parts[2]);
    if (storage.kind != PickleValue::Kind::global || !key) return std::nullopt;
    TorchStorage found;
    found.key = *key;
    found.called = std::string(storage.module) + "." + std::string(storage.text);
    for (const auto& [name, dtype] : kStorages)
        if (storage.text == name) found.dtype = dtype;
    // Before 0.4 a storage might be a part of another: (its key, where it begins, how long it is).
    if (parts.size() > 5 && pickle[parts[5]].kind == PickleValue::Kind::tuple && pickle[parts[5]].items.size() == 3)
        found.begin = pickle.integer_of(pickle[parts[5]].items[1]).value_or(-1);
    return found;
}

base::Result<TorchFile> TorchFile::open(std::span<const std::uint8_t> bytes) {
    TorchFile file;
    file.size_ = static_cast<std::int64_t>(bytes.size());
    const base::Status opened = is_zip(bytes) ? file.open_zip(bytes) : file.open_old(bytes);
    if (!opened) return base::Error{opened.message()};
    return file;
}

base::Status TorchFile::open_zip(std::span<const std::uint8_t> bytes) {
    auto zip = Zip::read(bytes);
    if (!zip) return base::Error{zip.message()};
    zip_ = std::move(zip.value());
    std::string folder;
    if (member_that_ends(*zip_, "constants.pkl", folder) != nullptr) return script();
    const Zip::Member* data = member_that_ends(*zip_, "data.pkl", folder_);
    if (zip_->find("model.weights.h5") != nullptr)
        return base::Error{std::string("this is a Keras archive (.keras): ") + kOfKeras};
    if (data == nullptr && !zip_->members().empty() && zip_->members()[0].name.ends_with(".npy"))
        return base::Error{
            "this is a NumPy archive (.npz): save its arrays with "
            "safetensors.numpy.save_file(dict(numpy.load(FILE)), \"model.safetensors\") and open that"};
    if (data == nullptr)
        return base::Error{
            "this zip archive holds no network that is read here: it has no data.pkl, as torch.save "
            "writes it"};
    if (const Zip::Member* order = zip_->find(folder_ + "byteorder")) {
        std::vector<std::uint8_t> room;
        const auto word = zip_->content(*order, room);
        if (!word) return base::Error{word.message()};
        if (!word.value().empty() && word.value()[0] == 'b')
            return base::Error{"this PyTorch file was written by a big-endian machine, which is not read here"};
    }
    const auto packed = zip_->content(*data, unpacked_.emplace_back());
    if (!packed) return base::Error{packed.message()};
    auto pickle = Pickle::read(packed.value());
    if (!pickle) return base::Error{pickle.message()};
    pickle_ = std::move(pickle.value());
    return base::Done{};
}

base::Status TorchFile::open_old(std::span<const std::uint8_t> bytes) {
    // The magic number, the protocol, the machine, the object, the storages' keys.
    std::vector<Pickle> pickles;
    std::span<const std::uint8_t> rest = bytes;
    const std::string_view start(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 64));
    if (start.find(kMagic) == std::string_view::npos)
        return base::Error{
            "this is a Python pickle that torch.save did not write: save the network with "
            "torch.save(model.state_dict(), \"model.pt\") and open that"};
    for (int i = 0; i < 5; ++i) {
        auto pickle = Pickle::read(rest);
        if (!pickle) return base::Error{pickle.message()};
        rest = rest.subspan(pickle.value().used());
        if (i == 2 && pickle.value().at(pickle.value().root(), "little_endian") >= 0) {
            const int little = pickle.value().at(pickle.value().root(), "little_endian");
            if (pickle.value().integer_of(little) == 0)
                return base::Error{"this PyTorch file was written by a big-endian machine, which is not read here"};
        }
        pickles.push_back(std::move(pickle.value()));
    }
    pickle_ = std::move(pickles[3]);
    std::map<std::string_view, std::uint64_t> sizes;
    for (int i = 0; pickle_.has(i); ++i)
        if (const auto storage = storage_of(pickle_, i)) sizes[storage->key] = dtype_size(storage->dtype);
    const Pickle& keys = pickles[4];
    Cursor data(rest);
    for (const int item : keys[keys.root()].items) {
        const auto key = keys.text_of(item);
        const auto size = key ? sizes.find(*key) : sizes.end();
        if (size == sizes.end())
            return base::Error{"the PyTorch file is damaged: it lists storages that it never uses"};
        if (size->second == 0) return base::Error{"the PyTorch file holds numbers of a kind that is not read here"};
        const std::uint64_t count = data.u64();
        const bool fits = count <= data.left() / size->second;
        if (data.failed() || !fits) return base::Error{"the PyTorch file is cut short within its numbers"};
        storages_.emplace(std::string(*key), data.take(count * size->second));
    }
    return base::Done{};
}

base::Result<std::span<const std::uint8_t>> TorchFile::bytes_of(std::string_view key) {
    if (const auto known = storages_.find(key); known != storages_.end()) return known->second;
    const Zip::Member* member = zip_ ? zip_->find(folder_ + "data/" + std::string(key)) : nullptr;
    if (member == nullptr) return base::Error{"the PyTorch file lacks its storage " + in_quotes(key)};
    const auto bytes = zip_->content(*member, unpacked_.emplace_back());
    if (bytes) storages_.emplace(std::string(key), bytes.value());
    return bytes;
}

}  // namespace io
