// unpool evaluate: accuracy and confusion matrix on a labelled data set.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/model.h"
#include "cli/range.h"
#include "io/idx_files.h"
#include "nn/classifier.h"
#include "recipe/training.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "Pictures go in as they are, byte / 255; one without ink is answered too (classify gives it no answer), because "
    "accuracy counts\nan answer for each.  Rows of the confusion matrix are the labels, columns what was "
    "predicted.\n"
    "--learnt takes of these what the model's recipe, in its card, learnt: its first so many, with shuffled labels "
    "where "
    "it shuffled them.\n"
    "\n"
    "Examples:\n"
    "  unpool evaluate --images t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz\n"
    "  unpool evaluate --images train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --range 10000:60000 "
    "--learnt --model lenet5-1000";

struct Options {
    std::string model, images, labels, range;
    bool json = false, learnt = false;
};

/// A row for each label up to the highest, of which there are at most 256, and a column for each class.
struct Confusion {
    int rows = 0, classes = 0;
    std::vector<int> counts;  ///< (label, predicted)
    long not_finite = 0;

    std::size_t index(int label, int predicted) const {
        return static_cast<std::size_t>(label) * static_cast<std::size_t>(classes) +
               static_cast<std::size_t>(predicted);
    }
    long at(int label, int predicted) const { return label < rows ? counts[index(label, predicted)] : 0; }
    long of_label(int label) const {
        long sum = 0;
        if (label >= rows) return 0;
        for (int i = 0; i < classes; ++i) sum += at(label, i);
        return sum;
    }
    long of_prediction(int predicted) const {
        long sum = 0;
        for (int i = 0; i < rows; ++i) sum += at(i, predicted);
        return sum;
    }
    long right() const {
        long sum = 0;
        for (int i = 0; i < std::min(rows, classes); ++i) sum += at(i, i);
        return sum;
    }
};

double share(long part, long whole) { return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0; }

/// "99.54%", or a dash of nothing.
std::string percent(long part, long whole) {
    return whole > 0 ? text("%6.2f%%", 100.0 * share(part, whole)) : "      \xE2\x80\x93";
}

/// A sentence where the data do not suit the network, empty where they do.
std::string mismatch(const io::LabelledImages& data, const Options& options, const nn::Network& network) {
    const nn::Shape found{1, data.images.rows, data.images.columns};
    if (!(found == network.architecture.input)) {
        return options.images + ": expected pictures of " + shape_text(network.architecture.input) +
               ", as the model takes, found " + shape_text(found);
    }
    if (std::string wrong = lacks_classes(network); !wrong.empty()) return "evaluate: " + wrong;
    const int largest = *std::max_element(data.labels.begin(), data.labels.end());
    if (largest < network.classes()) return {};
    return options.labels + ": expected labels below " + std::to_string(network.classes()) +
           ", the model's number of classes, found " + std::to_string(largest);
}

Confusion confuse(const nn::Network& network, const nn::Digits& digits) {
    Progress progress("evaluated", digits.count());
    const int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    nn::Evaluation e = nn::evaluate(network, digits, threads, [&](int count) { progress.advance(count); });
    return {static_cast<int>(e.confusion.size()) / e.classes, e.classes, std::move(e.confusion), e.not_finite};
}

/// Classes that occur, as labels or as answers; all where there are few.
std::vector<int> told_classes(const Confusion& confusion) {
    constexpr int kFew = 20;
    std::vector<int> told;
    for (int i = 0; i < confusion.classes; ++i)
        if (confusion.classes <= kFew || confusion.of_label(i) > 0 || confusion.of_prediction(i) > 0) told.push_back(i);
    return told;
}

