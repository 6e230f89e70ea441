// Signs of one's own: a softmax on a few drawings, the layers below kept as they are; how well it reads drawings that
// it was not shown, and what in the ink says which sign it is.
#include <memory>
#include <optional>
#include <utility>

#include "explain/deconvnet.h"
#include "explain/few_shot.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/few_shot/cards.h"
#include "probe/few_shot/sign_readers.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr Choice kFeatures[] = {{SignFeatures::last, "Last layer", "last"},
                                {SignFeatures::one_below, "One below", "one-below"},
                                {SignFeatures::two_below, "Two below", "two-below"},
                                {SignFeatures::three_below, "Three below", "three-below"}};

constexpr Setting kSettings[] = {
    {.key = "features",
     .label = "Features from",
     .tip = "The layer whose numbers the softmax reads: the last one below the classes, or one further down.",
     .kind = Setting::Kind::choice,
     .choices = kFeatures},
    {.key = "scratch",
     .label = "From scratch",
     .tip = "Also trains the whole network anew on the same drawings, 60 passes.",
     .kind = Setting::Kind::toggle},
};

class FewShotProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override { return readers_ ? readers_->progress() : 1.0f; }
    void show(figure::Figure& figure) const override;

private:
    const Signs& signs() const { return readers_->signs(); }
    void project();

    Subject subject_;
    std::uint64_t asked_ = 0, asked_network_ = 0;
    Values values_;
    std::optional<SignReaders> readers_;
    std::optional<nn::Network> reader_;  ///< the network with the softmax on signs
    PadReading pad_;                     ///< of what is on the pad
    bool projected_ = false;
};

void FewShotProbe::ask(const Subject& subject) {
    subject_ = subject;
    projected_ = false;
    if (subject.signs == nullptr) {
        readers_.reset();
        return;
    }
    const Signs& signs = *subject.signs;
    const nn::Network& features = signs.base ? *signs.base : *subject.network;
    if (readers_ && asked_ == signs.stamp && asked_network_ == features.id.value && values_ == subject.values) return;
    asked_ = signs.stamp;
    asked_network_ = features.id.value;
    values_ = subject.values;
    reader_.reset();
    readers_.emplace(features, feature_layer(features, subject.values.chosen<SignFeatures>("features")), signs,
                     subject.values.on("scratch"));
}

bool FewShotProbe::advance() {
    if (!readers_) return false;
    const bool more = readers_->advance();
    const explain::FewShot* chosen = readers_->chosen();
    if (!reader_ && chosen != nullptr && !chosen->parameters().weight.empty()) {
        const nn::Network& features = signs().base ? *signs().base : *subject_.network;
        if (auto made = explain::with_head(features, readers_->layer(), chosen->parameters()))
            reader_ = std::move(made.value());
    }
    if (reader_ && !projected_) project();
    return more;
}

/// What is on the pad, read and projected down from each sign's score.
void FewShotProbe::project() {
    projected_ = true;
    pad_ = {};
    if (!has_input(subject_)) return;
    nn::Engine engine(*reader_);
    nn::Activations activations = nn::make_activations(*reader_);
    engine.forward(subject_.input, activations);
    pad_.answer = activations.outputs.back().data;
    const int head = reader_->layer_count() - 2;
    explain::Projection projection;
    for (int sign = 0; sign < static_cast<int>(pad_.answer.size()); ++sign) {
        pad_.projections.emplace_back();
        if (!(activations.output(head).data[index(sign)] > 0) || !explain::can_start(*reader_, head)) continue;
        explain::project(*reader_, activations, {head, explain::Keep::whole_map, sign, 0}, projection);
        pad_.projections.back() = projection.pixels;
    }
}

void FewShotProbe::show(figure::Figure& figure) const {
    figure.title = "Own symbols";
    if (!readers_) return show_nothing(figure, "Own symbols", "No sign yet. Draw one on the pad, and add it.");
    figure.finding = few_shot_finding(*readers_);
    figure.in_row = 2;
    if (signs().names.empty()) {
        figure.groups.push_back(
            note_group("How it goes",
                       "1. Draw a sign of your own on the pad: a heart, a letter, a face. 2. Add it, and give it a "
                       "name. 3. Draw it twice more; then another sign. From two signs on the network answers "
                       "with yours: its layers stay as they are, only the last step is learnt, in milliseconds."));
        return;
    }
    figure.groups.push_back(signs_card(*readers_));
    figure.groups.push_back(sign_curve_card(*readers_));
    figure.groups.push_back(sign_ink_card(*readers_, reader_ ? &pad_ : nullptr));
    figure.groups.push_back(sign_features_card(*readers_));
    figure::Group how = note_group(
        "What is measured",
        "The network's layers stay as they are; a softmax on one layer's numbers is trained to its end on the drawings "
        "(L2 0.01). For the curve, of each sign as many drawings as the axis says are drawn by chance, the softmax "
        "learns from them and reads all others: the mean of ten such draws, the band one standard deviation. Random "
        "features: the same layers with random weights, one draw of them. From scratch: all weights trained on the "
        "same drawings, 60 passes, three draws. With few drawings such numbers vary by several percent.");
    how.folded = true;
    figure.groups.push_back(std::move(how));
}

}  // namespace

const Entry kFewShot = {.id = "few-shot",
                        .title = "Own symbols",
                        .term = "few-shot learning",
                        .group = Group::train,
                        .what = "Can it learn signs of yours from a few drawings?",
                        .source = "Zeiler & Fergus 2013, section 5.2, Tables 4 to 6",
                        .settings = kSettings,
                        .of_input = true,
                        .of_selection = false,
                        .needs_digits = false,
                        .make = made<FewShotProbe>,
                        .of_signs = true};

}  // namespace probe
