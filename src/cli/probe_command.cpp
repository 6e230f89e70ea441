// A probe from the command line: the same state as the page's, asked once, worked off to the end.
#include "cli/probe_command.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/actions.h"
#include "app/api.h"
#include "app/blocks.h"
#include "app/counterpart.h"
#include "app/keep.h"
#include "app/over.h"
#include "app/shipped.h"
#include "assets/reference.h"
#include "cli/console.h"
#include "cli/figure_files.h"
#include "cli/history.h"
#include "cli/inputs.h"
#include "cli/model.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "image/png.h"
#include "io/file.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "INPUT is a PNG picture of one digit, a stroke line or a file of them, - for standard input, or a safetensors file "
    "whose tensor\n"
    "`input` (1, 28, 28) is taken exactly as it is; or use --images IDX.  --index N takes the digit number N, from 0.\n"
    "The figure's numbers go to standard output as JSON; where --png, --csv, --json or --animation names a file, what\n"
    "the probe found, in one sentence.\n";

struct Given {
    const probe::Setting* setting = nullptr;
    std::string option, text;
    bool is_set = false;
};

struct Options {
    std::string model, beside, history, signs, input, layer, keep;
    bool over = false;
    InputChoice choice;
    DigitFiles digits;
    FigureFiles files;
    int index = 0, map = -1, unit = -1;
    std::vector<Given> settings;

    bool has_input() const { return !input.empty() || !choice.images.empty(); }
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

/// Words of a choice, or the range.
std::string type_of(const probe::Setting& setting) {
    using Kind = probe::Setting::Kind;
    if (setting.kind == Kind::text) return "TEXT";
    if (setting.kind != Kind::choice) return text("%g..%g", setting.low, setting.high);
    probe::Values values;
    std::string words;
    for (std::size_t i = 0; i < probe::choices(setting).size(); ++i) {
        values.numbers[setting.key] = static_cast<double>(i);
        words += (i == 0 ? "" : "|") + probe::text_of(setting, values);
    }
    return words;
}

/// --key, or --probe-key where all probes have an option of that name.
std::string option_name(const CLI::App& command, const probe::Entry& entry, const probe::Setting& setting) {
    const std::string plain = std::string("--") + setting.key;
    return command.get_option_no_throw(plain) == nullptr ? plain : std::string("--") + entry.id + "-" + setting.key;
}

void add_setting(CLI::App& command, const probe::Entry& entry, Given& given) {
    const probe::Setting& setting = *given.setting;
    given.option = option_name(command, entry, setting);
    const std::string initial = probe::text_of(setting, probe::defaults(entry)), tip = setting.tip;
    const std::string help = initial.empty() ? tip : tip + (tip.ends_with('.') ? "" : ".") + " Default: " + initial;
    const std::string off = "--no-" + given.option.substr(2);
    if (setting.kind == probe::Setting::Kind::toggle)
        command.add_flag(given.option + ",!" + off, given.text, help + "; off: " + off)->group("Settings");
    else
        command.add_option(given.option, given.text, help)->type_name(type_of(setting))->group("Settings");
}

void add_common_options(CLI::App& command, Options& options) {
    command.add_option("INPUT", options.input, "A PNG picture, stroke lines, safetensors with a tensor `input`, or -");
    command.add_option("--index", options.index, "Which digit of the input, from 0")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    add_input_options(command, options.choice);
    command.add_option("--layer", options.layer, "The selected layer, or `input` (default: the last one with maps)")
        ->type_name("NAME");
    command.add_option("--map", options.map, "The selected map; in fully connected layers, unit")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--unit", options.unit, "One place of the map: row * width + column")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--keep", options.keep, std::string("What is projected: ") + app::kKeepWords)
        ->check([](const std::string& name) {
            return app::keep_of(name) ? std::string() : std::string("expected ") + app::kKeepWords + ", found " + name;
        });
    add_digit_options(command, options.digits);
    command.add_option("--png", options.files.png, "The figure as a picture")->type_name("FILE");
    add_figure_options(command, options.files);
    add_model_option(command, options.model);
    command.add_option("--beside", options.beside, "A second model, whose figure stands beside the first one's")
        ->type_name("FILE");
    CLI::Option* history =
        command
            .add_option("--history", options.history,
                        "A run's checkpoints in one file, or lenet5-history, which ships; the model is its last")
            ->type_name("FILE");
    command.add_flag("--over", options.over, "Every number of the figure as a curve over the history's checkpoints")
        ->needs(history);
}

base::Status open_signs(app::State& state, const std::string& path) {
    if (path.empty()) return base::Done{};
    const auto bytes = io::read_file(path);
    if (!bytes) return base::Error{bytes.message()};
    app::import_signs(state, path, {reinterpret_cast<const char*>(bytes.value().data()), bytes.value().size()});
    return state.message.is_error ? base::Status(base::Error{state.message.text}) : base::Status(base::Done{});
}

