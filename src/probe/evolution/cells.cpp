#include "probe/evolution/cells.h"

#include <algorithm>

#include "explain/deconvnet.h"
#include "nn/forward.h"
#include "probe/arithmetic.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

std::tuple<std::uint64_t, int, int> key(const explain::Checkpoint& checkpoint, const MapRow& row) {
    return {checkpoint.network->id.value, row.block, row.map};
}

}  // namespace

void Cells::look_at(bool own, std::span<const float> input) {
    const bool is_other = own != own_ || (own && !std::equal(input.begin(), input.end(), input_.begin(), input_.end()));
    if (!is_other) return;
    own_ = own;
    input_.assign(input.begin(), input.end());
    cells_.clear();
    answers_.clear();
}

const Cell* Cells::find(const explain::Checkpoint& checkpoint, const MapRow& row) const {
    const auto found = cells_.find(key(checkpoint, row));
    return found == cells_.end() ? nullptr : &found->second;
}

std::optional<int> Cells::answer(const explain::Checkpoint& checkpoint) const {
    const auto found = answers_.find(checkpoint.network->id.value);
    return found == answers_.end() ? std::nullopt : std::optional<int>(found->second);
}

int Cells::compute(const explain::Evolution& evolution, int checkpoint, std::span<const MapRow> rows, int most) {
    const explain::Checkpoint& at = evolution.run()[index(checkpoint)];
    if (own_ ? input_.empty() : !evolution.is_known(checkpoint)) return 0;
    std::vector<MapRow> missing;
    for (const MapRow& row : rows)
        if (find(at, row) == nullptr && static_cast<int>(missing.size()) < most) missing.push_back(row);
    if (missing.empty()) return 0;
    if (cells_.size() > kMost) cells_.clear();
    const nn::Network& network = *at.network;
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    explain::Projection projection;
    if (own_) {
        engine.forward(input_, activations);
        answers_[network.id.value] = largest(activations.outputs.back().data);
    }
    for (const MapRow& row : missing) {
        const int layer = evolution.blocks()[index(row.block)].output;
        Cell cell;
        if (own_) {
            const nn::Tensor& output = activations.output(layer);
            const auto plane = index(output.shape.plane());
            cell.unit = largest(std::span(output.data).subspan(index(row.map) * plane, plane));
            cell.value = output.data[index(row.map) * plane + index(cell.unit)];
            cell.silent = !(cell.value > 0);
            cell.input = input_;
        } else if (const auto hit = evolution.strongest(checkpoint, row.block, row.map)) {
            cell.digit = hit->digit;
            cell.unit = hit->unit;
            cell.value = hit->value;
            cell.input = digit_input(evolution.digits(), hit->digit);
            engine.forward(cell.input, activations);
        } else {
            cell.silent = true;
        }
        if (!cell.silent && explain::can_start(network, layer)) {
            explain::project(network, activations, {layer, explain::Keep::unit, row.map, cell.unit}, projection);
            cell.pixels = projection.pixels.data;
        }
        cells_[key(at, row)] = std::move(cell);
    }
    return static_cast<int>(missing.size());
}

}  // namespace probe
