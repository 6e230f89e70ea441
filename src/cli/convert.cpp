// unpool convert: any model that opens, written as ours.
#include <memory>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model.h"
#include "io/file.h"
#include "io/model_file.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "Reads a model as every command does and writes it as safetensors with names, architecture and card.\n"
    "--half keeps half the bits of each weight: the file is half as large, and answers differ in the fourth digit.\n"
    "\n"
    "Example:\n"
    "  unpool convert mine.safetensors -o small.safetensors --half";

struct Options {
    std::string input, output;
    bool half = false;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

int convert(const Options& options) {
    const auto network = load_model(options.input);
    if (!network) return fail(network.message());
    if (options.half && !io::fits_half(network.value()))
        return fail(options.input +
                    ": a weight is beyond 65504, the largest number of half precision: leave --half out");
    const auto precision = options.half ? io::Precision::half : io::Precision::single;
    const auto written = io::write_file(options.output, io::write_model(network.value(), precision));
    return written ? kDone : fail(written.message());
}

}  // namespace

Action add_convert(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->input, "The model to read")->required();
    command.add_option("-o,--output", options->output, "Where it goes")->type_name("FILE")->required();
    command.add_flag("--half", options->half, "Weights as float16");
    command.footer(kHelp);
    return [options] { return convert(*options); };
}

}  // namespace cli
