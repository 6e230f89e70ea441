// unpool render: a link of the page or the window as a picture.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

#include "app/actions.h"
#include "app/api.h"
#include "app/counterpart.h"
#include "app/link.h"
#include "app/shipped.h"
#include "assets/reference.h"
#include "assets/weights.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/figure_files.h"
#include "cli/model.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "LINK is what the page's address has behind #, or the whole address: the same input, layer, unit, probe and "
    "settings as there, and\n"
    "the same numbers.  A link that was made with another model needs that model (--model).  Probes that look through "
    "the data set\n"
    "need it: --digits and --digits-labels, IDX, plain or gzipped.\n"
    "\n"
    "Example:\n"
    "  unpool render 'v=1&input=...&layer=pool2&map=7&view=occlusion&size=6' -o occlusion.png";

struct Options {
    std::vector<std::string> models;
    std::string link;
    DigitFiles digits;
    FigureFiles files;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

/// Nobody gave the data set: an error where the view has nothing to show then.
base::Status without_digits(app::State& state) {
    const probe::Entry& entry = *state.probe.entry;
    if (probe::wants_digits(entry, app::values_of(state, entry)))
        return base::Error{"this view looks through the data set: give it with --digits and --digits-labels"};
    note("this view shows more with the data set: --digits and --digits-labels");
    return base::Done{};
}

/// Works until the probe has said all that it has to say.
base::Status work(app::State& state) {
    Progress progress("computing");
    for (;;) {
        switch (app::work_on_probe(state, 0.1)) {
            case app::Asked::done:
                return base::Done{};
            case app::Asked::working:
                progress.advance();
                break;
            case app::Asked::not_finite:
                return base::Error{std::string("render: ") + kNotFinite};
            case app::Asked::stopped:
            case app::Asked::waiting:
            case app::Asked::failed:
                return without_digits(state);
        }
    }
}

base::Status write_all(const app::State& state, const Options& options) {
    const figure::Figure figure = app::shown_figure(state);
    if (app::answer(state) == app::Answer::not_finite) return base::Error{std::string("render: ") + kNotFinite};
    if (figure.groups.empty()) return base::Error{"the link shows an empty page: there is nothing to draw"};
    if (!options.files.animation.empty() && !app::has_animation(state))
        return base::Error{"the link's view has no animation"};
    if (auto written = write_animation(state, options.files); !written) return written;
    return write_figure(figure, options.files);
}

/// A network that ships and is asked for.
void open_wanted(app::State& state) {
    if (state.model_wanted)
        app::open_shipped(state, state.model_wanted->file, assets::weights(state.model_wanted->file));
}

int render(const Options& options) {
    auto network = load_digit_model("");
    if (!network) return fail(network.message());
    app::State state = app::make_state("LeNet-5", std::move(network.value()));
    for (const std::string& path : options.models) {
        auto given = load_digit_model(path);
        if (!given) return fail(given.message());
        app::open_run(
            state, app::make_run(std::filesystem::path(path).stem().string(), nn::publish(std::move(given.value()))));
    }
    app::open_reference(state, {assets::reference_model, assets::reference_model_size},
                        {assets::reference_tensors, assets::reference_tensors_size});
    if (const auto opened = open_digits(state, options.digits); !opened) return fail(opened.message());
    if (const auto opened = app::open_link(state, options.link); !opened) return fail(opened.message());
    open_wanted(state);
    if (state.probe.entry && state.probe.entry->of_counterpart && !app::counterpart_of(state, state.lane()))
        app::fetch_counterpart(state);
    open_wanted(state);
    if (const auto worked = work(state); !worked) return fail(worked.message());
    const auto written = write_all(state, options);
    return written ? kDone : fail(written.message());
}

}  // namespace

Action add_render(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("LINK", options->link, "What the page's address has behind #")->required();
    command.add_option("-o,--output", options->files.png, "Where the picture goes")->type_name("OUT.png")->required();
    add_figure_options(command, options->files);
    add_digit_options(command, options->digits);
    command.add_option("--model", options->models, "A model that the link was made with; the shipped ones are at hand")
        ->type_name("FILE");
    add_assume_options(command);
    command.footer(kHelp);
    return [options] { return render(*options); };
}

}  // namespace cli
