// See link.h.  One table of fields drives reading and writing; settings come from the probe's own table.
#include "app/link.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/blocks.h"
#include "app/keep.h"
#include "app/shipped.h"
#include "nn/cost.h"

namespace app {
namespace {

/// The network of versions 1.0 and 1.1, whose weights were float32: what ships now are the same, rounded to float16.
constexpr const char* kShippedUpTo11 = "9c263830";
constexpr std::size_t kPixels = static_cast<std::size_t>(kInputSide) * kInputSide;

std::string excerpt(std::string_view text) {
    std::string shown(text.substr(0, 40));
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 32 || static_cast<unsigned char>(c) > 126) c = '?';
    return "'" + shown + (text.size() > 40 ? "..." : "") + "'";
}

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

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1,
                  low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::optional<int> whole_number(std::string_view text) {
    if (text.empty() || text.size() > 6 ||
        !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    return std::atoi(std::string(text).c_str());
}

using Fields = std::vector<std::pair<std::string, std::string>>;

base::Result<Fields> split(std::string_view text) {
    Fields fields;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const auto value = equals == std::string_view::npos ? std::nullopt : unescaped(pair.substr(equals + 1));
        if (!value) return base::Error{"The link has a part that is no key=value: " + excerpt(pair)};
        fields.emplace_back(std::string(pair.substr(0, equals)), *value);
    }
    return fields;
}

std::optional<std::string> take(Fields& fields, std::string_view key) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [key](const auto& field) { return field.first == key; });
    if (found == fields.end()) return std::nullopt;
    std::string value = std::move(found->second);
    fields.erase(found);
    return value;
}

base::Status read_selection(Fields& fields, Link& link) {
    link.layer = take(fields, "layer").value_or("");
    for (const auto& [key, value] :
         {std::pair<const char*, std::optional<int>*>{"map", &link.map}, {"unit", &link.unit}}) {
        const auto text = take(fields, key);
        *value = text ? whole_number(*text) : std::nullopt;
        if (text && !*value)
            return base::Error{std::string("The link's ") + key + " is a whole number from 0, not " + excerpt(*text)};
    }
    if (link.layer == "input" && link.map == 0) link.map.reset();  // the input is one map
    if (link.layer == "input" && (link.map || link.unit))
        return base::Error{"The link names a map or unit of the input, which has none"};
    const auto keep = take(fields, "keep");
    if (!keep) return base::Done{};
    link.keep = keep_of(*keep);
    if (!link.keep)
        return base::Error{std::string("The link's keep is one of ") + kKeepWords + ", not " + excerpt(*keep)};
    if (*link.keep == explain::Keep::unit && !link.unit && link.layer != "input")
        return base::Error{"The link keeps one unit and does not say which: it needs unit="};
    return base::Done{};
}

/// "ID", "ID@STEP" or two of them with a comma between.  The step is for people: the identity alone finds the network.
base::Status read_models(Fields& fields, Link& link) {
    const std::string text = take(fields, "models").value_or("");
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string one = text.substr(begin, end - begin);
        one.resize(std::min(one.find('@'), one.size()));
        std::uint64_t id = 0;
        const bool is_hex = one.size() == 16 && std::all_of(one.begin(), one.end(), [&](char c) {
                                id = id << 4 | static_cast<std::uint64_t>(std::max(0, hex_digit(c)));
                                return hex_digit(c) >= 0;
                            });
        if (!is_hex || link.models.size() == 2)
            return base::Error{"The link's models are one or two of 16 hexadecimal digits, not " + excerpt(text)};
        link.models.push_back(id);
        begin = end + 1;
    }
    const auto scales = take(fields, "scales");
    if (scales && *scales != "own" && *scales != "shared")
        return base::Error{"The link's scales are own or shared, not " + excerpt(*scales)};
    if (scales) link.scales = *scales == "own" ? Scales::own : Scales::shared;
    const auto focus = take(fields, "focus");
    if (!focus) return base::Done{};
    link.focus = whole_number(*focus).value_or(2);
    if (link.focus >= static_cast<int>(link.models.size()))
        return base::Error{"The link's focus is 0 or 1 and needs that many models, not " + excerpt(*focus)};
    return base::Done{};
}

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

base::Status read_input(Fields& fields, Link& link) {
    const auto text = take(fields, "input");
    if (!text) return base::Done{};
    link.input = text->empty() ? std::vector<std::uint8_t>{} : decode_pixels(*text, kPixels);
    if (!link.input)
        return base::Error{"The link's input is not the code of 28 x 28 pixels: it was cut or changed on the way"};
    const auto label = take(fields, "label");
    link.label = label ? whole_number(*label) : std::nullopt;
    if (label && (!link.label || *link.label > 9))
        return base::Error{"The link's label is a digit from 0 to 9, not " + excerpt(*label)};
    return base::Done{};
}

