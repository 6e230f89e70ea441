// The view on show as a link (see link.h), and when it is told to the address bar.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/action_parts.h"
#include "app/keep.h"
#include "app/link.h"
#include "app/link_text.h"
#include "app/training_parts.h"

namespace app {
namespace {

bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.' || c == ',' || c == ':';
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        char code[8];
        std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        if (is_plain(c))
            out += c;
        else
            out += code;
    }
    return out;
}

std::vector<std::uint8_t> input_bytes(const State& state) {
    std::vector<std::uint8_t> bytes(kLinkPixels);
    std::transform(state.input->pixels.begin(), state.input->pixels.end(), bytes.begin(),
                   [](float v) { return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0f, 1.0f) * 255.0f)); });
    return bytes;
}

void mix(std::uint64_t& hash, const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i) hash = (hash ^ bytes[i]) * 0x100000001b3ull;  // FNV-1a
}

/// Another number whenever something that the link tells has changed.
std::uint64_t stamp_of(State& state) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    const Selection& s = state.selection;
    const int numbers[] = {static_cast<int>(state.revision.input),
                           is_passing(state, state.lane()) ? 0 : static_cast<int>(state.revision.lanes),
                           state.focus,
                           static_cast<int>(state.probe.scales),
                           static_cast<int>(state.page),
                           state.set_to_show ? static_cast<int>(*state.set_to_show) : -1,
                           s.layer,
                           s.map,
                           s.unit,
                           static_cast<int>(s.keep)};
    mix(hash, numbers, sizeof numbers);
    const std::string recipe = recipe_text(state.training.recipe);
    mix(hash, recipe.data(), recipe.size());
    if (const probe::Entry* entry = state.probe.entry) {
        mix(hash, &entry, sizeof entry);
        for (const auto& [key, value] : values_of(state, *entry).numbers) mix(hash, &value, sizeof value);
        for (const auto& [key, value] : values_of(state, *entry).texts) mix(hash, value.data(), value.size());
    }
    return hash;
}

}  // namespace

std::string link_of(State& state) {
    const nn::Network& network = state.lane().network();
    const Selection& s = state.selection;
    std::string link = "v=2&models=";
    const auto of_signs = [&](const Lane& lane) { return state.signs.run && lane.run == state.signs.run; };
    const bool some_signs = std::any_of(state.lanes.begin(), state.lanes.end(), of_signs);
    const std::string signs = some_signs ? signs_code(state) : std::string();
    for (const Lane& lane : state.lanes) {
        if (of_signs(lane) && !signs.empty()) {  // whoever opens it has the network below them, and trains them anew
            link += (&lane == &state.lanes.front() ? "" : ",") + nn::identity_text(state.signs.known.base->id.value) +
                    kSignsMark;
            continue;
        }
        link += (&lane == &state.lanes.front() ? "" : ",") + nn::identity_text(lane.network().id.value);
        if (lane.run->checkpoints.size() > 1)
            link += "@" + std::to_string(lane.run->checkpoints[static_cast<std::size_t>(lane.checkpoint)].step);
    }
    if (!signs.empty()) link += "&signs=" + signs;
    const Run& run = *state.lane().run;
    if (run.trained_here || state.page == Page::train)
        link += "&recipe=" + escaped(run.trained_here ? run.recipe : recipe_text(state.training.recipe));
    if (state.lanes.size() > 1 && state.probe.scales == Scales::own) link += "&scales=own";
    if (state.focus > 0) link += "&focus=" + std::to_string(state.focus);
    link += "&input=" + (state.input ? encode_pixels(input_bytes(state)) : "");
    if (state.truth) link += "&label=" + std::to_string(*state.truth);
    if (state.set_to_show && *state.set_to_show != SetName::held_out)
        link += std::string("&set=") + source_of(*state.set_to_show).id;
    link += "&layer=" + escaped(s.layer < 0 ? "input" : network.layer(s.layer).name);
    if (s.layer >= 0) link += "&map=" + std::to_string(s.map);
    if (s.unit >= 0) link += "&unit=" + std::to_string(s.unit);
    link += std::string("&keep=") + keep_name(s.keep);
    const probe::Entry* entry = state.probe.entry;
    link += std::string("&view=") + (entry ? entry->id : state.page == Page::train ? "train" : "explore");
    if (!entry) return link;
    for (const probe::Setting& setting : entry->settings) {
        const std::string value = probe::text_of(setting, values_of(state, *entry));
        if (!value.empty()) link += std::string("&") + setting.key + "=" + escaped(value);
    }
    return link;
}

bool tell_link(State& state) {
    constexpr double kStill = 0.5;
    const std::uint64_t stamp = stamp_of(state);
    if (state.link_stamp == 0 || hand_is_drawing(state)) state.link_stamp = stamp;  // the first view needs no telling
    if (stamp != state.link_stamp) {
        state.link_stamp = stamp;
        state.link_at = state.now + kStill;
    }
    if (state.link_at <= 0) return false;
    if (state.now < state.link_at) return true;
    state.link_at = 0;
    std::string link = link_of(state);
    if (link == state.link) return false;
    state.link = link;
    request(state, Effect::Kind::show_link, std::move(link));
    return false;
}

void copy_link(State& state) { request(state, Effect::Kind::copy_text, "#" + link_of(state)); }

void share_link(State& state) { request(state, Effect::Kind::share_text, "#" + link_of(state)); }

std::string old_model_id(const nn::Network& network) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (int i = 0; i < network.layer_count(); ++i) {
        mix(hash, network.layer(i).name.data(), network.layer(i).name.size());
        const nn::Parameters& p = network.parameters[static_cast<std::size_t>(i)];
        mix(hash, p.weight.data(), p.weight.size() * sizeof(float));
        mix(hash, p.bias.data(), p.bias.size() * sizeof(float));
    }
    char digits[16];
    std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>((hash ^ (hash >> 32)) & 0xffffffffu));
    return digits;
}

}  // namespace app
