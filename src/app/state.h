// Everything the application knows: one struct, plain data, defaults beside the fields.
//
// A change bumps a revision; `update` recomputes what is older than its inputs.  Panels read this and call actions.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "app/blocks.h"
#include "app/caches.h"
#include "app/data_set.h"
#include "app/drawing_board.h"
#include "app/drawings.h"
#include "app/effects.h"
#include "app/introduction.h"
#include "app/lane.h"
#include "app/last_word.h"
#include "app/overfit.h"
#include "app/own_data.h"
#include "app/parts.h"
#include "app/probes.h"
#include "app/rest.h"
#include "app/sets.h"
#include "app/signs.h"
#include "app/training.h"
#include "explain/deconvnet.h"
#include "image/colour_map.h"

namespace app {

inline constexpr int kInputSide = 28;  ///< rows and columns of what the network sees

enum class Show { activation, reconstruction, both };
enum class Scale { per_map, per_layer };
enum class ThemeChoice { system, dark, light };
/// A view that is neither a probe nor a sheet.
enum class Page { network, train };
enum class Tab { draw, view };  ///< what a phone shows: the pad, or the view that is open
/// At most one, over the centre; of these `inspector` and `more` are a phone's.
enum class Sheet { none, gallery, help, model, menu, search, inspector, more };

inline constexpr float kMinLeft = 260, kMaxLeft = 420, kMinRight = 260, kMaxRight = 460;

/// What can be set and is kept for the next visit.
struct Options {
    ThemeChoice theme = ThemeChoice::system;
    Show show = Show::both;
    Scale scale = Scale::per_map;
    float gamma = 1.0f;             ///< of every picture, [0.3, 1.5]; below 1 lifts faint values
    bool grey = false;              ///< grey activations, for print
    bool fit = true;                ///< MNIST's fit of the drawing
    bool all_layers = false;        ///< every layer a row of its own, rather than a card a block
    float left = 280, right = 296;  ///< widths of the side regions, in points
    bool strip = false;             ///< the left side folded, in the probes' views
    bool hint_seen = false;
    int last_words = 0;  ///< how often a last word was asked for
};

/// One feature map, or one unit of it.  In fully connected layers every unit is a map.
struct Selection {
    int layer = -1;  ///< -1: the input
    int map = 0;
    int unit = -1;  ///< flat index in the map; -1: none chosen
    explain::Keep keep = explain::Keep::whole_map;

    bool operator==(const Selection&) const = default;
};

/// The unit under the pointer; layer -1 is the input picture.
struct Hover {
    int layer = -1, map = 0, row = 0, column = 0;
    int lane = 0;  ///< whose layer it is

    bool operator==(const Hover&) const = default;
};

/// What the last update took, in milliseconds; `bench` has medians.
struct Timings {
    double input_ms = 0, forward_ms = 0, reconstructions_ms = 0, update_ms = 0;
};

struct Rect {
    float x = 0, y = 0, width = 0, height = 0;
    bool contains(float px, float py) const { return px >= x && py >= y && px < x + width && py < y + height; }
};

/// Where things are on the screen, in points, for the pen, for `window.unpool` and for tests.
struct Layout {
    Rect pad;
    bool pad_reachable = false;         ///< visible, and no sheet over it
    std::vector<Rect> draggable;        ///< pictures and plots that a finger moves something in, where it would scroll
    std::map<std::string, Rect> items;  ///< by name: "clear", "undo", "map pool2 7", ...
    std::vector<std::pair<std::string, int>>
        order;                     ///< controls as drawn, each with its region's number: the way of the keyboard
    std::vector<Rect> regions;     ///< by number, from 1: what is outside is scrolled out of sight
    std::vector<std::string> cut;  ///< words that had no room and end with an ellipsis

    bool focused = false;         ///< a control has the keyboard
    bool slider_focused = false;  ///< it is a slider: left and right move it
    // What the keyboard wants in the next frame.
    int walk = 0, walk_regions = 0;  ///< controls, regions onwards
    int nudge = 0;                   ///< steps of the focused slider
    bool press = false;              ///< of the focused control
};

/// Drawing without a pointer: a cross that the arrow keys move.
struct KeyboardPen {
    bool on = false;
    image::Point at{0.5f, 0.3f};  ///< pad coordinates
};

/// What screen readers were told of the open view: see mirror.h.
struct Telling {
    bool begun = false;
    std::string told, next;  ///< the last; what stands there now, until it has been the same for a moment
    double at = 0;           ///< seconds: when `next` is told
};

struct Message {
    std::string text;
    bool is_error = false;
    double until = 0;  ///< seconds of the frame clock; shown up to then
};

struct Foreign;

/// A network that was asked for and is on its way, and what is to be done when it is here.
struct WantedModel {
    enum class Then { show, compare, keep, open_link };
    std::string file;  ///< stem of its name
    Then then = Then::show;
    std::string link;
};

struct State {
    /// Begins with this run's last checkpoint in the only lane.
    explicit State(RunPtr first);

