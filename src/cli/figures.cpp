// unpool figures: contact sheets of the reconstructions, a row a digit and a column a map, as in the literature.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/figure_sheet.h"
#include "cli/inputs.h"
#include "cli/model.h"
#include "cli/pictures.h"
#include "cli/ten_digits.h"
#include "io/file.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "For each layer one sheet DIR/LAYER.png without captions: a row a digit, 0 to 9; first the network's input, then "
    "for each feature\n"
    "map its reconstruction by the deconvnet (with --activations, its activation before it).  Layers are the max-pools "
    "unless --layer\n"
    "says otherwise: LeNet-5's pool1 with 6 and pool2 with 16 maps.  DIR/scales.csv has what the colours of each cell "
    "stand for,\n"
    "DIR/figures.json how the sheets are laid out.  The paths of the files written go to standard output.\n"
    "\n"
    "The digits are ten drawn ones that are part of this program; with INPUT or --images IDX --labels IDX, the first "
    "of each class,\n"
    "or the first ten where there are no labels.\n"
    "\n"
    "Example:\n"
    "  unpool figures -o figures --theme light";

struct Options {
    std::string model, folder;
    InputChoice input;
    std::vector<std::string> layers;
    FigureOptions figure;
};

constexpr int kRows = 10;

/// The first digit of each label in the order of labels; the first ten of all where there are no labels.
std::vector<Digit> choose_digits(const InputChoice& input, int& failures) {
    std::vector<Digit> chosen;
    failures = read_digits(input, [&](Digit&& digit) {
        if (!digit.pixels) return true;
        const bool known = digit.label && std::any_of(chosen.begin(), chosen.end(),
                                                      [&](const Digit& other) { return other.label == digit.label; });
        if (!known) chosen.push_back(std::move(digit));
        return chosen.size() < kRows;
    });
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const Digit& a, const Digit& b) { return a.label && b.label && *a.label < *b.label; });
    return chosen;
}

/// The named layers, or the max-pools.  Errors: no such layer, none where a deconvnet can start.
base::Result<std::vector<int>> choose_layers(const nn::Network& network, const std::vector<std::string>& names) {
    std::vector<int> layers;
    for (const std::string& name : names) {
        const auto layer = network.find(name);
        if (!layer || !explain::can_start(network, *layer)) {
            return base::Error{
                "--layer " + name +
                ": the model has no such layer that a reconstruction can start from; unpool info lists them"};
        }
        layers.push_back(*layer);
    }
    for (int i = 0; names.empty() && i < network.layer_count(); ++i) {
        if (network.layer(i).kind == nn::LayerKind::max_pool) layers.push_back(i);
    }
    if (layers.empty()) return base::Error{"the model has no max-pool layer; name a layer with --layer"};
    return layers;
}

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

base::Status write_file(const std::filesystem::path& path, std::string_view content) {
    auto written = io::write_file(path, {reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
    if (written) std::printf("%s\n", path.c_str());
    return written;
}

base::Status write_figures(const nn::Network& network, const std::vector<int>& layers, const std::vector<Digit>& digits,
                           const Options& options) {
    const std::filesystem::path folder = options.folder;
    if (auto made = make_folder(folder); !made) return made;
    FigureLegend legend;
    for (const int layer : layers) {
        const std::string name = file_name(network.layer(layer).name) + ".png";
        auto sheet = draw_sheet(network, layer, digits, options.figure, legend);
        if (!sheet) return base::Error{sheet.message()};
        if (auto written = write_png(folder / name, sheet.value()); !written) return written;
        std::printf("%s\n", (folder / name).c_str());
    }
    if (auto written = write_file(folder / "scales.csv", legend.scales); !written) return written;
    return write_file(folder / "figures.json", to_text(legend.layout, 2) + "\n");
}

int figures(Options options) {
    if (options.input.paths.empty() && options.input.images.empty()) options.input.text = std::string(ten_digits());
    const auto network = load_digit_model(options.model);
    if (!network) return fail(network.message());
    const auto layers = choose_layers(network.value(), options.layers);
    if (!layers) return fail(layers.message());
    int failures = 0;
    const std::vector<Digit> digits = choose_digits(options.input, failures);
    if (digits.empty()) return fail("no digit could be read");
    const auto written = write_figures(network.value(), layers.value(), digits, options);
    if (!written) return fail(written.message());
    return finish_output() && failures == 0 ? kDone : kInputWrong;
}

}  // namespace

Action add_figures(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("INPUT", options->input.paths,
                       "Stroke lines, PNG pictures or IDX files instead of the program's own digits");
    command.add_option("-o,--output", options->folder, "The folder for the sheets; made where it is missing")
        ->type_name("DIR")
        ->required();
    command.add_option("--layer", options->layers, "A layer, or several")->type_name("NAME");
    command.add_flag("--strongest", options->figure.strongest, "Reconstruct each map's strongest activation only");
    command.add_flag("--activations", options->figure.activations, "Each map's activation beside its reconstruction");
    add_input_options(command, options->input);
    add_look_options(command, options->figure.look);
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return figures(*options); };
}

}  // namespace cli
