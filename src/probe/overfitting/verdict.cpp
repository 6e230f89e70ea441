// See verdict.h.
#include "probe/overfitting/verdict.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "probe/figure_parts.h"

namespace probe {
namespace {

figure::NumberTable::Cell cell(double share, double of) {
    figure::NumberTable::Cell made;
    if (!std::isfinite(share)) return made;
    made.words = figure::number(std::round(1000 * share) / 10);
    made.number = share;
    made.bar = static_cast<float>(std::clamp(share / of, 0.0, 1.0));
    return made;
}

}  // namespace

const RackRow* to_compare(const RunCurve& run, std::span<const RackRow> rack) {
    const double held_out = run.moments.back().held_out_accuracy;
    const RackRow* best = nullptr;
    if (run.shuffled) return best;
    for (const RackRow& row : rack) {
        if (row.open || row.shuffled || row.digits != run.digits || !(row.held_out > held_out + kBetter)) continue;
        if (best == nullptr || row.held_out > best->held_out) best = &row;
    }
    return best;
}

figure::Group rack_card(const Runs& runs) {
    figure::Group group;
    group.title = "Beside those that ship";
    group.note = "Shares read right, in percent. A click opens the network.";
    group.share = 1.4f;
    group.least = 340;
    group.first = true;
    figure::NumberTable table;
    table.name = "networks that ship";
    table.heads = {"network", "training", "held out", "gap"};
    std::vector<RackRow> rows = runs.rack;
    if (std::none_of(rows.begin(), rows.end(), [](const RackRow& row) { return row.open; })) {
        const RunMoment& end = runs.curves[0].moments.back();
        rows.insert(rows.begin(), {runs.curves[0].name, end.network->id.value, runs.curves[0].digits,
                                   runs.curves[0].shuffled, true, end.training_accuracy, end.held_out_accuracy});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const RackRow& a, const RackRow& b) { return a.held_out > b.held_out; });
    double widest = 0.01;
    for (const RackRow& row : rows)
        if (!row.shuffled && std::isfinite(row.training)) widest = std::max(widest, row.training - row.held_out);
    for (const RackRow& row : rows) {
        figure::NumberTable::Row made;
        made.name = row.name;
        made.chosen = row.open;
        made.cells = {cell(row.training, 1), cell(row.held_out, 1), cell(row.training - row.held_out, widest)};
        if (!row.open) {
            made.click.kind = figure::Click::Kind::model;
            made.click.words = nn::identity_text(row.id);
        }
        table.rows.push_back(std::move(made));
    }
    group.tables.push_back(std::move(table));
    return group;
}

}  // namespace probe
