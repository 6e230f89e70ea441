// See training.h.
#include "recipe/training.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace recipe {

namespace {

constexpr long kLongPass = 256;                         // batches: where a pass has more, it is looked at within it
constexpr std::uint64_t kShuffleStream = 2'000'000ull;  // apart from the trainer's streams of epochs and samples

}  // namespace

struct Training::Impl {
    Recipe recipe;
    std::vector<std::uint8_t> labels;
    nn::Digits learned;
    nn::Network shape;  ///< without the training's dropout
    std::shared_ptr<const hand::Augmenter> augmenter;
    std::optional<nn::Trainer> trainer;
    // Early stopping.
    nn::Digits watched;
    std::optional<nn::Network> best;
    double least = 0;  ///< held-out loss of `best`
    long best_batch = 0;
    int without = 0;  ///< evaluations since
};

namespace {

/// Why the recipe cannot begin with this network; "" where it can.
std::string complaint_about_start(const Recipe& recipe, const nn::Network* start, const nn::Network& shape) {
    if (recipe.start != 0 && (start == nullptr || nn::identity_of(*start) != recipe.start))
        return "the recipe begins with the network " + nn::identity_text(recipe.start) + ", which " +
               (start == nullptr ? "was not given" : "is not the one that was given");
    if (start == nullptr || shared_layers(*start, shape) > 0) return {};
    return "nothing of the network to begin with fits: none of its layers has the name and the sizes of one here";
}

}  // namespace

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
    if (std::string wrong = complaint_about_start(recipe, start, impl->shape); !wrong.empty())
        return base::Error{std::move(wrong)};
    if (recipe.patience > 0 && around.hold_out.count() == 0)
        return base::Error{"stopping early needs held-out pictures, and there are none"};
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
    if (recipe.patience > 0) {
        impl->watched = around.hold_out.slice(0, std::min(kWatched, around.hold_out.count()));
        if (impl->watched.shape != recipe.architecture.input)
            return base::Error{"expected held-out pictures of the size of the network's input"};
        around.hold_out = {};
    }
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

bool Training::step(int batches, bool measured) {
    for (int i = 0; i < batches && !done(); ++i) {
        impl_->trainer->step(measured && i + 1 == batches);
        watch();
    }
    return !done();
}

void Training::watch() {
    Impl& t = *impl_;
    if (t.recipe.patience == 0 || diverged() || batch() % std::min<long>(progress().batches, kLongPass) != 0) return;
    const double loss = nn::evaluate(t.trainer->current(), t.watched).loss;
    if (!t.best || loss < t.least) {
        t.best = t.trainer->current();
        t.least = loss;
        t.best_batch = batch();
        t.without = 0;
    } else {
        ++t.without;
    }
}

bool Training::stopped_early() const { return impl_->recipe.patience > 0 && impl_->without >= impl_->recipe.patience; }
long Training::best_batch() const { return impl_->best_batch; }

std::vector<Training::NamedStep> Training::layer_steps() const {
    const std::vector<nn::LayerStep>& steps = impl_->trainer->layer_steps();
    const nn::Network& learning = impl_->trainer->current();
    std::vector<NamedStep> named;
    for (int i = 0; i < static_cast<int>(steps.size()); ++i)
        if (nn::has_weights(learning.layer(i).kind))
            named.push_back({learning.layer(i).name, steps[static_cast<std::size_t>(i)]});
    return named;
}

bool Training::done() const { return impl_->trainer->done() || stopped_early(); }
bool Training::diverged() const { return impl_->trainer->diverged(); }
const nn::Progress& Training::progress() const { return impl_->trainer->progress(); }
long Training::batch() const { return static_cast<long>(progress().epoch) * progress().batches + progress().batch; }
long Training::batches() const { return static_cast<long>(progress().epochs) * progress().batches; }

double Training::guessing_loss() const { return impl_->trainer->guessing_loss(); }

nn::Network Training::network() const { return network_of(impl_->trainer->current(), batch()); }
nn::Network Training::best() const {
    return impl_->best ? network_of(*impl_->best, impl_->best_batch) : network_of(impl_->trainer->best(), batch());
}

nn::Network Training::network_of(const nn::Network& weights, long after) const {
    nn::Network network = with_parameters_of(weights, impl_->shape);
    network.card["recipe"] = to_json(impl_->recipe);
    network.card["batches"] = std::to_string(after) + " of " + std::to_string(batches());
    network.card["seed"] = std::to_string(impl_->recipe.options.seed);
    if (stopped_early())
        network.card["training"] = "stopped after batch " + std::to_string(batch()) +
                                   ", as the held-out loss had not fallen for " +
                                   std::to_string(impl_->recipe.patience) + " evaluations";
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
