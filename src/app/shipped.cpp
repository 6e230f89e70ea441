#include "app/shipped.h"

#include <algorithm>
#include <array>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/history.h"
#include "app/link.h"

namespace app {
namespace {

constexpr std::uint64_t kEarlier[] = {
    0xb5e693a4f5c0ceabull, 0x2534788e189731f4ull, 0xb46e5d9d5201b1f4ull, 0xd547a6b64bfdf33bull, 0xbddbcca5fb6827b4ull,
    0x31b3d129f37aac85ull, 0xeec5a66e83d0be92ull, 0xc76b0b760d43a162ull, 0xa079da853af81fcdull, 0x281d2b239b8c0ca5ull,
    0x3b6001962b5a589dull, 0xfa7dcf78855eae57ull, 0x8d3f61d7bff96114ull, 0xc3d2be288e19d6a5ull, 0xf2ce9486eb994ab9ull};

constexpr std::array<ShippedModel, 3> kShipped{{
    {0x8e650145f7ff903aull, "lenet5", "LeNet-5"},
    {0xad06e88f5dec1336ull, "lenet5-seed5", "LeNet-5, seed 5"},
    {0x2fa085e10167f379ull, kHistoryFile, "LeNet-5 while it learnt", kEarlier},
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
        const auto shipped = std::find_if(kShipped.begin(), kShipped.end(), [id](const ShippedModel& model) {
            return model.id == id || std::count(model.earlier.begin(), model.earlier.end(), id) > 0;
        });
        if (shipped == kShipped.end()) return false;
        want(state, *shipped, {"", WantedModel::Then::open_link, std::string(link)});
        return true;
    }
    return false;
}

void open_shipped(State& state, std::string_view file, std::span<const std::uint8_t> bytes) {
    const ShippedModel* model = find_shipped(file);
    if (!model) return shipped_failed(state, file, "no such network ships");
    auto run = read_run(model->name, bytes);
    if (!run) return shipped_failed(state, file, run.message());
    auto at = find_checkpoint(state, run.value()->checkpoints.back().network->id.value);
    if (!at) {
        state.runs.push_back(std::move(run.value()));
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
