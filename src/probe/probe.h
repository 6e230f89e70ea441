// A probe: a question that a person puts to the network.  Settings in, a figure out, which grows while the probe works.
//
// The table `entries` is all that the program knows of them: tabs and controls of the window, subcommands, links and
// window.unpool are made from it.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "explain/deconvnet.h"
#include "figure/figure.h"
#include "nn/digits.h"
#include "nn/forward.h"

namespace explain {
struct Checkpoint;
struct Reference;
}  // namespace explain

namespace probe {

/// One of the things that a setting chooses from: what it means, an enumerator or a number that is its place in the
/// list, and what it is called on the screen.  In links and on the command line its name is `key`, or else the first
/// word of the label.
struct Choice {
    int value;
    const char* label;
    const char* key;

    template <class Meaning>
    constexpr Choice(Meaning meaning, const char* called, const char* name = "")
        : value(static_cast<int>(meaning)), label(called), key(name) {}
};

/// One thing that can be set.
struct Setting {
    enum class Kind {
        number,  ///< a slider, low .. high
        whole,   ///< the same in whole numbers
        choice,  ///< one of `choices`; the value is its place among them
        toggle,  ///< 0 or 1
        text,    ///< free text, set by a picture (a lasso) or typed in a link
        button,  ///< a whole number that grows with each press: "again", "next"
    };
    const char* key;    ///< in links, on the command line (--key), in window.unpool: lower case, '-' between words
    const char* label;  ///< on the screen: one or two words
    const char* tip;    ///< a sentence
    Kind kind = Kind::number;
    double low = 0, high = 1, initial = 0;
    const char* lowest = "";  ///< what `low` is called on the screen where it is no number of its kind: "the answer"
    std::span<const Choice> choices = {};
    const char* grammar = "";  ///< of a text: "points", "weights", "units", "choices" (names of `choices`)
    bool quiet =
        false;  ///< no control of its own: set by dragging or clicking in the figure, or too special for the screen
    const char* only_key = "";  ///< shown only while the setting `only_key` is `only_value`
    double only_value = 0;
    bool advanced = false;  ///< behind "More settings"
    int digits_value = -1;  ///< the value that asks for the data set, such as the mean digit's
    enum class Calls { numbers, classes, labels };
    Calls calls = Calls::numbers;  ///< of a whole number: on the screen it is called as the network's class of this
                                   ///< number is, or the data set's label
};

/// Values by key.  Made complete by `defaults`.
struct Values {
    std::map<std::string, double, std::less<>> numbers;
    std::map<std::string, std::string, std::less<>> texts;

    double operator[](std::string_view key) const;  ///< 0 where there is none
    int whole(std::string_view key) const;
    /// What is chosen, where the setting's choices are the enumerators.
    template <class Enum>
    Enum chosen(std::string_view key) const {
        return static_cast<Enum>(whole(key));
    }
    bool on(std::string_view key) const { return (*this)[key] != 0; }
    const std::string& text(std::string_view key) const;  ///< "" where there is none
    bool operator==(const Values&) const = default;
};

/// Its name in links, on the command line, in texts of the grammar "choices".
std::string name_of(const Choice& choice);

inline constexpr std::size_t kLongestText = 4096;  ///< of a text setting, so that a link can hold it

/// What a model and the data set cost to know, kept between probes; defined in cache.h.
struct Cache;
/// Trainings and what they learnt from; defined in run_curve.h.
struct Runs;
/// Networks to be compared; defined in model_list.h.
struct ModelList;
/// A person's own signs; defined in signs.h.
struct Signs;

/// What is asked about.  Pointers stay valid until the next `ask`.
struct Subject {
    const nn::Network* network = nullptr;
    const nn::Activations* activations = nullptr;   ///< of the input
    std::vector<float> input;                       ///< 784, 0..1; empty on an empty page
    explain::Start start;                           ///< the selected layer, map, unit and what is kept
    int truth = -1;                                 ///< the input's label where it is known
    nn::Digits digits;                              ///< the 10,000, or none yet
    const explain::Reference* reference = nullptr;  ///< of self-check; null where it has not come
    std::span<const explain::Checkpoint> history;   ///< of an entry `of_history`: the run's; none where it has but one
    int moment = 0;                                 ///< which of them `network` is
    const nn::Network* counterpart = nullptr;       ///< of an entry `of_counterpart`; null where there is none
    const Runs* runs = nullptr;                     ///< of an entry `of_runs`; no curves where there is no run
    const ModelList* models = nullptr;              ///< of an entry `of_models`
    const Signs* signs = nullptr;                   ///< of an entry `of_signs`; null: there are none
    const nn::Network* other = nullptr;             ///< of an entry `of_pair`: the second network; null: there is one
    const nn::Activations* other_activations = nullptr;  ///< of the same input
    std::array<std::string, 2> names;                    ///< of an entry `of_pair`: what the two are called
    Cache* cache = nullptr;  ///< never null; belongs to `network` (of an entry `of_history` to
                             ///< the run's last) and `digits`
    Values values;           ///< complete
};

class Probe {
public:
    virtual ~Probe() = default;

