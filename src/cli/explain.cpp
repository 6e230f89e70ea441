// unpool explain: everything the network computes of one digit, and what its deconvnet makes of each map.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/explanation.h"
#include "cli/inputs.h"
#include "cli/json.h"
#include "cli/model.h"
#include "cli/pictures.h"
#include "explain/deconvnet.h"
#include "io/file.h"
#include "nn/finite.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "INPUT is a PNG picture of one digit, a stroke line or a file of them, - for standard input, or a safetensors file "
    "whose tensor\n"
    "`input` (1, 28, 28) is taken exactly as it is; or use --images IDX.  --index N takes the digit number N, from 0.\n"
    "\n"
    "OUT.safetensors holds, as float32: input; each layer's output under the layer's name (conv1, relu1, pool1, ... "
    "softmax); the\n"
    "max-pools' switches (switch1, switch2: flat index of the maximum in one channel of the pool's input); "
    "deconvnet/LAYER, the\n"
    "reconstructions of every map or unit (n, 28, 28); and deconvnet_strongest/LAYER, those of each map's strongest "
    "activation only.\n"
    "--png DIR writes the same as pictures: a sheet for each tensor and, in a folder beside it, each map by itself.\n"
    "\n"
    "Example:\n"
    "  unpool explain seven.png -o seven.safetensors --png seven";

struct Options {
    std::string model, input, out, pictures;
    InputChoice choice;
    int index = 0;
    Look look;
};

std::string usage_error(const Options& options) {
    if (options.input.empty() == options.choice.images.empty())
        return "explain: expected one input, INPUT or --images IDX";
    if (options.out.empty() && options.pictures.empty()) return "explain: expected -o OUT.safetensors or --png DIR";
    return {};
}

base::Status write_all(const Explanation& explanation, const Options& options) {
    if (!options.out.empty()) {
        auto written = io::write_file(options.out, io::write_safetensors(explanation.tensors));
        if (!written) return written;
        note(text("%zu tensors in %s", explanation.tensors.tensors.size(), options.out.c_str()));
    }
    if (options.pictures.empty()) return base::Done{};
    auto count = draw_explanation(explanation, options.look, options.pictures);
    if (!count) return base::Error{count.message()};
    note(text("%d pictures in %s", count.value(), options.pictures.c_str()));
    return base::Done{};
}

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

int explain_digit(Options options) {
    if (const std::string wrong = usage_error(options); !wrong.empty()) {
        complain(wrong + "; unpool explain --help shows an example");
        return kUsage;
    }
    if (!options.input.empty()) options.choice.paths = {options.input};
    const auto network = load_digit_model(options.model);
    if (!network) return fail(network.message());
    const auto digit = read_one_digit(options.choice, options.index);
    if (!digit) return fail(digit.message());

    const Explanation explanation = explain_input(network.value(), digit.value().pixels->pixels);
    if (!explain::stays_finite(network.value(), explanation.activations))
        return fail(std::string("explain: ") + kNotFinite);
    if (network.value().has_classes()) {
        std::vector<float> probabilities = explanation.activations.outputs.back().data;
        make_probabilities(network.value(), probabilities);
        const int predicted = nn::strongest(probabilities);
        note(text("predicted %d (%.2f %%)", predicted,
                  100.0 * static_cast<double>(probabilities[static_cast<std::size_t>(predicted)])));
    }
    const auto written = write_all(explanation, options);
    return written ? kDone : fail(written.message());
}

}  // namespace

Action add_explain(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("INPUT", options->input, "A PNG picture, stroke lines, safetensors with a tensor `input`, or -");
    command.add_option("-o,--output", options->out, "Where the tensors go")->type_name("OUT.safetensors");
    command.add_option("--png", options->pictures, "Where pictures go")->type_name("DIR");
    command.add_option("--index", options->index, "Which digit of the input, from 0")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    add_input_options(command, options->choice);
    add_look_options(command, options->look);
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return explain_digit(*options); };
}

}  // namespace cli
