// The person's own signs: a few drawings of each, kept for the next visit, and the network that answers with them.
//
// Its layers are those of the network that was open; the softmax behind them is trained anew, in milliseconds, whenever
// a drawing comes or goes.  To every view it is a network like any other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/offers.h"
#include "app/run.h"
#include "base/result.h"
#include "image/strokes.h"
#include "probe/signs.h"

namespace app {

struct Lane;
struct State;

struct OwnSigns {
    static constexpr std::size_t kMostSigns = 10;
    static constexpr int kMostOfOne = 50;

    probe::Signs known;                   ///< base: whose features `run` reads
    std::vector<image::Strokes> strokes;  ///< of each example, on a page of 1 x 1
    RunPtr run;                           ///< the network that answers with them; null: there is none
    std::uint64_t learnt = 0;             ///< what `run` was made from
    bool removing = false;                ///< a click on a drawing removes it
    bool renaming = false;                ///< a click on a sign's name asks for another one
    struct Removed {
        std::string name;
        image::Strokes strokes;
    };
    std::optional<Removed> removed;  ///< the last one
    bool from_link = false;          ///< these came with a link, and are not kept before the person says so
    std::string mine;                ///< the person's own meanwhile, as lines
};

/// What is on the pad as a drawing of this sign, or of a new one; the pad is then empty for the next.  Says why where
/// that cannot be: nothing drawn, too many, a name that is none or is there already.
void add_drawing(State& state, int sign);
void add_new_sign(State& state, std::string name);
/// Asks for its name; a screen that cannot ask takes this one.
void ask_for_sign_name(State& state);
std::string next_sign_name(const State& state);
/// Asks for another name of this sign: `rename_sign`.
void ask_to_rename_sign(State& state, int sign);
/// Says why where that cannot be: no sign is called `old`, a name that is none or is there already.
void rename_sign(State& state, const std::string& old, std::string name);

/// A click on drawing `index`: it goes onto the pad, or away where drawings are being removed.
void follow_sign(State& state, int index);

/// Lines {"sign": "heart", "strokes": [...]}; those of a name that is there are added to it.  Lines without a sign or
/// strokes are counted and left out.
void import_signs(State& state, std::string_view name, std::string_view text);
void export_signs(State& state);
/// Whether the text begins with such a line.
bool has_signs(std::string_view text);
/// Those of the last visit; what cannot be read of them is left out.
void restore_signs(State& state, std::string_view text);

/// Makes `signs` what the lane's network is asked about: copies them where they changed since.
void refresh_signs_asked(const State& state, const Lane& lane, probe::Signs& signs);
/// Whether the page is read as one sign, not as several digits.
bool reads_signs(const State& state);
/// Trains the network of signs where the drawings, its features or the open view want it.
void refresh_signs(State& state);

std::vector<Offer> sign_offers(const State& state);
void take_sign_offer(State& state, std::string_view name);

/// In a link: names, drawings and which features are read; "" where there are none or more than a link holds.
std::string signs_code(State& state);
struct CodedSigns {
    std::vector<std::string> names;
    std::vector<int> signs;  ///< of each drawing
    std::vector<image::Strokes> strokes;
    bool is_centred = true;
    probe::SignFeatures features = probe::SignFeatures::last;
};
/// Errors: what is no such code, or was cut.
base::Result<CodedSigns> decode_signs(std::string_view code);
/// A link's signs, and the network that answers with them; `base` is the one whose features they read.
struct LearntSigns {
    OwnSigns signs;
    nn::NetworkPtr network;
    probe::SignFeatures features = probe::SignFeatures::last;
};
/// Errors: a drawing without ink; those of the training.
base::Result<LearntSigns> learn_signs(const CodedSigns& coded, const nn::NetworkPtr& base);
/// Puts them in the place of the person's own, which are put aside; gives the run that answers with them.
RunPtr put_signs(State& state, LearntSigns learnt);

}  // namespace app
