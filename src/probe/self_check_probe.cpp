// Self-check: identities, the reference, accuracy, computed where the person is.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "explain/self_check.h"
#include "nn/classifier.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"

namespace probe {
namespace {

constexpr double kAllowed = 1e-4;  ///< largest relative difference that float rounding explains with room to spare
constexpr int kDigitsASlice = 64;

constexpr Setting kSettings[] = {
    {.key = "seed",
     .label = "Again",
     .tip = "Other random numbers",
     .kind = Setting::Kind::button,
     .low = 1,
     .high = 9999,
     .initial = 1},
};

figure::Fact verdict(const std::string& label, double error, double allowed = kAllowed) {
    return {label, figure::number(error), error, error <= allowed};
}

class SelfCheck : public Probe {
public:
    void ask(const Subject& subject) override {
        subject_ = subject;
        gaps_.clear();
        layer_ = 0;
        reference_ = subject.reference ? std::make_unique<explain::ReferenceCheck>(*subject.reference) : nullptr;
        reference_done_ = !reference_;
        const nn::Digits& digits = subject.digits;
        const bool fits = digits.count() > 0 && digits.shape == subject.network->architecture.input;
        classifier_ = fits ? std::make_unique<nn::Classifier>(*subject.network, digits) : nullptr;
    }

    bool advance() override {
        if (layer_ < subject_.network->layer_count()) {
            const double gap = explain::adjoint_gap(*subject_.network, layer_,
                                                    static_cast<unsigned long long>(subject_.values.whole("seed")));
            if (gap >= 0) gaps_.emplace_back(layer_, gap);
            ++layer_;
            return true;
        }
        if (!reference_done_) {
            reference_done_ = !reference_->step();
            return true;
        }
        return classifier_ && classifier_->advance(nn::passes_a_slice(*subject_.network, kDigitsASlice));
    }

    float progress() const override {
        const float layers = static_cast<float>(layer_) / static_cast<float>(subject_.network->layer_count());
        const float reference = reference_ ? reference_->progress() : 1.0f;
        const float digits = classifier_ ? static_cast<float>(seen()) / static_cast<float>(classifier_->count()) : 1.0f;
        return 0.1f * layers + 0.45f * reference + 0.45f * digits;
    }

    void show(figure::Figure& figure) const override {
        figure.groups = {adjoint_group(), reference_group(), accuracy_group()};
        figure.finding = finding(figure);
        for (std::size_t i = 1; i < figure.groups.size(); ++i) figure.groups[i].beside = true;
        figure.groups[0].share = 0.6f;
        figure.groups[1].share = 0.8f;
        figure.groups.push_back(how_group());
    }

private:
    int seen() const { return classifier_ ? classifier_->seen() : 0; }

    /// Whether all numbers in the cards are good, and what was checked so far.
    std::string finding(const figure::Figure& figure) const {
        int bad = 0;
        for (const figure::Group& group : figure.groups) {
            for (const figure::Fact& fact : group.facts) bad += !fact.good;
        }
        if (bad > 0) return plural(bad, "check") + (bad == 1 ? " fails" : " fail") + ": look for the red numbers.";
        if (progress() < 1 && (layer_ < subject_.network->layer_count() || !reference_done_))
            return so_far(static_cast<double>(progress())) + "no check has failed.";
        std::string words = "The way down mirrors the way up in " + plural(static_cast<int>(gaps_.size()), "layer");
        words += reference_ ? ", and all numbers agree with PyTorch's" : "";
        if (seen() == 0) return words + ".";
        char percent[32];
        std::snprintf(percent, sizeof percent, "%.2f %%", 100.0 * classifier_->answers().correct / seen());
        return words + "; " + percent + " of " + plural(seen(), "digit") +
               (seen() < classifier_->count() ? " seen so far" : "") + " are read right.";
    }

