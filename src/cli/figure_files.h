// What subcommands that make a figure have in common: the data set in, the figure out.
#pragma once

#include <string>

#include "app/state.h"
#include "base/result.h"
#include "figure/figure.h"

namespace CLI {
class App;
}

namespace cli {

/// The data set that a probe looks through.
struct DigitFiles {
    std::string images, labels;  ///< IDX, plain or gzipped; empty where not given
};

/// `--digits`, `--digits-labels`: both or none.
void add_digit_options(CLI::App& command, DigitFiles& files);
/// Reads them into the state; nothing to do where they were not given.  Errors name the file.
base::Status open_digits(app::State& state, const DigitFiles& files);

/// Where a figure goes, and how it looks.
struct FigureFiles {
    std::string png, csv, json, animation, theme = "dark";
    float width = 960;

    bool any() const { return !png.empty() || !csv.empty() || !json.empty() || !animation.empty(); }
    image::Theme colours() const { return theme == "light" ? image::Theme::light : image::Theme::dark; }
};

/// `--csv`, `--json`, `--animation`, `--theme`, `--width`; the caller adds the picture's option.
void add_figure_options(CLI::App& command, FigureFiles& files);
/// The animation of the probe on show, where it was asked for; check app::has_animation first.
base::Status write_animation(const app::State& state, const FigureFiles& files);
/// Figure, numbers: those that were asked for.
base::Status write_figure(const figure::Figure& figure, const FigureFiles& files);

/// Makes the folder where it is missing.
base::Status write_bytes(const std::string& path, std::span<const std::uint8_t> bytes);

}  // namespace cli
