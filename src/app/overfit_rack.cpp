// See overfit_rack.h.
#include "app/overfit_rack.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "app/model_list.h"
#include "app/sets.h"
#include "app/shipped.h"
#include "app/state.h"
#include "explain/measures.h"
#include "io/json.h"
#include "probe/overfitting/verdict.h"

namespace app {
namespace {

using M = explain::Measure;

double of(const probe::MeasureRow& row, M measure) { return row[static_cast<std::size_t>(measure)]; }

/// What a network that ships learnt from, as its name says: "1,000 digits, wrong labels".
constexpr std::string_view kThousand = "lenet5-1000", kShuffledFile = "lenet5-1000-shuffled";

bool is_on_rack(const ShippedModel& model) {
    return model.group == ModelGroup::by_heart || model.group == ModelGroup::start;
}

probe::RackRow row_of(const ShippedModel& model, const probe::MeasureRow& measured, std::uint64_t open) {
    const std::string_view file = model.file;
    return {model.name,
            model.id,
            file.starts_with(kThousand) ? 1000 : 50000,
            file == kShuffledFile,
            model.id == open,
            of(measured, M::training_accuracy),
            of(measured, M::held_out_accuracy)};
}

struct Card {
    int digits = 0;
    bool shuffled = false;
    double batches_a_pass = 0;
    long batches = 0;
};

/// The recipe that `unpool train` and Train here write into a network's card.
std::optional<Card> card_of(const nn::Network& network) {
    const auto text = network.card.find("recipe");
    if (text == network.card.end()) return std::nullopt;
    const auto recipe = io::parse_json(text->second, "the recipe", 200);
    if (!recipe) return std::nullopt;
    const auto number = [&](const char* key) {
        const nlohmann::json* value = io::member(recipe.value(), key);
        return value != nullptr && value->is_number() ? value->get<double>() : 0.0;
    };
    Card card;
    card.digits = static_cast<int>(std::clamp(number("digits"), 0.0, 1e6));
    if (card.digits == 0) card.digits = source_of(SetName::learning).count;
    card.shuffled = number("shuffled") > 0;
    if (number("data") != 0 || number("own-set") != 0) return std::nullopt;
    const auto batches = network.card.find("batches");
    if (batches != network.card.end()) card.batches = std::strtol(batches->second.c_str(), nullptr, 10);
    if (number("epochs") > 0) card.batches_a_pass = static_cast<double>(card.batches) / number("epochs");
    return card;
}

}  // namespace

std::optional<probe::RunCurve> curve_of_card(const State& state, const Run& run) {
    const nn::NetworkPtr& network = run.checkpoints.back().network;
    const ShippedModel* model = shipped_model(network->id.value);
    const probe::MeasureRow* measured = model != nullptr ? shipped_row(model->file) : nullptr;
    const std::optional<Card> card = card_of(*network);
    if (measured == nullptr && !card) return std::nullopt;
    if (card && card->batches == 0) return std::nullopt;  // it has learnt nothing
    probe::RunCurve curve;
    curve.name = run.name;
    probe::RunMoment moment;
    moment.network = network;
    if (measured != nullptr) {
        moment.training_accuracy = of(*measured, M::training_accuracy);
        moment.training_loss = of(*measured, M::training_loss);
        moment.held_out_accuracy = of(*measured, M::held_out_accuracy);
        moment.held_out_loss = of(*measured, M::held_out_loss);
    }
    if (card) {
        moment.batches = card->batches;
        curve.digits = card->digits;
        curve.batches_a_pass = card->batches_a_pass;
        curve.shuffled = card->shuffled;
        if (const DataSetPtr set = set_of(state, SetName::learning))
            curve.learnt = set->digits().slice(0, std::min(card->digits, set->count()));
    }
    curve.moments.push_back(std::move(moment));
    return curve;
}

std::vector<probe::RackRow> rack_rows(const Run& run) {
    std::vector<probe::RackRow> rows;
    for (const ShippedModel& model : shipped_models())
        if (const probe::MeasureRow* measured = shipped_row(model.file); measured != nullptr && is_on_rack(model))
            rows.push_back(row_of(model, *measured, run.checkpoints.back().network->id.value));
    return rows;
}

std::optional<Offer> rack_offer(const State& state) {
    if (state.lanes.size() > 1) return std::nullopt;
    const std::vector<probe::RackRow> rows = rack_rows(*state.lane().run);
    const auto curve = curve_of_card(state, *state.lane().run);
    if (!curve) return std::nullopt;
    const probe::RackRow* best = probe::to_compare(*curve, rows);
    if (best == nullptr) return std::nullopt;
    const ShippedModel* model = shipped_model(best->id);
    const bool coming = state.model_wanted && state.model_wanted->file == model->file;
    return Offer{std::string("beside ") + model->file, coming ? "On its way\xE2\x80\xA6" : "Beside it: " + best->name,
                 model->made_for, !state.model_wanted};
}

void take_rack_offer(State& state, std::string_view name) {
    const auto offer = rack_offer(state);
    if (!offer || offer->name != name || !offer->enabled) return;
    for (const ShippedModel& model : shipped_models())
        if (name == std::string("beside ") + model.file) return compare_shipped(state, model);
}

}  // namespace app
