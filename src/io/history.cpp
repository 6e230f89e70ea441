// See history.h.
#include "io/history.h"

#include <map>
#include <optional>
#include <string>

#include "io/foreign/open_model.h"
#include "io/json.h"
#include "io/safetensors.h"

namespace io {
namespace {

constexpr const char* kBatchesKey = "batches";
constexpr std::size_t kMostDigits = 15;  // of a number of batches: exact as a double

/// "256/conv1.weight" gives 256 and leaves the name; nothing where it is another form, leading zeros say.
std::optional<std::int64_t> take_batch(std::string& name) {
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos || slash == 0 || slash > kMostDigits || (name[0] == '0' && slash > 1))
        return std::nullopt;
    std::int64_t batch = 0;
    for (std::size_t i = 0; i < slash; ++i) {
        if (name[i] < '0' || name[i] > '9') return std::nullopt;
        batch = 10 * batch + (name[i] - '0');
    }
    name.erase(0, slash + 1);
    return batch;
}

base::Error too_many(std::size_t count) {
    return base::Error{"expected at most " + std::to_string(kMostMoments) + " checkpoints, found " +
                       std::to_string(count)};
}

}  // namespace

base::Result<std::vector<Moment>> parse_moments(std::span<const std::uint8_t> bytes) {
    std::vector<Moment> moments;
    if (is_framework_file(bytes)) {
        auto network = parse_model(bytes);
        if (!network) return base::Error{network.message()};
        moments.push_back({0, std::move(network.value())});
        return moments;
    }
    auto parsed = parse_safetensors(bytes);
    if (!parsed) return base::Error{parsed.message()};
    Safetensors& file = parsed.value();
    if (file.metadata.erase(kHistoryKey) == 0) {
        auto network = model_of(std::move(file));
        if (!network) return base::Error{network.message()};
        moments.push_back({0, std::move(network.value())});
        return moments;
    }
    std::map<std::int64_t, Safetensors> files;
    for (auto& [name, tensor] : file.tensors) {
        std::string rest = name;
        const auto batch = take_batch(rest);
        if (!batch)
            return base::Error{"tensor " + in_quotes(name) + " of a history should begin with its number of batches, " +
                               "as in 256/conv1.weight"};
        files[*batch].tensors[std::move(rest)] = std::move(tensor);
    }
    if (files.size() > kMostMoments) return too_many(files.size());
    if (files.empty()) return base::Error{"there is no checkpoint in this history"};
    for (auto& [batch, one] : files) {
        one.metadata = file.metadata;
        one.metadata[kBatchesKey] = std::to_string(batch);
        auto network = model_of(std::move(one));
        if (!network) return base::Error{"after " + std::to_string(batch) + " batches: " + network.message()};
        moments.push_back({batch, std::move(network.value())});
    }
    return moments;
}

base::Result<std::vector<std::uint8_t>> write_history(std::span<const Moment> moments, Precision precision) {
    if (moments.empty()) return base::Error{"there is no checkpoint to write"};
    if (moments.size() > kMostMoments) return too_many(moments.size());
    Safetensors all;
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const Moment& moment = moments[i];
        if (moment.batch < 0 || (i > 0 && moment.batch <= moments[i - 1].batch))
            return base::Error{"expected checkpoints of rising batches, found " + std::to_string(moment.batch) +
                               (i > 0 ? " after " + std::to_string(moments[i - 1].batch) : "")};
        if (moment.network.architecture != moments[0].network.architecture)
            return base::Error{"expected checkpoints of one architecture, and that after " +
                               std::to_string(moment.batch) + " batches is another"};
        Safetensors one = tensors_of(moment.network, precision);
        for (auto& [name, tensor] : one.tensors)
            all.tensors[std::to_string(moment.batch) + '/' + name] = std::move(tensor);
        all.metadata = std::move(one.metadata);
    }
    all.metadata.erase(kBatchesKey);
    all.metadata[kHistoryKey] = std::to_string(moments.size()) + " checkpoints";
    return write_safetensors(all);
}

}  // namespace io
