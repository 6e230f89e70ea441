// unpool calibrate: how familiar a network finds its own digits, kept in the model's card; and how well it tells what
// is none.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/digit_set.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/model.h"
#include "io/file.h"
#include "io/model_file.h"
#include "nn/forward.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "The network's energy scores (Liu et al. 2020) for the first 10,000 pictures of --digits go into the model's card, "
    "as 61 quantiles.\n"
    "`classify` and the page then say how familiar an input is without those pictures.\n"
    "\n"
    "With INPUT, things that are none of the classes, and --images, digits that are, the command measures both scores "
    "instead: the area\n"
    "under the curve, the share of INPUT that is told when 1 % of the digits are, and what is called unfamiliar of "
    "each.\n"
    "\n"
    "Examples:\n"
    "  unpool calibrate --digits train-images-idx3-ubyte.gz --model mine.safetensors -o mine.safetensors\n"
    "  unpool calibrate --digits train-images-idx3-ubyte.gz --images t10k-images-idx3-ubyte.gz letters.jsonl";

struct Options {
    std::string model, digits, output;
    InputChoice input;
    bool half = false;
};

/// Both scores, and whether either calls it unfamiliar.
struct Scores {
    std::vector<float> energy, nearness;
    long unfamiliar_energy = 0, unfamiliar_nearness = 0;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

bool is_unfamiliar(const explain::Quantiles& quantiles, float score) {
    return quantiles.share_below(score).value_or(1.0f) < explain::kUnfamiliar;
}

/// Adds the scores of every digit of the choice; the number of inputs that could not be read comes back.
int measure(const nn::Network& network, explain::Familiarity& learnt, const InputChoice& choice, Scores& scores) {
    nn::Engine engine(network);
    nn::Activations activations = nn::make_activations(network);
    const int logits = explain::logits_layer(network);
    return read_digits(choice, [&](Digit&& digit) {
        if (!digit.pixels) return true;
        engine.forward(digit.pixels->pixels, activations);
        const float energy = logits < 0 ? NAN : explain::energy_score(activations.output(logits).data),
                    nearness = learnt.nearness(activations);
        scores.energy.push_back(energy);
        scores.nearness.push_back(nearness);
        scores.unfamiliar_energy += is_unfamiliar(learnt.energies(), energy);
        scores.unfamiliar_nearness += is_unfamiliar(learnt.nearnesses(), nearness);
        return true;
    });
}

/// Chance that a digit has the higher score than something else; equal scores count half.
double area(std::vector<float> digits, const std::vector<float>& others) {
    std::sort(digits.begin(), digits.end());
    double sum = 0;
    for (const float other : others) {
        const auto [low, high] = std::equal_range(digits.begin(), digits.end(), other);
        sum += static_cast<double>(digits.end() - high) + 0.5 * static_cast<double>(high - low);
    }
    return sum / (static_cast<double>(digits.size()) * static_cast<double>(others.size()));
}

/// Share of the others that lie below all but 1 % of the digits.
double told(std::vector<float> digits, const std::vector<float>& others) {
    std::sort(digits.begin(), digits.end());
    const float bar = digits[digits.size() / 100];
    const auto below = std::count_if(others.begin(), others.end(), [bar](float score) { return score < bar; });
    return static_cast<double>(below) / static_cast<double>(others.size());
}

Json report(const std::vector<float>& digits, const std::vector<float>& others, long digits_called,
            long others_called) {
    const auto share = [](long part, std::size_t whole) {
        return static_cast<float>(static_cast<double>(part) / static_cast<double>(whole));
    };
    return {{"area", static_cast<float>(area(digits, others))},
            {"told_at_1_percent", static_cast<float>(told(digits, others))},
            {"unfamiliar_digits", share(digits_called, digits.size())},
            {"unfamiliar_others", share(others_called, others.size())}};
}

int compare(const nn::Network& network, DigitSet& learnt, const Options& options) {
    InputChoice real, other;
    real.images = options.input.images;
    other.paths = options.input.paths;
    other.no_fit = options.input.no_fit;
    Scores digits, others;
    const int failures =
        measure(network, *learnt.familiarity, real, digits) + measure(network, *learnt.familiarity, other, others);
    if (digits.energy.empty() || others.energy.empty())
        return fail("calibrate: nothing to compare: there is no digit in " +
                    std::string(digits.energy.empty() ? "--images" : "INPUT"));
    const bool is_finite =
        std::all_of(digits.energy.begin(), digits.energy.end(), [](float v) { return std::isfinite(v); });
    Json result = {{"digits", digits.energy.size()}, {"others", others.energy.size()}};
    result["energy"] = is_finite
                           ? report(digits.energy, others.energy, digits.unfamiliar_energy, others.unfamiliar_energy)
                           : Json(nullptr);
    result["neighbours"] =
        learnt.familiarity->known() == explain::Familiarity::Known::neighbours
            ? report(digits.nearness, others.nearness, digits.unfamiliar_nearness, others.unfamiliar_nearness)
            : Json(nullptr);
    std::printf("%s\n", to_text(result, 2).c_str());
    return finish_output() && failures == 0 ? kDone : kInputWrong;
}

int calibrate(const Options& options) {
    const bool compares = !options.input.paths.empty() || !options.input.images.empty();
    if (compares && (options.input.paths.empty() || options.input.images.empty())) {
        complain("calibrate: INPUT, which is none of the classes, goes with --images, digits that are");
        return kUsage;
    }
    if (!compares && options.output.empty()) {
        complain("calibrate: expected -o FILE for the model, or INPUT and --images to compare");
        return kUsage;
    }
    auto network = load_digit_model(options.model);
    if (!network) return fail(network.message());
    if (options.half && !io::fits_half(network.value()))
        return fail("a weight is beyond 65504, the largest number of half precision: leave --half out");
    auto learnt = read_digit_set(options.digits, network.value());
    if (!learnt) return fail(learnt.message());
    const explain::Quantiles& energies = learnt.value().familiarity->energies();
    if (!energies.known()) return fail("calibrate: the model gives no finite logits for these pictures");
    if (!options.output.empty()) {
        network.value().card[explain::kEnergyKey] = energies.text();
        const auto precision = options.half ? io::Precision::half : io::Precision::single;
        const auto written = io::write_file(options.output, io::write_model(network.value(), precision));
        if (!written) return fail(written.message());
    }
    return compares ? compare(network.value(), learnt.value(), options) : kDone;
}

}  // namespace

Action add_calibrate(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("INPUT", options->input.paths,
                       "Things that are no digits: stroke lines, PNG pictures, IDX files");
    command.add_option("--digits", options->digits, "Pictures like those that the network learnt, plain or gzipped")
        ->type_name("IDX")
        ->required();
    command.add_option("--images", options->input.images, "Other digits, to compare INPUT with")->type_name("IDX");
    command.add_flag("--no-fit", options->input.no_fit, "Drawings and pictures as they are, not fitted and centred");
    add_model_option(command, options->model);
    command.add_option("-o,--output", options->output, "Where the model goes")->type_name("FILE");
    command.add_flag("--half", options->half, "Weights as float16");
    command.footer(kHelp);
    return [options] { return calibrate(*options); };
}

}  // namespace cli
