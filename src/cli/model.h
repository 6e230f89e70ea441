// The model that every subcommand works with: --model FILE, or the weights in the program itself.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/trial.h"
#include "nn/network.h"

namespace CLI {
class App;
}

namespace cli {

/// Adds `--model FILE` and what add_assume_options adds; `path` stays empty where it is not given, and must live as
/// long as the command.
void add_model_option(CLI::App& command, std::string& path);

/// Adds `--assume KEY=CHOICE`, which fixes what models' files do not say, and `--anyway`: both hold for every file that
/// this run of the program opens.
void add_assume_options(CLI::App& command);

/// A network, and what its file left open.
struct LoadedModel {
    nn::Network network;
    std::vector<io::Assumption> assumptions;  ///< none where the file tells its architecture
    std::unique_ptr<io::Trial> trial;         ///< null where nothing was tried
    std::string untried;                      ///< why not, where something was open; "" else
    bool reads = true;                        ///< the trial found digits read, or there was none
};

/// The file's network, or the shipped one where `path` is empty; what the file leaves open is tried on drawn digits.
/// Errors name the file.
base::Result<LoadedModel> load_and_try(const std::string& path);

/// The same; what was assumed is said on stderr.  Refuses a model that reads no digits, unless `--anyway` is given.
base::Result<nn::Network> load_model(const std::string& path);

/// The same, for subcommands that draw: refuses a model whose input is not 1 x 28 x 28.
base::Result<nn::Network> load_digit_model(const std::string& path);

/// "1x28x28"; "120" for a fully connected layer's output.
std::string shape_text(const nn::Shape& shape);

/// The last layer's outputs as probabilities: as they are after a softmax, otherwise through one.
void make_probabilities(const nn::Network& network, std::span<float> outputs);

/// A sentence where the model does not end in one number a class; "" where it does.
std::string lacks_classes(const nn::Network& network);

/// What is said of a model whose numbers overflow.
inline constexpr const char* kNotFinite =
    "the model's numbers are not finite: they are larger than float32 can hold, because its weights are too large";

}  // namespace cli
