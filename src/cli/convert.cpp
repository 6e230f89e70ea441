// unpool convert: any model that opens, written as ours; several checkpoints of a run as one history.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model.h"
#include "explain/checkpoints.h"
#include "io/file.h"
#include "io/history.h"
#include "nn/fold.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "Reads a model as every command does and writes it as safetensors with names, architecture, input and card.\n"
    "What the file does not say is tried on drawn digits; --assume fixes it, and the card says what was assumed.\n"
    "--fold puts every batch normalisation that follows a convolution or a fully connected layer into its weights.\n"
    "--half keeps half the bits of each weight: the file is half as large, and answers differ in the fourth digit.\n"
    "Several models are checkpoints of one run, as `unpool train --checkpoints` leaves them, and become one file, a "
    "history.\n"
    "--card writes a line of the model's card, or takes it out where nothing stands behind the =.\n"
    "\n"
    "Examples:\n"
    "  unpool convert checkpoint.pt -o mine.safetensors --assume activation=tanh\n"
    "  unpool convert mine.safetensors -o small.safetensors --half\n"
    "  unpool convert steps/*.safetensors -o history.safetensors --half --most 16";

struct Options {
    std::vector<std::string> inputs, card;
    std::string output;
    int most = static_cast<int>(io::kMostMoments);
    bool half = false, fold = false;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

/// What the card of a checkpoint says: "256 of 7820".
base::Result<std::int64_t> batches_of(const nn::Network& network, const std::string& file) {
    const auto found = network.card.find("batches");
    if (found == network.card.end())
        return base::Error{file + ": expected a checkpoint whose card says after how many batches, found none"};
    return static_cast<std::int64_t>(std::strtoll(found->second.c_str(), nullptr, 10));
}

/// The checkpoints in the order of their batches, thinned.
base::Result<std::vector<io::Moment>> moments_of(const Options& options) {
    std::vector<io::Moment> all, chosen;
    for (const std::string& input : options.inputs) {
        auto network = load_model(input);
        if (!network) return base::Error{network.message()};
        const auto batches = batches_of(network.value(), input);
        if (!batches) return base::Error{batches.message()};
        all.push_back({batches.value(), std::move(network.value())});
    }
    std::sort(all.begin(), all.end(), [](const io::Moment& a, const io::Moment& b) { return a.batch < b.batch; });
    std::vector<std::int64_t> batches;
    for (const io::Moment& moment : all) batches.push_back(moment.batch);
    for (const int index : explain::even_on_log(batches, options.most))
        chosen.push_back(std::move(all[static_cast<std::size_t>(index)]));
    return chosen;
}

/// "data=train[10000:60000]".
base::Status write_card(const std::vector<std::string>& lines, nn::Network& network) {
    for (const std::string& line : lines) {
        const std::size_t equals = line.find('=');
        if (equals == 0 || equals == std::string::npos) return base::Error{"--card: expected KEY=VALUE, found " + line};
        network.card.erase(line.substr(0, equals));
        if (equals + 1 < line.size()) network.card[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return base::Done{};
}

int convert(const Options& options) {
    const auto precision = options.half ? io::Precision::half : io::Precision::single;
    std::vector<io::Moment> moments;
    if (options.inputs.size() == 1) {
        auto network = load_model(options.inputs[0]);
        if (!network) return fail(network.message());
        moments.push_back({0, std::move(network.value())});
    } else {
        auto several = moments_of(options);
        if (!several) return fail(several.message());
        moments = std::move(several.value());
    }
    for (io::Moment& moment : moments)
        if (const base::Status status = write_card(options.card, moment.network); !status)
            return fail(status.message());
    for (io::Moment& moment : moments)
        if (options.fold) moment.network = nn::folded(moment.network);
    for (const io::Moment& moment : moments)
        if (options.half && !io::fits_half(moment.network))
            return fail(options.inputs[0] +
                        ": a weight is beyond 65504, the largest number of half precision: leave --half out");
    const auto bytes = options.inputs.size() == 1
                           ? base::Result<std::vector<std::uint8_t>>(io::write_model(moments[0].network, precision))
                           : io::write_history(moments, precision);
    if (!bytes) return fail(bytes.message());
    const auto written = io::write_file(options.output, bytes.value());
    return written ? kDone : fail(written.message());
}

}  // namespace

Action add_convert(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->inputs, "The model to read, or a run's checkpoints")->required();
    command.add_option("-o,--output", options->output, "Where it goes")->type_name("FILE")->required();
    command.add_flag("--half", options->half, "Weights as float16");
    command.add_flag("--fold", options->fold, "Batch normalisations become part of the weights before them");
    command.add_option("--card", options->card, "A line of the model's card, may be repeated")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    add_assume_options(command);
    command.add_option("--most", options->most, "Of many checkpoints so many, even on a logarithmic axis")
        ->check(CLI::Range(2, static_cast<int>(io::kMostMoments)))
        ->capture_default_str();
    command.footer(kHelp);
    return [options] { return convert(*options); };
}

}  // namespace cli
