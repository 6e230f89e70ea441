// See torch_tensors.h; the functions that are named here are PyTorch's, in torch/_utils.py.
#include "io/foreign/torch_tensors.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "io/json.h"
#include "io/numbers.h"

namespace io {
namespace {

constexpr int kMostWrappings = 8;
constexpr std::size_t kMostDimensions = 8;

/// Sizes and strides of a view, and where it begins, all checked against its storage.
struct View {
    std::vector<std::int64_t> sizes, strides;
    std::int64_t count = 1, begin = 0;
};

/// True where every number of the view lies among `stored` numbers, and there are at most `most`.
bool fits(View& view, std::int64_t stored, std::int64_t most) {
    if (view.begin < 0 || view.sizes.size() != view.strides.size() || view.sizes.size() > kMostDimensions) return false;
    for (const std::int64_t size : view.sizes) {
        if (size < 0 || size > std::numeric_limits<int>::max()) return false;
        if (size == 0) view.count = 0;
    }
    if (view.count == 0) return true;
    std::int64_t last = view.begin;
    for (std::size_t i = 0; i < view.sizes.size(); ++i) {
        if (view.sizes[i] > most / view.count) return false;
        view.count *= view.sizes[i];
        const std::int64_t steps = view.sizes[i] - 1, stride = view.strides[i];
        if (stride < 0 || (steps > 0 && stride > stored / steps)) return false;
        last += steps * stride;
        if (last >= stored) return false;
    }
    return last < stored;
}

bool is_contiguous(const View& view) {
    std::int64_t expected = 1;
    for (std::size_t i = view.sizes.size(); i-- > 0;) {
        if (view.sizes[i] != 1 && view.strides[i] != expected) return false;
        expected *= view.sizes[i];
    }
    return true;
}

/// The view's bytes, row by row.
std::vector<std::uint8_t> gathered(const View& view, std::span<const std::uint8_t> stored, std::size_t size) {
    std::vector<std::uint8_t> out(static_cast<std::size_t>(view.count) * size);
    std::vector<std::int64_t> index(view.sizes.size());
    std::int64_t at = view.begin;
    for (std::int64_t i = 0; i < view.count; ++i) {
        std::memcpy(out.data() + static_cast<std::size_t>(i) * size,
                    stored.data() + static_cast<std::size_t>(at) * size, size);
        for (std::size_t d = view.sizes.size(); d-- > 0;) {
            at += view.strides[d];
            if (++index[d] < view.sizes[d]) break;
            at -= view.sizes[d] * view.strides[d];
            index[d] = 0;
        }
    }
    return out;
}

std::string dtype_of_name(std::string_view name) {
    if (name == "float32" || name == "float") return "F32";
    if (name == "float16" || name == "half") return "F16";
    if (name == "bfloat16") return "BF16";
    return name == "float64" || name == "double" ? "F64" : "";
}

}  // namespace

/// The call that makes the tensor itself: parameters and subclasses wrap another.
int TorchTensors::call_of(int value) const {
    for (int i = 0; i < kMostWrappings; ++i) {
        const PickleValue* function = pickle_.class_of(value);
        if (function == nullptr || !function->module.starts_with("torch")) return -1;
        const auto arguments = pickle_.arguments_of(value);
        const bool is_parameter = function->text.starts_with("_rebuild_parameter") ||
                                  (function->text == "Parameter" && function->module == "torch.nn.parameter");
        if (is_parameter && !arguments.empty()) {
            value = arguments[0];
        } else if (function->text == "_rebuild_from_type_v2" && arguments.size() >= 3) {
            return pickle_.is_global(arguments[0], "torch._utils", "_rebuild_tensor_v2") ? value : -1;
        } else {
            return function->text.starts_with("_rebuild_") ? value : -1;
        }
    }
    return -1;
}

base::Result<NamedTensor> TorchTensors::read(int value, const std::string& name) {
    const std::string who = "tensor " + in_quotes(name);
    const int call = call_of(value);
    if (call < 0) return base::Error{who + " is not one of torch.save's"};
    std::string_view function = pickle_.class_of(call)->text;
    std::span<const int> arguments = pickle_.arguments_of(call);
    if (function == "_rebuild_from_type_v2") {
        function = "_rebuild_tensor_v2";
        arguments = pickle_[arguments[2]].items;
    }
    const bool is_known =
        function == "_rebuild_tensor" || function == "_rebuild_tensor_v2" || function == "_rebuild_tensor_v3";
    if (!is_known || arguments.size() < 4)
        return base::Error{who + " is of a kind that is not read here (" + std::string(function) +
                           "): save it dense and unquantised, as float32"};
    auto storage = TorchFile::storage_of(pickle_, arguments[0]);
    if (!storage) return base::Error{who + " has no storage in the file"};
    if (function == "_rebuild_tensor_v3" && arguments.size() >= 7) {
        storage->called = "torch." + std::string(pickle_[arguments[6]].text);
        storage->dtype = dtype_of_name(pickle_[arguments[6]].text);
    }
    const auto size = static_cast<std::size_t>(dtype_size(storage->dtype));
    if (size == 0)
        return base::Error{who + " holds numbers of " + in_quotes(storage->called) +
                           ", and only float32, float64, float16, bfloat16 and whole numbers are read"};
    const auto bytes = file_.bytes_of(storage->key);
    if (!bytes) return base::Error{bytes.message()};

    View view;
    const auto offset = pickle_.integer_of(arguments[1]);
    const std::int64_t stored = static_cast<std::int64_t>(bytes.value().size() / size);
    for (const int part : {arguments[2], arguments[3]})
        if (pickle_[part].items.size() > kMostDimensions) return base::Error{who + " has more than 8 dimensions"};
    for (const int item : pickle_[arguments[2]].items) view.sizes.push_back(pickle_.integer_of(item).value_or(-1));
    for (const int item : pickle_[arguments[3]].items) view.strides.push_back(pickle_.integer_of(item).value_or(-1));
    if (!offset || *offset < 0 || *offset > stored || storage->begin < 0 || storage->begin > stored)
        return base::Error{who + " begins outside its storage: the file is damaged"};
    view.begin = *offset + storage->begin;
    // A view can repeat numbers without end: what a file may take grows with the file.
    const std::int64_t most = std::min<std::int64_t>(kMostNumbers, (1 << 20) + 16 * file_.size());
    if (!fits(view, stored, kMostNumbers))
        return base::Error{who + " has a shape that does not fit its storage of " + std::to_string(stored) +
                           " numbers: the file is damaged"};
    if (view.count > most - taken_)
        return base::Error{"the file's tensors hold more than " + std::to_string(most) + " numbers"};
    taken_ += view.count;

    NamedTensor tensor;
    tensor.dtype = storage->dtype;
    for (const std::int64_t side : view.sizes) tensor.shape.push_back(static_cast<int>(side));
    std::vector<std::uint8_t> room;
    std::span<const std::uint8_t> raw;
    if (view.count > 0 && is_contiguous(view)) {
        raw = bytes.value().subspan(static_cast<std::size_t>(view.begin) * size,
                                    static_cast<std::size_t>(view.count) * size);
    } else {
        room = gathered(view, bytes.value(), size);
        raw = room;
    }
    auto numbers = numbers_as_floats(storage->dtype, raw, name);
    if (!numbers) return base::Error{numbers.message()};
    tensor.data = std::move(numbers.value());
    return tensor;
}

}  // namespace io
