// The model table: a row a network, a column a measure, any two of them against each other, and what goes with reading
// digits that were not learnt.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/model_table/columns.h"
#include "probe/model_table/rows.h"
#include "probe/model_table/words.h"
#include "probe/pictures.h"

namespace probe {
namespace {

using M = explain::Measure;

constexpr Setting kSettings[] = {
    {.key = "columns",
     .label = "Columns",
     .tip = "Which measures the table shows: a set, or those chosen below it; the saved numbers have all.",
     .kind = Setting::Kind::choice,
     .choices = kColumnSets},
    {.key = "own",
     .label = "My own columns",
     .tip = "Names of measures, as in held_out,robust",
     .kind = Setting::Kind::text,
     .choices = kTableMeasures,
     .grammar = "choices",
     .quiet = true},
    {.key = "sort",
     .label = "Sorted by",
     .tip = "The best first. A click on a column's head does the same.",
     .kind = Setting::Kind::choice,
     .initial = 4,
     .choices = kTableMeasures},
    {.key = "across",
     .label = "Across",
     .tip = "The measure on the plot's horizontal axis. A click on a bar below it does the same.",
     .kind = Setting::Kind::choice,
     .initial = 8,
     .choices = kTableMeasures},
    {.key = "up",
     .label = "Up",
     .tip = "The measure on the plot's vertical axis.",
     .kind = Setting::Kind::choice,
     .initial = 4,
     .choices = kTableMeasures,
     .advanced = true},
};

class ModelTableProbe final : public Probe {
public:
    void ask(const Subject& subject) override {
        subject_ = subject;
        rows_.want(subject.models != nullptr ? *subject.models : ModelList());
    }
    bool advance() override { return rows_.advance(); }
    float progress() const override { return rows_.progress(); }
    void show(figure::Figure& figure) const override;

private:
    M chosen(const char* key) const { return subject_.values.chosen<M>(key); }
    std::string finding() const;
    /// With a bar: of accuracies from 90 %, else from 0 to the largest of all readers.
    figure::NumberTable::Cell cell_of(M measure, double value) const;
    figure::NumberTable table(std::string name, std::span<const M> columns, const std::vector<int>& order) const;
    figure::Group plot_card(const std::vector<int>& order) const;
    figure::Group correlations_card() const;

