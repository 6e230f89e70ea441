// What a layer knows: a softmax trained on each layer's features, and the digits that it reads.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "explain/linear_probe.h"
#include "nn/classifier.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr Choice kCounts[] = {{0, "100"}, {1, "300"}, {2, "1000"}, {3, "3000"}, {4, "5000"}};
constexpr int kNumbers[] = {100, 300, 1000, 3000, 5000};
constexpr int kMostHeldOut = 5000;
constexpr int kPasses = 40;  // of a slice of work

constexpr Setting kSettings[] = {
    {.key = "digits",
     .label = "Digits for the softmax",
     .tip = "How many digits each layer's softmax learns from.",
     .kind = Setting::Kind::choice,
     .initial = 2,
     .choices = kCounts},
};

class LinearProbeProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override;
    void show(figure::Figure& figure) const override;

private:
    /// One number of digits, and what each layer's softmax reads that learnt from so many.
    struct Reader {
        int digits;
        explain::LinearProbes probes;
    };
    const explain::LinearProbes& chosen() const { return readers_.front().probes; }
    std::string name_of(int layer) const { return chosen().layers()[index(layer)].name; }
    int size_of(int layer) const;
    std::string finding() const;
    figure::Group bars_card() const;
    figure::Group curves_card() const;

    Subject subject_;
    std::uint64_t asked_ = 0;
    int wanted_ = 0, held_out_ = 0;
    std::vector<Reader> readers_;  ///< the chosen number first, then the smaller ones, largest first
    std::size_t at_ = 0;
};

void LinearProbeProbe::ask(const Subject& subject) {
    subject_ = subject;
    const int wanted = kNumbers[std::clamp(subject.values.whole("digits"), 0, 4)];
    if (!readers_.empty() && asked_ == subject.network->id.value && wanted_ == wanted) return;
    asked_ = subject.network->id.value;
    wanted_ = wanted;
    readers_.clear();
    at_ = 0;
    if (!has_digits(subject)) return;
    // The digits on show are those that the network did not learn from: half of them to learn from, half to read.
    const int count = subject.digits.count();
    held_out_ = std::min(count / 2, kMostHeldOut);
    const nn::Digits read = subject.digits.slice(0, held_out_), learnt = subject.digits.slice(held_out_, count);
    const int most = std::min(wanted, learnt.count());
    for (int i = 4; i >= 0; --i) {
        const int n = kNumbers[i] >= most ? most : kNumbers[i];
        if (kNumbers[i] > wanted || n == 0 || (!readers_.empty() && readers_.back().digits == n)) continue;
        readers_.push_back({n, {*subject.network, learnt, n, read, held_out_}});
    }
}

bool LinearProbeProbe::advance() {
    if (at_ == readers_.size()) return false;
    if (!readers_[at_].probes.advance(kPasses)) ++at_;
    return at_ < readers_.size();
}

float LinearProbeProbe::progress() const {
    if (at_ == readers_.size()) return 1;
    double done = 0, all = 0;
    for (const Reader& reader : readers_) {
        const double weight = reader.digits + held_out_;
        done += weight * static_cast<double>(reader.probes.progress());
        all += weight;
    }
    return static_cast<float>(done / all);
}

int LinearProbeProbe::size_of(int layer) const {
    const int output = chosen().layers()[index(layer)].output;
    return output < 0 ? subject_.network->architecture.input.size() : subject_.network->shape(output).size();
}

std::string LinearProbeProbe::finding() const {
    const int layers = static_cast<int>(chosen().layers().size());
    int best = -1, known = 0;
    bool rises = true;
    double last = 0;
    for (int i = 0; i < layers; ++i) {
        if (!chosen().known(i)) continue;
        const double accuracy = chosen().known(i)->accuracy;
        rises = rises && accuracy >= last;
        last = accuracy;
        ++known;
        if (best < 0 || accuracy > chosen().known(best)->accuracy) best = i;
    }
    const std::string learnt = " after " + plural(readers_.front().digits, "digit");
    if (best < 0)
        return at_ > 0 ? "No layer of this network has finite numbers to learn from."
                       : "A softmax learns on each layer.";
    const auto share = [&](int i) { return figure::percent(chosen().known(i)->accuracy); };
    if (known < layers) return "So far: on " + name_of(best) + " a softmax reads " + share(best) + learnt + ".";
    const bool beats_pixels = chosen().known(0) && best > 0;
    if (!beats_pixels)
        return "No layer knows more than the pixels: a softmax on the input reads " + share(0) + learnt + ".";
    if (rises)
        return "Each layer knows at least as much as the one below: a softmax reads " + share(0) +
               " from the pixels, " + share(layers - 1) + " from " + name_of(layers - 1) + learnt + ".";
    const int top = layers - 1;
    const std::string end = best == top ? std::string()
                            : chosen().known(top)->accuracy < chosen().known(0)->accuracy
                                ? "; " + name_of(top) + " knows less than the pixels (" + share(top) + ")"
                                : "; " + name_of(top) + " reads " + share(top);
    return name_of(best) + " knows most: a softmax on it reads " + share(best) + learnt + ", on the pixels " +
           share(0) + end + ".";
}