    std::vector<RunPtr> runs;      ///< every network at hand, in the order they came
    std::vector<Lane> lanes;       ///< one, or two side by side
    int focus = 0;                 ///< the lane that the selection and the large answer are of
    std::vector<DataSetPtr> sets;  ///< every data set at hand
    DataSetPtr digits;             ///< the one on show; never null, empty until one has come
    ComingSets coming;             ///< those that come with the program
    std::optional<SetName> set_to_show = SetName::held_out;  ///< what `digits` is, or will be when it has come; nothing
                                                             ///< where a person brought it
    LastWord last_word;
    LastWords last_words;
    HalfPair half;              ///< an IDX file that waits for the other one
    Drawings drawings;          ///< the person's own, kept
    OwnSigns signs;             ///< the person's own, kept
    std::string network_error;  ///< why the network that was asked for last is not on show; empty: it is, or it comes
    std::optional<WantedModel> model_wanted;
    Caches caches;  ///< of networks and data sets, for the probes
    Lane& lane() { return lanes[static_cast<std::size_t>(focus)]; }
    const Lane& lane() const { return lanes[static_cast<std::size_t>(focus)]; }

    DrawingBoard board;
    std::optional<image::Gray> fixed_input;  ///< set by `set_input`: exactly these pixels, until the board changes
    unsigned fixed_input_board = 0;          ///< board revision at which it was set

    image::Gray as_drawn;              ///< 28 x 28, the page scaled, unfitted
    std::optional<image::Gray> input;  ///< 28 x 28, what the network sees; nothing on an empty page
    Parts parts;                       ///< the digits of the page, where it holds several; `input` is the chosen one
    Selection selection;
    explain::Projection asked;   ///< of the last question through window.unpool
    std::optional<Hover> hover;  ///< set by the panels while they draw
    std::optional<int> truth;    ///< label of the gallery digit on the pad, if it is one
    int sample = -1;             ///< its index in the gallery
    DataSetPtr sample_set;       ///< the set that it is of; null where the label is a digit from a link

    Options options;
    bool lecture = false;  ///< one view over all of the screen: lecture.h
    Tab tab = Tab::draw;
    Sheet sheet = Sheet::none;
    probe::Group menu = probe::Group::look, menu_end = probe::Group::look;  ///< the groups of the list that is open
    std::string search;                                                     ///< what was typed into it
    int list_row = -1;                                                      ///< its chosen row; -1: none
    int gallery_class = -1;                                                 ///< -1: all
    bool gallery_wrong_only = false;
    std::optional<int> sample_wanted;             ///< class asked for before the gallery was there
    std::mt19937 random{std::random_device{}()};  ///< which sample comes next

    Rest rest;                  ///< of the program
    Page page = Page::network;  ///< what is open where no probe is
    ProbeView probe;
    Training training;
    Overfit overfit;
    std::vector<std::shared_ptr<Foreign>> foreign;  ///< files of frameworks that are open: foreign.h
    probe::MeasuredModels measured;                 ///< of the model table
    std::string link;                               ///< of what is on show, as last told to the address bar
    double link_at = 0;                             ///< seconds; when it is told next, 0: not
    std::uint64_t link_stamp = 0;                   ///< of what the link depends on

    std::map<int, int> shown_layers;  ///< block -> layer shown in its card
    Message message;
    KeyboardPen keyboard_pen;
    Introduction introduction;
    Layout layout;
    std::vector<Effect> effects;
    Timings timings;
    double announce_at = 0;  ///< seconds; when the prediction is told to screen readers, 0: not
    Telling telling;
    long frames = 0;
    double now = 0;  ///< seconds, of the frame clock
    bool system_is_dark = true;
    bool reduced_motion = false;
    bool touch = false;   ///< the last pointer was a finger
    bool coarse = false;  ///< fingers are what this screen is made for

    struct Revisions {
        unsigned input = 0;       ///< grows with every new input
        unsigned lanes = 0;       ///< grows whenever a lane shows another network, comes or goes
        unsigned picture = 0;     ///< grows whenever activations or reconstructions changed
        unsigned projection = 0;  ///< grows whenever the selection's projection changed
    } revision;
    struct Seen {  ///< what the derived values were computed from
        unsigned board = ~0u, lanes = ~0u;
        int focus = -1;
        bool fit = true;
        std::optional<Selection> selection;
        bool dirty = true;  ///< set by actions that change what is shown of the same input
    } seen;
};

/// The theme that is on now.
image::Theme theme(const State& state);

/// The selection as the given lane has it: the layer of the same name, maps and units inside it; layer -1, the input,
/// where it has no such layer.
Selection selection_in(const State& state, const Lane& lane);

/// What two lanes are called beside each other: their names, with the place where these are the same.
std::array<std::string, 2> lane_names(const State& state);

/// The layer shown in the card of block number `block` of this network: the chosen one where the block has it.
int shown_layer(const State& state, const nn::Network& network, int block, const Block& layers);

/// What there is to say of the input.
enum class Answer {
    empty,       ///< the page is
    not_finite,  ///< the network's numbers overflow
    no_classes,  ///< the last layer gives maps
    given,
};
Answer answer(const State& state);
Answer answer(const State& state, const Lane& lane);
/// Why there is no class to name: a sentence for the two in the middle, "" else.
std::string why_no_answer(const State& state);

/// Class with the largest probability; nothing where no answer is given.
std::optional<int> prediction(const State& state);
std::optional<int> prediction(const State& state, const Lane& lane);
/// At most `count` classes, the most probable first, of equals the lower number; none where no answer is given.
std::vector<int> likeliest(const State& state, int count);

/// "Prediction: 7, 98 percent; next 1, 1 percent." or "The page is empty."; before it what several digits are read as.
std::string prediction_sentence(const State& state);

/// "3, 97 %"; empty on an empty page.
std::string short_answer(const State& state, const Lane& lane);

/// Output of the last layer; empty on an empty page.
std::vector<float> probabilities(const State& state);
std::vector<float> probabilities(const State& state, const Lane& lane);

}  // namespace app
