// The training loop.
#include "nn/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "nn/backprop.h"
#include "nn/classifier.h"
#include "nn/forward.h"
#include "nn/loss.h"
#include "nn/random.h"
#include "nn/train_checks.h"
#include "nn/workers.h"

namespace nn {
namespace {

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

double norm(const std::vector<float>& values) {
    double sum = 0.0;
    for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
    return std::sqrt(sum);
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double apart = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sum += apart * apart;
    }
    return std::sqrt(sum);
}

// Of the loss of guessing: what is beyond, in the mean of a batch or of an epoch, does not come back.
constexpr double kLostInBatch = 100.0, kLostInEpoch = 10.0;

}  // namespace

struct Trainer::Impl {
    TrainOptions options;
    Network network, average, best;
    std::vector<Parameters> sound;  ///< of the average: the last that came of a network whose loss was finite
    Digits digits, hold_out;
    Workers workers;
    Optimiser optimiser;
    std::vector<Worker> scratch;
    std::vector<Shard> shards;
    std::vector<Parameters> gradients, before;  ///< `before`: a measured step, the weights
    std::vector<LayerStep> layer_steps;
    std::vector<int> order;
    Progress progress;
    long steps = 0;
    double loss_sum = 0.0, correct_sum = 0.0;
    double rubbish = -1.0;  ///< of the layer of distances, if the scores are such
    bool have_best = false, diverged = false;
    double seconds = 0.0;

    Impl(Network n, const Digits& d, const Digits& h, const TrainOptions& o, const std::vector<Network>& teachers);
    void shuffle();
    void run_shard(int begin, int count, Shard& shard, Worker& worker);
    void prepare(int begin, int count, Worker& worker);
    int sample(int index, Random& random, float* input) const;
    void loss_of(int image, Shard& shard, Worker& worker);
    double guessing_loss() const;
    int run_batch(int begin, int count);
    void learn(int count, int pieces, bool measured);
    void measure();
    void diverge();
    void end_epoch();
};

