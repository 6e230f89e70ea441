// See signs.h.
#include "app/signs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/signs_parts.h"
#include "app/training_parts.h"
#include "image/digit.h"
#include "io/stroke_file.h"
#include "probe/all.h"
#include "probe/few_shot/sign_network.h"

namespace app {
namespace {

using Pixels = std::array<std::uint8_t, 784>;

constexpr const char* kNoName = "A sign's name has 1 to 24 letters and no comma";

Pixels bytes_of(const image::Gray& picture) {
    Pixels bytes{};
    std::transform(picture.pixels.begin(), picture.pixels.end(), bytes.begin(),
                   [](float v) { return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0f, 1.0f) * 255.0f)); });
    return bytes;
}

void mix(std::uint64_t& hash, std::uint64_t value) { hash = (hash ^ value) * 0x100000001b3ull; }

std::uint64_t stamp_of(const probe::Signs& signs) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const std::string& name : signs.names) {
        for (const char letter : name) mix(hash, static_cast<unsigned char>(letter));
        mix(hash, 0x100);
    }
    for (const probe::SignExample& example : signs.examples) {
        mix(hash, static_cast<std::uint64_t>(example.sign));
        for (const Pixels* pixels : {&example.centred, &example.drawn})
            for (const std::uint8_t byte : *pixels) mix(hash, byte);
    }
    mix(hash, signs.is_centred);
    return hash;
}

int count_of(const OwnSigns& own, int sign) {
    return static_cast<int>(std::count_if(own.known.examples.begin(), own.known.examples.end(),
                                          [sign](const probe::SignExample& e) { return e.sign == sign; }));
}

/// After the drawings changed: the features are those of the network that is open.
void changed(State& state, bool keep = true) {
    OwnSigns& own = state.signs;
    own.known.stamp = stamp_of(own.known);
    if (state.lane().run != own.run) own.known.base = state.lane().published;
    if (own.from_link && own.mine.empty() && keep) own.from_link = false;  // there are none to lose
    if (keep && !own.from_link) request(state, Effect::Kind::store_signs, lines_of(own));
}

void remove(State& state, std::size_t index) {
    OwnSigns& own = state.signs;
    const int sign = own.known.examples[index].sign;
    const std::string name = own.known.names[static_cast<std::size_t>(sign)];
    own.removed = OwnSigns::Removed{name, std::move(own.strokes[index])};
    own.strokes.erase(own.strokes.begin() + static_cast<std::ptrdiff_t>(index));
    own.known.examples.erase(own.known.examples.begin() + static_cast<std::ptrdiff_t>(index));
    if (count_of(own, sign) == 0) {
        own.known.names.erase(own.known.names.begin() + sign);
        for (probe::SignExample& example : own.known.examples) example.sign -= example.sign > sign;
    }
    own.removing = own.removing && !own.known.examples.empty();
    changed(state);
    say(state, "Removed one " + name);
}

/// Of what the network is made of.
std::uint64_t key_of(const probe::Signs& signs, probe::SignFeatures features) {
    std::uint64_t key = signs.stamp;
    mix(key, signs.base->id.value);
    mix(key, static_cast<std::uint64_t>(features));
    return key;
}

RunPtr run_of(State& state, nn::NetworkPtr network, const std::string& base_name, std::size_t signs) {
    RunPtr run = make_run(base_name + " + " + std::to_string(signs) + " signs", std::move(network));
    state.runs.push_back(run);
    return run;
}

/// What the run with these features is called.
std::string base_name(const State& state, const nn::NetworkPtr& base) {
    const auto at = find_checkpoint(state, base->id.value);
    return at ? state.runs[static_cast<std::size_t>(at->run)]->name : std::string("Network");
}

int index_of(const State& state, const RunPtr& run) {
    return static_cast<int>(std::find(state.runs.begin(), state.runs.end(), run) - state.runs.begin());
}

/// There are not enough signs any more.
void forget_run(State& state) {
    OwnSigns& own = state.signs;
    if (state.lane().run == own.run) show_sign_features(state);
    close_run(state, index_of(state, own.run));
    own.run.reset();
    own.learnt = 0;
}

probe::SignFeatures features_of(State& state) {
    return values_of(state, probe::kFewShot).chosen<probe::SignFeatures>("features");
}

}  // namespace

