// The benchmark: blocks of runs, the three works in turn, medians.
#include "app/bench.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

#include "explain/deconvnet.h"
#include "image/digit.h"
#include "nn/forward.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;

enum Work { kForward, kReconstructions, kBatch, kWorks };

constexpr int kBatchSize = 256;
// Blocks that are short beside the scheduler's time slices give honest medians on a busy machine, but a block must be
// long beside the clock's step: browsers without isolation give 0.1 ms (Chromium) to 1 ms (Firefox).
constexpr double kShortestBlockUs = 1000, kLongestBlockUs = 8000, kStepsInABlock = 80;
constexpr double kMeasuringUs = 700000;  // all works together
constexpr int kFewestRounds = 9;
constexpr double kWarmUpUs = 40000;  // each work: wasm starts in the browser's baseline tier

double microseconds(Clock::duration duration) { return std::chrono::duration<double, std::micro>(duration).count(); }

/// The smallest step that the clock was seen to make.
double clock_step_us() {
    double smallest = kLongestBlockUs;
    for (int i = 0; i < 5; ++i) {
        const Clock::time_point start = Clock::now();
        Clock::time_point now = start;
        while (now == start) now = Clock::now();
        smallest = std::min(smallest, microseconds(now - start));
    }
    return smallest;
}

/// Digits 3, 7, 8, 4 and 0 on a page of 28 units.
std::vector<image::Strokes> drawn_digits() {
    return {
        {{{8, 6}, {13, 4}, {18, 6}, {18, 10}, {13, 13}, {18, 16}, {19, 20}, {14, 24}, {8, 22}}},
        {{{7, 6}, {20, 6}, {15, 14}, {12, 23}}, {{9, 14}, {18, 14}}},
        {{{14, 13}, {9, 9}, {13, 4}, {18, 8}, {14, 13}, {9, 19}, {14, 24}, {19, 19}, {14, 13}}},
        {{{9, 5}, {8, 14}, {19, 14}}, {{16, 8}, {15, 24}}},
        {{{14, 4}, {9, 9}, {9, 18}, {14, 23}, {19, 18}, {19, 9}, {14, 4}}},
    };
}

/// The drawn digits as network inputs, one after another, repeated or cut to `size` floats each.
std::vector<float> make_inputs(int size, int& count) {
    std::vector<float> inputs;
    count = 0;
    for (const image::Strokes& strokes : drawn_digits()) {
        const auto digit = image::network_input(strokes, image::FitOptions{});
        if (!digit) continue;
        for (int i = 0; i < size; ++i)
            inputs.push_back(digit->pixels[static_cast<std::size_t>(i) % digit->pixels.size()]);
        ++count;
    }
    assert(count > 0);
    return inputs;
}

/// Layers whose maps are reconstructed.
std::vector<int> reconstructed_layers(const nn::Network& network) {
    for (nn::LayerKind wanted : {nn::LayerKind::max_pool, nn::LayerKind::conv}) {
        std::vector<int> layers;
        for (int i = 0; i < network.layer_count(); ++i)
            if (network.layer(i).kind == wanted) layers.push_back(i);
        if (!layers.empty()) return layers;
    }
    return {};
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

struct Bench::Impl {
    explicit Impl(const nn::Network& network);

    nn::Engine engine;
    explain::Reconstructor reconstructor;
    nn::Activations activations;
    std::vector<int> layers;
    std::vector<nn::Tensor> pixels;  ///< one for each of `layers`, as a page would keep them
    int input_size, input_count = 0;
    std::vector<float> inputs, batch, batch_outputs;

    int next_input = 0;
    double block_us = std::clamp(clock_step_us() * kStepsInABlock, kShortestBlockUs, kLongestBlockUs);
    double measured_us = 0;
    int turn = 0;                                   ///< kWorks turns of warming up, then measurements in turn
    std::array<int, kWorks> runs{};                 ///< in a block
    std::array<std::vector<double>, kWorks> times;  ///< of one run, us

    void run(Work work);
    void warm_up(Work work);
    void measure(Work work);
};

Bench::Impl::Impl(const nn::Network& network)
    : engine(network),
      reconstructor(network),
      activations(nn::make_activations(network)),
      layers(reconstructed_layers(network)),
      pixels(layers.size()),
      input_size(network.architecture.input.size()),
      inputs(make_inputs(input_size, input_count)),
      batch_outputs(static_cast<std::size_t>(kBatchSize * network.classes())) {
    for (int i = 0; i < kBatchSize; ++i) {
        const auto from = inputs.begin() + static_cast<std::ptrdiff_t>(i % input_count) * input_size;
        batch.insert(batch.end(), from, from + input_size);
    }
}

void Bench::Impl::run(Work work) {
    if (work == kBatch) return engine.forward_batch(batch, batch_outputs);
    const auto size = static_cast<std::size_t>(input_size);
    next_input = (next_input + 1) % input_count;
    engine.forward(std::span(inputs).subspan(static_cast<std::size_t>(next_input) * size, size), activations);
    if (work == kForward) return;
    for (std::size_t i = 0; i < layers.size(); ++i) reconstructor.reconstruct(activations, layers[i], pixels[i]);
}

/// Runs for a while, then finds how many runs make a block.
void Bench::Impl::warm_up(Work work) {
    const Clock::time_point start = Clock::now();
    int count = 0;
    double time = 0;
    while (time < kWarmUpUs) {
        for (int i = 0; i <= count / 8; ++i, ++count) run(work);  // asks the clock ever more seldom
        time = microseconds(Clock::now() - start);
    }
    runs[work] = std::max(1, static_cast<int>(block_us * count / time + 0.5));
}

void Bench::Impl::measure(Work work) {
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < runs[work]; ++i) run(work);
    const double time = microseconds(Clock::now() - start);
    times[work].push_back(time / runs[work]);
    measured_us += time;
}

Bench::Bench(const nn::Network& network) : impl_(std::make_unique<Impl>(network)) {}
Bench::~Bench() = default;
Bench::Bench(Bench&&) noexcept = default;
Bench& Bench::operator=(Bench&&) noexcept = default;

bool Bench::step() {
    if (done()) return false;
    const Work work = static_cast<Work>(impl_->turn % kWorks);
    if (impl_->turn < kWorks)
        impl_->warm_up(work);
    else
        impl_->measure(work);
    ++impl_->turn;
    return true;
}

bool Bench::done() const {
    return impl_->turn % kWorks == 0 && impl_->turn > kFewestRounds * kWorks && impl_->measured_us >= kMeasuringUs;
}

float Bench::progress() const {
    const double rounds = static_cast<double>(impl_->turn) / ((kFewestRounds + 1) * kWorks);
    const double time = 0.1 + 0.9 * impl_->measured_us / kMeasuringUs;
    return done() ? 1.0f : static_cast<float>(std::min({0.99, rounds, time}));
}

BenchResult Bench::result() const {
    const double batch_us = median(impl_->times[kBatch]);
    return {median(impl_->times[kForward]), median(impl_->times[kReconstructions]),
            batch_us > 0 ? kBatchSize * 1e6 / batch_us : 0};
}

BenchResult bench(const nn::Network& network) {
    Bench slices(network);
    while (slices.step()) {
    }
    return slices.result();
}

}  // namespace app
