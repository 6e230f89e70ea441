// See measures.h: one stage after the other, each of which fills its columns.
#include "explain/measures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "explain/coadaptation.h"
#include "explain/evolution.h"
#include "explain/invariance_area.h"
#include "explain/likeness.h"
#include "explain/map_agreement.h"
#include "explain/redundancy.h"
#include "explain/roughness.h"
#include "nn/cost.h"

namespace explain {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::size_t index(Measure measure) { return static_cast<std::size_t>(measure); }

/// A piece of work, about `weight` forward passes long.
struct Stage {
    float weight = 0;
    std::function<bool(int passes)> advance;  ///< false when done
    float did = 0;                            ///< passes
};

/// Work that an object does, begun with the first slice, and what is read off it at the end.
template <class Make, class Advance, class Finish>
std::function<bool(int)> work(Make make, Advance advance, Finish finish) {
    using Object = std::decay_t<decltype(make())>;
    return [make, advance, finish, object = std::shared_ptr<Object>()](int passes) mutable {
        if (!object) object = std::make_shared<Object>(make());
        if (advance(*object, passes)) return true;
        finish(*object);
        object.reset();
        return false;
    };
}

constexpr auto kPlainly = [](auto& object, int passes) { return object.advance(passes); };

bool rectifies(const nn::Network& network, const std::vector<Block>& hidden) {
    return std::any_of(hidden.begin(), hidden.end(), [&](const Block& block) {
        for (int i = block.weights; i <= block.output; ++i)
            if (network.layer(i).kind == nn::LayerKind::relu) return true;
        return false;
    });
}

}  // namespace

struct Measures::Impl {
    nn::Network network;
    nn::Digits training, held_out;
    MeasureCounts counts;
    std::array<double, kMeasures> values{};
    std::array<std::string, kMeasures> why;
    std::array<double, kHarms> harms{};
    Calibration calibration;
    std::string maps_layer, hidden_layer;
    std::vector<Block> hidden;
    std::vector<Stage> stages;
    std::size_t stage = 0;

    Impl(const nn::Network& n, const nn::Digits& t, const nn::Digits& h, const nn::Network* other,
         const MeasureCounts& c);
    double& at(Measure measure) { return values[index(measure)]; }
    void no(std::initializer_list<Measure> measures, const std::string& words) {
        for (const Measure measure : measures) why[index(measure)] = words;
    }
    int held(int most) const { return std::min(most, held_out.count()); }
    void add(int passes, std::function<bool(int)> advance) {
        stages.push_back({static_cast<float>(passes), std::move(advance), 0.0f});
    }
    void add_readings();
    void add_layers();
    void add_pictures();
    void add_likeness(const nn::Network& other);
    void explain_rest();
};

Measures::Impl::Impl(const nn::Network& n, const nn::Digits& t, const nn::Digits& h, const nn::Network* other,
                     const MeasureCounts& c)
    : network(n), training(t), held_out(h), counts(c), hidden(blocks(n)) {
    values.fill(kNaN);
    harms.fill(kNaN);
    if (!hidden.empty()) hidden.pop_back();
    at(Measure::parameters) = network.parameter_count();
    at(Measure::multiply_adds) = static_cast<double>(nn::cost(network).multiply_adds);
    add_readings();
    add_layers();
    add_pictures();
    if (other != nullptr)
        add_likeness(*other);
    else
        no({Measure::likeness}, "there is no other network to compare it with");
    if (held_out.count() == 0)
        no({Measure::held_out_accuracy, Measure::held_out_loss, Measure::gap, Measure::calibration_error,
            Measure::robustness, Measure::invariance, Measure::dead_units, Measure::redundancy, Measure::co_adaptation,
            Measure::agreement, Measure::likeness},
           "there are no held-out digits");
}

