// unpool classify: digits in, one JSON line each out.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/digit_set.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/model.h"
#include "nn/finite.h"
#include "nn/forward.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "INPUT is a file of stroke lines (.jsonl: {\"id\": 1, \"label\": 7, \"strokes\": [[[x, y], ...], ...]}, y down, "
    "any units),\n"
    "a PNG picture of one digit (any size, dark on light or light on dark), an IDX file, such a line itself, or - for "
    "standard input.\n"
    "Each digit gives a line {\"id\", \"label\", \"predicted\", \"probabilities\", \"familiar\", \"unfamiliar\"} on "
    "standard output, in order;\n"
    "without ink, and where the model's numbers overflow, these are null.  What cannot be read is named on standard "
    "error and left\n"
    "out, and the exit code is 1.  Where labels are known, the accuracy follows on standard error.\n"
    "\n"
    "`familiar` is the share, 0 to 1, of real digits that are less familiar to the network than this input; below 0.01 "
    "it is `unfamiliar`:\n"
    "it looks like none of the classes, and the network answers all the same.  The model's card tells (see `unpool "
    "calibrate`), --digits\n"
    "tells more, and the share is null where neither is there.\n"
    "\n"
    "The network reads one digit at a time.  --split takes a drawing or picture apart into the digits that are clearly "
    "apart, lines\n"
    "from top to bottom, each from left to right, and writes a line {\"id\", \"part\", \"parts\", \"prediction\", "
    "\"probability\", \"box\"}\n"
    "for each, the box in the input's own units.  Without it several digits are read as one, and a note says so.\n"
    "\n"
    "Example:\n"
    "  unpool classify drawings.jsonl seven.png > predictions.jsonl";

struct Options {
    std::string model, digits;
    InputChoice input;
};

/// Collects digits into batches and writes their lines in order.
class Classifier {
public:
    /// `learnt` may be null.
    Classifier(const nn::Network& network, std::size_t batch, bool split, explain::Familiarity* learnt)
        : network_(network),
          engine_(network),
          batch_(batch),
          split_(split),
          learnt_(learnt),
          card_(explain::card_quantiles(network)),
          activations_(nn::make_activations(network)) {}

    void add(Digit&& digit) {
        if (!split_ && digit.part.count > 1 && several_++ == 0) first_several_ = digit.id;
        if (digit.pixels) inputs_.insert(inputs_.end(), digit.pixels->pixels.begin(), digit.pixels->pixels.end());
        waiting_.push_back(std::move(digit));
        if (waiting_.size() == batch_) flush();
    }

    /// Computes and writes what is waiting.
    void flush() {
        const auto classes = static_cast<std::size_t>(network_.classes());
        const std::size_t inked = inputs_.size() / static_cast<std::size_t>(network_.architecture.input.size());
        outputs_.resize(inked * classes);
        if (inked > 0) engine_.forward_batch(inputs_, outputs_);
        std::size_t next = 0;
        for (const Digit& digit : waiting_) {
            if (!digit.pixels)
                write(digit, {});
            else
                write(digit, std::span(outputs_).subspan(next++ * classes, classes));
        }
        waiting_.clear();
        inputs_.clear();
        if (batch_ == 1) std::fflush(stdout);
    }

    /// Digits whose answer is not finite.
    long not_finite() const { return not_finite_; }

    /// "accuracy 97.50 % (195 of 200 right)"; empty where no digit had a label.
    std::string summary() const {
        if (labelled_ == 0) return {};
        std::string line =
            text("accuracy %.2f %% (%ld of %ld right",
                 100.0 * static_cast<double>(right_) / static_cast<double>(labelled_), right_, labelled_);
        if (labelled_blank_ > 0) line += text("; %ld without ink count as wrong", labelled_blank_);
        if (not_finite_ > 0) line += text("; %ld whose answer is not finite count as wrong", not_finite_);
        return line + ")";
    }

    /// "2 without ink have no answer"; empty where all had ink, or where the accuracy tells already.
    std::string blanks() const {
        return blank_ > 0 && labelled_ == 0 ? text("%ld without ink: no answer", blank_) : "";
    }

    /// What to say of inputs that hold several digits and were read as one; empty where there is none.
    std::string several() const {
        if (several_ == 0) return {};
        return text("%ld input%s several digits clearly apart and %s read as one (first: id %s); --split reads each",
                    several_, several_ == 1 ? " holds" : "s hold", several_ == 1 ? "was" : "were",
                    first_several_.c_str());
    }

private:
    /// "familiar":0.42,"unfamiliar":false
    std::string familiar_text(const Digit& digit) {
        std::optional<float> share;
        if (digit.pixels && (learnt_ || card_.known())) {
            engine_.forward(digit.pixels->pixels, activations_);
            share = explain::familiar(network_, card_, learnt_, activations_);
        }
        return "\"familiar\":" + to_text(share ? Json(*share) : Json(nullptr)) +
               ",\"unfamiliar\":" + (share.value_or(1.0f) < explain::kUnfamiliar ? "true" : "false");
    }

    /// Whether there is anything to say; complains of the first answer that is not finite.
    bool is_answer(const Digit& digit, std::span<const float> outputs) {
        const bool is_finite = nn::all_finite(outputs);
        if (!is_finite && not_finite_++ == 0) complain("digit " + digit.id + ": " + kNotFinite);
        return is_finite && !outputs.empty();
    }

