// The step after the maps is linear, so what it gives without two maps is what it gives with all of them less what
// either adds to it: one product a map, not a pair.  Only what lies above that step is computed for every pair, and
// only for maps that say something to the digit: switching off one that does not changes nothing.
#include "explain/coadaptation.h"

#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include "explain/lesion.h"
#include "nn/loss.h"

namespace explain {
namespace {

using Floats = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::Map<Eigen::VectorXf>;

constexpr int kChunk = 64;  // lesions of one batch

std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Layers [begin, end) as a network of their own; nothing where there is none.
std::optional<nn::Engine> part(const nn::Network& network, int begin, int end, bool with_bias = true) {
    if (begin >= end) return std::nullopt;
    nn::Network made;
    made.architecture.input = network.input_shape(begin);
    for (int i = begin; i < end; ++i) {
        made.architecture.layers.push_back(network.layer(i));
        made.shapes.push_back(network.shape(i));
        made.parameters.push_back(network.parameters[index(i)]);
        if (!with_bias) std::fill(made.parameters.back().bias.begin(), made.parameters.back().bias.end(), 0.0f);
    }
    return nn::Engine(made);
}

}  // namespace

struct CoAdaptation::Impl {
    nn::Digits digits;
    DigitReader reader;
    Off off;
    int cut = 0, plane = 1, size = 0, classes = 0, counted = 0, at = 0;
    int sums = 0;                    ///< numbers of the linear step's output
    std::vector<int> maps;           ///< that are switched off
    std::vector<float> stored;       ///< digit: output of the cut
    std::optional<nn::Engine> step;  ///< the linear step; nothing where there is none
    std::optional<nn::Engine> step_without_bias;
    std::optional<nn::Engine> tail;  ///< above it; nothing where its outputs are the logits
    std::vector<float> masked, parts, mean_parts, base, lesioned, logits;
    std::vector<int> active;    ///< units that say something to the digit
    std::vector<double> now;    ///< its losses: intact, then each active unit off, then each pair of them
    double intact = 0;          ///< sums over digits: of losses,
    std::vector<double> costs;  ///< by unit,
    std::vector<double> pairs;  ///< and of interactions, (0, 1), (0, 2) ...

