// unpool compare: the model table, and two networks' layers and maps against each other.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/compare_digits.h"
#include "cli/compare_pair.h"
#include "cli/console.h"
#include "cli/model.h"
#include "explain/measures.h"
#include "nn/workers.h"

namespace cli {
namespace {

constexpr const char* kHelp =
    "A row a model.  Accuracies, gap, calibration error and robustness are shares in files, percent in the table.  "
    "Redundancy and\nco-adaptation are those of the last layer with maps, the change when moved that of the last "
    "hidden "
    "layer.  What makes no\nsense of a model is a dash, an empty cell in the CSV, and said on standard error.  "
    "--layers and --match want two models.\n"
    "\n"
    "Examples:\n"
    "  unpool compare one.safetensors two.safetensors --images train-images-idx3-ubyte.gz --labels "
    "train-labels-idx1-ubyte.gz\n"
    "  unpool compare one.safetensors two.safetensors --match pool2 --images t10k-images-idx3-ubyte.gz --labels "
    "t10k-labels-idx1-ubyte.gz";

struct Options {
    std::vector<std::string> models;
    CompareDigits digits;
    std::string csv, to, match;
    bool layers = false;
};

int fail(const std::string& message) {
    complain(message);
    return kInputWrong;
}

std::string name_of(const std::string& path) { return std::filesystem::path(path).stem().string(); }

/// As the table shows it.
std::string shown(explain::Measure measure, double value) {
    if (std::isnan(value)) return "\xE2\x80\x93";
    const explain::MeasureInfo& info = explain::info(measure);
    return text("%.*f", info.decimals, info.is_share ? 100 * value : value);
}

/// Columns, not bytes: a dash is three bytes and one column.
void print_cell(const std::string& cell, std::size_t width) {
    const std::size_t columns = cell == "\xE2\x80\x93" ? 1 : cell.size();
    std::printf("  %s%s", std::string(width - std::min(width, columns), ' ').c_str(), cell.c_str());
}

/// A row a measure, a column a model: there are more measures than fit beside each other.
void print_table(const Options& options, const std::vector<explain::Measures>& rows) {
    std::size_t width = 10;
    for (const std::string& model : options.models) width = std::max(width, name_of(model).size());
    std::printf("%-18s", "");
    for (const std::string& model : options.models) print_cell(name_of(model), width);
    std::printf("\n");
    for (int i = 0; i < explain::kMeasures; ++i) {
        const auto measure = static_cast<explain::Measure>(i);
        const explain::MeasureInfo& info = explain::info(measure);
        std::printf("%-18s", (std::string(info.called) + (info.is_share ? " %" : "")).c_str());
        for (const explain::Measures& row : rows) print_cell(shown(measure, row.value(measure)), width);
        std::printf("\n");
    }
    for (int i = 0; i < explain::kHarms; ++i) {
        const auto harm = static_cast<explain::Harm>(i);
        std::printf("%-18s", text("  %s %%", explain::info(harm).key).c_str());
        for (const explain::Measures& row : rows)
            print_cell(shown(explain::Measure::robustness, row.accuracy_under(harm)), width);
        std::printf("\n");
    }
}

/// What is not there, and why.
void explain_dashes(const Options& options, const std::vector<explain::Measures>& rows) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
        for (int i = 0; i < explain::kMeasures; ++i) {
            const auto measure = static_cast<explain::Measure>(i);
            if (!rows[k].why_not(measure).empty())
                note(name_of(options.models[k]) + ": no " + explain::info(measure).called + ": " +
                     rows[k].why_not(measure));
        }
    }
}

std::string quoted_cell(const std::string& cell) {
    if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
    std::string made = "\"";
    for (const char c : cell) made += c == '"' ? "\"\"" : std::string(1, c);
    return made + "\"";
}

std::string number(double value) { return std::isnan(value) ? "" : text(",%.9g", value).substr(1); }

