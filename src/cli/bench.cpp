// unpool bench: how fast this machine is.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "app/bench.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/json.h"
#include "cli/model.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "Medians over many runs on one thread: one forward pass with every activation kept, the same and all reconstructions of the\n"
    "convolutional blocks (LeNet-5: 6 + 16), and forward passes in batches of 256.\n"
    "\n"
    "Example:\n"
    "  unpool bench --json";

struct Options {
    std::string model;
    bool json = false;
};

int bench(const Options& options) {
    const auto network = load_digit_model(options.model);
    if (!network) {
        complain(network.message());
        return kInputWrong;
    }
    const auto result = app::bench(network.value());
    if (options.json) {
        Json json;
        json["forward_us"] = static_cast<float>(result.forward_us);
        json["forward_and_reconstructions_us"] = static_cast<float>(result.forward_and_reconstructions_us);
        json["batch_images_per_s"] = static_cast<float>(result.batch_images_per_s);
        std::printf("%s\n", to_text(json).c_str());
    } else {
        std::printf("forward pass, every activation      %10.1f us\n", static_cast<double>(result.forward_us));
        std::printf("the same and all reconstructions    %10.1f us\n", static_cast<double>(result.forward_and_reconstructions_us));
        std::printf("forward passes in batches of 256    %10.0f images/s\n", static_cast<double>(result.batch_images_per_s));
    }
    return finish_output() ? kDone : kInputWrong;
}

}  // namespace

Action add_bench(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_flag("--json", options->json, "One line: forward_us, forward_and_reconstructions_us, batch_images_per_s");
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return bench(*options); };
}

}  // namespace cli
