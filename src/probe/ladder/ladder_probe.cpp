// The ladder: one column a layer, from strokes to the class, and what each rung stands on.
#include <algorithm>
#include <map>

#include "explain/maximise.h"
#include "explain/top_nine.h"
#include "nn/class_names.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/ladder/feeder_pictures.h"
#include "probe/ladder/rungs.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kDigitsASlice = 40, kStepsASlice = 24;
constexpr int kSteps = 128;  // of a maximised picture
constexpr float kSide = 44;

enum Of { the_digit, one_class };
constexpr Choice kOf[] = {{the_digit, "digit"}, {one_class, "class"}};

constexpr Setting kSettings[] = {
    {.key = "of",
     .label = "Follow",
     .tip = "The digit on the page, or of the digits that it never saw the one that a class scores highest",
     .kind = Setting::Kind::choice,
     .choices = kOf},
    {.key = "class",
     .label = "Class",
     .tip = "Which class",
     .kind = Setting::Kind::whole,
     .high = 9,
     .initial = 3,
     .only_key = "of",
     .only_value = one_class,
     .calls = Setting::Calls::classes},
};

class LadderProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    std::span<const explain::Hit> class_hits() const;
    bool choose_input(const Subject& subject);
    void climb_down();
    void want_pictures();
    nn::Field field(const Rung& rung) const;
    figure::Group column(const Rung& rung) const;
    figure::Group below(const Rung& rung) const;
    std::string finding() const;
    void add_maximised(const Rung& rung, figure::Group& group) const;
    void add_patches(const Rung& rung, figure::Group& group) const;

    const nn::Network* network_ = nullptr;
    explain::Start start_;
    std::shared_ptr<explain::TopScan> scan_;
    std::shared_ptr<explain::Ascender> ascender_;
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations activations_;
    std::vector<float> input_;
    int of_class_ = -1, of_digit_ = -1;  ///< where a class is asked about
    std::vector<Rung> rungs_;
    std::map<std::pair<int, int>, explain::Climb> climbs_;  ///< by layer and map; they stay while the model does
    std::string trouble_;
};

void LadderProbe::ask(const Subject& subject) {
    network_ = subject.network;
    trouble_.clear();
    rungs_.clear();
    if (!network_ || network_->layer_count() == 0) return;
    if (!subject.cache->ascender) subject.cache->ascender = std::make_shared<explain::Ascender>(*network_);
    if (ascender_ != subject.cache->ascender) {  // another model
        ascender_ = subject.cache->ascender;
        climbs_.clear();
        engine_ = std::make_unique<nn::Engine>(*network_);
        activations_ = nn::make_activations(*network_);
    }
    scan_ = nullptr;
    if (has_digits(subject)) {
        if (!subject.cache->top_scan)
            subject.cache->top_scan = std::make_shared<explain::TopScan>(*network_, subject.digits);
        scan_ = subject.cache->top_scan;
    }
    start_ = subject.start;
    if (choose_input(subject)) climb_down();
}

/// The digits with the class's highest scores.
std::span<const explain::Hit> LadderProbe::class_hits() const {
    const int layer = nn::score_layer(*network_);
    return scan_->hits(layer, of_class_ / network_->shape(layer).plane());
}

/// The page, or the class's digit; false where there is none.
bool LadderProbe::choose_input(const Subject& subject) {
    of_class_ = subject.values.chosen<Of>("of") == one_class
                    ? std::min(subject.values.whole("class"), network_->classes() - 1)
                    : -1;
    of_digit_ = -1;
    if (of_class_ < 0) {
        if (has_input(subject))
            input_ = subject.input;
        else
            trouble_ = "The page is empty: draw a digit, or ask about a class.";
        return trouble_.empty();
    }
    if (!scan_) {
        trouble_ = "The 10,000 digits are not here yet; the digit on the page works already.";
        return false;
    }
    const std::span<const explain::Hit> hits = class_hits();
    if (hits.empty()) {
        trouble_ = "Looking for the digit that the class scores highest.";
        return false;
    }
    of_digit_ = hits[0].digit;
    input_ = digit_input(scan_->digits(), of_digit_);
    return true;
}

