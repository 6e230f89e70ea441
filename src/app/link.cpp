// Opens a link (see link.h): finds its networks, looks whether all of it fits, and only then changes the state.
#include "app/link.h"

#include <algorithm>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/blocks.h"
#include "app/link_text.h"
#include "app/shipped.h"
#include "nn/cost.h"

namespace app {
namespace {

/// The network of versions 1.0 and 1.1, whose weights were float32: what ships now are the same, rounded to float16.
constexpr const char* kShippedUpTo11 = "9c263830";

const nn::Network& network_at(const State& state, const CheckpointAddress& at) {
    const std::vector<Checkpoint>& all = state.runs[static_cast<std::size_t>(at.run)]->checkpoints;
    return at.checkpoint < 0 ? *all.back().network : *all[static_cast<std::size_t>(at.checkpoint)].network;
}

/// The lanes as the link wants them.
void show_models(State& state, std::span<const CheckpointAddress> models, int focus) {
    if (models.empty()) return;
    if (models.size() == 1) stop_comparing(state);
    set_focus(state, 0);
    // What stands in the second lane may be too large beside the first network, and is not wanted there.
    if (models.size() > 1 && state.lanes.size() > 1 &&
        state.lanes[1].network().id.value != network_at(state, models[1]).id.value)
        stop_comparing(state);
    show_run(state, models[0].run, models[0].checkpoint);
    if (models.size() > 1) compare_with(state, models[1].run, models[1].checkpoint);
    set_focus(state, focus);
}

/// The layer that the link means; -1 for the input.  It may name one that there is not: the one that is selected then.
int layer_of(const State& state, const Link& link, const nn::Network& network) {
    if (link.layer == "input") return -1;
    return network.find(link.layer).value_or(std::min(state.selection.layer, network.layer_count() - 1));
}

/// Where the link's networks are, in its order; nothing where it names none.
base::Result<std::vector<CheckpointAddress>> find_models(const State& state, const Link& link) {
    std::vector<CheckpointAddress> found;
    for (const std::uint64_t id : link.models) {
        const auto at = find_checkpoint(state, id);
        if (!at)
            return base::Error{"The link was made with another model (" + nn::identity_text(id) + ", here runs " +
                               nn::identity_text(state.lane().network().id.value) + "): open that model first"};
        found.push_back(*at);
    }
    if (link.old_model.empty() || link.old_model == state.lane().name())
        return found;  // by name, as the state tells it
    if (link.old_model == kShippedUpTo11)
        if (const auto at = find_checkpoint(state, shipped_models().front().id)) return std::vector{*at};
    for (std::size_t run = 0; run < state.runs.size(); ++run)
        if (old_model_id(*state.runs[run]->checkpoints.back().network) == link.old_model)
            return std::vector{CheckpointAddress{static_cast<int>(run), -1}};
    return base::Error{"The link was made with another model (" + excerpt(link.old_model) +
                       "), which is not here: open that model first"};
}

/// The network that will have the focus once the link is open.
const nn::Network& network_meant(const State& state, const Link& link, std::span<const CheckpointAddress> models) {
    return models.empty() ? state.lane().network() : network_at(state, models[static_cast<std::size_t>(link.focus)]);
}

/// Whether the network has what the link names.
base::Status fits(const State& state, const Link& link, const nn::Network& network) {
    if (!link.layer.empty() && link.layer != "input" && !network.find(link.layer))
        return base::Error{"The link names a layer that the model does not have: " + excerpt(link.layer)};
    const int layer = layer_of(state, link, network);
    if (layer < 0)
        return link.map || link.unit
                   ? base::Status(base::Error{"The link names a map and no layer, and the input is selected"})
                   : base::Status(base::Done{});
    const std::string& name = network.layer(layer).name;
    const int maps = map_count(network, layer), units = network.shape(layer).plane();
    if (link.map.value_or(0) >= maps)
        return base::Error{"The link's map is " + std::to_string(*link.map) + ", and " + name + " has " +
                           std::to_string(maps)};
    if (link.unit.value_or(0) >= units)
        return base::Error{"The link's unit is " + std::to_string(*link.unit) + ", and a map of " + name + " has " +
                           std::to_string(units)};
    return base::Done{};
}

/// Whether two networks may stand beside each other.
base::Status fit_together(const State& state, std::span<const CheckpointAddress> models) {
    if (models.size() < 2) return base::Done{};
    const auto name = [&](const CheckpointAddress& at) { return state.runs[static_cast<std::size_t>(at.run)]->name; };
    std::string why = nn::complaint_about_both(network_at(state, models[0]), name(models[0]),
                                               network_at(state, models[1]), name(models[1]));
    return why.empty() ? base::Status(base::Done{}) : base::Status(base::Error{"The link: " + why});
}

constexpr const char* kNoSigns = "The link has signs, and no network that answers with them";

/// The network whose features the link's signs read; null: none of its networks has signs.
nn::NetworkPtr network_of_signs(const State& state, const Link& link, std::span<const CheckpointAddress> models) {
    for (std::size_t i = 0; i < models.size(); ++i)
        if (link.with_signs[i]) {
            const std::vector<Checkpoint>& all = state.runs[static_cast<std::size_t>(models[i].run)]->checkpoints;
            return models[i].checkpoint < 0 ? all.back().network
                                            : all[static_cast<std::size_t>(models[i].checkpoint)].network;
        }
    return nullptr;
}

/// The same networks, those with signs being the run that answers with them.  Runs may have moved.
std::vector<CheckpointAddress> with_signs(State& state, const Link& link, std::vector<CheckpointAddress> models,
                                          LearntSigns signs) {
    std::vector<std::uint64_t> ids = link.models;
    const std::uint64_t id = signs.network->id.value;
    put_signs(state, std::move(signs));
    for (std::size_t i = 0; i < models.size(); ++i)
        models[i] = find_checkpoint(state, link.with_signs[i] ? id : ids[i]).value_or(models[i]);
    return models;
}

void select_as_told(State& state, const Link& link) {
    const int layer = layer_of(state, link, state.lane().network());
    if (layer < 0) return select(state, -1, 0);
    if (link.layer.empty() && !link.map && !link.unit) return;
    const int map = link.map.value_or(link.layer.empty() ? state.selection.map : 0);
    if (link.unit)
        select_unit(state, layer, map, *link.unit);
    else
        select(state, layer, map);
}

}  // namespace

base::Status open_link(State& state, std::string_view text) {
    auto parsed = parse_link(text);
    if (!parsed) return base::Error{parsed.message()};
    Link& link = parsed.value();
    auto models = find_models(state, link);
    if (!models && want_for_link(state, link.models, text)) return base::Done{};
    if (!models && link.recipe) {  // it can be trained
        open_training(state, *link.recipe);
        state.training.link = text;
        state.training.problem.clear();
        return base::Done{};
    }
    if (!models) return base::Error{models.message()};
    std::optional<LearntSigns> signs;
    if (link.signs && !models.value().empty()) {
        const nn::NetworkPtr base = network_of_signs(state, link, models.value());
        auto learnt = base ? learn_signs(*link.signs, base) : base::Result<LearntSigns>(base::Error{kNoSigns});
        if (!learnt) return base::Error{learnt.message()};
        signs = std::move(learnt.value());
    }
    const bool focus_has_signs = signs && link.with_signs[static_cast<std::size_t>(link.focus)];
    const nn::Network& network = focus_has_signs ? *signs->network : network_meant(state, link, models.value());
    if (const base::Status status = fits(state, link, network); !status) return base::Error{status.message()};
    if (const base::Status status = fit_together(state, models.value()); !status) return base::Error{status.message()};
    if (signs) models = with_signs(state, link, models.value(), std::move(*signs));
    show_models(state, models.value(), link.focus);
    if (link.models.size() > 1) set_scales(state, link.scales);
    if (link.input && link.input->empty()) {
        clear(state);
    } else if (link.input) {
        std::vector<float> pixels(kLinkPixels);
        std::transform(link.input->begin(), link.input->end(), pixels.begin(),
                       [](std::uint8_t b) { return static_cast<float>(b) / 255.0f; });
        set_input(state, pixels);
        if (!state.board.empty()) state.truth = link.label;
    }
    select_as_told(state, link);
    if (link.keep) set_keep(state, *link.keep);
    if (link.entry) state.probe.values[link.entry->id] = std::move(link.values);
    if (link.set)
        show_set(state, *link.set);
    else if (!link.models.empty() && state.set_to_show && *state.set_to_show != SetName::held_out)
        show_set(state, SetName::held_out);
    open_probe(state, link.entry);
    state.page = link.page;
    if (link.page == Page::train) state.tab = Tab::view;
    if (link.recipe) set_recipe(state, *link.recipe);
    state.options.hint_seen = true;
    return base::Done{};
}

}  // namespace app
