// The training loop.
#include "nn/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "nn/backprop.h"
#include "nn/cost.h"
#include "nn/forward.h"
#include "nn/random.h"
#include "nn/workers.h"

namespace nn {
namespace {

constexpr int kShard = 32;  // images; fixed, so that sums do not depend on the number of threads

std::size_t size(int n) { return static_cast<std::size_t>(n); }

using Clock = std::chrono::steady_clock;

/// What one thread needs of its own.
struct Worker {
    Backprop backprop;
    std::vector<Engine> teachers;
    std::vector<float> inputs, soft, answer;
    std::vector<int> labels;
    std::vector<std::uint64_t> seeds;
};

struct Shard {
    GradientSums sums;
    double loss = 0.0;
    int correct = 0;
};

void softmax(const float* logits, int classes, float temperature, float* out) {
    const float top = *std::max_element(logits, logits + classes);
    float sum = 0.0f;
    for (int i = 0; i < classes; ++i) sum += out[i] = std::exp((logits[i] - top) / temperature);
    for (int i = 0; i < classes; ++i) out[i] /= sum;
}

/// The teacher's logits are what is softened, so its softmax goes.
Network logits_of(Network network) {
    while (network.layer_count() > 1 && network.architecture.layers.back().kind == LayerKind::softmax) {
        network.architecture.layers.pop_back();
        network.shapes.pop_back();
        network.parameters.pop_back();
    }
    return network;
}

std::string complaint(const Network& network, const Digits& digits, const Digits& hold_out, const TrainOptions& o) {
    const int classes = network.classes();
    if (network.shape(network.layer_count() - 1).plane() != 1)
        return "expected a network that ends in one number a class";
    if (const std::int64_t bytes = training_bytes(network, kShard); bytes > kMostBytes)
        return "training this network needs " + std::to_string(bytes >> 20) + " MB of memory a thread, and " +
               std::to_string(kMostBytes >> 20) + " MB is the most: use less padding, fewer maps or fewer units";
    if (digits.count() == 0) return "expected at least one picture to train on, found none";
    for (const Digits* d : {&digits, &hold_out}) {
        if (d->count() == 0) continue;
        if (d->shape != network.architecture.input) return "expected pictures of the size of the network's input";
        const int most = *std::max_element(d->labels.begin(), d->labels.end());
        if (most >= classes)
            return "expected labels below " + std::to_string(classes) + ", found " + std::to_string(most);
    }
    if (o.epochs < 1 || o.batch < 1 || o.threads < 1)
        return "expected at least one epoch, one picture a batch and one thread";
    if (!(o.rate > 0.0f) || !(o.last_rate >= 0.0f) || !(o.warm_up >= 0.0f))
        return "expected a learning rate above 0 and a warm-up of 0 epochs or more";
    if (!(o.label_smoothing >= 0.0f && o.label_smoothing < 1.0f)) return "expected a label smoothing from 0 to below 1";
    if (!(o.average_decay >= 0.0f && o.average_decay < 1.0f))
        return "expected a decay of the averaged weights from 0 to below 1";
    if (!(o.teacher_share >= 0.0f && o.teacher_share <= 1.0f) || !(o.temperature > 0.0f))
        return "expected a teachers' share from 0 to 1 and a temperature above 0";
    return {};
}

}  // namespace

struct Trainer::Impl {
    TrainOptions options;
    Network network, average, best;
    Digits digits, hold_out;
    Workers workers;
    Optimiser optimiser;
    std::vector<Worker> scratch;
    std::vector<Shard> shards;
    std::vector<Parameters> gradients;
    std::vector<int> order;
    Progress progress;
    long steps = 0;
    double loss_sum = 0.0, correct_sum = 0.0;
    bool have_best = false;
    double seconds = 0.0;

