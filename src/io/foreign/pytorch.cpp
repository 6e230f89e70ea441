// See pytorch.h.
#include "io/foreign/pytorch.h"

#include <algorithm>
#include <set>

#include "io/foreign/torch_modules.h"
#include "io/foreign/torch_tensors.h"
#include "io/json.h"

namespace io {
namespace {

constexpr int kDeepest = 16;
constexpr std::size_t kMostTensors = 4'096;
constexpr std::size_t kMostVisits = 2'000'000;

/// Under which a checkpoint keeps its network, the most telling first.
constexpr std::string_view kNetworkKeys[] = {
    "model_state_dict", "state_dict", "net_state_dict", "model_state", "model", "net",
    "network",          "weights",    "params",         "module"};

bool is_of_training(std::string_view key) {
    for (const std::string_view word : {"optim", "scheduler", "scaler", "ema"})
        if (key.find(word) != std::string_view::npos) return true;
    return false;
}

std::string joined(const std::string& prefix, std::string_view name) {
    return prefix.empty() ? std::string(name) : prefix + "." + std::string(name);
}

/// Walks from the pickle's root to the network, and takes its tensors.
class Walk {
public:
    explicit Walk(TorchFile& file) : pickle_(file.pickle()), tensors_(file) {}

    base::Result<FoundModel> run(const char* container) {
        find(pickle_.root(), 0);
        if (problem_.empty() && network_ < 0)
            problem_ = "this PyTorch file holds no network: neither tensors by name nor a module";
        if (problem_.empty()) take(network_);
        if (!problem_.empty()) return base::Error{problem_};
        found_.source = "a PyTorch " + what_ + " (" + container + ")";
        strip_prefixes();
        return std::move(found_);
    }

private:
    void stop(const std::string& why) {
        if (problem_.empty()) problem_ = why;
    }
    /// False where the walk must end.  What is referred to from many places is walked, and counts, as often.
    bool step(int depth, int value = -1) {
        if (depth > kDeepest) stop("the PyTorch file nests deeper than 16 levels");
        visits_ += 1 + pickle_.pairs_of(value).size();
        if (pickle_.has(value)) visits_ += pickle_.pairs_of(pickle_[value].state).size();
        if (visits_ > kMostVisits) stop("the PyTorch file refers to its values too often");
        return problem_.empty();
    }

    bool holds_tensors(int value) {
        const auto pairs = pickle_.pairs_of(value);
        visits_ += pairs.size();
        return std::any_of(pairs.begin(), pairs.end(), [&](int item) { return tensors_.is_tensor(item); });
    }

    /// Sets `network_` to the first that is found.
    void find(int value, int depth) {
        if (!step(depth, value) || network_ >= 0) return;
        if (is_torch_module(pickle_, value)) {
            network_ = value;
            what_ = depth == 0 ? "module" : "checkpoint with a module";
            return;
        }
        const auto pairs = pickle_.pairs_of(value);
        for (const std::string_view key : kNetworkKeys) find_at(pickle_.at(value, key), key, depth);
        if (network_ >= 0) return;
        if (holds_tensors(value) || nests_tensors(value)) {
            network_ = value;
            what_ = depth == 0 ? "state dict" : "checkpoint";
            return;
        }
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            if (const auto key = pickle_.text_of(pairs[i]); key && !is_of_training(*key))
                find_at(pairs[i + 1], *key, depth);
    }
    void find_at(int value, std::string_view key, int depth) {
        if (value < 0 || network_ >= 0 || !problem_.empty()) return;
        find(value, depth + 1);
        if (network_ >= 0 && depth == 0)
            found_.notes.push_back("the network was taken from " + in_quotes(key) + " of the checkpoint");
    }
    /// {"conv1": {"weight": ...}, ...}: a dict of dicts, unless it is a checkpoint's.
    bool nests_tensors(int value) {
        const auto pairs = pickle_.pairs_of(value);
        for (const std::string_view key : kNetworkKeys)
            if (pickle_.at(value, key) >= 0) return false;
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            if (const auto key = pickle_.text_of(pairs[i]); key && !is_of_training(*key) && step(0, pairs[i + 1]) &&
                                                            pickle_.at(pairs[i + 1], "weight") >= 0 &&
                                                            holds_tensors(pairs[i + 1]))
                return true;
        return false;
    }