/// Every rung for `input_`.
void LadderProbe::climb_down() {
    engine_->forward(input_, activations_);
    rungs_ = rungs_of(*network_, activations_, start_, of_class_);
    want_pictures();
}

/// Begins the maximised pictures that are not there yet: of the unit in the map's middle.
void LadderProbe::want_pictures() {
    for (const Rung& rung : rungs_) {
        if (climbs_.count({rung.at.layer, rung.at.map}) != 0) continue;
        const nn::Shape& shape = network_->shape(rung.at.layer);
        const int middle = shape.height / 2 * shape.width + shape.width / 2;
        explain::AscentOptions options;
        options.steps = kSteps;
        const int seen = nn::receptive_field(*network_, rung.at.layer, shape.height / 2, shape.width / 2).height;
        if (seen < network_->architecture.input.height) options.jitter = seen < 10 ? 0 : 1;  // what is small blurs soon
        const explain::Objective objective = explain::before_rectifier(
            *network_, {rung.at.layer, {{rung.at.map, explain::Term::Of::unit, middle, 1.0f}}});
        climbs_.emplace(std::pair(rung.at.layer, rung.at.map), ascender_->begin(objective, options, {}));
    }
}

bool LadderProbe::advance() {
    if (!network_) return false;
    for (const Rung& rung : rungs_) {
        explain::Climb& climb = climbs_.at({rung.at.layer, rung.at.map});
        if (climb.done() == climb.options.steps) continue;
        ascender_->advance(climb, nn::passes_a_slice(*network_, kStepsASlice));
        return true;
    }
    if (!scan_ || scan_->done()) return false;
    const bool more = scan_->advance(nn::passes_a_slice(*network_, kDigitsASlice));
    if (of_class_ < 0) return more;
    const std::span<const explain::Hit> hits = class_hits();
    if (hits.empty() || hits[0].digit == of_digit_) return more;
    of_digit_ = hits[0].digit;  // a higher score
    input_ = digit_input(scan_->digits(), of_digit_);
    trouble_.clear();
    climb_down();
    return true;
}

float LadderProbe::progress() const {
    float done = 0, all = 0;
    for (const Rung& rung : rungs_) {
        done += static_cast<float>(climbs_.at({rung.at.layer, rung.at.map}).done());
        all += kSteps;
    }
    if (scan_) {
        done += static_cast<float>(scan_->scanned());
        all += static_cast<float>(scan_->digits().count());
    }
    return all > 0 ? done / all : 1.0f;
}

nn::Field LadderProbe::field(const Rung& rung) const {
    const int width = network_->shape(rung.at.layer).width;
    return nn::receptive_field(*network_, rung.at.layer, rung.at.unit / width, rung.at.unit % width);
}

void LadderProbe::add_maximised(const Rung& rung, figure::Group& group) const {
    const nn::Shape& input = network_->architecture.input;
    const explain::Climb& climb = climbs_.at({rung.at.layer, rung.at.map});
    const int layer = climb.objective.layer, unit = climb.objective.terms[0].unit, width = network_->shape(layer).width;
    const nn::Field middle = nn::receptive_field(*network_, layer, unit / width, unit % width);
    figure::Picture picture = crop("maximised " + network_->layer(rung.at.layer).name, "what it likes best",
                                   climb.picture, input, middle, image::Map::ink);
    group.pictures.push_back(std::move(picture));
}

void LadderProbe::add_patches(const Rung& rung, figure::Group& group) const {
    if (!scan_) return;
    const nn::Shape &shape = network_->shape(rung.at.layer), &input = network_->architecture.input;
    const std::span<const explain::Hit> hits = scan_->hits(rung.at.layer, rung.at.map);
    for (std::size_t i = 0; i < std::min<std::size_t>(hits.size(), explain::TopScan::kShown); ++i) {
        const std::vector<float> pixels = digit_input(scan_->digits(), hits[i].digit);
        const nn::Field seen =
            nn::receptive_field(*network_, rung.at.layer, hits[i].unit / shape.width, hits[i].unit % shape.width);
        const std::string label = scan_->digits().name_of(hits[i].digit);
        figure::Picture picture = crop("top " + std::to_string(i + 1) + " of " + network_->layer(rung.at.layer).name,
                                       "a " + label, pixels, input, seen, image::Map::ink);
        picture.click = sample_click(hits[i].digit);
        group.pictures.push_back(std::move(picture));
    }
}