/// Accuracies, losses, calibration, robustness.
void Measures::Impl::add_readings() {
    if (!network.has_classes()) {
        no({Measure::training_accuracy, Measure::training_loss, Measure::held_out_accuracy, Measure::held_out_loss,
            Measure::gap, Measure::calibration_error, Measure::robustness, Measure::co_adaptation},
           "the network does not end in one number a class");
        return;
    }
    if (training.count() == 0)
        no({Measure::training_accuracy, Measure::training_loss, Measure::gap}, "there are no training digits");
    const int learnt = std::min(counts.training, training.count());
    add(learnt, work([this, learnt] { return Readings(network, training, learnt); }, kPlainly,
                     [this](const Readings& r) {
                         at(Measure::training_accuracy) = r.accuracy();
                         at(Measure::training_loss) = r.loss();
                     }));
    const int all = held(counts.held_out);
    add(all, work([this, all] { return Readings(network, held_out, all); }, kPlainly,
                  [this](const Readings& r) {
                      at(Measure::held_out_accuracy) = r.accuracy();
                      at(Measure::held_out_loss) = r.loss();
                      at(Measure::gap) = at(Measure::training_accuracy) - r.accuracy();
                      calibration = explain::calibration(r.all());
                      at(Measure::calibration_error) = calibration.error;
                  }));
    if (!Robustness::suits(network)) {
        no({Measure::robustness}, "only pictures of one square channel are changed so");
        return;
    }
    const int some = held(counts.robustness);
    add(kHarms * some, work([this, some] { return Robustness(network, held_out, some); }, kPlainly,
                            [this](const Robustness& r) {
                                at(Measure::robustness) = r.mean();
                                for (int i = 0; i < kHarms; ++i)
                                    harms[static_cast<std::size_t>(i)] = r.accuracy(static_cast<Harm>(i));
                            }));
}

/// Dead units, redundancy, co-adaptation, roughness.
void Measures::Impl::add_layers() {
    int first = 0;
    while (first < network.layer_count() && network.layer(first).kind != nn::LayerKind::conv) ++first;
    if (first < network.layer_count()) at(Measure::roughness) = layer_roughness(network, first);
    if (std::isnan(at(Measure::roughness)))
        no({Measure::roughness}, first == network.layer_count() ? "the network has no convolution"
                                                                : "its first kernels are single pixels, or all zero");
    if (hidden.empty()) {
        no({Measure::dead_units, Measure::redundancy, Measure::co_adaptation, Measure::invariance},
           "the network has no hidden layer");
        return;
    }
    std::size_t last = hidden.size() - 1;
    while (last > 0 && network.shape(hidden[last].output).plane() == 1) --last;
    if (network.shape(hidden[last].output).plane() == 1) last = hidden.size() - 1;
    maps_layer = hidden[last].name;
    hidden_layer = hidden.back().name;
    const bool can_die = rectifies(network, hidden);
    if (!can_die) no({Measure::dead_units}, "no hidden layer of it rectifies, and only a ReLU's units can die");
    const int maps = network.shape(hidden[last].output).channels;
    if (maps < 2)
        no({Measure::redundancy, Measure::co_adaptation}, "its layer " + maps_layer + " has one map: there is no pair");
    const int all = held(counts.held_out);
    add(2 * all, work(
                     [this, all] {
                         std::vector<int> layers;
                         for (const Block& block : hidden) layers.push_back(block.output);
                         return Redundancy(network, layers, held_out, all);
                     },
                     kPlainly,
                     [this, last, can_die](const Redundancy& r) {
                         at(Measure::redundancy) = r.redundancy(static_cast<int>(last));
                         if (!can_die || r.seen() == 0) return;
                         std::size_t dead = 0;
                         for (std::size_t i = 0; i < hidden.size(); ++i) dead += r.dead(static_cast<int>(i)).size();
                         at(Measure::dead_units) = static_cast<double>(dead);
                     }));
    const int some = held(counts.co_adaptation);
    if (network.has_classes() && maps > 1)
        add(8 * some, work([this, some, last] { return CoAdaptation(network, hidden[last].output, held_out, some); },
                           [](CoAdaptation& c, int passes) { return c.advance(1 + passes / 8); },
                           [this](const CoAdaptation& c) { at(Measure::co_adaptation) = c.mean_interaction(); }));
}