std::string footer(const probe::Entry& entry) {
    const std::string input = entry.of_input && !entry.of_history ? " seven.png" : "",
                      digits = entry.needs_digits
                                   ? " --digits t10k-images-idx3-ubyte.gz --digits-labels t10k-labels-idx1-ubyte.gz"
                                   : "";
    constexpr std::size_t kLongestLine = 120;
    std::string source = entry.source;
    if (const std::size_t at = source.size() > kLongestLine ? source.rfind("; ", kLongestLine) : std::string::npos;
        at != std::string::npos)
        source[at + 1] = '\n';
    const std::string name = std::string(entry.id) + (entry.of_signs ? " --signs signs.jsonl" : "");
    return source + "\n\n" + kHelp + "\nExample:\n  unpool " + name + input + digits + " --png " + entry.id + ".png";
}

base::Status set_all(app::State& state, const probe::Entry& entry, const Options& options) {
    probe::Values values = probe::defaults(entry);
    for (const Given& given : options.settings) {
        if (!given.is_set) continue;
        // CLI11 writes a flag out.
        const std::string text = given.setting->kind != probe::Setting::Kind::toggle ? given.text
                                 : given.text == "true"                              ? "1"
                                 : given.text == "false"                             ? "0"
                                                                                     : given.text;
        if (auto set = probe::set(entry, values, given.setting->key, text); !set)
            return base::Error{std::string(entry.id) + ": --" + set.message()};
    }
    state.probe.values[entry.id] = std::move(values);
    return base::Done{};
}

/// Names of the layers, for a message.
std::string layer_names(const nn::Network& network) {
    std::string names = "input";
    for (int i = 0; i < network.layer_count(); ++i) names += " " + network.layer(i).name;
    return names;
}

base::Status select(app::State& state, const Options& options) {
    const nn::Network& network = state.lane().network();
    int layer = state.selection.layer, map = options.map;
    if (options.layer == "input")
        layer = -1;
    else if (!options.layer.empty()) {
        const auto found = network.find(options.layer);
        if (!found)
            return base::Error{"there is no layer '" + options.layer.substr(0, 40) + "'; there are " +
                               layer_names(network)};
        layer = *found;
    }
    if (map < 0) map = options.layer.empty() ? state.selection.map : 0;
    const int maps = layer < 0 ? 1 : app::map_count(network, layer),
              places = layer < 0 ? 1 : network.shape(layer).size() / std::max(maps, 1);
    if (map >= maps)
        return base::Error{"--map is a whole number from 0 to " + std::to_string(maps - 1) + " in this layer, not " +
                           std::to_string(map)};
    if (options.unit >= places)
        return base::Error{"--unit is a whole number from 0 to " + std::to_string(places - 1) + " in this layer, not " +
                           std::to_string(options.unit)};
    if (options.keep == "unit" && options.unit < 0) return base::Error{"--keep unit needs --unit N"};
    if (options.unit >= 0)
        app::select_unit(state, layer, map, options.unit);
    else
        app::select(state, layer, map);
    if (const auto keep = app::keep_of(options.keep); keep && *keep != explain::Keep::unit) app::set_keep(state, *keep);
    return base::Done{};
}

base::Status open_input(app::State& state, Options& options) {
    if (!options.has_input()) return base::Done{};
    if (!options.input.empty()) options.choice.paths = {options.input};
    auto digit = read_one_digit(options.choice, options.index);
    if (!digit) return base::Error{digit.message()};
    app::set_input(state, digit.value().pixels->pixels);
    state.truth = digit.value().label;
    return base::Done{};
}

void work(app::State& state, const probe::Entry& entry) {
    Progress progress(std::string(entry.id) + ": percent", 100);
    for (long done = 0; app::work_on_probe(state, 0.05) == app::Asked::working;) {
        const long now = static_cast<long>(100 * state.probe.progress);
        progress.advance(std::max(0L, now - done));
        done = std::max(done, now);
    }
}

/// Nothing but words: the probe waits for something.
bool is_empty(const figure::Figure& figure) {
    return std::all_of(figure.groups.begin(), figure.groups.end(),
                       [](const figure::Group& g) { return g.pictures.empty() && g.plots.empty() && g.facts.empty(); });
}

/// Why there is only words, and what to do.
int explain_emptiness(const figure::Figure& figure, const probe::Entry& entry, const Options& options) {
    const std::string name = entry.id;
    std::string missing =
        entry.of_input && !entry.needs_digits && !options.has_input() ? "one input, INPUT or --images IDX" : "";
    if (entry.of_signs && options.signs.empty()) missing = "drawings of two signs at least, --signs FILE";
    if (entry.of_history && options.history.empty()) missing = "a run's checkpoints, --history FILE";
    if (options.digits.images.empty() && !entry.of_signs)
        missing += (missing.empty() ? "" : ", or ") + std::string("the data set, --digits IDX --digits-labels IDX");
    if (missing.empty())
        return fail(name + ": " + (figure.finding.empty() ? "there is nothing to show" : figure.finding));
    complain(name + ": expected " + missing + "; unpool " + name + " --help shows an example");
    return kUsage;
}

