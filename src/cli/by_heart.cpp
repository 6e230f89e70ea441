// unpool by-heart: the digits that a network reads right only because it learnt them, by five networks without a fifth.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/model.h"
#include "cli/range.h"
#include "cli/train_settings.h"
#include "explain/overfit.h"
#include "io/idx_files.h"
#include "nn/classifier.h"
#include "recipe/training.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "Trains five networks by the recipe, each without every fifth digit, and lets it read these.  What the model reads "
    "right and\n"
    "the network without it wrong is learnt by heart.  Without --model the model is trained by the recipe first; "
    "without --recipe\n"
    "the recipe is the one in the model's card.  Results are one line of JSON; digits count from 0 in the pictures "
    "that the recipe\n"
    "takes.\n"
    "\n"
    "Example:\n"
    "  unpool by-heart --images train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --range 10000:60000 "
    "--model lenet5-1000";

struct Options {
    TrainSettings train;
    std::string model;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

/// Pictures and labels of their own.
struct Kept {
    std::vector<std::uint8_t> pixels, labels;
    nn::Digits digits;
};

/// All digits but those of one fifth.
Kept without_fold(const nn::Digits& all, int fold) {
    Kept kept;
    for (int i = 0; i < all.count(); ++i) {
        if (explain::fold_of(i) == fold) continue;
        const auto picture = all.picture(i);
        kept.pixels.insert(kept.pixels.end(), picture.begin(), picture.end());
        kept.labels.push_back(all.labels[static_cast<std::size_t>(i)]);
    }
    kept.digits = all;
    kept.digits.pixels = kept.pixels;
    kept.digits.labels = kept.labels;
    return kept;
}

base::Result<nn::Network> trained(const recipe::Recipe& recipe, const nn::Digits& digits, int threads,
                                  const std::string& what) {
    auto training = recipe::Training::make(recipe, digits, nullptr, threads);
    if (!training) return base::Error{training.message()};
    Progress progress(what + ": batch", training.value().batches());
    for (long before = 0; training.value().step(20); before = training.value().batch())
        progress.advance(training.value().batch() - before);
    if (training.value().diverged()) return base::Error{what + ": the training diverged"};
    return training.value().network();
}

base::Result<Json> found(const Options& o, recipe::Recipe recipe, const nn::Digits& digits) {
    recipe.digits = recipe.patience = 0;  // these are what it takes, and nothing is held out to stop by
    auto model = o.model.empty() ? trained(recipe, digits, o.train.threads, "the model") : load_model(o.model);
    if (!model) return base::Error{model.message()};
    if (digits.shape != model.value().architecture.input)
        return base::Error{o.train.images + ": expected pictures of the network's size"};
    const nn::Evaluation whole = nn::evaluate(model.value(), digits, o.train.threads);
    std::vector<std::int32_t> without(static_cast<std::size_t>(digits.count()));
    for (int fold = 0; fold < explain::kFolds; ++fold) {
        const Kept kept = without_fold(digits, fold);
        const auto network =
            trained(recipe, kept.digits, o.train.threads, "network " + std::to_string(fold + 1) + " of 5");
        if (!network) return base::Error{network.message()};
        const nn::Evaluation read = nn::evaluate(network.value(), digits, o.train.threads);
        for (int i = fold; i < digits.count(); i += explain::kFolds)
            without[static_cast<std::size_t>(i)] = read.predicted[static_cast<std::size_t>(i)];
    }
    Json list = Json::array();
    for (const int digit : explain::learnt_by_heart(digits.labels, whole.predicted, without))
        list.push_back({{"index", digit},
                        {"label", digits.labels[static_cast<std::size_t>(digit)]},
                        {"without", without[static_cast<std::size_t>(digit)]}});
    return Json{{"digits", digits.count()}, {"right", whole.correct}, {"by_heart", list.size()}, {"list", list}};
}

/// The one that is given, or the one in the model's card.
base::Result<recipe::Recipe> recipe_meant(const Options& o) {
    if (!o.train.given.empty()) return recipe_of(o.train);
    const auto model = load_model(o.model);
    if (!model) return base::Error{model.message()};
    const auto found = model.value().card.find("recipe");
    if (found == model.value().card.end())
        return base::Error{o.model + ": there is no recipe in the model's card; give one with --recipe"};
    return recipe::parse(found->second);
}

int run(const Options& o) {
    if (o.train.given.empty() && o.model.empty()) {
        complain("by-heart: expected --model, --recipe, or both");
        return kUsage;
    }
    const TrainSettings& settings = o.train;
    const auto recipe = recipe_meant(o);
    if (!recipe) return fail(recipe.message());
    if (recipe.value().shuffled > 0)
        return fail("by-heart: this recipe shuffles labels, and such labels are all learnt by heart");
    const auto data = io::read_idx_pair(settings.images, settings.labels);
    if (!data) return fail(data.message());
    const auto digits = in_range(data.value().digits(), settings.range);
    if (!digits) return fail(digits.message());
    const int wanted = recipe.value().digits > 0 ? recipe.value().digits : digits.value().count();
    if (wanted > digits.value().count() || wanted < 2 * explain::kFolds)
        return fail("by-heart: the recipe takes " + std::to_string(wanted) + " digits, here are " +
                    std::to_string(digits.value().count()) + "; at least 10 are needed");
    const auto result = found(o, recipe.value(), digits.value().slice(0, wanted));
    if (!result) return fail(result.message());
    std::printf("%s\n", to_text(result.value()).c_str());
    return finish_output() ? kDone : kInputWrong;
}

}  // namespace

Action add_by_heart(CLI::App& command) {
    auto options = std::make_shared<Options>();
    TrainSettings& o = options->train;
    o.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    command.add_option("--images", o.images, "Pictures as IDX, plain or gzipped")->type_name("IDX")->required();
    command.add_option("--labels", o.labels, "Their labels as IDX")->type_name("IDX")->required();
    command.add_option("--range", o.range, "Pictures to use, from begin to before end")->type_name("BEGIN:END");
    command.add_option("--recipe", o.given, "JSON, a file of it, a model that has one in its card, a link")
        ->type_name("RECIPE");
    command.add_option("--threads", o.threads, "At work at once; makes no difference to the result")
        ->capture_default_str();
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return run(*options); };
}

}  // namespace cli