/// The view, and every field that is left as a setting of it.
base::Status read_view(Fields& fields, Link& link) {
    const std::string view = take(fields, "view").value_or("explore");
    link.entry = probe::find(view);
    if (!link.entry && view != "explore")
        return base::Error{"The link asks for a view that there is not: " + excerpt(view)};
    if (!link.entry)
        return fields.empty()
                   ? base::Status(base::Done{})
                   : base::Status(base::Error{"The link has a part that nobody knows: " + excerpt(fields[0].first)});
    link.values = probe::defaults(*link.entry);
    for (const auto& [key, value] : fields)
        if (const base::Status status = probe::set(*link.entry, link.values, key, value); !status)
            return base::Error{"The link: " + status.message()};
    return base::Done{};
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

std::vector<std::uint8_t> input_bytes(const State& state) {
    std::vector<std::uint8_t> bytes(kPixels);
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
                           static_cast<int>(state.revision.lanes),
                           state.focus,
                           static_cast<int>(state.probe.scales),
                           s.layer,
                           s.map,
                           s.unit,
                           static_cast<int>(s.keep)};
    mix(hash, numbers, sizeof numbers);
    if (const probe::Entry* entry = state.probe.entry) {
        mix(hash, &entry, sizeof entry);
        for (const auto& [key, value] : values_of(state, *entry).numbers) mix(hash, &value, sizeof value);
        for (const auto& [key, value] : values_of(state, *entry).texts) mix(hash, value.data(), value.size());
    }
    return hash;
}

}  // namespace

base::Result<Link> parse_link(std::string_view text) {
    if (text.size() > kLongestLink) return base::Error{"The link is longer than 16,384 characters"};
    if (const std::size_t hash = text.rfind('#'); hash != std::string_view::npos) text.remove_prefix(hash + 1);
    auto fields = split(text);
    if (!fields) return base::Error{fields.message()};
    Link link;
    const auto version = take(fields.value(), "v");
    if (!version) return base::Error{"This is no link of Unpool: it does not begin with v=2"};
    if (*version != "1" && *version != "2")
        return base::Error{"The link is of version " + excerpt(*version) +
                           ", and this program knows versions 1 and 2: a newer one may open it"};
    if (*version == "1") link.old_model = take(fields.value(), "model").value_or("");
    for (const auto& read : {read_models, read_input, read_selection, read_view})
        if (const base::Status status = read(fields.value(), link); !status) return base::Error{status.message()};
    return link;
}

std::string link_of(State& state) {
    const nn::Network& network = state.lane().network();
    const Selection& s = state.selection;
    std::string link = "v=2&models=";
    for (const Lane& lane : state.lanes) {
        link += (&lane == &state.lanes.front() ? "" : ",") + nn::identity_text(lane.network().id.value);
        if (lane.run->checkpoints.size() > 1)
            link += "@" + std::to_string(lane.run->checkpoints[static_cast<std::size_t>(lane.checkpoint)].step);
    }
    if (state.lanes.size() > 1 && state.probe.scales == Scales::own) link += "&scales=own";
    if (state.focus > 0) link += "&focus=" + std::to_string(state.focus);
    link += "&input=" + (state.input ? encode_pixels(input_bytes(state)) : "");
    if (state.truth) link += "&label=" + std::to_string(*state.truth);
    link += "&layer=" + escaped(s.layer < 0 ? "input" : network.layer(s.layer).name);
    if (s.layer >= 0) link += "&map=" + std::to_string(s.map);
    if (s.unit >= 0) link += "&unit=" + std::to_string(s.unit);
    link += std::string("&keep=") + keep_name(s.keep);
    const probe::Entry* entry = state.probe.entry;
    link += std::string("&view=") + (entry ? entry->id : "explore");
    if (!entry) return link;
    for (const probe::Setting& setting : entry->settings) {
        const std::string value = probe::text_of(setting, values_of(state, *entry));
        if (!value.empty()) link += std::string("&") + setting.key + "=" + escaped(value);
    }
    return link;
}

base::Status open_link(State& state, std::string_view text) {
    auto parsed = parse_link(text);
    if (!parsed) return base::Error{parsed.message()};
    Link& link = parsed.value();
    auto models = find_models(state, link);
    if (!models && want_for_link(state, link.models, text)) return base::Done{};
    if (!models) return base::Error{models.message()};
    const nn::Network& network = network_meant(state, link, models.value());
    if (const base::Status status = fits(state, link, network); !status) return base::Error{status.message()};
    if (const base::Status status = fit_together(state, models.value()); !status) return base::Error{status.message()};
    show_models(state, models.value(), link.focus);
    if (link.models.size() > 1) set_scales(state, link.scales);
    if (link.input && link.input->empty()) {
        clear(state);
    } else if (link.input) {
        std::vector<float> pixels(kPixels);
        std::transform(link.input->begin(), link.input->end(), pixels.begin(),
                       [](std::uint8_t b) { return static_cast<float>(b) / 255.0f; });
        set_input(state, pixels);
        if (!state.board.empty()) state.truth = link.label;
    }
    select_as_told(state, link);
    if (link.keep) set_keep(state, *link.keep);
    if (link.entry) state.probe.values[link.entry->id] = std::move(link.values);
    open_probe(state, link.entry);
    state.options.hint_seen = true;
    return base::Done{};
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
