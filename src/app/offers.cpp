#include "app/offers.h"

#include <algorithm>
#include <string>

#include "app/link.h"
#include "app/overfit.h"
#include "app/shipped.h"
#include "app/state.h"

namespace app {
namespace {

/// A network that ships, to be put beside the open one.
struct Companion {
    const char* view;
    const char* file;
    const char* label;
};
constexpr Companion kCompanions[] = {
    {"matching", "lenet5-seed5", "Beside it: another seed"},
    {"matching", "lenet5-1000", "Beside it: 1,000 digits"},
    {"matching", "lenet5-untrained", "Beside it: untrained"},
    {"coadaptation", "lenet5-1000", "Beside it: 1,000 digits"},
    {"coadaptation", "lenet5-1000-dropout", "Beside it: 1,000 digits, dropout"},
    {"linear-probe", "lenet5-1000", "Beside it: 1,000 digits"},
    {"linear-probe", "lenet5-untrained", "Beside it: untrained"},
};

const ShippedModel* find(std::string_view file) {
    for (const ShippedModel& model : shipped_models())
        if (file == model.file) return &model;
    return nullptr;
}

std::vector<Offer> companions(State& state) {
    std::vector<Offer> all;
    if (state.lanes.size() > 1) return all;
    for (const Companion& one : kCompanions) {
        const ShippedModel* model = find(one.file);
        if (one.view != std::string_view(state.probe.entry->id) || model == nullptr ||
            state.lane().network().id.value == model->id)
            continue;
        const bool coming = state.model_wanted && state.model_wanted->file == one.file;
        all.push_back({std::string("beside ") + one.file, coming ? "On its way\xE2\x80\xA6" : one.label,
                       model->made_for, !state.model_wanted});
    }
    return all;
}

/// Of the model table: t10k, one network at a time.
std::vector<Offer> last_word_offer(const State& state) {
    if (last_word_set(state.lane().network()) != SetName::last_word) return {};
    const std::string so_far = last_word_words(state);
    if (state.last_word.more && set_error(state, SetName::last_word).empty())
        return {{"t10k", "t10k is being read\xE2\x80\xA6", so_far, false}};
    return {{"t10k", "Ask t10k about " + state.lane().name(),
             "How many of the 10,000 digits that nothing was chosen by it reads right. So far: " + so_far + "."}};
}

}  // namespace

std::vector<Offer> offers(State& state) {
    if (state.probe.entry == nullptr) return {};
    if (state.probe.entry->of_signs) return sign_offers(state);
    if (state.probe.entry->of_models) return last_word_offer(state);
    return state.probe.entry->of_runs ? overfit_offers(state) : companions(state);
}

void take_offer(State& state, std::string_view name) {
    if (state.probe.entry == nullptr) return;
    if (state.probe.entry->of_signs) return take_sign_offer(state, name);
    if (state.probe.entry->of_runs) return take_overfit_offer(state, name);
    if (state.probe.entry->of_models) {
        const std::vector<Offer> all = last_word_offer(state);
        if (!all.empty() && all[0].enabled && all[0].name == name) use_last_word(state);
        return;
    }
    for (const Offer& offer : companions(state))
        if (offer.name == name && offer.enabled)
            if (const ShippedModel* model = find(name.substr(name.find(' ') + 1)))
                return compare_shipped(state, *model);
}

}  // namespace app