void show_sign_features(State& state) {
    const nn::NetworkPtr& base = state.signs.known.base;
    if (!base) return;
    if (const auto at = find_checkpoint(state, base->id.value)) show_run(state, at->run, at->checkpoint);
}

image::Strokes as_kept(const image::Strokes& strokes) {
    constexpr float kSpacing = 0.02f, kSteps = 255.0f;
    image::Strokes kept;
    for (const image::Stroke& stroke : strokes) {
        image::Stroke thin = image::thinned(stroke, kSpacing);
        for (image::Point& p : thin)
            p = {std::round(std::clamp(p.x, 0.0f, 1.0f) * kSteps) / kSteps,
                 std::round(std::clamp(p.y, 0.0f, 1.0f) * kSteps) / kSteps};
        if (!thin.empty()) kept.push_back(std::move(thin));
    }
    return kept;
}

bool keep_sign(OwnSigns& own, int sign, const image::Strokes& strokes) {
    image::Drawing page;
    page.strokes = as_kept(strokes);
    const auto centred = image::network_input(page, {});
    image::FitOptions off;
    off.fit = false;
    const auto drawn = image::network_input(page, off);
    if (!centred || !drawn) return false;
    own.known.examples.push_back({sign, bytes_of(*centred), bytes_of(*drawn)});
    own.strokes.push_back(std::move(page.strokes));
    return true;
}

void signs_changed(State& state, bool keep) { changed(state, keep); }

void add_drawing(State& state, int sign) {
    OwnSigns& own = state.signs;
    const image::Drawing& page = state.board.drawing();
    if (sign < 0 || sign >= static_cast<int>(own.known.names.size())) return;
    if (page.strokes.empty() || !page.picture.empty())
        return say(state, "Draw the sign first: only what was drawn on the pad can be added", true);
    if (count_of(own, sign) >= OwnSigns::kMostOfOne)
        return say(state, "There are 50 drawings of this sign, and there is room for no more", true);
    if (!keep_sign(own, sign, page.strokes)) return say(state, "There is no ink on the pad", true);
    own.removed.reset();
    changed(state);
    clear(state);
    const std::string& name = own.known.names[static_cast<std::size_t>(sign)];
    say(state, "Added: " + name + ", " + std::to_string(count_of(own, sign)) +
                   (count_of(own, sign) == 1 ? " drawing" : " drawings"));
}

void add_new_sign(State& state, std::string name) {
    OwnSigns& own = state.signs;
    name = std::string(io::trimmed(name));
    if (!io::is_sign_name(name)) return say(state, kNoName, true);
    const auto known = std::find(own.known.names.begin(), own.known.names.end(), name);
    if (known != own.known.names.end()) return add_drawing(state, static_cast<int>(known - own.known.names.begin()));
    if (own.known.names.size() >= OwnSigns::kMostSigns)
        return say(state, "There are ten signs, and there is room for no more", true);
    own.known.names.push_back(name);
    const std::size_t before = own.strokes.size();
    add_drawing(state, static_cast<int>(own.known.names.size()) - 1);
    if (own.strokes.size() == before) own.known.names.pop_back();  // it was said why
}

std::string next_sign_name(const State& state) {
    for (int number = 1;; ++number) {
        std::string name = "sign " + std::to_string(number);
        const auto& names = state.signs.known.names;
        if (std::find(names.begin(), names.end(), name) == names.end()) return name;
    }
}

void ask_for_sign_name(State& state) {
    if (state.board.drawing().strokes.empty())
        return say(state, "Draw the sign first: only what was drawn on the pad can be added", true);
    request(state, Effect::Kind::name_sign, next_sign_name(state));
}

void ask_to_rename_sign(State& state, int sign) {
    if (sign < 0 || sign >= static_cast<int>(state.signs.known.names.size())) return;
    const std::string& name = state.signs.known.names[static_cast<std::size_t>(sign)];
    request(state, Effect::Kind::name_sign, name);
    state.effects.back().name = name;
}

void rename_sign(State& state, const std::string& old, std::string name) {
    std::vector<std::string>& names = state.signs.known.names;
    name = std::string(io::trimmed(name));
    const auto it = std::find(names.begin(), names.end(), old);
    if (it == names.end() || name == old) return;
    if (!io::is_sign_name(name)) return say(state, kNoName, true);
    if (std::find(names.begin(), names.end(), name) != names.end())
        return say(state, "There is a sign called " + name + " already", true);
    *it = name;
    if (state.signs.removed && state.signs.removed->name == old) state.signs.removed->name = name;
    state.signs.renaming = false;
    changed(state);
    say(state, old + " is now called " + name);
}

