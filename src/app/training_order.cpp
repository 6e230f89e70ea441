// What a training is given: the pictures it learns from and is tried on, the network that it begins with.
#include <algorithm>
#include <array>
#include <utility>

#include "app/actions.h"
#include "app/own_data.h"
#include "app/own_split.h"
#include "app/training.h"
#include "app/training_parts.h"
#include "app/training_words.h"
#include "nn/class_names.h"

namespace app {

DataSetPtr own_set(const State& state, std::uint64_t id) {
    for (const DataSetPtr& set : state.sets)
        if (id != 0 && set->id == id && source_of_set(state, set) == nullptr) return set;
    return nullptr;
}

int classes_of(const State& state, const RecipeValues& recipe) {
    const DataSetPtr own = own_set(state, recipe.own_set);
    return own ? class_count(*own) : 10;
}

std::string data_words(const State& state, const RecipeValues& recipe) {
    if (recipe.own_set == 0) return recipe["data"] == 1 ? "Fashion" : "MNIST";
    const DataSetPtr own = own_set(state, recipe.own_set);
    return own ? own->name : nn::identity_text(recipe.own_set);
}

void step_data(State& state, int way) {
    RecipeValues& recipe = state.training.recipe;
    std::vector<std::uint64_t> all = {0, 0};  // MNIST, Fashion-MNIST, then what the person brought
    for (const DataSetPtr& set : state.sets)
        if (source_of_set(state, set) == nullptr && set->loaded()) all.push_back(set->id);
    const auto count = static_cast<int>(all.size());
    int at = static_cast<int>(recipe["data"]);
    for (int i = 2; i < count; ++i)
        if (all[static_cast<std::size_t>(i)] == recipe.own_set) at = i;
    at = (at + way + count) % count;
    recipe.own_set = all[static_cast<std::size_t>(at)];
    recipe.set("data", at == 1 ? 1 : 0);
}

std::string split_words(const State& state) {
    const RecipeValues& recipe = state.training.recipe;
    if (recipe.own_set == 0) return {};
    const DataSetPtr own = own_set(state, recipe.own_set);
    if (!own) return "The pictures " + nn::identity_text(recipe.own_set) + " are not here: open them first.";
    if (const std::string lack = lack_for_learning(*own); !lack.empty())
        return "Networks cannot learn from " + own->name + ": " + lack + ".";
    const int held = held_out_count(*own, recipe["held-out"]);
    return own->name + ", " + std::to_string(class_count(*own)) + " classes: it learns from " +
           grouped(own->count() - held) + " pictures and is tried on the other " + grouped(held) + ".";
}

nn::Network with_class_names(const State& state, nn::Network network, const RecipeValues& recipe) {
    const DataSetPtr own = own_set(state, recipe.own_set);
    const std::string names = nn::classes_text(own ? own->class_names : class_names(source_of(sets_of(recipe)[0])));
    if (!names.empty() && (own || recipe.own_set == 0)) network.card[nn::kClassesKey] = names;
    return network;
}

base::Status fill_order(const State& state, const TrainingJob& job, TrainingOrder& order) {
    const RecipeValues& recipe = job.used;
    if (recipe.own_set != 0) {
        const DataSetPtr own = own_set(state, recipe.own_set);
        if (!own)
            return base::Error{"The recipe learns from the pictures " + nn::identity_text(recipe.own_set) +
                               ", which are not here: open them first."};
        auto split = split_of(*own, recipe["held-out"]);
        if (!split) return base::Error{split.message()};
        order.learn_set = split.value().learn;
        order.held_set = split.value().held_out;
    } else {
        const auto sets = sets_of(recipe);
        order.learn_set = job.learn_set ? job.learn_set : set_of(state, sets[0]);
        order.held_set = set_of(state, sets[1]);
    }
    order.learn = order.learn_set->digits();
    order.held_out = order.held_set->digits();
    if (recipe.start == 0) return base::Done{};
    const auto at = find_checkpoint(state, recipe.start);
    if (!at)
        return base::Error{"The recipe begins with the network " + nn::identity_text(recipe.start) +
                           ", which is not here: open it first."};
    const Run& run = *state.runs[static_cast<std::size_t>(at->run)];
    order.start = run.checkpoints[static_cast<std::size_t>(at->checkpoint)].network;
    return base::Done{};
}

std::vector<std::pair<std::string, std::uint64_t>> starts(const State& state) {
    std::vector<std::pair<std::string, std::uint64_t>> all = {{"Nothing", 0}};
    const auto add = [&](const Run& run, int checkpoint) {
        const std::uint64_t id = run.checkpoints[static_cast<std::size_t>(checkpoint)].network->id.value;
        for (const auto& [name, known] : all)
            if (known == id) return;
        all.emplace_back(checkpoint_name(run, checkpoint), id);
    };
    for (const Lane& lane : state.lanes) add(*lane.run, lane.checkpoint);
    for (const RunPtr& run : state.runs) add(*run, static_cast<int>(run->checkpoints.size()) - 1);
    return all;
}

std::string start_words(const State& state) {
    const std::uint64_t id = state.training.recipe.start;
    const auto at = id == 0 ? std::nullopt : find_checkpoint(state, id);
    if (at) return checkpoint_name(*state.runs[static_cast<std::size_t>(at->run)], at->checkpoint);
    return id == 0 ? "Nothing" : nn::identity_text(id);
}

void step_start(State& state, int way) {
    const auto all = starts(state);
    const auto count = static_cast<int>(all.size());
    int at = 0;
    for (int i = 0; i < count; ++i)
        if (all[static_cast<std::size_t>(i)].second == state.training.recipe.start) at = i;
    state.training.recipe.start = all[static_cast<std::size_t>((at + way + count) % count)].second;
}

}  // namespace app