/// Invariance and agreement.
void Measures::Impl::add_pictures() {
    const nn::Shape& input = network.architecture.input;
    if (input.channels != 1 || input.height != input.width) {
        no({Measure::invariance, Measure::agreement}, "only pictures of one square channel are moved and covered so");
        return;
    }
    const int moved = held(counts.invariance), covered = held(counts.agreement);
    if (!hidden.empty())
        add(50 * moved,
            work([this, moved] { return InvarianceArea(network, held_out, moved); }, kPlainly,
                 [this](const InvarianceArea& a) { at(Measure::invariance) = a.area(hidden.back().output); }));
    if (watched_layer(network) < 0 || input.height < Patch().side) {
        no({Measure::agreement}, "there is no layer with maps to watch, or the picture is smaller than the square");
        return;
    }
    add(50 * covered, work([this, covered] { return MapAgreement(network, held_out, covered); },
                           [](MapAgreement& a, int passes) { return a.advance(8 * passes); },
                           [this](const MapAgreement& a) { at(Measure::agreement) = a.mean(); }));
}

void Measures::Impl::add_likeness(const nn::Network& other) {
    if (!(other.architecture.input == network.architecture.input)) {
        no({Measure::likeness}, "the other network reads pictures of another size");
        return;
    }
    const auto names = blocks(other), mine = blocks(network);
    const bool same = std::any_of(mine.begin(), mine.end(), [&](const Block& a) {
        return std::any_of(names.begin(), names.end(), [&](const Block& b) { return a.name == b.name; });
    });
    if (!same) {
        no({Measure::likeness}, "the two networks have no layer of the same name");
        return;
    }
    const int some = held(counts.likeness);
    add(6 * some,
        work([this, some,
              to = std::make_shared<nn::Network>(other)] { return LikenessMatrix(network, *to, held_out, some); },
             kPlainly, [this](const LikenessMatrix& m) { at(Measure::likeness) = m.mean_of_same_names(); }));
}

/// Of what could be asked and gave no number.
void Measures::Impl::explain_rest() {
    for (int i = 0; i < kMeasures; ++i) {
        const auto measure = static_cast<Measure>(i);
        if (std::isnan(at(measure)) && why[index(measure)].empty())
            no({measure}, "the network's numbers do not vary over these digits, or are not finite");
    }
}

Measures::Measures(const nn::Network& network, const nn::Digits& training, const nn::Digits& held_out,
                   const nn::Network* other, const MeasureCounts& counts)
    : impl_(std::make_unique<Impl>(network, training, held_out, other, counts)) {}
Measures::~Measures() = default;
Measures::Measures(Measures&&) noexcept = default;
Measures& Measures::operator=(Measures&&) noexcept = default;

bool Measures::advance(int passes) {
    if (done()) return false;
    Stage& stage = impl_->stages[impl_->stage];
    stage.did += static_cast<float>(std::max(passes, 1));
    if (stage.advance(std::max(passes, 1))) return true;
    stage.advance = nullptr;
    ++impl_->stage;
    if (done()) impl_->explain_rest();
    return !done();
}

bool Measures::done() const { return impl_->stage == impl_->stages.size(); }

float Measures::progress() const {
    float before = 0, all = 0;
    for (std::size_t i = 0; i < impl_->stages.size(); ++i) {
        all += impl_->stages[i].weight;
        if (i < impl_->stage) before += impl_->stages[i].weight;
        if (i == impl_->stage) before += std::min(impl_->stages[i].did, 0.99f * impl_->stages[i].weight);
    }
    return done() || all == 0 ? 1.0f : before / all;
}

double Measures::value(Measure measure) const { return impl_->values[index(measure)]; }
const std::string& Measures::why_not(Measure measure) const { return impl_->why[index(measure)]; }
double Measures::accuracy_under(Harm harm) const { return impl_->harms[static_cast<std::size_t>(harm)]; }
const Calibration& Measures::calibration() const { return impl_->calibration; }
const std::string& Measures::maps_layer() const { return impl_->maps_layer; }
const std::string& Measures::hidden_layer() const { return impl_->hidden_layer; }

}  // namespace explain