void print_table(const Confusion& confusion, long total) {
    if (confusion.not_finite > 0)
        std::printf("accuracy: not finite (%ld of %ld answers)\n\n label", confusion.not_finite, total);
    else
        std::printf("accuracy %.2f %% (%ld of %ld right)\n\n label", 100.0 * share(confusion.right(), total),
                    confusion.right(), total);
    const std::vector<int> told = told_classes(confusion);
    for (const int i : told) std::printf("%7d", i);
    std::printf("   recall\n");
    for (const int label : told) {
        std::printf("%6d", label);
        for (const int i : told) {
            const long count = confusion.at(label, i);
            if (count > 0)
                std::printf("%7ld", count);
            else
                std::printf("      .");
        }
        std::printf("  %s\n", percent(confusion.at(label, label), confusion.of_label(label)).c_str());
    }
    std::printf(" prec.");
    for (const int i : told) std::printf("%6.2f%%", 100.0 * share(confusion.at(i, i), confusion.of_prediction(i)));
    std::printf("\n");
    if (told.size() < static_cast<std::size_t>(confusion.classes))
        std::printf("\nClasses that are no label here and were never answered are left out: %zu of %d.\n",
                    static_cast<std::size_t>(confusion.classes) - told.size(), confusion.classes);
}

void print_json(const Confusion& confusion, long total) {
    Json matrix = Json::array();
    for (int label = 0; label < confusion.rows; ++label) {
        Json row = Json::array();
        for (int i = 0; i < confusion.classes; ++i) row.push_back(confusion.at(label, i));
        matrix.push_back(std::move(row));
    }
    Json result;
    result["count"] = total;
    result["right"] = confusion.right();
    result["accuracy"] =
        confusion.not_finite > 0 ? Json(nullptr) : Json(static_cast<float>(share(confusion.right(), total)));
    if (confusion.not_finite > 0) result["not_finite"] = confusion.not_finite;
    result["confusion"] = std::move(matrix);
    std::printf("%s\n", to_text(result).c_str());
}

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

/// The pictures that are asked for; `labels` holds those of --learnt.
base::Result<nn::Digits> chosen(const Options& options, const io::LabelledImages& data, const nn::Network& network,
                                std::vector<std::uint8_t>& labels) {
    auto digits = in_range(data.digits(), options.range);
    if (!digits || !options.learnt) return digits;
    const auto found = network.card.find("recipe");
    if (found == network.card.end()) return base::Error{"--learnt: expected a recipe in the model's card, found none"};
    const auto recipe = recipe::parse(found->second);
    if (!recipe) return base::Error{recipe.message()};
    auto learnt = recipe::labels_learnt(recipe.value(), digits.value().labels);
    if (!learnt) return base::Error{"--learnt: " + learnt.message()};
    labels = std::move(learnt.value());
    nn::Digits some = digits.value().slice(0, static_cast<int>(labels.size()));
    some.labels = labels;
    return some;
}

int evaluate(const Options& options) {
    const auto network = load_model(options.model);
    if (!network) return fail(network.message());
    const auto data = io::read_idx_pair(options.images, options.labels);
    if (!data) return fail(data.message());
    if (const std::string wrong = mismatch(data.value(), options, network.value()); !wrong.empty()) return fail(wrong);
    std::vector<std::uint8_t> labels;
    const auto digits = chosen(options, data.value(), network.value(), labels);
    if (!digits) return fail(digits.message());
    const Confusion confusion = confuse(network.value(), digits.value());
    const long total = digits.value().count();
    if (options.json)
        print_json(confusion, total);
    else
        print_table(confusion, total);
    if (confusion.not_finite > 0)
        return fail(text("evaluate: %ld of %ld answers are not finite: ", confusion.not_finite, total) + kNotFinite);
    return finish_output() ? kDone : kInputWrong;
}

}  // namespace

Action add_evaluate(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("--images", options->images, "Pictures as IDX, plain or gzipped")->type_name("IDX")->required();
    command.add_option("--labels", options->labels, "Their labels as IDX")->type_name("IDX")->required();
    command.add_option("--range", options->range, "Pictures to use, from begin to before end")->type_name("BEGIN:END");
    command.add_flag("--learnt", options->learnt, "Only what the model learnt, by the labels that it was taught");
    command.add_flag("--json", options->json, "One line of JSON: count, right, accuracy, confusion (rows: labels)");
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return evaluate(*options); };
}

}  // namespace cli
