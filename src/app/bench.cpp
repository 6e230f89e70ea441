// The benchmark: blocks of runs, the works in turn, medians; the long scan by itself.
#include "app/bench.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

#include "explain/deconvnet.h"
#include "explain/maximise.h"
#include "explain/occlusion.h"
#include "explain/top_nine.h"
#include "image/digit.h"
#include "nn/digits.h"
#include "nn/forward.h"
#include "nn/random.h"

namespace app {
namespace {

using Clock = std::chrono::steady_clock;

enum Work { kForward, kReconstructions, kBatch, kOcclusion, kAscent, kWorks };

constexpr int kBatchSize = 256;
// Blocks that are short beside the scheduler's time slices give honest medians on a busy machine, but a block must be
// long beside the clock's step: browsers without isolation give 0.1 ms (Chromium) to 1 ms (Firefox).
constexpr double kShortestBlockUs = 1000, kLongestBlockUs = 8000, kStepsInABlock = 80;
constexpr int kFewestRounds = 5;
constexpr double kWarmUpUs = 40000;  // each work: wasm starts in the browser's baseline tier
constexpr int kScans = 3, kScanSlice = 128, kScanDigits = 10000;
constexpr int kPatchSide = 6;

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

/// Digits for the scan, no two alike: the inputs one after another, each in ink of another strength.
std::vector<std::uint8_t> make_scan(std::span<const float> inputs, int size, int count) {
    nn::Random random(1);
    std::vector<std::uint8_t> bytes;
    bytes.reserve(static_cast<std::size_t>(count) * static_cast<std::size_t>(size));
    const std::size_t pixels = static_cast<std::size_t>(size), digits = inputs.size() / pixels;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const float ink = 255 * (0.5f + 0.5f * random.uniform());
        for (const float pixel : inputs.subspan(i % digits * pixels, pixels))
            bytes.push_back(static_cast<std::uint8_t>(ink * pixel));
    }
    return bytes;
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
    Impl(const nn::Network& network, double seconds, int scanned);

    nn::Network network;  ///< a copy: the page may open another model meanwhile
    nn::Engine engine;
    explain::Reconstructor reconstructor;
    explain::Occluder occluder;
    explain::Ascender ascender;
    nn::Activations activations;
    std::vector<int> layers;
    std::vector<nn::Tensor> pixels;  ///< one for each of `layers`, as a page would keep them
    int input_size, input_count = 0;
    std::vector<float> inputs, batch, batch_outputs;
    nn::Tensor answers;
    std::vector<std::uint8_t> scan_pixels, scan_labels;
    std::unique_ptr<explain::TopScan> scan;

    int next_input = 0;
    double block_us = std::clamp(clock_step_us() * kStepsInABlock, kShortestBlockUs, kLongestBlockUs);
    double measuring_us, measured_us = 0;           ///< all works together, but for the scan
    int turn = 0;                                   ///< kWorks turns of warming up, then measurements in turn
    std::array<int, kWorks> runs{};                 ///< in a block
    std::array<std::vector<double>, kWorks> times;  ///< of one run, us
    std::vector<double> scan_times;                 ///< of whole scans, us
    double scan_us = 0;                             ///< of the one under way