    void write_part(const Digit& digit, std::span<float> probabilities) {
        Json predicted = nullptr, probability = nullptr;
        if (is_answer(digit, probabilities)) {
            make_probabilities(network_, probabilities);
            predicted = nn::strongest(probabilities);
            probability = *std::max_element(probabilities.begin(), probabilities.end());
        }
        if (digit.label && digit.part.count == 1) {
            ++labelled_;
            right_ += predicted == *digit.label;
            labelled_blank_ += probabilities.empty();
        }
        blank_ += probabilities.empty();
        const DigitPart& part = digit.part;
        // Doubles: a file's numbers may be time stamps.
        const std::string box = part.width < 0 || !digit.pixels
                                    ? "null"
                                    : text("{\"x\":%.12g,\"y\":%.12g,\"width\":%.6g,\"height\":%.6g}", part.x, part.y,
                                           part.width, part.height);
        const std::string line = "{\"id\":" + digit.id + ",\"part\":" + std::to_string(part.index) +
                                 ",\"parts\":" + std::to_string(part.count) + ",\"prediction\":" + to_text(predicted) +
                                 ",\"probability\":" + to_text(probability) + "," + familiar_text(digit) +
                                 ",\"box\":" + box + "}\n";
        std::fwrite(line.data(), 1, line.size(), stdout);
    }

    void write(const Digit& digit, std::span<float> probabilities) {
        if (split_) return write_part(digit, probabilities);
        Json predicted = nullptr, values = nullptr;
        if (is_answer(digit, probabilities)) {
            make_probabilities(network_, probabilities);
            predicted = nn::strongest(probabilities);
            values = std::vector<float>(probabilities.begin(), probabilities.end());
        }
        if (digit.label) {
            ++labelled_;
            right_ += predicted == *digit.label;
            labelled_blank_ += probabilities.empty();
        }
        blank_ += probabilities.empty();
        const std::string label = digit.label ? std::to_string(*digit.label) : "null";
        const std::string line = "{\"id\":" + digit.id + ",\"label\":" + label +
                                 ",\"predicted\":" + to_text(predicted) + ",\"probabilities\":" + to_text(values) +
                                 "," + familiar_text(digit) + "}\n";
        std::fwrite(line.data(), 1, line.size(), stdout);
    }

    const nn::Network& network_;
    nn::Engine engine_;
    std::size_t batch_;
    bool split_;
    explain::Familiarity* learnt_;
    explain::Quantiles card_;
    nn::Activations activations_;
    std::vector<Digit> waiting_;
    std::vector<float> inputs_, outputs_;
    long labelled_ = 0, right_ = 0, blank_ = 0, labelled_blank_ = 0, not_finite_ = 0, several_ = 0;
    std::string first_several_;
};

int classify(const Options& options) {
    if (options.input.paths.empty() && options.input.images.empty()) {
        complain("classify: expected an INPUT or --images IDX; unpool classify --help shows an example");
        return kUsage;
    }
    const auto network = load_digit_model(options.model);
    if (!network) {
        complain(network.message());
        return kInputWrong;
    }
    if (const std::string wrong = lacks_classes(network.value()); !wrong.empty()) {
        complain("classify: " + wrong);
        return kInputWrong;
    }
    DigitSet learnt;
    if (!options.digits.empty()) {
        auto read = read_digit_set(options.digits, network.value());
        if (!read) {
            complain(read.message());
            return kInputWrong;
        }
        learnt = std::move(read.value());
    }
    // Whoever writes lines to standard input may wait for each answer.
    constexpr std::size_t kBatch = 256;
    Classifier classifier(network.value(), is_interactive(options.input) ? 1 : kBatch, options.input.split,
                          learnt.familiarity.get());
    int failures = 0;
    {
        Progress progress("classified");
        failures = read_digits(options.input, [&](Digit&& digit) {
            classifier.add(std::move(digit));
            progress.advance();
            return std::ferror(stdout) == 0;
        });
        classifier.flush();
    }
    const bool written = finish_output();
    if (const std::string summary = classifier.summary(); !summary.empty()) note(summary);
    if (const std::string blanks = classifier.blanks(); !blanks.empty()) note(blanks);
    if (const std::string several = classifier.several(); !several.empty()) note(several);
    if (failures > 0) note(text("%d input%s could not be read", failures, failures == 1 ? "" : "s"));
    if (classifier.not_finite() > 0)
        note(text("%ld answer%s not finite", classifier.not_finite(), classifier.not_finite() == 1 ? " is" : "s are"));
    return failures == 0 && classifier.not_finite() == 0 && written ? kDone : kInputWrong;
}

}  // namespace

Action add_classify(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("INPUT", options->input.paths,
                       "Stroke lines (.jsonl), PNG pictures, IDX files, or - for standard input");
    add_input_options(command, options->input);
    options->input.count_parts = true;
    command.add_flag("--split", options->input.split,
                     "A line for each digit that is clearly apart, in a drawing or a picture");
    command
        .add_option("--digits", options->digits,
                    "Pictures like those that the network learnt, to tell what is unlike them")
        ->type_name("IDX");
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return classify(*options); };
}

}  // namespace cli