Trainer::Impl::Impl(Network n, const Digits& d, const Digits& h, const TrainOptions& o,
                    const std::vector<Network>& teachers)
    : options(o),
      network(std::move(n)),
      average(network),
      best(network),
      sound(network.parameters),
      digits(d),
      hold_out(h),
      workers(o.threads),
      optimiser(network, o.optimiser),
      gradients(network.parameters) {
    for (int i = 0; i < workers.count(); ++i) {
        Worker w{Backprop(network, kShard), {}, std::vector<float>(size(kShard * d.shape.size())), {}, {}, {}, {}};
        for (const Network& t : teachers) w.teachers.emplace_back(without_softmax(t));  // its logits are softened
        scratch.push_back(std::move(w));
    }
    if (network.layer_count() > 0) rubbish = static_cast<double>(network.layer(score_layer(network)).rubbish);
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
/// With sum(y) = 1 the cross-entropy of logits z is log(sum(exp(z))) - sum(y z).
void Trainer::Impl::loss_of(int image, Shard& shard, Worker& w) {
    const int classes = network.classes(), label = w.labels[size(image)];
    const std::span<const float> logits(w.backprop.logits(image), size(classes));
    float* gradient = w.backprop.logit_gradients(image);
    std::vector<float> p(size(classes)), soft(size(classes));
    softmax(logits.data(), classes, 1.0f, p.data());
    const double of_classes = log_sum_exp(logits), of_all = with_rubbish(of_classes, rubbish);
    if (rubbish >= 0.0)  // what the class of everything else takes away
        for (float& share_of_one : p) share_of_one *= static_cast<float>(std::exp(of_classes - of_all));
    const float share = w.teachers.empty() ? 0.0f : options.teacher_share, t = options.temperature;
    if (share > 0.0f) softmax(logits.data(), classes, t, soft.data());
    const float even = options.label_smoothing / static_cast<float>(classes);
    double hard_product = 0.0, soft_product = 0.0;
    for (int c = 0; c < classes; ++c) {
        const float hard = (c == label ? 1.0f - options.label_smoothing : 0.0f) + even;
        const auto z = static_cast<double>(logits[size(c)]);
        gradient[c] = (1.0f - share) * (p[size(c)] - hard);
        hard_product += static_cast<double>(hard) * z;
        if (share <= 0.0f) continue;
        const float taught = w.soft[size(image * classes + c)];
        gradient[c] += share * t * (soft[size(c)] - taught);
        soft_product += static_cast<double>(taught) * z;
    }
    const auto of_soft = static_cast<double>(share), wide = static_cast<double>(t);
    shard.loss += (1.0 - of_soft) * (of_all - hard_product);
    if (share > 0.0f) shard.loss += of_soft * wide * wide * (log_sum_exp(logits, wide) - soft_product / wide);
    shard.correct += std::max_element(logits.begin(), logits.end()) - logits.begin() == label;
}

void Trainer::Impl::run_shard(int begin, int count, Shard& shard, Worker& w) {
    prepare(begin, count, w);
    w.backprop.forward(count, w.seeds.data());
    shard.loss = 0.0;
    shard.correct = 0;
    for (int k = 0; k < count; ++k) loss_of(k, shard, w);
    w.backprop.backward(count, shard.sums);
}

/// Of one who says the same of every class.
double Trainer::Impl::guessing_loss() const {
    const auto share = scratch[0].teachers.empty() ? 0.0 : static_cast<double>(options.teacher_share),
               t = static_cast<double>(options.temperature);
    const double classes = std::log(std::max(2.0, static_cast<double>(network.classes())));
    if (rubbish >= 0.0) {  // zeros are 1 away from each mark of every picture
        const double away = network.input_shape(score_layer(network)).size();
        return away + with_rubbish(classes - away, rubbish);
    }
    return classes * (1.0 - share + share * t * t);
}

/// Back to what was sound; nothing goes on from here.
void Trainer::Impl::diverge() {
    diverged = true;
    average.parameters = sound;
}

void Trainer::Impl::end_epoch() {
    constexpr int kTried = 64;  // pictures that show whether the averaged weights still give numbers
    const bool is_held_out = hold_out.count() > 0;
    const Digits judged = is_held_out ? hold_out : digits.slice(0, std::min(kTried, digits.count()));
    const Evaluation e = evaluate(average, judged, options.threads);
    if (!std::isfinite(e.loss) || progress.loss > kLostInEpoch * guessing_loss()) return diverge();
    ++progress.epoch;
    progress.batch = 0;
    if (!is_held_out) return;
    progress.hold_out_accuracy = e.accuracy();
    if (have_best && progress.hold_out_accuracy < progress.best_accuracy) return;
    have_best = true;
    progress.best_accuracy = progress.hold_out_accuracy;
    best.parameters = average.parameters;
}

base::Result<Trainer> Trainer::make(Network network, const Digits& digits, const Digits& hold_out,
                                    const TrainOptions& options, std::vector<Network> teachers) {
    if (std::string wrong = complaint_about_training(network, digits, hold_out, options); !wrong.empty())
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

bool Trainer::done() const { return impl_->diverged || impl_->progress.epoch >= impl_->progress.epochs; }
bool Trainer::diverged() const { return impl_->diverged; }
double Trainer::guessing_loss() const { return impl_->guessing_loss(); }
const Progress& Trainer::progress() const { return impl_->progress; }
const Network& Trainer::current() const { return impl_->average; }
const Network& Trainer::best() const { return impl_->have_best ? impl_->best : current(); }

/// Losses and gradients of one batch, by shards; gives their number.
int Trainer::Impl::run_batch(int begin, int count) {
    const int pieces = (count + kShard - 1) / kShard;
    workers.each(workers.count(), [&](int piece, int) { scratch[size(piece)].backprop.repack(network); });
    workers.each(pieces, [&](int piece, int worker) {
        run_shard(begin + piece * kShard, std::min(kShard, count - piece * kShard), shards[size(piece)],
                  scratch[size(worker)]);
    });
    for (int i = 0; i < pieces; ++i) {
        loss_sum += shards[size(i)].loss;
        correct_sum += shards[size(i)].correct;
    }
    return pieces;
}

/// How far the step went from `before`, and by which gradient.
void Trainer::Impl::measure() {
    layer_steps.resize(gradients.size());
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        const double old = norm(before[i].weight);
        layer_steps[i] = {norm(gradients[i].weight),
                          old > 0.0 ? distance(network.parameters[i].weight, before[i].weight) / old : 0.0};
    }
}

/// One step of the optimiser; the average follows where the weights are still numbers.
void Trainer::Impl::learn(int count, int pieces, bool measured) {
    for (int i = 1; i < pieces; ++i) shards[0].sums.add(shards[size(i)].sums);
    scratch[0].backprop.unpack(shards[0].sums, 1.0f / static_cast<float>(count), gradients);
    // The schedule's end lies one step behind the last: a last rate of 0 is approached, and every step learns.
    const double all = static_cast<double>(options.epochs) * progress.batches;
    const float share = cosine_schedule(static_cast<double>(steps + 1) / (all + 1.0),
                                        static_cast<double>(options.warm_up) / options.epochs, options.last_rate);
    if (measured) before = network.parameters;
    optimiser.step(network, gradients, options.rate * share);
    if (measured) measure();
    ++steps;
    // Early on the average follows closely, or it would remember the first random weights.
    const float decay = std::min(options.average_decay, static_cast<float>(1 + steps) / static_cast<float>(10 + steps));
    sound = average.parameters;
    average_into(average, network, options.average_decay > 0.0f ? decay : 0.0f);
    if (!is_finite(network) || !is_finite(average)) diverge();
}

const std::vector<LayerStep>& Trainer::layer_steps() const { return impl_->layer_steps; }

void Trainer::step(bool measured) {
    if (done()) return;
    const Clock::time_point start = Clock::now();
    Impl& t = *impl_;
    if (t.progress.batch == 0) {
        t.shuffle();
        t.loss_sum = t.correct_sum = 0.0;
    }
    const int begin = t.progress.batch * t.options.batch, count = std::min(t.options.batch, t.digits.count() - begin);
    const double before = t.loss_sum;
    const int pieces = t.run_batch(begin, count);
    const double seen = begin + count;
    t.progress.loss = t.loss_sum / seen;
    t.progress.accuracy = t.correct_sum / seen;
    if (!(t.loss_sum - before <= kLostInBatch * count * t.guessing_loss())) return t.diverge();  // a NaN, too
    t.learn(count, pieces, measured);
    if (t.diverged) return;
    if (++t.progress.batch == t.progress.batches) t.end_epoch();
    t.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    const double all = static_cast<double>(t.options.epochs) * t.progress.batches;
    t.progress.images_per_second = static_cast<double>(t.steps) * t.options.batch / t.seconds;
    t.progress.seconds_left = t.seconds / static_cast<double>(t.steps) * (all - static_cast<double>(t.steps));
}

}  // namespace nn