    static figure::Group how_group() {
        figure::Group group = note_group(
            "How to read this",
            "Adjoint test: if the way down is right, asking from above and asking from below give the same number. For "
            "random x and y, <L x, y> = <x, L* y>, L being a layer and L* the deconvnet's step down; shown is the gap "
            "as a share of |L x| |y|: float rounding and no more.\nPyTorch: an independent program computed every "
            "activation, switch, reconstruction, gradient and occlusion for three digits; shown is the largest "
            "difference as a share of the tensor's largest value; of the switches, the share that differ.\nDigits: in "
            "the page they are MNIST's train[0:10000], which the shipped network never saw in training; the accuracy "
            "on its model card is of another set, the test set t10k. Rows are labels, columns what the network read; "
            "the diagonal is left out.");
        group.folded = true;
        return group;
    }

    figure::Group adjoint_group() const {
        figure::Group group = note_group("Adjoint test", "");
        for (const auto& [layer, gap] : gaps_) group.facts.push_back(verdict(subject_.network->layer(layer).name, gap));
        return group;
    }

    figure::Group reference_group() const {
        if (!reference_) return note_group("Difference from PyTorch", "The reference tensors have not come.");
        figure::Group group = note_group("Difference from PyTorch", "");
        long numbers = 0;
        for (const auto& row : reference_->rows()) {
            group.facts.push_back(verdict(row.what, row.worst, row.what == "switches" ? 0 : kAllowed));
            numbers += row.numbers;
        }
        group.facts.push_back({"numbers compared", std::to_string(numbers), static_cast<double>(numbers)});
        return group;
    }

    figure::Group accuracy_group() const {
        if (subject_.digits.count() == 0) return note_group("Digits read right", "The 10,000 digits have not come.");
        if (!classifier_)
            return note_group("Digits read right", "The digits have another size than this network's input.");
        figure::Group group = note_group("Digits read right", "");
        const nn::Answers& answers = classifier_->answers();
        const double share = static_cast<double>(answers.correct) / seen();  // undefined before the first
        char percent[32] = "\xE2\x80\x93";
        if (seen() > 0) std::snprintf(percent, sizeof percent, "%.2f %%", share * 100);
        group.facts.push_back({"accuracy", percent, share});
        if (seen() < classifier_->count()) group.facts.push_back(counted("read", seen(), classifier_->count()));
        std::vector<float> wrong(100, 0.0f);
        for (std::size_t i = 0; i < answers.predicted.size(); ++i) {
            const int label = subject_.digits.labels[i], read = answers.predicted[i];
            if (read != label && read >= 0 && read < 10 && label < 10)
                wrong[static_cast<std::size_t>(label * 10 + read)] += 1;
        }
        const auto most = std::max_element(wrong.begin(), wrong.end());
        const auto at = static_cast<int>(most - wrong.begin());
        const std::string pair = *most > 0 ? ", most often " + subject_.digits.class_name(at / 10) + " as " +
                                                 subject_.digits.class_name(at % 10)
                                           : "";
        group.facts.push_back({"misread", grouped(answers.wrong()) + pair, static_cast<double>(answers.wrong())});
        group.side = 160;
        group.pictures.push_back(
            figure::picture("misread", "label (down) by answer", wrong, 10, 10, image::Map::sequential));
        return group;
    }

    Subject subject_;
    std::vector<std::pair<int, double>> gaps_;
    int layer_ = 0;
    std::unique_ptr<explain::ReferenceCheck> reference_;
    bool reference_done_ = true;
    std::unique_ptr<nn::Classifier> classifier_;  ///< null where there are no digits that fit
};

}  // namespace

const Entry kSelfCheck = {"self-check",
                          "Self-check",
                          "",
                          Group::models,
                          "Is all of this right, here and now? Identities, a reference, 10,000 digits.",
                          "Reference: an independent PyTorch program, tests/reference/make_reference.py",
                          kSettings,
                          false,
                          false,
                          false,
                          made<SelfCheck>,
                          true,
                          true};

}  // namespace probe
