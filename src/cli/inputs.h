// INPUT arguments into digits: stroke lines, PNG pictures, IDX files and safetensors, found out from name and bytes.
// Drawings and pictures take the canvas's way, `image::network_input`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/digit.h"

namespace CLI {
class App;
}

namespace cli {

/// Which of an input's digits it is, where these are clearly apart.
struct DigitPart {
    int index = 0, count = 1;
    double x = 0, y = 0, width = -1, height = -1;  ///< of its ink, in the input's units; below 0: not measured
};

/// One digit, ready for the network.
struct Digit {
    std::string id;  ///< JSON text: the line's id as given, a picture's path, an index in an IDX file
    std::optional<int> label;
    std::optional<image::Gray> pixels;  ///< 28 x 28; nothing where there is no ink
    DigitPart part = {};                ///< unsplit: `count` tells how many digits were read as one
};

/// What a command line names as its input.
struct InputChoice {
    std::vector<std::string> paths;  ///< files, "-" for standard input, or a JSON stroke line itself
    std::string images, labels;      ///< IDX; empty where not given
    std::string text;                ///< stroke lines of the program's own, read before the others
    bool no_fit = false;
    bool split = false;        ///< each digit of a drawing or picture alone
    bool count_parts = false;  ///< unsplit, but tell how many there are

    image::FitOptions fit() const;
};

/// `--images`, `--labels`, `--no-fit`; the caller adds the positional INPUT.
void add_input_options(CLI::App& command, InputChoice& choice);

/// Gives each digit to `take`, in order, as it is read.  What cannot be read is reported on stderr, with file and line,
/// and left out; the number of such things comes back.  `take` returns false to stop early.
using TakeDigit = std::function<bool(Digit&&)>;
int read_digits(const InputChoice& choice, const TakeDigit& take);

/// The digit number `index`, from 0, of the choice.  Errors: not that many, not readable, no ink.
base::Result<Digit> read_one_digit(const InputChoice& choice, int index);

/// True where something given on the command line reads standard input, whose lines are answered one by one.
bool is_interactive(const InputChoice& choice);

}  // namespace cli