figure::Group LinearProbeProbe::bars_card() const {
    figure::Group group;
    group.title = "A linear reader on each layer";
    group.share = 1.6f;
    group.least = 340;
    figure::Plot plot = bar_plot("read right by layer", "", "share read right");
    std::vector<float> shares;
    float lowest = 1;
    for (std::size_t i = 0; i < chosen().layers().size(); ++i) {
        const auto& known = chosen().known(static_cast<int>(i));
        const double accuracy = known ? known->accuracy : std::nan("");
        shares.push_back(static_cast<float>(accuracy));
        if (known) lowest = std::min(lowest, static_cast<float>(accuracy));
        const std::string name = name_of(static_cast<int>(i));
        plot.bar_labels.push_back(name);
        group.facts.push_back(
            {name + ", " + grouped(size_of(static_cast<int>(i))), figure::percent(accuracy), accuracy});
    }
    plot.series.push_back(bars_of("", shares, 0));
    // Bars of accuracies from zero on look all alike: the axis begins at the ten percent below the lowest.
    plot.y_low = std::max(0.0f, std::floor(lowest * 10 - 0.5f) / 10);
    plot.y_high = 1.0f;
    group.plots.push_back(std::move(plot));
    return group;
}

figure::Group LinearProbeProbe::curves_card() const {
    figure::Group group;
    group.title = "How many digits must the reader see?";
    group.beside = true;
    group.least = 300;
    figure::Plot plot;
    plot.name = "read right by digits";
    plot.x_label = "digits that the reader learns from";
    plot.y_label = "share read right";
    plot.log_x = true;
    plot.y_high = 1.0f;
    for (std::size_t layer = 0; layer < chosen().layers().size(); ++layer) {
        figure::Series series;
        series.name = name_of(static_cast<int>(layer));
        series.colour = static_cast<int>(layer % 10);
        for (auto reader = readers_.rbegin(); reader != readers_.rend(); ++reader) {
            const auto& known = reader->probes.known(static_cast<int>(layer));
            if (!known) continue;
            series.x.push_back(static_cast<float>(reader->digits));
            series.y.push_back(static_cast<float>(known->accuracy));
        }
        if (!series.x.empty()) plot.series.push_back(std::move(series));
    }
    group.plots.push_back(std::move(plot));
    return group;
}

void LinearProbeProbe::show(figure::Figure& figure) const {
    if (readers_.empty())
        return show_nothing(figure, "No digits yet", "What a layer knows is read from digits: they have not come.");
    figure.title = "What a layer knows";
    figure.finding = finding();
    figure.groups.push_back(bars_card());
    figure.groups.push_back(curves_card());
    figure::Group how = note_group(
        "What is measured",
        "The network stays as it is. On each layer's numbers a softmax is trained to its end (L2 0.001), and reads the "
        "first " +
            grouped(held_out_) +
            " digits of the set on show; it learns from digits after them. \"Input\" is the pixels themselves. "
            "The bars' axis does not begin at 0.");
    how.folded = true;
    figure.groups.push_back(std::move(how));
}

}  // namespace

const Entry kLinearProbe = {.id = "linear-probe",
                            .title = "What a layer knows",
                            .term = "linear probes",
                            .group = Group::models,
                            .what = "How much of the answer is in each layer already?",
                            .source = "Zeiler & Fergus 2013, section 5.3, Table 7; Alain & Bengio 2016",
                            .settings = kSettings,
                            .of_input = false,
                            .of_selection = false,
                            .needs_digits = true,
                            .make = made<LinearProbeProbe>};

}  // namespace probe
