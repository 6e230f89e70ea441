// LeNet-5 of 1998 beside a network of today: the same digit through both, and what differs.
#include <memory>
#include <string>

#include "nn/class_names.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/lenet5_1998/sides.h"

namespace probe {
namespace {

class Lenet5Of1998Probe final : public Probe {
public:
    void ask(const Subject& subject) override;
    void show(figure::Figure& figure) const override;

private:
    std::string finding() const;

    Subject subject_;
    Side recent_, old_;
    const nn::Network* other_ = nullptr;  ///< that `engine_` runs
    std::unique_ptr<nn::Engine> engine_;
    nn::Activations activations_;  ///< the other network's
};

void Lenet5Of1998Probe::ask(const Subject& subject) {
    subject_ = subject;
    if (subject.input.empty() || !subject.counterpart) return;
    if (subject.counterpart != other_) {
        other_ = subject.counterpart;
        engine_ = std::make_unique<nn::Engine>(*other_);
        activations_ = nn::make_activations(*other_);
    }
    engine_->forward(subject.input, activations_);
    recent_ = {subject.network, subject.activations, "today"};
    old_ = {other_, &activations_, "1998"};
    if (distance_layer(*subject.network) < 0) return;
    std::swap(recent_.network, old_.network);
    std::swap(recent_.activations, old_.activations);
}

/// What each reads, and how near the old one's answer is.
std::string Lenet5Of1998Probe::finding() const {
    const int layer = distance_layer(*old_.network);
    const std::vector<float>&scores = old_.activations->output(layer).data,
          &answer = recent_.activations->outputs.back().data;
    const int best = largest(scores), next = runner_up(scores), other = largest(answer);
    const auto name = [this](int i) { return nn::class_name(*old_.network, i); };
    const auto away = [&](int i) { return figure::short_number(-static_cast<double>(scores[index(i)])); };
    std::string words = "1998 reads " + name(best) + ": " + away(best) + " from its character";
    if (next >= 0) words += ", " + away(next) + " from that of " + name(next);
    return words + ". Today's network reads " + nn::class_name(*recent_.network, other) +
           (other == best ? ", too." : " instead.");
}

void Lenet5Of1998Probe::show(figure::Figure& figure) const {
    if (subject_.input.empty()) return show_empty_page(figure);
    if (!subject_.counterpart)
        return show_nothing(figure, "LeNet-5, 1998",
                            distance_layer(*subject_.network) < 0
                                ? "The network of 1998 is not here yet."
                                : "There is no network of today here to compare it with.");
    figure.title = "LeNet-5 of 1998 and a network of today";
    figure.finding = finding();
    figure.groups.push_back(maps_card(recent_, old_));
    figure.groups.push_back(switches_card(recent_, old_));
    figure.groups.back().beside = true;
    figure.groups.push_back(characters_card(old_));
    figure::Group differs;
    for (int i = old_.network->layer_count() - 1; i >= 0; --i)
        if (!old_.network->layer(i).connections.empty()) differs = table_card(*old_.network, i);
    differs.facts = counts(recent_, old_);
    differs.beside = true;
    figure.groups.push_back(std::move(differs));
    figure.groups.push_back(layers_card(recent_, old_));
}

}  // namespace

const Entry kLenet5Of1998 = {.id = "lenet5-1998",
                             .title = "LeNet-5, 1998",
                             .term = "",
                             .group = Group::models,
                             .what = "What did LeCun's own network do otherwise, and what do switches add?",
                             .source = "LeCun, Bottou, Bengio & Haffner 1998, section II.B; Zeiler & Fergus 2013",
                             .settings = {},
                             .of_input = true,
                             .of_selection = false,
                             .needs_digits = false,
                             .make = made<Lenet5Of1998Probe>,
                             .of_counterpart = true};

}  // namespace probe