    /// Begins with this subject.  Called again whenever something of it changed (see Entry): while the pen moves at
    /// every frame, so it takes a few milliseconds at most and leaves longer work to `advance`.  Keeps what it may.
    virtual void ask(const Subject& subject) = 0;

    /// A slice of longer work, 0.5 to 5 ms; false when all is done.
    virtual bool advance() { return false; }
    /// 0..1.
    virtual float progress() const { return 1; }

    /// What is known so far.  `figure` comes empty but for title and source.
    virtual void show(figure::Figure& figure) const = 0;

    /// Whether there is an animation now; cheap.
    virtual bool has_animation() const { return false; }
    /// The animation, if it has one: pictures of one size, in order.
    virtual std::vector<figure::Picture> animation() const { return {}; }
};

/// Where a view is found; see app/views.h for those that are no probes.
enum class Group { look, why, test, train, models, learn };

/// One line of the table.
struct Entry {
    const char* id;     ///< "occlusion": link, subcommand, window.unpool, assets/text/probe-<id>.md
    const char* title;  ///< on the screen: one or two plain words, "Cover it"
    const char* term;   ///< the field's word for it, "occlusion"; "" where the title is that word
    Group group;
    const char* what;    ///< one sentence: the question it asks
    const char* source;  ///< "Zeiler & Fergus 2013, section 4.2, Fig. 7"
    std::span<const Setting> settings;
    bool of_input;      ///< asked anew when the input changed
    bool of_selection;  ///< asked anew when the selection changed
    bool needs_digits;  ///< has nothing to show without the data set
    std::unique_ptr<Probe> (*make)();
    bool needs_reference = false;  ///< wants Subject::reference
    bool uses_digits = false;      ///< shows more with the data set, and something without
    bool of_history = false;       ///< looks at all checkpoints of a run
    bool of_runs = false;          ///< wants Subject::runs
    bool of_counterpart = false;   ///< looks at a network of 1998's kinds and one of today's: one is the lane's
    bool of_models = false;        ///< one question to all networks: wants Subject::models
    bool of_pair = false;          ///< one question to both networks, not one to each: wants Subject::other
    bool of_signs = false;         ///< about a person's own signs: wants Subject::signs
};

/// Whether it is one question to all networks on show, not one to each.
inline bool is_asked_once(const Entry& entry) { return entry.of_pair || entry.of_models; }

/// In the order of the groups, and of the views in each.
std::span<const Entry* const> entries();
const Entry* find(std::string_view id);
const Setting* find_setting(const Entry& entry, std::string_view key);

/// Whether this figure wants the data set: the probe always does, or one of its settings does now.
bool wants_digits(const Entry& entry, const Values& values);

Values defaults(const Entry& entry);
/// Labels of a choice.
std::vector<std::string> choices(const Setting& setting);
/// A choice may be given by its name or its label.  Errors: no such setting, not a number, out of range, no such
/// choice; `values` stays as it was.
base::Status set(const Entry& entry, Values& values, std::string_view key, std::string_view text);
/// As in links and on the command line: a choice by its name (lower case), a toggle as 0 or 1.
std::string text_of(const Setting& setting, const Values& values);

}  // namespace probe
