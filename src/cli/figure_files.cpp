// The data set in, figures out.
#include "cli/figure_files.h"

#include <filesystem>

#include <CLI/CLI.hpp>

#include "app/actions.h"
#include "cli/pictures.h"
#include "figure/numbers.h"
#include "figure/paint.h"
#include "image/png.h"
#include "io/file.h"
#include "io/idx_files.h"

namespace cli {

namespace {

base::Status write_text(const std::string& path, const std::string& text) {
    if (path.empty()) return base::Done{};
    return write_bytes(path, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

void add_digit_options(CLI::App& command, DigitFiles& files) {
    CLI::Option* images =
        command.add_option("--digits", files.images, "The data set's pictures, plain or gzipped")->type_name("IDX");
    CLI::Option* labels =
        command.add_option("--digits-labels", files.labels, "Their labels")->type_name("IDX")->needs(images);
    images->needs(labels);
}

base::Status open_digits(app::State& state, const DigitFiles& files) {
    if (files.images.empty()) return base::Done{};
    auto pair = io::read_idx_pair(files.images, files.labels);
    if (!pair) return base::Error{pair.message()};
    auto set = app::make_data_set(std::filesystem::path(files.images).filename().string(), std::move(pair.value()));
    if (!set) return base::Error{files.images + ": " + set.message()};
    app::show_data_set(state, std::move(set.value()));
    return base::Done{};
}

void add_figure_options(CLI::App& command, FigureFiles& files) {
    command.add_option("--csv", files.csv, "The figure's numbers, a row each")->type_name("FILE");
    command.add_option("--json", files.json, "The same as JSON")->type_name("FILE");
    command.add_option("--animation", files.animation, "The animation, if there is one, as an animated PNG")
        ->type_name("FILE");
    command.add_option("--theme", files.theme, "Colours of the picture: dark or light")
        ->check(CLI::IsMember({"dark", "light"}))
        ->capture_default_str();
    command.add_option("--width", files.width, "Its width in points, of two pixels each")
        ->check(CLI::Range(320.0f, 2000.0f))
        ->capture_default_str();
}

base::Status write_animation(const app::State& state, const FigureFiles& files) {
    if (files.animation.empty()) return base::Done{};
    return write_bytes(files.animation,
                       image::encode_animated_png(
                           figure::frames(state.probe.lanes[static_cast<std::size_t>(state.focus)].running->animation(),
                                          files.colours()),
                           figure::kFrameMs));
}

base::Status write_figure(const figure::Figure& figure, const FigureFiles& files) {
    if (!files.png.empty()) {
        if (auto written = write_png(files.png, figure::paint(figure, files.colours(), files.width)); !written)
            return written;
    }
    if (!files.csv.empty()) {
        if (auto written = write_text(files.csv, figure::to_csv(figure)); !written) return written;
    }
    return files.json.empty() ? base::Status(base::Done{}) : write_text(files.json, figure::to_json(figure) + "\n");
}

base::Status write_bytes(const std::string& path, std::span<const std::uint8_t> bytes) {
    const std::filesystem::path file(path);
    if (file.has_parent_path()) {
        if (auto made = make_folder(file.parent_path()); !made) return made;
    }
    return io::write_file(file, bytes);
}

}  // namespace cli