    Impl(const nn::Network& network, int layer, const nn::Digits& d, int n, Off o);
    int units() const { return static_cast<int>(maps.size()); }
    /// i < k.
    std::size_t pair(int i, int k) const { return index(i * units() - i * (i + 1) / 2 + k - i - 1); }
    void store();
    void parts_of(std::span<const float> values, std::vector<float>& out);
    void count();
    void run(int rows, int label);
    void sum_up();
};

CoAdaptation::Impl::Impl(const nn::Network& network, int layer, const nn::Digits& d, int n, Off o)
    : digits(d), reader(network, d, 0), off(o), cut(source_layer(network, layer)), classes(network.classes()) {
    assert(cut >= 0 && d.shape == network.architecture.input && network.has_classes());
    const nn::Network scores = nn::without_softmax(network);
    const int last = scores.layer_count();
    // As far up as a map stays a map, and zero stays zero.
    while (cut + 1 < last && !nn::reads_everything(scores.layer(cut + 1).kind) &&
           nn::info(scores.layer(cut + 1).kind).zero_to_zero)
        ++cut;
    cut = std::min(cut, last - 1);
    const nn::Shape& shape = scores.shape(cut);
    plane = shape.plane();
    size = shape.size();
    const int switched = std::min(shape.channels, kMostUnits);
    for (int i = 0; i < switched; ++i) maps.push_back(static_cast<int>(std::int64_t{i} * shape.channels / switched));
    reader = DigitReader(network, d, std::min(n, std::max(1, kMostStored / size)));
    int above = cut + 1;
    if (above < last && nn::has_weights(scores.layer(above).kind) && nn::info(scores.layer(above).kind).linear) {
        step = part(scores, above, above + 1);
        step_without_bias = part(scores, above, above + 1, false);
        ++above;
    }
    sums = step ? step->output_size() : size;
    tail = part(scores, above, last);
    costs.resize(index(units()));
    pairs.resize(index(units() * (units() - 1) / 2));
    masked.resize(index(units()) * index(size));
    base.resize(index(sums));
    lesioned.resize(index(kChunk) * index(sums));
    logits.resize(index(kChunk) * index(classes));
}

void CoAdaptation::Impl::store() {
    const std::vector<float>& output = reader.output(cut).data;
    stored.insert(stored.end(), output.begin(), output.end());
}

/// What each unit's map of `values` adds to the linear step's sums: (units, sums).
void CoAdaptation::Impl::parts_of(std::span<const float> values, std::vector<float>& out) {
    std::fill(masked.begin(), masked.end(), 0.0f);
    for (int unit = 0; unit < units(); ++unit) {
        const int begin = maps[index(unit)] * plane;
        std::copy_n(values.begin() + begin, plane, masked.begin() + unit * size + begin);
    }
    out.resize(index(units()) * index(sums));
    if (step_without_bias)
        step_without_bias->forward_batch(masked, out);
    else
        out = masked;
}

/// The losses of the next digit with every lesion.
void CoAdaptation::Impl::count() {
    const std::span<const float> values = std::span<const float>(stored).subspan(index(at) * index(size), index(size));
    const int label = digits.labels[index(at++)];
    if (label >= classes) return;
    if (off == Off::mean && mean_parts.empty()) {
        std::vector<double> sum(index(size));
        for (std::size_t i = 0; i < stored.size(); ++i) sum[i % sum.size()] += static_cast<double>(stored[i]);
        std::vector<float> mean(sum.size());
        for (std::size_t i = 0; i < sum.size(); ++i) mean[i] = static_cast<float>(sum[i] / reader.count());
        parts_of(mean, mean_parts);
    }
    parts_of(values, parts);
    for (std::size_t i = 0; i < mean_parts.size(); ++i) parts[i] -= mean_parts[i];
    if (step)
        step->forward_batch(values, base);
    else
        std::copy(values.begin(), values.end(), base.begin());
    const auto part_of = [&](int unit) { return Row(parts.data() + unit * sums, sums); };
    active.clear();
    for (int unit = 0; unit < units(); ++unit)
        if ((part_of(unit).array() != 0).any()) active.push_back(unit);
    now.clear();
    int rows = 0;
    const auto add = [&](const auto& row) {
        Row(lesioned.data() + rows * sums, sums) = row;
        if (++rows == kChunk) run(std::exchange(rows, 0), label);
    };
    const Row whole(base.data(), sums);
    add(whole);
    for (const int unit : active) add(whole - part_of(unit));
    for (std::size_t i = 0; i < active.size(); ++i) {
        const Eigen::VectorXf without = whole - part_of(active[i]);
        for (std::size_t k = i + 1; k < active.size(); ++k) add(without - part_of(active[k]));
    }
    run(rows, label);
    sum_up();
}

/// The losses of so many lesions more.
void CoAdaptation::Impl::run(int rows, int label) {
    if (rows == 0) return;
    if (tail) tail->forward_batch({lesioned.data(), index(rows * sums)}, {logits.data(), index(rows * classes)});
    const Eigen::Map<Floats> scores(tail ? logits.data() : lesioned.data(), rows, classes);
    const Eigen::ArrayXf largest = scores.rowwise().maxCoeff();
    const Eigen::ArrayXf sum = (scores.colwise() - largest).exp().rowwise().sum();
    for (Eigen::Index i = 0; i < rows; ++i)
        now.push_back(std::log(static_cast<double>(sum[i])) + static_cast<double>(largest[i]) -
                      static_cast<double>(scores(i, label)));
}

void CoAdaptation::Impl::sum_up() {
    intact += now[0];
    std::size_t both = 1 + active.size();
    for (std::size_t i = 0; i < active.size(); ++i) {
        costs[index(active[i])] += now[1 + i] - now[0];
        for (std::size_t k = i + 1; k < active.size(); ++k)
            pairs[pair(active[i], active[k])] += now[both++] - now[1 + i] - now[1 + k] + now[0];
    }
    ++counted;
}

CoAdaptation::CoAdaptation(const nn::Network& network, int layer, const nn::Digits& digits, int n, Off off)
    : impl_(std::make_unique<Impl>(network, layer, digits, n, off)) {}
CoAdaptation::~CoAdaptation() = default;
CoAdaptation::CoAdaptation(CoAdaptation&&) noexcept = default;
CoAdaptation& CoAdaptation::operator=(CoAdaptation&&) noexcept = default;

bool CoAdaptation::advance(int digits) {
    Impl& m = *impl_;
    const bool stores = !m.reader.done();
    for (int i = 0; i < std::max(digits, 1); ++i) {
        if (stores) {
            if (!m.reader.next()) break;
            m.store();
        } else if (m.at < m.reader.count()) {
            m.count();
        }
    }
    return stores || m.at < m.reader.count();
}

float CoAdaptation::progress() const {
    const Impl& m = *impl_;
    const float all = static_cast<float>(std::max(1, m.reader.count()));
    return m.reader.count() == 0
               ? 1.0f
               : 0.2f * static_cast<float>(m.reader.seen()) / all + 0.8f * static_cast<float>(m.at) / all;
}

int CoAdaptation::units() const { return impl_->units(); }
int CoAdaptation::map_of(int unit) const { return impl_->maps[index(unit)]; }
int CoAdaptation::maps() const { return impl_->size / impl_->plane; }
int CoAdaptation::counted() const { return impl_->counted; }
double CoAdaptation::intact() const { return impl_->intact / impl_->counted; }

double CoAdaptation::cost(int unit) const { return impl_->costs[index(unit)] / impl_->counted; }

double CoAdaptation::interaction(int unit, int other) const {
    if (unit == other) return 0;
    return impl_->pairs[unit < other ? impl_->pair(unit, other) : impl_->pair(other, unit)] / impl_->counted;
}

double CoAdaptation::mean_interaction() const {
    double sum = 0;
    const int n = units();
    for (int i = 0; i < n; ++i)
        for (int k = i + 1; k < n; ++k) sum += std::abs(interaction(i, k));
    return sum / (static_cast<double>(n) * (n - 1) / 2);
}

double CoAdaptation::mean_cost() const {
    double sum = 0;
    for (int i = 0; i < units(); ++i) sum += std::abs(cost(i));
    return sum / units();
}

}  // namespace explain