int write_all(app::State& state, const probe::Entry& entry, const Options& options) {
    const figure::Figure figure = options.over ? app::over_figure(state) : state.probe.figure;
    if (app::is_not_finite(state)) {
        if (!options.files.any()) std::printf("null\n");
        finish_output();
        return fail(std::string(entry.id) + ": " + kNotFinite);
    }
    if (options.over && figure.groups.empty())
        return fail(std::string(entry.id) + ": there is no number in this figure to plot over the checkpoints");
    if (is_empty(figure)) return explain_emptiness(figure, entry, options);
    if (!options.files.animation.empty() && !app::has_animation(state)) {
        complain(std::string(entry.id) + ": there is no animation of this");
        return kUsage;
    }
    if (const auto written = write_figure(figure, options.files); !written) return fail(written.message());
    if (const auto written = write_animation(state, options.files); !written) return fail(written.message());
    std::printf("%s\n", options.files.any() ? figure.finding.c_str() : figure::to_json(figure).c_str());
    return finish_output() ? kDone : kInputWrong;
}

/// What is wrong with the command line as a whole.
std::string usage_error(const probe::Entry& entry, const Options& options) {
    if (!options.input.empty() && !options.choice.images.empty()) return "expected one input, INPUT or --images IDX";
    if (!options.history.empty() && !options.model.empty()) return "expected --model or --history, found both";
    if (options.over && (!options.beside.empty() || entry.of_history))
        return "--over plots the numbers of one network's figure over its checkpoints";
    if (entry.of_pair && options.beside.empty())
        return "this compares two networks: name the second with --beside FILE";
    return {};
}

int run_probe(const probe::Entry& entry, Options options) {
    const auto misused = [](const std::string& message) {
        complain(message);
        return static_cast<int>(kUsage);
    };
    if (const std::string wrong = usage_error(entry, options); !wrong.empty())
        return misused(std::string(entry.id) + ": " + wrong);
    auto network = load_digit_model(options.model);
    if (!network) return fail(network.message());
    app::State state = app::make_state(options.model.empty() ? "LeNet-5" : options.model, std::move(network.value()));
    if (!options.beside.empty()) {
        auto other = load_digit_model(options.beside);
        if (!other) return fail(other.message());
        state.runs.push_back(app::make_run(options.beside, nn::publish(std::move(other.value()))));
        app::compare_with(state, 1);
        if (!state.network_error.empty()) return fail(state.network_error);
    }
    if (entry.of_history && options.history.empty() && options.model.empty()) options.history = app::kHistoryFile;
    if (!options.history.empty())
        if (const auto opened = open_history(state, options.history); !opened) return fail(opened.message());
    if (entry.of_counterpart && !app::counterpart_of(state, state.lane())) {
        auto other = load_digit_model(app::kOf1998File);
        if (!other) return fail(other.message());
        state.runs.push_back(app::make_run(app::kOf1998File, nn::publish(std::move(other.value()))));
    }
    if (const auto opened = open_signs(state, options.signs); !opened) return fail(opened.message());
    if (const auto set = set_all(state, entry, options); !set) return misused(set.message());
    if (probe::wants_digits(entry, app::values_of(state, entry)) && options.digits.images.empty())
        return misused(std::string(entry.id) +
                       ": this looks through the data set: give it with --digits IDX --digits-labels IDX");
    if (const auto selected = select(state, options); !selected)
        return misused(std::string(entry.id) + ": " + selected.message());
    if (const auto opened = open_digits(state, options.digits); !opened) return fail(opened.message());
    if (const auto opened = open_input(state, options); !opened) return fail(opened.message());
    if (entry.needs_reference)
        app::open_reference(state, {assets::reference_model, assets::reference_model_size},
                            {assets::reference_tensors, assets::reference_tensors_size});
    app::open_probe(state, &entry);
    work(state, entry);
    return write_all(state, entry, options);
}

}  // namespace

Action add_probe(CLI::App& command, const probe::Entry& entry) {
    auto options = std::make_shared<Options>();
    add_common_options(command, *options);
    if (entry.of_signs)
        command.add_option("--signs", options->signs, "Lines {\"sign\": \"heart\", \"strokes\": [[[x, y], ...], ...]}")
            ->type_name("FILE");
    options->settings.reserve(entry.settings.size());
    for (const probe::Setting& setting : entry.settings)
        add_setting(command, entry, options->settings.emplace_back(Given{&setting, "", "", false}));
    command.footer(footer(entry));
    return [options, &command, &entry] {
        for (Given& given : options->settings) given.is_set = command.count(given.option) > 0;
        return run_probe(entry, *options);
    };
}

}  // namespace cli
