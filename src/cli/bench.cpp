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
    "Medians over many runs on one thread: one forward pass with every activation kept, the same and all "
    "reconstructions of the\n"
    "convolutional blocks (LeNet-5: 6 + 16), forward passes in batches of 256; one digit covered by 6 x 6 pixels at "
    "all 529\n"
    "positions; 256 steps of activation maximisation; the strongest activations of every map over 10,000 digits.\n"
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
        json["occlusion_ms"] = static_cast<float>(result.occlusion_ms);
        json["maximise_ms"] = static_cast<float>(result.maximise_ms);
        json["top_nine_ms"] = static_cast<float>(result.top_nine_ms);
        std::printf("%s\n", to_text(json).c_str());
    } else {
        std::printf("forward pass, every activation      %10.1f us\n", static_cast<double>(result.forward_us));
        std::printf("the same and all reconstructions    %10.1f us\n",
                    static_cast<double>(result.forward_and_reconstructions_us));
        std::printf("forward passes in batches of 256    %10.0f images/s\n",
                    static_cast<double>(result.batch_images_per_s));
        std::printf("occlusion, all positions of 6 x 6   %10.2f ms\n", static_cast<double>(result.occlusion_ms));
        std::printf("activation maximisation, 256 steps  %10.2f ms\n", static_cast<double>(result.maximise_ms));
        std::printf("top nine of every map, 10,000       %10.0f ms\n", static_cast<double>(result.top_nine_ms));
    }
    return finish_output() ? kDone : kInputWrong;
}

}  // namespace

Action add_bench(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_flag("--json", options->json, "One line of JSON: forward_us, batch_images_per_s, occlusion_ms ...");
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return bench(*options); };
}

}  // namespace cli