    void take(int value) {
        if (!is_torch_module(pickle_, value)) return take_dict(value, "", 0);
        found_.tells = FoundModel::Tells::all;
        take_module(value, "", 0);
        if (found_.tells == FoundModel::Tells::settings)
            found_.notes.push_back("the class " + in_quotes(torch_class(pickle_, value)) +
                                   " is not in the file, only its modules and their settings");
    }

    void take_dict(int value, const std::string& prefix, int depth) {
        if (!step(depth, value)) return;
        const auto pairs = pickle_.pairs_of(value);
        for (std::size_t i = 0; i + 1 < pairs.size() && problem_.empty(); i += 2) {
            const auto key = pickle_.text_of(pairs[i]);
            if (!step(depth)) return;
            if (!key) continue;
            if (tensors_.is_tensor(pairs[i + 1]))
                take_tensor(pairs[i + 1], joined(prefix, *key));
            else if (!pickle_.pairs_of(pairs[i + 1]).empty() && !is_of_training(*key))
                take_dict(pairs[i + 1], joined(prefix, *key), depth + 1);
        }
    }

    void take_tensor(int value, const std::string& name) {
        if (name.ends_with("num_batches_tracked")) return;
        if (found_.order.size() >= kMostTensors) return stop("the PyTorch file has more than 4,096 tensors");
        auto tensor = tensors_.read(value, name);
        if (!tensor) return stop(tensor.message());
        const bool fresh = found_.tensors.insert_or_assign(name, std::move(tensor.value())).second;
        if (fresh) found_.order.push_back(name);
    }

    void take_module(int value, const std::string& name, int depth) {
        if (!step(depth, value)) return;
        const int state = pickle_[value].state;
        for (const char* group : {"_parameters", "_buffers"}) {
            const auto pairs = pickle_.pairs_of(pickle_.at(state, group));
            for (std::size_t i = 0; i + 1 < pairs.size() && step(depth); i += 2)
                if (const auto key = pickle_.text_of(pairs[i]); key && tensors_.is_tensor(pairs[i + 1]))
                    take_tensor(pairs[i + 1], joined(name, *key));
        }
        const auto children = pickle_.pairs_of(pickle_.at(state, "_modules"));
        if (is_torch_step(pickle_, value) || (children.empty() && !is_torch_sequence(pickle_, value))) {
            if (torch_class(pickle_, value) != "Identity") found_.steps.push_back(torch_step(pickle_, value, name));
            return;
        }
        if (!is_torch_sequence(pickle_, value)) found_.tells = FoundModel::Tells::settings;
        for (std::size_t i = 0; i + 1 < children.size() && step(depth); i += 2)
            if (const auto key = pickle_.text_of(children[i]); key && is_torch_module(pickle_, children[i + 1]))
                take_module(children[i + 1], joined(name, *key), depth + 1);
    }

    /// What DataParallel and torch.compile put before every name.
    void strip_prefixes() {
        for (const std::string_view prefix : {"module.", "_orig_mod.", "module.", "model."}) {
            const bool all = !found_.order.empty() && std::all_of(found_.order.begin(), found_.order.end(),
                                                                  [&](const auto& n) { return n.starts_with(prefix); });
            if (!all) continue;
            const auto strip = [&](std::string& name) {
                if (name.starts_with(prefix)) name.erase(0, prefix.size());
            };
            std::map<std::string, NamedTensor> renamed;
            for (auto& [name, tensor] : found_.tensors) renamed[name.substr(prefix.size())] = std::move(tensor);
            found_.tensors = std::move(renamed);
            for (std::string& name : found_.order) strip(name);
            for (FoundStep& step : found_.steps)
                for (std::string* name : {&step.name, &step.weight, &step.bias, &step.mean, &step.variance})
                    strip(*name);
        }
    }

    const Pickle& pickle_;
    TorchTensors tensors_;
    FoundModel found_;
    int network_ = -1;
    std::string what_, problem_;
    std::size_t visits_ = 0;
};

}  // namespace

bool may_be_pytorch(std::span<const std::uint8_t> bytes) {
    return is_zip(bytes) || (bytes.size() > 2 && bytes[0] == 0x80 && bytes[1] >= 2 && bytes[1] <= 5);
}

base::Result<FoundModel> read_pytorch(std::span<const std::uint8_t> bytes) {
    auto file = TorchFile::open(bytes);
    if (!file) return base::Error{file.message()};
    return Walk(file.value()).run(file.value().container());
}

}  // namespace io