/// What is seen at once: where the unit looks, what it found there, what it likes best.
figure::Group LadderProbe::column(const Rung& rung) const {
    const std::string& layer = network_->layer(rung.at.layer).name;
    figure::Group group;
    group.title = map_name(*network_, rung.at.layer, rung.at.map);
    group.side = 112;
    group.columns = static_cast<int>(rungs_.size()) > 3 ? 1 : 0;
    group.least = 60;
    group.beside = true;
    const nn::Field seen = field(rung);
    figure::Picture input = ink_picture("input of " + layer, "what it sees", input_, network_->architecture.input);
    input.marks.push_back(frame(seen, network_->architecture.input));
    group.pictures.push_back(std::move(input));
    figure::Picture pixels =
        pixels_picture("reconstruction of " + layer, "its reconstruction", rung.pixels, network_->architecture.input);
    pixels.keyed = true;
    pixels.caption.clear();
    pixels.click = select_click(rung.at.layer, rung.at.map);
    group.pictures.push_back(std::move(pixels));
    add_maximised(rung, group);
    return group;
}

/// What it is built of, and the digits that excite it most.
figure::Group LadderProbe::below(const Rung& rung) const {
    const std::string name = map_name(*network_, rung.at.layer, rung.at.map);
    figure::Group group =
        note_group("What feeds " + name,
                   rung.source.layer == 0 ? "It reads the pixels, through its weights."
                                          : "What of " + network_->layer(rung.source.layer - 1).name +
                                                " feeds it most, and the weights between; then the digits that excite "
                                                "it most. Click what feeds it to follow that way down.");
    group.side = kSide;
    group.folded = true;
    constexpr const char* kWhy[] = {"strongest", "selected", "asked about"};
    group.facts.push_back(fact(kWhy[static_cast<int>(rung.why)], static_cast<double>(rung.value)));
    add_feeders(*network_, activations_, rung, group);
    add_patches(rung, group);
    return group;
}

/// What lifts the selected unit most, else the one of the last rung.
std::string LadderProbe::finding() const {
    const Rung* rung = &rungs_.back();
    for (const Rung& r : rungs_)
        if (r.why == Rung::Why::selected) rung = &r;
    const std::string name = map_name(*network_, rung->at.layer, rung->at.map),
                      seen = so_far(static_cast<double>(progress()));
    const std::string value = figure::number(static_cast<double>(rung->value));
    if (rung->source.layer == 0)
        return seen + name + " reads the pixels themselves; here it answers with " + value + ".";
    if (rung->feeders.empty() || !(rung->feeders[0].contribution > 0))
        return seen + "Nothing below lifts " + name + ": it answers with " + value + ".";
    return seen + name + " answers with " + value + "; what lifts it most is " +
           feeder_name(*network_, *rung, rung->feeders[0]) + " (+" +
           figure::number(static_cast<double>(rung->feeders[0].contribution)) + ").";
}

void LadderProbe::show(figure::Figure& figure) const {
    if (rungs_.empty())
        return show_nothing(figure, "The feature path", trouble_.empty() ? "There is no network to climb." : trouble_);
    figure.title =
        of_class_ >= 0 ? "The ladder of class " + nn::class_name(*network_, of_class_) : "The ladder of this digit";
    figure.finding = finding();
    for (const Rung& rung : rungs_) figure.groups.push_back(column(rung));
    for (const Rung& rung : rungs_) figure.groups.push_back(below(rung));
}

}  // namespace

const Entry kLadder = {"ladder",
                       "Feature path",
                       "ladder",
                       Group::look,
                       "How are features built of smaller features?",
                       "after Zeiler & Fergus 2013, section 4, Fig. 2; maximised pictures: Erhan et al. 2009",
                       kSettings,
                       true,
                       true,
                       false,
                       made<LadderProbe>,
                       false,
                       true};

}  // namespace probe