    std::span<const float> next();
    bool in_turn_done() const {
        return turn % kWorks == 0 && turn > kFewestRounds * kWorks && measured_us >= measuring_us;
    }
    void run(Work work);
    void warm_up(Work work);
    void measure(Work work);
    void measure_scan();
};

Bench::Impl::Impl(const nn::Network& model, double seconds, int scanned)
    : network(model),
      engine(network),
      reconstructor(network),
      occluder(network),
      ascender(network),
      activations(nn::make_activations(network)),
      layers(reconstructed_layers(network)),
      pixels(layers.size()),
      input_size(network.architecture.input.size()),
      inputs(make_inputs(input_size, input_count)),
      batch_outputs(static_cast<std::size_t>(kBatchSize * network.classes())),
      measuring_us(seconds * 1e6) {
    for (int i = 0; i < kBatchSize; ++i) {
        const auto from = inputs.begin() + static_cast<std::ptrdiff_t>(i % input_count) * input_size;
        batch.insert(batch.end(), from, from + input_size);
    }
    scan_labels.assign(static_cast<std::size_t>(scanned), 0);
}

std::span<const float> Bench::Impl::next() {
    const auto size = static_cast<std::size_t>(input_size);
    next_input = (next_input + 1) % input_count;
    return std::span(inputs).subspan(static_cast<std::size_t>(next_input) * size, size);
}

void Bench::Impl::run(Work work) {
    if (work == kBatch) return engine.forward_batch(batch, batch_outputs);
    if (work == kOcclusion) {
        const nn::Shape& shape = network.architecture.input;
        return occluder.occlude(next(), {std::min({kPatchSide, shape.height, shape.width}), 1, 0.0f}, answers);
    }
    if (work == kAscent) {
        explain::Climb climb =
            ascender.begin(explain::class_objective(network, nn::score_layer(network), 0, 0), {}, {});
        ascender.advance(climb, climb.options.steps);
        return;
    }
    engine.forward(next(), activations);
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

void Bench::Impl::measure_scan() {
    if (scan_pixels.empty()) scan_pixels = make_scan(inputs, input_size, static_cast<int>(scan_labels.size()));
    if (!scan)
        scan = std::make_unique<explain::TopScan>(network,
                                                  nn::Digits{network.architecture.input, scan_pixels, scan_labels});
    const Clock::time_point start = Clock::now();
    const bool more = scan->advance(kScanSlice);
    scan_us += microseconds(Clock::now() - start);
    if (more) return;
    scan_times.push_back(scan_us * kScanDigits / static_cast<double>(std::max(scan->scanned(), 1)));
    scan_us = 0;
    scan.reset();
    if (scan_times.size() >= kScans) scan_pixels = {};
}

Bench::Bench(const nn::Network& network, double seconds, int scanned)
    : impl_(std::make_unique<Impl>(network, seconds, scanned)) {}
Bench::~Bench() = default;
Bench::Bench(Bench&&) noexcept = default;
Bench& Bench::operator=(Bench&&) noexcept = default;

bool Bench::step() {
    if (done()) return false;
    if (impl_->in_turn_done()) {
        impl_->measure_scan();
        return true;
    }
    const Work work = static_cast<Work>(impl_->turn % kWorks);
    if (impl_->turn < kWorks)
        impl_->warm_up(work);
    else
        impl_->measure(work);
    ++impl_->turn;
    return true;
}

bool Bench::done() const { return impl_->scan_times.size() >= kScans; }

float Bench::progress() const {
    const double rounds = static_cast<double>(impl_->turn) / ((kFewestRounds + 1) * kWorks);
    const double time = 0.1 + 0.9 * impl_->measured_us / impl_->measuring_us;
    const double in_turn = impl_->in_turn_done() ? 1.0 : std::min({0.99, rounds, time});
    const double part =
        impl_->scan ? static_cast<double>(impl_->scan->scanned()) / static_cast<double>(impl_->scan_labels.size())
                    : 0.0;
    return static_cast<float>(0.5 * in_turn + 0.5 * (static_cast<double>(impl_->scan_times.size()) + part) / kScans);
}

BenchResult Bench::result() const {
    const double batch_us = median(impl_->times[kBatch]);
    return {median(impl_->times[kForward]),
            median(impl_->times[kReconstructions]),
            batch_us > 0 ? kBatchSize * 1e6 / batch_us : 0,
            median(impl_->times[kOcclusion]) / 1000,
            median(impl_->times[kAscent]) / 1000,
            median(impl_->scan_times) / 1000};
}

BenchResult bench(const nn::Network& network) {
    Bench slices(network);
    while (slices.step()) {
    }
    return slices.result();
}

}  // namespace app