base::Status write_csv(const Options& options, const std::vector<explain::Measures>& rows) {
    std::string all = "model";
    for (int i = 0; i < explain::kMeasures; ++i)
        all += std::string(",") + explain::info(static_cast<explain::Measure>(i)).key;
    for (int i = 0; i < explain::kHarms; ++i)
        all += std::string(",robustness_") + explain::info(static_cast<explain::Harm>(i)).key;
    all += "\n";
    for (std::size_t k = 0; k < rows.size(); ++k) {
        all += quoted_cell(name_of(options.models[k]));
        for (int i = 0; i < explain::kMeasures; ++i)
            all += "," + number(rows[k].value(static_cast<explain::Measure>(i)));
        for (int i = 0; i < explain::kHarms; ++i)
            all += "," + number(rows[k].accuracy_under(static_cast<explain::Harm>(i)));
        all += "\n";
    }
    std::ofstream file(options.csv, std::ios::binary);
    if (file << all && file.flush()) return base::Done{};
    return base::Error{options.csv + ": could not be written"};
}

int print_rows(const Options& options, const std::vector<nn::Network>& networks, const nn::Network& other) {
    const nn::Digits held_out = held_out_of(options.digits);
    std::vector<Learnt> learnt;
    std::vector<explain::Measures> rows;
    for (const nn::Network& network : networks) {
        learnt.push_back(learnt_by(network, options.digits));
        rows.emplace_back(network, learnt.back().digits, held_out, &other);
    }
    {
        Progress progress("compared: percent of the first models", 100);
        nn::Workers workers(static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
        workers.each(static_cast<int>(rows.size()), [&](int i, int worker) {
            explain::Measures& row = rows[static_cast<std::size_t>(i)];
            float before = 0;
            while (row.advance(500)) {
                const float part = (row.progress() - before) * 100 / static_cast<float>(rows.size());
                if (worker != 0 || part < 1) continue;
                progress.advance(static_cast<long>(part));
                before = row.progress();
            }
        });
    }
    print_table(options, rows);
    explain_dashes(options, rows);
    if (options.csv.empty()) return finish_output() ? kDone : kInputWrong;
    if (const auto written = write_csv(options, rows); !written) return fail(written.message());
    return finish_output() ? kDone : kInputWrong;
}

int compare(Options& options) {
    const bool pair = options.layers || !options.match.empty();
    if (pair && options.models.size() != 2) {
        complain("compare: --layers and --match compare two models, found " + std::to_string(options.models.size()));
        return kUsage;
    }
    if (pair && !options.csv.empty()) {
        complain("compare: --csv is for the table, not for --layers and --match");
        return kUsage;
    }
    if (const auto read = read_compare_digits(options.digits); !read) return fail(read.message());
    const nn::Shape pictures = options.digits.all.digits().shape;
    std::vector<nn::Network> networks;
    for (const std::string& path : options.models) {
        auto network = load_model(path);
        if (!network) return fail(network.message());
        if (!(network.value().architecture.input == pictures))
            return fail(path + ": expected a model of pictures of " + shape_text(pictures) +
                        ", as the data are, found " + shape_text(network.value().architecture.input));
        networks.push_back(std::move(network.value()));
    }
    const std::string first = name_of(options.models.front()), second = name_of(options.models.back());
    const nn::Digits held_out = held_out_of(options.digits);
    if (options.layers) print_layers({networks[0], first}, {networks[1], second}, held_out);
    if (!options.match.empty())
        if (const auto matched = print_match({networks[0], first}, {networks[1], second}, options.match, held_out);
            !matched)
            return fail("compare: --match: " + matched.message());
    if (pair) return finish_output() ? kDone : kInputWrong;
    const auto other = load_model(options.to);
    if (!other) return fail(other.message());
    return print_rows(options, networks, other.value());
}

}  // namespace

Action add_compare(CLI::App& command) {
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->models, "Model files, or a single one")->type_name("FILE")->required();
    add_assume_options(command);
    add_compare_digits(command, options->digits);
    command.add_option("--csv", options->csv, "The same numbers, a row a model, with nine digits")->type_name("FILE");
    command.add_option("--to", options->to, "The model that the likeness is to (default: the one that ships)")
        ->type_name("FILE");
    command.add_flag("--layers", options->layers,
                     "Likeness (linear CKA) of all layers of two models, over 1,000 held-out digits");
    command
        .add_option("--match", options->match,
                    "Which map of the second model is which of the first, in a layer of this name (pool1, pool2, fc1 "
                    "...)")
        ->type_name("LAYER");
    command.footer(kHelp);
    return [options] { return compare(*options); };
}

}  // namespace cli
