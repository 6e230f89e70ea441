// Self-check: identities, the reference, accuracy, computed where the person is.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "explain/self_check.h"
#include "nn/classifier.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/figure_parts.h"

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
        reads_.reset();
        if (subject.digits.shape == subject.network->architecture.input)
            reads_.emplace(*subject.network, subject.digits);
        confusion_.assign(100, 0.0f);
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
        read_some();
        return reads_ && reads_->seen() < reads_->count();
    }

    float progress() const override {
        const float layers = static_cast<float>(layer_) / static_cast<float>(subject_.network->layer_count());
        const float reference = reference_ ? reference_->progress() : 1.0f;
        const float digits = reads_ && reads_->count() > 0
                                 ? static_cast<float>(reads_->seen()) / static_cast<float>(reads_->count())
                                 : 1.0f;
        return 0.1f * layers + 0.45f * reference + 0.45f * digits;
    }

    void show(figure::Figure& figure) const override {
        figure.groups.push_back(adjoint_group());
        figure.groups.push_back(reference_group());
        figure.groups.push_back(accuracy_group());
    }

private:
    void read_some() {
        if (!reads_) return;
        const int seen = reads_->seen();
        reads_->advance(nn::passes_a_slice(*subject_.network, kDigitsASlice));
        for (int i = seen; i < reads_->seen(); ++i) {
            const int read = reads_->answers().predicted[static_cast<std::size_t>(i)],
                      label = subject_.digits.labels[static_cast<std::size_t>(i)];
            if (read >= 0 && read < 10 && label < 10) confusion_[static_cast<std::size_t>(label * 10 + read)] += 1;
        }
    }

    figure::Group adjoint_group() const {
        figure::Group group =
            note_group("Is the way down the mirror of the way up?",
                       "If the way down is right, asking from above and asking from below give the same number: for "
                       "random x and y, <L x, y> = <x, L* y>, L being a layer and L* the deconvnet's step down. Shown "
                       "is the gap as a share of |L x| |y|: float rounding and no more.");
        for (const auto& [layer, gap] : gaps_) group.facts.push_back(verdict(subject_.network->layer(layer).name, gap));
        return group;
    }

    figure::Group reference_group() const {
        if (!reference_) return note_group("Does it agree with PyTorch?", "The reference tensors have not come.");
        figure::Group group =
            note_group("Does it agree with PyTorch?",
                       "An independent program in PyTorch computed every activation, switch, reconstruction, gradient "
                       "and occlusion for three digits. Shown is the largest difference as a share of the tensor's "
                       "largest value; of the switches, the share that differ.");
        long numbers = 0;
        for (const auto& row : reference_->rows()) {
            group.facts.push_back(verdict(row.what, row.worst, row.what == "switches" ? 0 : kAllowed));
            numbers += row.numbers;
        }
        group.facts.push_back({"numbers compared", std::to_string(numbers), static_cast<double>(numbers)});
        return group;
    }

    figure::Group accuracy_group() const {
        if (subject_.digits.count() == 0)
            return note_group("How many digits does it read right?", "The 10,000 digits have not come.");
        figure::Group group =
            note_group("How many digits does it read right?",
                       "Every digit at hand, read here and now. In the page they are MNIST's train[0:10000], which the "
                       "shipped network never saw in training; the accuracy on its model card is of another set, "
                       "the test set t10k. Rows are labels, columns what the network read; the diagonal is left out.");
        const int seen = reads_ ? reads_->seen() : 0, wrong = reads_ ? reads_->answers().wrong() : 0;
        const double share = static_cast<double>(seen - wrong) / seen;  // undefined before the first
        char percent[32] = "\xE2\x80\x93";
        if (seen > 0) std::snprintf(percent, sizeof percent, "%.2f %%", share * 100);
        group.facts.push_back({"accuracy", percent, share});
        group.facts.push_back(counted("read", seen, subject_.digits.count()));
        group.facts.push_back({"misread", std::to_string(wrong), static_cast<double>(wrong)});
        std::vector<float> taken = confusion_;
        for (std::size_t k = 0; k < 10; ++k) taken[k * 11] = 0;
        group.side = 200;
        group.pictures.push_back(
            figure::picture("misread", "label (down), read as (across)", taken, 10, 10, image::Map::sequential));
        return group;
    }

    Subject subject_;
    std::vector<std::pair<int, double>> gaps_;
    int layer_ = 0;
    std::unique_ptr<explain::ReferenceCheck> reference_;
    bool reference_done_ = true;
    std::optional<nn::Classifier> reads_;  ///< of digits that are inputs of the network
    std::vector<float> confusion_;
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