    Subject subject_;
    ModelRows rows_;
};

std::string ModelTableProbe::finding() const {
    const M across = chosen("across"), up = chosen("up");
    const double rho = rows_.rank_correlation(across, up);
    const std::string over = " over " + plural(rows_.readers(), "network") + ".";
    if (std::isnan(rho)) return "Too few networks have both numbers for a rank correlation.";
    const std::string number = "rank correlation " + with_sign(rho);
    if (across == up) return called(up) + " against itself: choose another measure across.";
    const std::string one = called(across);
    const std::string other = lower(called(up));
    if (std::fabs(rho) < 0.3) return one + " hardly goes with " + other + " here: " + number + over;
    return one + (rho > 0 ? " goes with " : " goes against ") + other + ": " + number + over;
}

figure::NumberTable::Cell ModelTableProbe::cell_of(M measure, double value) const {
    figure::NumberTable::Cell cell;
    cell.words = words_of(measure, value);
    if (!std::isfinite(value)) return cell;
    cell.number = value;
    const bool is_accuracy = measure == M::held_out_accuracy || measure == M::training_accuracy;
    double most = 0;
    for (int row = 0; row < rows_.count(); ++row)
        if (rows_.is_reader(row) && std::isfinite(rows_.value(row, measure)))
            most = std::max(most, std::fabs(rows_.value(row, measure)));
    const double length = is_accuracy ? (value - 0.9) / 0.1 : most > 0 ? value / most : 0;
    cell.bar = std::clamp(static_cast<float>(length), 0.0f, 1.0f);
    return cell;
}

figure::NumberTable ModelTableProbe::table(std::string name, std::span<const M> columns,
                                           const std::vector<int>& order) const {
    figure::NumberTable table;
    table.name = std::move(name);
    table.heads = {"Network"};
    table.most_on_phone = 8;
    const M sorted = chosen("sort");
    for (const M measure : columns) {
        if (measure == sorted) table.sorted = static_cast<int>(table.heads.size()) - 1;
        table.heads.push_back(head_of(measure));
        table.head_clicks.push_back(set_click("sort", static_cast<double>(measure)));
    }
    const bool has_last_words = rows_.has_last_words();
    if (has_last_words) table.heads.push_back("t10k\n%");
    int place = 0;
    for (const int row : order) {
        const ListedModel& model = rows_.model(row);
        figure::NumberTable::Row made;
        made.name = std::to_string(++place) + "  " + model.name;
        made.chosen = model.open;
        made.faint = !rows_.is_reader(row);
        char id[20];
        std::snprintf(id, sizeof id, "%016llx", static_cast<unsigned long long>(model.id));
        made.click.kind = figure::Click::Kind::model;
        made.click.words = id;
        for (const M measure : columns) {
            made.cells.push_back(cell_of(measure, rows_.value(row, measure)));
            made.cells.back().click = made.click;
            made.cells.back().click.key = view_of(measure);
        }
        if (has_last_words) {
            made.cells.push_back(cell_of(M::held_out_accuracy, model.last_word));
            made.cells.back().click = made.click;
        }
        table.rows.push_back(std::move(made));
    }
    return table;
}

figure::Group ModelTableProbe::plot_card(const std::vector<int>& order) const {
    const M across = chosen("across"), up = chosen("up");
    figure::Group group;
    group.title = called(up) + " against " + lower(called(across));
    group.beside = true;
    group.least = 300;
    group.share = 0.55f;
    figure::Plot plot;
    plot.name = "networks";
    plot.x_label = called(across) + (explain::info(across).is_share ? " (%)" : "");
    plot.y_label = called(up) + (explain::info(up).is_share ? " (%)" : "");
    figure::Series all, open;
    all.dots = open.dots = true;
    all.name = "networks";
    open.name = "open";
    all.colour = 4;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double x = rows_.value(order[i], across), y = rows_.value(order[i], up);
        if (!rows_.is_reader(order[i]) || !std::isfinite(x) || !std::isfinite(y)) continue;
        figure::Series& series = rows_.model(order[i]).open ? open : all;
        series.x.push_back(static_cast<float>(explain::info(across).is_share ? 100 * x : x));
        series.y.push_back(static_cast<float>(explain::info(up).is_share ? 100 * y : y));
        series.labels.push_back(std::to_string(i + 1));
    }
    if (!all.x.empty()) plot.series.push_back(std::move(all));
    if (!open.x.empty()) plot.series.push_back(std::move(open));
    group.plots.push_back(std::move(plot));
    return group;
}

figure::Group ModelTableProbe::correlations_card() const {
    const M up = chosen("up");
    figure::Group group;
    group.title = "What goes with " + lower(called(up)) + "?";
    group.under = true;
    figure::NumberTable table;
    table.name = "rank correlations";
    table.heads = {"Measure", "Spearman"};
    table.from_middle = true;
    table.most_on_phone = 4;
    struct Found {
        M measure;
        double rho;
    };
    std::vector<Found> all;
    for (int i = 0; i < explain::kMeasures; ++i) {
        const M measure = static_cast<M>(i);
        const bool is_itself = measure == up || (up == M::held_out_accuracy && measure == M::held_out_loss) ||
                               measure == M::training_accuracy || measure == M::training_loss ||
                               measure == M::multiply_adds;
        if (is_itself) continue;
        const double rho = rows_.rank_correlation(measure, up);
        if (std::isfinite(rho)) all.push_back({measure, rho});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Found& a, const Found& b) { return std::fabs(a.rho) > std::fabs(b.rho); });
    for (const Found& found : all) {
        figure::NumberTable::Row row;
        row.name = called(found.measure);
        row.chosen = found.measure == chosen("across");
        row.click = set_click("across", static_cast<double>(found.measure));
        row.cells.push_back({with_sign(found.rho), found.rho, static_cast<float>(found.rho), row.click});
        table.rows.push_back(std::move(row));
    }
    group.tables.push_back(std::move(table));
    return group;
}

void ModelTableProbe::show(figure::Figure& figure) const {
    if (rows_.count() == 0) return show_nothing(figure, "Model table", "There are no networks to compare.");
    const std::vector<int> order = rows_.sorted_by(chosen("sort"));
    const std::vector<M> columns = columns_of(subject_.values);
    figure.title = "Model table";
    figure.finding = so_far(static_cast<double>(progress())) + finding();
    figure::Group group;
    group.least = 420;
    group.side = 97;
    group.tables.push_back(table("networks by measure", columns, order));
    figure.groups.push_back(std::move(group));
    figure.groups.push_back(plot_card(order));
    figure.groups.push_back(correlations_card());
    figure.groups.push_back(columns_card(columns));
    figure::Group whole;
    whole.title = "All measures";
    whole.folded = true;
    std::vector<M> every;
    for (int i = 0; i < explain::kMeasures; ++i) every.push_back(static_cast<M>(i));
    whole.tables.push_back(table("all measures", every, order));
    whole.tables.back().most_on_phone = 0;
    figure.groups.push_back(std::move(whole));
    figure::Group how =
        note_group("What is measured",
                   "Held out: train[0:10000]; robust 2,000 of them, co-adaptation 1,000. t10k is the last word: it is "
                   "asked for one network at a time, on purpose, for who asks often begins to choose by it. Bars of "
                   "training, held out and t10k begin at 90 %, the others at 0. "
                   "Grey networks read fewer than half of the digits right: they are in no correlation.");
    for (const M measure : every)
        how.facts.push_back(fact(called(measure), std::string(explain::info(measure).definition)));
    how.folded = true;
    figure.groups.push_back(std::move(how));
}

}  // namespace

const Entry kModelTable = {
    .id = "model-table",
    .title = "Model table",
    .term = "",
    .group = Group::models,
    .what = "What goes with reading digits that were not learnt?",
    .source = "Spearman 1904 (rank correlation); Guo et al. 2017 (calibration); Kornblith et al. 2019 (likeness)",
    .settings = kSettings,
    .of_input = false,
    .of_selection = false,
    .needs_digits = false,
    .make = made<ModelTableProbe>,
    .of_models = true};

}  // namespace probe
