// unpool render: a link of the page or the window as a picture.
#include <CLI/CLI.hpp>

#include <memory>

#include "app/actions.h"
#include "app/api.h"
#include "app/link.h"
#include "assets/reference.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/model.h"
#include "cli/pictures.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "io/file.h"

namespace cli {

namespace {

constexpr const char* kHelp =
    "LINK is what the page's address has behind #, or the whole address: the same input, layer, unit, probe and settings as there, and\n"
    "the same numbers.  A link that was made with another model needs that model (--model).  Probes that look through the data set\n"
    "need it: --digits and --digits-labels, IDX, plain or gzipped.\n"
    "\n"
    "Example:\n"
    "  unpool render 'v=1&input=...&layer=pool2&map=7&view=occlusion&size=6' -o occlusion.png";

struct Options {
    std::string model, link, picture, csv, json, digits, labels, theme = "dark";
    float width = 960;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

base::Status write_text(const std::string& path, const std::string& text) {
    if (path.empty()) return base::Done{};
    return io::write_file(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// The data set, where it was given.
base::Status open_digits(app::State& state, const Options& options) {
    if (options.digits.empty()) return base::Done{};
    const auto images = io::read_file(options.digits), labels = io::read_file(options.labels);
    if (!images || !labels) return base::Error{images ? labels.message() : images.message()};
    app::open_gallery(state, images.value(), labels.value());
    if (!state.gallery.loaded()) return base::Error{options.digits + ": " + state.gallery_error};
    return base::Done{};
}

/// Works until the probe has said all that it has to say.
base::Status work(app::State& state) {
    Progress progress("computing");
    for (;;) {
        switch (app::work_on_probe(state, 0.1)) {
            case app::Asked::done: return base::Done{};
            case app::Asked::working: progress.advance(); break;
            case app::Asked::waiting_for_digits:
            case app::Asked::no_digits: return base::Error{"this view looks through the data set: give it with --digits and --digits-labels"};
        }
    }
}

base::Status write_all(const app::State& state, const Options& options) {
    const figure::Figure figure = app::shown_figure(state);
    if (figure.groups.empty()) return base::Error{"the link shows an empty page: there is nothing to draw"};
    const auto theme = options.theme == "light" ? image::Theme::light : image::Theme::dark;
    if (auto written = write_png(options.picture, figure::paint(figure, theme, options.width)); !written) return written;
    if (auto written = write_text(options.csv, figure::to_csv(figure)); !written) return written;
    return write_text(options.json, figure::to_json(figure));
}

int render(const Options& options) {
    auto network = load_digit_model(options.model);
    if (!network) return fail(network.message());
    app::State state = app::make_state("LeNet-5", std::move(network.value()));
    app::open_reference(state, {assets::reference_model, assets::reference_model_size}, {assets::reference_tensors, assets::reference_tensors_size});
    if (const auto opened = open_digits(state, options); !opened) return fail(opened.message());
    if (const auto opened = app::open_link(state, options.link); !opened) return fail(opened.message());
    if (const auto worked = work(state); !worked) return fail(worked.message());
    const auto written = write_all(state, options);
    return written ? kDone : fail(written.message());
}

}  // namespace

Action add_render(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("LINK", options->link, "What the page's address has behind #")->required();
    command.add_option("-o,--output", options->picture, "Where the picture goes")->type_name("OUT.png")->required();
    command.add_option("--csv", options->csv, "The figure's numbers, a row each")->type_name("FILE");
    command.add_option("--json", options->json, "The same as JSON")->type_name("FILE");
    CLI::Option* digits = command.add_option("--digits", options->digits, "The data set's pictures")->type_name("IDX");
    command.add_option("--digits-labels", options->labels, "Their labels")->type_name("IDX")->needs(digits);
    digits->needs(command.get_option("--digits-labels"));
    command.add_option("--theme", options->theme, "Colours")->check(CLI::IsMember({"dark", "light"}))->capture_default_str();
    command.add_option("--width", options->width, "Width in points; the picture has two pixels a point")->check(CLI::Range(320.0f, 2000.0f))->capture_default_str();
    add_model_option(command, options->model);
    command.footer(kHelp);
    return [options] { return render(*options); };
}

}  // namespace cli
