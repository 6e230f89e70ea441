// unpool evaluate: accuracy and confusion matrix on a labelled data set.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/model.h"
#include "io/file.h"
#include "io/idx.h"
#include "nn/finite.h"
#include "nn/forward.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "Pictures go in as they are, byte / 255; one without ink is answered too (classify gives it no answer), because "
    "accuracy counts\nan answer for each.  Rows of the confusion matrix are the labels, columns what was "
    "predicted.\n"
    "\n"
    "Example:\n"
    "  unpool evaluate --images t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz";

struct Options {
    std::string model, images, labels;
    bool json = false;
};

struct DataSet {
    io::IdxImages images;
    std::vector<std::uint8_t> labels;
};

/// A row for each label up to the highest, of which there are at most 256, and a column for each class.
struct Confusion {
    int rows = 0, classes = 0;
    std::vector<long> counts;  ///< (label, predicted)
    long not_finite = 0;

    std::size_t index(int label, int predicted) const {
        return static_cast<std::size_t>(label) * static_cast<std::size_t>(classes) +
               static_cast<std::size_t>(predicted);
    }
    long& at(int label, int predicted) { return counts[index(label, predicted)]; }
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
std::string mismatch(const DataSet& data, const Options& options, const nn::Network& network) {
    const nn::Shape found{1, data.images.rows, data.images.columns};
    if (!(found == network.architecture.input)) {
        return options.images + ": expected pictures of " + shape_text(network.architecture.input) +
               ", as the model takes, found " + shape_text(found);
    }
    if (data.labels.size() != static_cast<std::size_t>(data.images.count)) {
        return options.labels + ": expected " + std::to_string(data.images.count) +
               " labels, one for each picture of " + options.images + ", found " + std::to_string(data.labels.size());
    }
    if (std::string wrong = lacks_classes(network); !wrong.empty()) return "evaluate: " + wrong;
    if (data.labels.empty()) return options.images + ": there are no pictures in it";
    const int largest = *std::max_element(data.labels.begin(), data.labels.end());
    if (largest < network.classes()) return {};
    return options.labels + ": expected labels below " + std::to_string(network.classes()) +
           ", the model's number of classes, found " + std::to_string(largest);
}

base::Result<DataSet> read_data(const Options& options) {
    const auto image_bytes = io::read_file(options.images);
    if (!image_bytes) return base::Error{image_bytes.message()};
    auto images = io::parse_idx_images(image_bytes.value());
    if (!images) return base::Error{options.images + ": " + images.message()};
    const auto label_bytes = io::read_file(options.labels);
    if (!label_bytes) return base::Error{label_bytes.message()};
    auto labels = io::parse_idx_labels(label_bytes.value());
    if (!labels) return base::Error{options.labels + ": " + labels.message()};
    return DataSet{std::move(images.value()), std::move(labels.value())};
}

Confusion confuse(const nn::Network& network, const DataSet& data) {
    constexpr int kBatch = 256;
    const auto pixels = static_cast<std::size_t>(network.architecture.input.size());
    const auto classes = static_cast<std::size_t>(network.classes());
    Confusion confusion;
    confusion.classes = network.classes();
    constexpr int kMostShown = 64;  // classes of a table that is square whatever the labels are
    confusion.rows = std::min(confusion.classes,
                              std::max(kMostShown, 1 + *std::max_element(data.labels.begin(), data.labels.end())));
    confusion.counts.assign(static_cast<std::size_t>(confusion.rows) * classes, 0);
    nn::Engine engine(network);
    std::vector<float> inputs(kBatch * pixels), outputs(kBatch * classes);
    Progress progress("evaluated", data.images.count);
    for (int first = 0; first < data.images.count; first += kBatch) {
        const auto count = static_cast<std::size_t>(std::min(kBatch, data.images.count - first));
        const std::uint8_t* bytes = data.images.pixels.data() + static_cast<std::size_t>(first) * pixels;
        std::transform(bytes, bytes + count * pixels, inputs.begin(),
                       [](std::uint8_t byte) { return static_cast<float>(byte) / 255.0f; });
        engine.forward_batch(std::span(inputs).first(count * pixels), std::span(outputs).first(count * classes));
        for (std::size_t i = 0; i < count; ++i) {
            const int label = data.labels[static_cast<std::size_t>(first) + i];
            const int predicted = nn::strongest(std::span(outputs).subspan(i * classes, classes));
            if (predicted < 0)
                ++confusion.not_finite;
            else
                ++confusion.at(label, predicted);
        }
        progress.advance(static_cast<long>(count));
    }
    return confusion;
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

int evaluate(const Options& options) {
    const auto network = load_model(options.model);
    if (!network) return fail(network.message());
    const auto data = read_data(options);
    if (!data) return fail(data.message());
    if (const std::string wrong = mismatch(data.value(), options, network.value()); !wrong.empty()) return fail(wrong);
    const Confusion confusion = confuse(network.value(), data.value());
    const long total = data.value().images.count;
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
    command.add_flag("--json", options->json, "One line of JSON: count, right, accuracy, confusion (rows: labels)");
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return evaluate(*options); };
}

}  // namespace cli
