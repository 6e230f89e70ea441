#include "probe/model_table/columns.h"

#include "probe/figure_parts.h"
#include "probe/model_table/words.h"
#include "probe/pictures.h"

namespace probe {
namespace {

using M = explain::Measure;

constexpr M kMain[] = {M::held_out_accuracy, M::training_accuracy, M::gap,        M::robustness,
                       M::calibration_error, M::co_adaptation,     M::dead_units, M::parameters};
constexpr M kLearning[] = {M::held_out_accuracy, M::training_accuracy, M::gap,        M::calibration_error,
                           M::training_loss,     M::held_out_loss,     M::robustness, M::multiply_adds};
constexpr M kFeatures[] = {M::held_out_accuracy, M::redundancy, M::co_adaptation, M::dead_units,
                           M::roughness,         M::invariance, M::agreement,     M::likeness};

std::vector<M> all_of(std::span<const M> set) { return {set.begin(), set.end()}; }

}  // namespace

std::vector<M> columns_of(const Values& values) {
    switch (values.chosen<ColumnSet>("columns")) {
        case ColumnSet::main_ones:
            return all_of(kMain);
        case ColumnSet::learning:
            return all_of(kLearning);
        case ColumnSet::features:
            return all_of(kFeatures);
        case ColumnSet::own:
            break;
    }
    std::vector<M> mine = measures_of(values.text("own"));
    return mine.empty() ? all_of(kMain) : mine;
}

figure::Group columns_card(std::span<const M> shown) {
    figure::Group group = note_group("Choose columns",
                                     "A click shows a measure as a column, or no longer. The table shows as many as "
                                     "there is room for, in the order in which they were chosen.");
    figure::NumberTable table;
    table.name = "columns";
    table.heads = {"Measure", "In the table"};
    table.most_on_phone = 0;
    for (int i = 0; i < explain::kMeasures; ++i) {
        const M measure = static_cast<M>(i);
        std::vector<M> next = all_of(shown);
        const bool is_shown = std::erase(next, measure) > 0;
        if (!is_shown) next.push_back(measure);
        figure::NumberTable::Row row;
        row.name = called(measure);
        row.chosen = is_shown;
        row.click = set_click("own", 0);
        row.click.words = names_of(next);
        row.click.also = "columns";
        row.click.also_value = static_cast<double>(ColumnSet::own);
        row.cells.push_back({is_shown ? "shown" : "\xE2\x80\x93", std::nullopt, std::nullopt, row.click});
        table.rows.push_back(std::move(row));
    }
    group.tables.push_back(std::move(table));
    group.folded = true;
    return group;
}

}  // namespace probe
