#include "app/shipped.h"

#include <algorithm>
#include <array>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/link.h"
#include "io/model_file.h"

namespace app {
namespace {

constexpr std::array<ShippedModel, 2> kShipped{{
    {0x8e650145f7ff903aull, "lenet5", "LeNet-5"},
    {0xad06e88f5dec1336ull, "lenet5-seed5", "LeNet-5, seed 5"},
}};

const ShippedModel* find_shipped(std::string_view file) {
    const auto found =
        std::find_if(kShipped.begin(), kShipped.end(), [&](const ShippedModel& model) { return file == model.file; });
    return found == kShipped.end() ? nullptr : &*found;
}

void act(State& state, const WantedModel& wanted, int run) {
    switch (wanted.then) {
        case WantedModel::Then::show:
            return show_run(state, run);
        case WantedModel::Then::compare:
            return compare_with(state, run);
        case WantedModel::Then::open_link:
            if (const base::Status status = open_link(state, wanted.link); !status) {
                state.network_error = status.message();
                say(state, state.network_error, true);
            }
            return;
    }
}

/// At once where it is here, else when it has come.
void want(State& state, const ShippedModel& model, WantedModel wanted) {
    if (const auto at = find_checkpoint(state, model.id)) return act(state, wanted, at->run);
    state.network_error.clear();
    wanted.file = model.file;
    state.model_wanted = std::move(wanted);
    request(state, Effect::Kind::fetch_model, model.file);
}

}  // namespace

std::span<const ShippedModel> shipped_models() { return kShipped; }

void show_shipped(State& state, const ShippedModel& model) { want(state, model, {"", WantedModel::Then::show, ""}); }

void compare_shipped(State& state, const ShippedModel& model) {
    want(state, model, {"", WantedModel::Then::compare, ""});
}

bool want_for_link(State& state, std::span<const std::uint64_t> models, std::string_view link) {
    for (const std::uint64_t id : models) {
        if (find_checkpoint(state, id)) continue;
        const auto shipped =
            std::find_if(kShipped.begin(), kShipped.end(), [id](const ShippedModel& model) { return model.id == id; });
        if (shipped == kShipped.end()) return false;
        want(state, *shipped, {"", WantedModel::Then::open_link, std::string(link)});
        return true;
    }
    return false;
}

void open_shipped(State& state, std::string_view file, std::span<const std::uint8_t> bytes) {
    const ShippedModel* model = find_shipped(file);
    if (!model) return shipped_failed(state, file, "no such network ships");
    auto network = io::parse_model(bytes);
    if (!network) return shipped_failed(state, file, network.message());
    const nn::NetworkPtr published = nn::publish(std::move(network.value()));
    auto at = find_checkpoint(state, published->id.value);
    if (!at) {
        state.runs.push_back(make_run(model->name, published));
        at = CheckpointAddress{static_cast<int>(state.runs.size()) - 1, 0};
    }
    if (!state.model_wanted || state.model_wanted->file != file) return;
    const WantedModel wanted = std::move(*state.model_wanted);
    state.model_wanted.reset();
    act(state, wanted, at->run);
}

void shipped_failed(State& state, std::string_view file, std::string_view why) {
    if (state.model_wanted && state.model_wanted->file == file) state.model_wanted.reset();
    state.network_error = "The network " + std::string(file) + " could not be had: " + std::string(why);
    say(state, state.network_error, true);
}

}  // namespace app
