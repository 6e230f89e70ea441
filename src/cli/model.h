// The model that every subcommand works with: --model FILE, or the weights in the program itself.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/foreign/derive.h"
#include "nn/network.h"

namespace CLI {
class App;
}

namespace cli {

/// Adds `--model FILE`; `path` stays empty where it is not given, and must live as long as the command.
void add_model_option(CLI::App& command, std::string& path);

/// Adds `--assume KEY=CHOICE`, which fixes what a file does not say; `assumed` must live as long as the command.
void add_assume_option(CLI::App& command, std::vector<std::string>& assumed);

/// "pooling=average" as key and choice.  Errors: no equals sign.
base::Result<io::Assumed> assumed_of(const std::vector<std::string>& words);

/// The file's network, or the shipped one where `path` is empty.  Errors name the file.  What the file did
/// not say and was assumed is said on stderr.
base::Result<nn::Network> load_model(const std::string& path, const io::Assumed& assumed = {});

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
