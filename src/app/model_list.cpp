#include "app/model_list.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

#include "app/actions.h"
#include "app/overfit.h"
#include "app/probes.h"
#include "app/sets.h"
#include "app/shipped.h"
#include "app/state.h"
#include "assets/texts.h"
#include "nn/class_names.h"

namespace app {
namespace {

using Rows = std::map<std::string, probe::MeasureRow, std::less<>>;

std::string_view cut(std::string_view& rest, char end) {
    const std::size_t at = std::min(rest.find(end), rest.size());
    const std::string_view part = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return part;
}

/// weights/measures.csv, which `unpool compare --csv` wrote: "model,parameters,...", a row a model.
Rows read_rows(std::string_view csv) {
    Rows rows;
    std::string_view heads = cut(csv, '\n');
    std::vector<std::string> keys;
    while (!heads.empty()) keys.emplace_back(cut(heads, ','));
    while (!csv.empty()) {
        std::string_view line = cut(csv, '\n');
        const std::string model(cut(line, ','));
        probe::MeasureRow row;
        row.fill(std::numeric_limits<double>::quiet_NaN());
        for (std::size_t i = 1; i < keys.size(); ++i) {
            const std::string number(cut(line, ','));
            for (int k = 0; k < explain::kMeasures && !number.empty(); ++k)
                if (keys[i] == explain::info(static_cast<explain::Measure>(k)).key)
                    row[static_cast<std::size_t>(k)] = std::strtod(number.c_str(), nullptr);
        }
        rows.emplace(model, row);
    }
    return rows;
}

bool is_open(const State& state, std::uint64_t id) {
    return std::any_of(state.lanes.begin(), state.lanes.end(),
                       [id](const Lane& lane) { return lane.network().id.value == id; });
}

/// Its last network, where it is none that ships; null else, while it trains, and where it learnt other pictures than
/// MNIST's.
nn::NetworkPtr own_network(const Run& run) {
    if (run.checkpoints.empty() || run.passing) return nullptr;
    if (run.trained_here) {
        const auto recipe = read_recipe_text(run.recipe);
        if (!recipe || recipe.value()["data"] != 0 || recipe.value().own_set != 0) return nullptr;
    }
    const nn::NetworkPtr& network = run.checkpoints.back().network;
    if (nn::names_classes(*network)) return nullptr;  // of other things than digits
    return shipped_model(network->id.value) != nullptr ? nullptr : network;
}

}  // namespace

const probe::MeasureRow* shipped_row(std::string_view file) {
    static const Rows kRows = read_rows(assets::text("measures"));
    const auto found = kRows.find(file);
    return found == kRows.end() ? nullptr : &found->second;
}

probe::ModelList model_list(State& state) {
    probe::ModelList list;
    list.measured = &state.measured;
    if (const DataSetPtr held_out = set_of(state, SetName::held_out)) list.held_out = held_out->digits();
    for (const ShippedModel& model : shipped_models()) {
        const auto here = find_checkpoint(state, model.id);
        nn::NetworkPtr network;
        if (here) {
            const Run& run = *state.runs[static_cast<std::size_t>(here->run)];
            network = run.checkpoints[static_cast<std::size_t>(here->checkpoint)].network;
            if (model.group == ModelGroup::start) list.likened = network;
        }
        if (model.file == std::string_view(kHistoryFile)) continue;
        list.models.push_back({model.name, model.id, shipped_row(model.file), network, {}, is_open(state, model.id)});
    }
    for (const RunPtr& run : state.runs)
        if (const nn::NetworkPtr network = own_network(*run))
            list.models.push_back({run->name, network->id.value, nullptr, network, learnt_digits(state, *run),
                                   is_open(state, network->id.value)});
    for (probe::ListedModel& model : list.models)
        if (const auto asked = state.last_words.find(model.id); asked != state.last_words.end())
            model.last_word = asked->second;
    return list;
}

std::uint64_t models_stamp(State& state) {
    std::uint64_t stamp = 14695981039346656037ull;
    const auto mix = [&](std::uint64_t value) { stamp = (stamp ^ value) * 1099511628211ull; };
    for (const RunPtr& run : state.runs) {
        if (const nn::NetworkPtr network = own_network(*run)) mix(network->id.value);
        for (const char letter : run->name) mix(static_cast<std::uint64_t>(letter));
    }
    for (const Lane& lane : state.lanes) mix(lane.network().id.value);
    for (const auto& [network, share] : state.last_words) mix(network);
    for (const SetName which : {SetName::held_out, SetName::learning}) mix(set_of(state, which) != nullptr);
    return stamp;
}

void open_listed(State& state, std::uint64_t id, std::string_view view) {
    if (const auto here = find_checkpoint(state, id))
        show_run(state, here->run, here->checkpoint);
    else if (const ShippedModel* model = shipped_model(id))
        show_shipped(state, *model);
    else
        return;
    if (const probe::Entry* entry = probe::find(view)) open_probe(state, entry);
}

}  // namespace app