    Impl(Network n, const Digits& d, const Digits& h, const TrainOptions& o, const std::vector<Network>& teachers);
    void shuffle();
    void run_shard(int begin, int count, Shard& shard, Worker& worker);
    void prepare(int begin, int count, Worker& worker);
    int sample(int index, Random& random, float* input) const;
    void loss_of(int image, Shard& shard, Worker& worker);
    void end_epoch();
};

Trainer::Impl::Impl(Network n, const Digits& d, const Digits& h, const TrainOptions& o,
                    const std::vector<Network>& teachers)
    : options(o),
      network(std::move(n)),
      average(network),
      best(network),
      digits(d),
      hold_out(h),
      workers(o.threads),
      optimiser(network, o.optimiser),
      gradients(network.parameters) {
    for (int i = 0; i < workers.count(); ++i) {
        Worker w{Backprop(network, kShard), {}, std::vector<float>(size(kShard * d.shape.size())), {}, {}, {}, {}};
        for (const Network& t : teachers) w.teachers.emplace_back(logits_of(t));
        scratch.push_back(std::move(w));
    }
    order.resize(size(digits.count()));
    progress.epochs = options.epochs;
    progress.batches = (digits.count() + options.batch - 1) / options.batch;
    shards.resize(size((options.batch + kShard - 1) / kShard));
}

void Trainer::Impl::shuffle() {
    std::iota(order.begin(), order.end(), 0);
    Random random(options.seed, 1'000'000ull + static_cast<std::uint64_t>(progress.epoch));
    for (int i = digits.count() - 1; i > 0; --i) std::swap(order[size(i)], order[size(random.below(i + 1))]);
}

int Trainer::Impl::sample(int index, Random& random, float* input) const {
    if (options.sample) return options.sample(index, random, input);
    random.uniform();  // a maker of samples draws first whether to change one: the same dropout without it
    to_input(digits.picture(index), input);
    return digits.labels[size(index)];
}

/// Draws the samples, their labels and the teachers' answers.
void Trainer::Impl::prepare(int begin, int count, Worker& w) {
    const int pixels = digits.shape.size(), classes = network.classes();
    w.labels.resize(size(count));
    w.seeds.resize(size(count));
    for (int k = 0; k < count; ++k) {
        const int index = order[size(begin + k)];
        const std::uint64_t stream =
            static_cast<std::uint64_t>(progress.epoch) << 32 | static_cast<std::uint64_t>(index);
        Random random(options.seed, stream);
        float* input = w.inputs.data() + k * pixels;
        w.labels[size(k)] = sample(index, random, input);
        w.seeds[size(k)] = random.next();
        w.backprop.set_input(k, input);
    }
    w.soft.assign(size(count * classes), 0.0f);
    w.answer.resize(size(count * classes));
    std::vector<float> soft(size(classes));
    for (Engine& teacher : w.teachers) {
        teacher.forward_batch({w.inputs.data(), size(count * pixels)}, w.answer);
        for (int k = 0; k < count; ++k) {
            softmax(w.answer.data() + k * classes, classes, options.temperature, soft.data());
            for (int c = 0; c < classes; ++c)
                w.soft[size(k * classes + c)] += soft[size(c)] / static_cast<float>(w.teachers.size());
        }
    }
}

/// d loss / d logits = p - y for hard labels; T (p_T - q_T) for T^2 times the cross-entropy with soft ones.
void Trainer::Impl::loss_of(int image, Shard& shard, Worker& w) {
    const int classes = network.classes(), label = w.labels[size(image)];
    const float* logits = w.backprop.logits(image);
    float* gradient = w.backprop.logit_gradients(image);
    std::vector<float> p(size(classes)), soft(size(classes));
    softmax(logits, classes, 1.0f, p.data());
    const float share = w.teachers.empty() ? 0.0f : options.teacher_share, t = options.temperature;
    if (share > 0.0f) softmax(logits, classes, t, soft.data());
    const float even = options.label_smoothing / static_cast<float>(classes);
    for (int c = 0; c < classes; ++c) {
        const float hard = (c == label ? 1.0f - options.label_smoothing : 0.0f) + even;
        gradient[c] = (1.0f - share) * (p[size(c)] - hard);
        if (share > 0.0f) gradient[c] += share * t * (soft[size(c)] - w.soft[size(image * classes + c)]);
    }
    shard.loss -= std::log(std::max(1e-30, static_cast<double>(p[size(label)])));
    shard.correct += std::max_element(logits, logits + classes) - logits == label;
}

void Trainer::Impl::run_shard(int begin, int count, Shard& shard, Worker& w) {
    prepare(begin, count, w);
    w.backprop.forward(count, w.seeds.data());
    shard.loss = 0.0;
    shard.correct = 0;
    for (int k = 0; k < count; ++k) loss_of(k, shard, w);
    w.backprop.backward(count, shard.sums);
}

void Trainer::Impl::end_epoch() {
    ++progress.epoch;
    progress.batch = 0;
    if (hold_out.count() == 0) return;
    progress.hold_out_accuracy = evaluate(average, hold_out, options.threads).accuracy();
    if (have_best && progress.hold_out_accuracy < progress.best_accuracy) return;
    have_best = true;
    progress.best_accuracy = progress.hold_out_accuracy;
    best.parameters = average.parameters;
}

base::Result<Trainer> Trainer::make(Network network, const Digits& digits, const Digits& hold_out,
                                    const TrainOptions& options, std::vector<Network> teachers) {
    if (std::string wrong = complaint(network, digits, hold_out, options); !wrong.empty())
        return base::Error{std::move(wrong)};
    for (const Network& t : teachers)
        if (t.architecture.input != network.architecture.input || t.classes() != network.classes())
            return base::Error{"expected teachers with the network's input and classes"};
    return Trainer(std::make_unique<Impl>(std::move(network), digits, hold_out, options, teachers));
}

Trainer::Trainer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;
Trainer& Trainer::operator=(Trainer&&) noexcept = default;

bool Trainer::done() const { return impl_->progress.epoch >= impl_->progress.epochs; }
const Progress& Trainer::progress() const { return impl_->progress; }
const Network& Trainer::current() const {
    return impl_->options.average_decay > 0.0f ? impl_->average : impl_->network;
}
const Network& Trainer::best() const { return impl_->have_best ? impl_->best : current(); }

void Trainer::step() {
    if (done()) return;
    const Clock::time_point start = Clock::now();
    Impl& t = *impl_;
    if (t.progress.batch == 0) {
        t.shuffle();
        t.loss_sum = t.correct_sum = 0.0;
    }
    const int begin = t.progress.batch * t.options.batch, count = std::min(t.options.batch, t.digits.count() - begin);
    const int pieces = (count + kShard - 1) / kShard;
    t.workers.each(t.workers.count(), [&](int piece, int) { t.scratch[size(piece)].backprop.repack(t.network); });
    t.workers.each(pieces, [&](int piece, int worker) {
        t.run_shard(begin + piece * kShard, std::min(kShard, count - piece * kShard), t.shards[size(piece)],
                    t.scratch[size(worker)]);
    });
    for (int i = 0; i < pieces; ++i) {
        if (i > 0) t.shards[0].sums.add(t.shards[size(i)].sums);
        t.loss_sum += t.shards[size(i)].loss;
        t.correct_sum += t.shards[size(i)].correct;
    }
    t.scratch[0].backprop.unpack(t.shards[0].sums, 1.0f / static_cast<float>(count), t.gradients);
    const double all = static_cast<double>(t.options.epochs) * t.progress.batches;
    const float share = cosine_schedule(static_cast<double>(t.steps + 1) / all,
                                        static_cast<double>(t.options.warm_up) / t.options.epochs, t.options.last_rate);
    t.optimiser.step(t.network, t.gradients, t.options.rate * share);
    ++t.steps;
    // Early on the average follows closely, or it would remember the first random weights.
    const float decay =
        std::min(t.options.average_decay, static_cast<float>(1 + t.steps) / static_cast<float>(10 + t.steps));
    average_into(t.average, t.network, t.options.average_decay > 0.0f ? decay : 0.0f);
    const double seen = begin + count;
    t.progress.loss = t.loss_sum / seen;
    t.progress.accuracy = t.correct_sum / seen;
    if (++t.progress.batch == t.progress.batches) t.end_epoch();
    t.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    t.progress.images_per_second = static_cast<double>(t.steps) * t.options.batch / t.seconds;
    t.progress.seconds_left = t.seconds / static_cast<double>(t.steps) * (all - static_cast<double>(t.steps));
}

}  // namespace nn
