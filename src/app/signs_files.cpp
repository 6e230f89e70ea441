// Signs as lines of a file, as code in a link, and what the view offers to do with them.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/action_parts.h"
#include "app/actions.h"
#include "app/base64.h"
#include "app/probes.h"
#include "app/signs_parts.h"
#include "io/stroke_file.h"
#include "probe/all.h"

namespace app {
namespace {

constexpr std::size_t kLongestCode = 12'000;  // characters: a link of 16,384 also holds the view

bool keep_line(OwnSigns& own, const io::StrokeLine& line) {
    if (line.sign.empty()) return false;
    std::vector<std::string>& names = own.known.names;
    const auto known = std::find(names.begin(), names.end(), line.sign);
    const int sign = static_cast<int>(known - names.begin());
    const bool is_new = known == names.end();
    if (is_new && names.size() >= OwnSigns::kMostSigns) return false;
    const auto of_it = std::count_if(own.known.examples.begin(), own.known.examples.end(),
                                     [sign](const probe::SignExample& e) { return e.sign == sign; });
    if (of_it >= OwnSigns::kMostOfOne) return false;
    if (is_new) names.push_back(line.sign);
    const bool kept = keep_sign(own, sign, on_a_page(line.strokes));
    if (!kept && is_new) names.pop_back();
    return kept;
}

io::LinesKept read_lines(OwnSigns& own, std::string_view text) {
    return io::keep_stroke_lines(text, [&own](const io::StrokeLine& line) { return keep_line(own, line); });
}

void add_number(std::vector<std::uint8_t>& bytes, std::size_t number) {
    bytes.push_back(static_cast<std::uint8_t>(number & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(number >> 8 & 0xff));
}

/// Bytes from the front of a code; zeros, and `failed`, where it ends too early.
struct Bytes {
    std::span<const std::uint8_t> left;
    bool failed = false;

    std::size_t byte() {
        if (left.empty()) return failed = true, 0;
        const std::size_t value = left.front();
        left = left.subspan(1);
        return value;
    }
    std::size_t number() {
        const std::size_t low = byte();
        return low | byte() << 8;
    }
};

}  // namespace

image::Strokes on_a_page(const image::Strokes& strokes) {
    const image::Bounds box = image::bounds(strokes);
    if (box.left >= 0 && box.top >= 0 && box.right <= 1 && box.bottom <= 1) return strokes;
    const float side = std::max(box.width(), box.height()) * 1.4f, scale = side > 0 ? 1 / side : 0.0f,
                x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    image::Strokes placed = strokes;
    for (image::Stroke& stroke : placed)
        for (image::Point& p : stroke) p = {(p.x - x) * scale + 0.5f, (p.y - y) * scale + 0.5f};
    return placed;
}

std::string lines_of(const OwnSigns& own) {
    std::string text;
    for (std::size_t i = 0; i < own.strokes.size(); ++i) {
        const auto sign = static_cast<std::size_t>(own.known.examples[i].sign);
        text += io::sign_line(own.strokes[i], own.known.names[sign]) + "\n";
    }
    return text;
}

bool has_signs(std::string_view text) {
    const auto parsed = io::parse_stroke_line(text.substr(0, text.find('\n')));
    return parsed && !parsed.value().sign.empty();
}

void import_signs(State& state, std::string_view name, std::string_view text) {
    const io::LinesKept read = read_lines(state.signs, text);
    if (read.kept == 0)
        return say(state,
                   std::string(name) + ": no line of it could be added: there are ten signs, fifty drawings of each",
                   true);
    signs_changed(state);
    open_probe(state, &probe::kFewShot);
    say(state, std::to_string(read.kept) + " drawings of " + std::string(name) + " were added" +
                   (read.left_out ? "; " + std::to_string(read.left_out) +
                                        " lines were left out: they have no sign, no strokes, or there was no room"
                                  : ""));
}

void export_signs(State& state) {
    const std::string text = lines_of(state.signs);
    save_file(state, "unpool-signs.jsonl", {text.begin(), text.end()});
}

void restore_signs(State& state, std::string_view text) {
    OwnSigns& own = state.signs;
    if (own.from_link) {  // they were on their way when the link was opened
        own.from_link = lines_of(own) != text;
        if (own.from_link) own.mine += text;
        return;
    }
    const bool some = !own.strokes.empty();
    read_lines(own, text);
    signs_changed(state, some);  // else nothing is here that is not kept
}

std::string signs_code(State& state) {
    const OwnSigns& own = state.signs;
    const int features = values_of(state, probe::kFewShot).whole("features");
    std::vector<std::uint8_t> bytes{1, static_cast<std::uint8_t>(features), own.known.is_centred,
                                    static_cast<std::uint8_t>(own.known.names.size())};
    for (const std::string& name : own.known.names) {
        bytes.push_back(static_cast<std::uint8_t>(name.size()));
        bytes.insert(bytes.end(), name.begin(), name.end());
    }
    add_number(bytes, own.strokes.size());
    for (std::size_t i = 0; i < own.strokes.size(); ++i) {
        bytes.push_back(static_cast<std::uint8_t>(own.known.examples[i].sign));
        bytes.push_back(static_cast<std::uint8_t>(std::min<std::size_t>(own.strokes[i].size(), 255)));
        for (std::size_t k = 0; k < std::min<std::size_t>(own.strokes[i].size(), 255); ++k) {
            add_number(bytes, own.strokes[i][k].size());
            for (const image::Point& p : own.strokes[i][k]) {
                bytes.push_back(static_cast<std::uint8_t>(std::lround(p.x * 255.0f)));
                bytes.push_back(static_cast<std::uint8_t>(std::lround(p.y * 255.0f)));
            }
        }
        if (bytes.size() > kLongestCode) return {};
    }
    std::string code = to_base64(bytes);
    return code.size() > kLongestCode ? std::string() : code;
}

base::Result<CodedSigns> decode_signs(std::string_view code) {
    const base::Error wrong{"The link's signs are no code of drawings: it was cut or changed on the way"};
    const auto all = from_base64(code);
    if (!all) return wrong;
    Bytes bytes{*all};
    CodedSigns signs;
    if (bytes.byte() != 1) return wrong;
    const std::size_t features = bytes.byte();
    if (features > 3) return wrong;
    signs.features = static_cast<probe::SignFeatures>(features);
    signs.is_centred = bytes.byte() != 0;
    const std::size_t names = bytes.byte();
    if (names < 2 || names > OwnSigns::kMostSigns) return wrong;
    for (std::size_t i = 0; i < names; ++i) {
        std::string name;
        for (std::size_t left = bytes.byte(); left > 0 && !bytes.failed; --left)
            name += static_cast<char>(bytes.byte());
        if (!io::is_sign_name(name) || std::find(signs.names.begin(), signs.names.end(), name) != signs.names.end())
            return wrong;
        signs.names.push_back(std::move(name));
    }
    std::vector<int> of_sign(names, 0);
    for (std::size_t left = bytes.number(); left > 0 && !bytes.failed; --left) {
        const std::size_t sign = bytes.byte();
        if (sign >= names || ++of_sign[sign] > OwnSigns::kMostOfOne) return wrong;
        image::Strokes strokes(bytes.byte());
        for (image::Stroke& stroke : strokes)
            for (std::size_t points = bytes.number(); points > 0 && !bytes.failed; --points) {
                const auto x = static_cast<float>(bytes.byte());
                stroke.push_back({x / 255.0f, static_cast<float>(bytes.byte()) / 255.0f});
            }
        signs.signs.push_back(static_cast<int>(sign));
        signs.strokes.push_back(std::move(strokes));
    }
    const bool each = std::none_of(of_sign.begin(), of_sign.end(), [](int count) { return count == 0; });
    if (bytes.failed || !bytes.left.empty() || !each) return wrong;
    return signs;
}

std::vector<Offer> sign_offers(const State& state) {
    const OwnSigns& own = state.signs;
    std::vector<Offer> all;
    if (own.from_link) {
        if (!own.mine.empty()) all.push_back({"mine", "Back to my signs", "These came with a link; yours are kept"});
        all.push_back({"keep", own.mine.empty() ? "Keep these" : "Keep these instead",
                       own.mine.empty() ? "For the next visit" : "Yours are saved as a file first"});
    }
    if (own.run && state.lane().run == own.run)
        all.push_back({"digits", "Back to the digits", "Shows the network whose features are read"});
    else if (own.run)
        all.push_back({"signs", "Answer with my signs", "Shows the network that learnt them"});
    if (!own.strokes.empty()) {
        all.push_back({"remove", own.removing ? "Done" : "Remove\xE2\x80\xA6", "Then a click on a drawing removes it"});
        all.push_back(
            {"rename", own.renaming ? "Done" : "Rename\xE2\x80\xA6", "Then a click on a sign's name changes it"});
        if (own.removed) all.push_back({"back", "Bring it back", "The drawing that was removed last"});
        all.push_back({"save", "Save drawings", "As a file of lines, which opens here again"});
    }
    return all;
}

void take_sign_offer(State& state, std::string_view name) {
    OwnSigns& own = state.signs;
    const std::vector<Offer> all = sign_offers(state);
    if (std::none_of(all.begin(), all.end(), [&](const Offer& offer) { return offer.name == name; })) return;
    if (name == "save") return export_signs(state);
    if (name == "remove") own.removing = !own.removing, own.renaming = false;
    if (name == "rename") own.renaming = !own.renaming, own.removing = false;
    if (name == "digits") show_sign_features(state);
    if (name == "signs")
        show_run(state,
                 static_cast<int>(std::find(state.runs.begin(), state.runs.end(), own.run) - state.runs.begin()));
    if (name == "back") {
        const OwnSigns::Removed removed = *std::exchange(own.removed, std::nullopt);
        read_lines(own, io::sign_line(removed.strokes, removed.name));
        signs_changed(state);
    }
    if (name == "mine") {
        const std::string mine = own.mine;
        own.known.names.clear(), own.known.examples.clear(), own.strokes.clear();
        own.from_link = false;
        read_lines(own, mine);
        signs_changed(state);
    }
    if (name == "keep") {
        if (!own.mine.empty()) save_file(state, "unpool-signs.jsonl", {own.mine.begin(), own.mine.end()});
        own.from_link = false;
        own.mine.clear();
        signs_changed(state);
    }
}

}  // namespace app
