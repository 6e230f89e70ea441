// See training.h.
#include "recipe/training.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace recipe {

namespace {

constexpr std::uint64_t kShuffleStream = 2'000'000ull;  // apart from the trainer's streams of epochs and samples

}  // namespace

struct Training::Impl {
    Recipe recipe;
    std::vector<std::uint8_t> labels;
    nn::Digits learned;
    nn::Network shape;  ///< without the training's dropout
    std::shared_ptr<const hand::Augmenter> augmenter;
    std::optional<nn::Trainer> trainer;
};

base::Result<Training> Training::make(const Recipe& recipe, const nn::Digits& digits, const nn::Network* start,
                                      int threads, Around around) {
    auto labels = labels_learnt(recipe, digits.labels);
    if (!labels) return base::Error{labels.message()};
    auto impl = std::make_unique<Impl>();
    impl->recipe = recipe;
    auto shape = nn::make_network(recipe.architecture);
    if (!shape) return base::Error{shape.message()};
    impl->shape = std::move(shape.value());
    if (recipe.first_weights == FirstWeights::random) nn::initialise(impl->shape, recipe.options.seed);
    if (start != nullptr) impl->shape = with_parameters_of(*start, std::move(impl->shape));
    auto learning = nn::make_network(with_dropout(recipe.architecture, recipe.dropout));
    if (!learning) return base::Error{learning.message()};

    impl->labels = std::move(labels.value());
    nn::Digits learned = digits.slice(0, static_cast<int>(impl->labels.size()));
    learned.labels = impl->labels;
    impl->learned = learned;
    impl->augmenter = std::make_shared<const hand::Augmenter>(learned, recipe.augment, threads);
    nn::TrainOptions options = recipe.options;
    options.threads = threads;
    options.sample = [augmenter = impl->augmenter](int i, nn::Random& random, float* out) {
        return augmenter->draw(i, random, out);
    };
    auto trainer = nn::Trainer::make(with_parameters_of(impl->shape, std::move(learning.value())), learned,
                                     around.hold_out, options, std::move(around.teachers));
    if (!trainer) return base::Error{trainer.message()};
    impl->trainer.emplace(std::move(trainer.value()));
    return Training(std::move(impl));
}

Training::Training(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Training::~Training() = default;
Training::Training(Training&&) noexcept = default;
Training& Training::operator=(Training&&) noexcept = default;

bool Training::step(int batches) {
    for (int i = 0; i < batches && !done(); ++i) impl_->trainer->step();
    return !done();
}

bool Training::done() const { return impl_->trainer->done(); }
bool Training::diverged() const { return impl_->trainer->diverged(); }
const nn::Progress& Training::progress() const { return impl_->trainer->progress(); }
long Training::batch() const { return static_cast<long>(progress().epoch) * progress().batches + progress().batch; }
long Training::batches() const { return static_cast<long>(progress().epochs) * progress().batches; }

double Training::guessing_loss() const { return impl_->trainer->guessing_loss(); }

nn::Network Training::network() const { return network_of(impl_->trainer->current()); }
nn::Network Training::best() const { return network_of(impl_->trainer->best()); }

nn::Network Training::network_of(const nn::Network& weights) const {
    nn::Network network = with_parameters_of(weights, impl_->shape);
    network.card["recipe"] = to_json(impl_->recipe);
    network.card["batches"] = std::to_string(batch()) + " of " + std::to_string(batches());
    network.card["seed"] = std::to_string(impl_->recipe.options.seed);
    if (diverged()) network.card["training"] = "diverged; these are the last finite weights";
    return network;
}

nn::Evaluation Training::judge(int count) const {
    return nn::evaluate(with_parameters_of(impl_->trainer->current(), impl_->shape),
                        impl_->learned.slice(0, std::min(count, impl_->learned.count())));
}

std::vector<std::uint8_t> shuffled(std::span<const std::uint8_t> labels, float share, std::uint64_t seed) {
    std::vector<std::uint8_t> out(labels.begin(), labels.end());
    const auto count = static_cast<int>(out.size());
    const auto moved = static_cast<int>(static_cast<double>(share) * count);
    if (moved < 2) return out;
    nn::Random random(seed, kShuffleStream);
    std::vector<int> places(out.size());
    std::iota(places.begin(), places.end(), 0);
    for (int i = 0; i < moved; ++i)  // the first `moved` become a sample without repetition
        std::swap(places[static_cast<std::size_t>(i)], places[static_cast<std::size_t>(i + random.below(count - i))]);
    for (int i = moved - 1; i > 0; --i)
        std::swap(out[static_cast<std::size_t>(places[static_cast<std::size_t>(i)])],
                  out[static_cast<std::size_t>(places[static_cast<std::size_t>(random.below(i + 1))])]);
    return out;
}

base::Result<std::vector<std::uint8_t>> labels_learnt(const Recipe& recipe, std::span<const std::uint8_t> labels) {
    const std::size_t count = recipe.digits == 0 ? labels.size() : static_cast<std::size_t>(recipe.digits);
    if (count > labels.size())
        return base::Error{"the recipe learns from " + std::to_string(recipe.digits) + " digits, and there are " +
                           std::to_string(labels.size())};
    return shuffled(labels.first(count), recipe.shuffled, recipe.options.seed);
}

bool is_checkpoint(long batch) {
    if (batch < 4) return true;
    long power = 1;
    while (2 * power <= batch) power *= 2;
    return batch == power || 2 * batch == 3 * power;
}

}  // namespace recipe