void follow_sign(State& state, int index) {
    OwnSigns& own = state.signs;
    if (index < 0 || index >= static_cast<int>(own.strokes.size())) return;
    if (own.removing) return remove(state, static_cast<std::size_t>(index));
    set_strokes(state, own.strokes[static_cast<std::size_t>(index)]);
}

void refresh_signs_asked(const State& state, const Lane& lane, probe::Signs& signs) {
    const probe::Signs& known = state.signs.known;
    if (signs.stamp != known.stamp) signs = known;  // hundreds of drawings, and this is called while the pen moves
    signs.base = lane.run == state.signs.run ? known.base : lane.published;
}

bool reads_signs(const State& state) {
    return (state.probe.entry != nullptr && state.probe.entry->of_signs) ||
           (state.signs.run && state.lane().run == state.signs.run);
}

void refresh_signs(State& state) {
    OwnSigns& own = state.signs;
    const bool asked = state.probe.entry != nullptr && state.probe.entry->of_signs;
    if (own.run && index_of(state, own.run) == static_cast<int>(state.runs.size())) own.run.reset();  // closed
    if (!asked && !own.run) return;
    if (own.known.is_centred != state.options.fit) {
        own.known.is_centred = state.options.fit;
        own.known.stamp = stamp_of(own.known);
    }
    if (own.known.names.size() < 2) {
        if (own.run) forget_run(state);
        return;
    }
    if (!own.known.base) own.known.base = state.lane().published;
    const std::uint64_t wanted = key_of(own.known, features_of(state));
    if (wanted == own.learnt) return;
    own.learnt = wanted;
    const nn::NetworkPtr base = own.known.base;
    auto made = probe::sign_network(own.known, probe::feature_layer(*base, features_of(state)));
    if (!made) return say(state, made.message(), true);
    if (!own.run) {
        own.run = run_of(state, nn::publish(std::move(made.value())), base_name(state, base), own.known.names.size());
    } else {
        own.run->name = base_name(state, base) + " + " + std::to_string(own.known.names.size()) + " signs";
        own.run->checkpoints[0].network = nn::publish(std::move(made.value()));
        follow_run(state, own.run, 0, false);
    }
    if (asked && state.lane().published == base) show_run(state, index_of(state, own.run));
}

base::Result<LearntSigns> learn_signs(const CodedSigns& coded, const nn::NetworkPtr& base) {
    LearntSigns learnt;
    OwnSigns& signs = learnt.signs;
    signs.known.names = coded.names;
    for (std::size_t i = 0; i < coded.strokes.size(); ++i)
        if (!keep_sign(signs, coded.signs[i], coded.strokes[i]))
            return base::Error{"The link's signs have a drawing without ink"};
    signs.known.is_centred = coded.is_centred;
    signs.known.stamp = stamp_of(signs.known);
    signs.known.base = base;
    learnt.features = coded.features;
    auto made = probe::sign_network(signs.known, probe::feature_layer(*base, coded.features));
    if (!made) return base::Error{made.message()};
    learnt.network = nn::publish(std::move(made.value()));
    return learnt;
}

RunPtr put_signs(State& state, LearntSigns learnt) {
    OwnSigns& own = state.signs;
    OwnSigns& shown = learnt.signs;
    const bool same = shown.known.stamp == own.known.stamp;
    // Those of the last visit may be on their way still: nothing is kept in their place before the person wants it.
    shown.from_link = !same || own.from_link;
    shown.mine = same || own.from_link ? own.mine : lines_of(own);
    shown.learnt = key_of(shown.known, learnt.features);
    shown.run = run_of(state, std::move(learnt.network), base_name(state, shown.known.base), shown.known.names.size());
    const RunPtr before = own.run;
    own = std::move(shown);
    if (before) close_run(state, index_of(state, before));
    set_fit(state, own.known.is_centred);
    state.probe.values.try_emplace(probe::kFewShot.id, probe::defaults(probe::kFewShot))
        .first->second.numbers["features"] = static_cast<double>(learnt.features);
    return own.run;
}

}  // namespace app
