// unpool: LeNet-5 and its deconvnet without a window.  A table of subcommands.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/probe_command.h"
#include "cli/train_command.h"

#ifndef UNPOOL_VERSION
#define UNPOOL_VERSION "development build"
#endif

namespace {

struct Subcommand {
    const char* name;
    const char* what;
    cli::Action (*add)(CLI::App&);
};

constexpr Subcommand kSubcommands[] = {
    {"classify", "Read digits: strokes, pictures or IDX files in, a JSON line each out", cli::add_classify},
    {"explain", "Every activation, switch and reconstruction of one digit, as safetensors and pictures",
     cli::add_explain},
    {"figures", "Contact sheets of the reconstructions for ten digits", cli::add_figures},
    {"evaluate", "Accuracy and confusion matrix on a labelled IDX data set", cli::add_evaluate},
    {"compare", "Compare models: the model table, layers and maps of two of them", cli::add_compare},
    {"train", "Train a network on IDX files", cli::add_train},
    {"by-heart", "Find the digits that a network reads right only because it learnt them", cli::add_by_heart},
    {"bench", "Measure the speed of forward pass, reconstructions and batches", cli::add_bench},
    {"render", "Draw a link of the page or the window: the same view as a PNG", cli::add_render},
    {"convert", "Write a model as safetensors, as float16 where asked for", cli::add_convert},
    {"calibrate", "Learn what a network's own digits look like to it, to tell what is none", cli::add_calibrate},
    {"info", "Show a model: layers, parameters, model card", cli::add_info},
};

/// The table's names, then the probes'.
std::vector<std::string> subcommand_names() {
    std::vector<std::string> names;
    for (const Subcommand& entry : kSubcommands) names.emplace_back(entry.name);
    for (const probe::Entry* entry : probe::entries()) names.emplace_back(entry->id);
    return names;
}

constexpr const char* kFooter =
    "Results go to standard output, everything else to standard error.\n"
    "Exit codes: 0 done; 1 some input could not be read or some output not written; 2 the command line is wrong.\n"
    "`unpool SUBCOMMAND --help` shows the options of a subcommand and an example.";

/// CLI11 only says that a subcommand is required; name the word that is none.
int explain_usage_error(const CLI::App& program, const CLI::ParseError& error, int argc, char** argv) {
    const std::string word = argc > 1 ? argv[1] : "";
    const std::vector<std::string> all = subcommand_names();
    const bool is_known = word.empty() || word.front() == '-' || std::find(all.begin(), all.end(), word) != all.end();
    if (word.empty()) {
        std::cerr << program.help();
        return cli::kUsage;
    }
    if (is_known) {
        program.exit(error, std::cout, std::cerr);
        return cli::kUsage;
    }
    std::string names;
    for (const std::string& name : all) names += (names.empty() ? "" : ", ") + name;
    cli::complain("there is no subcommand " + word + "; there are " + names + " (unpool --help)");
    return cli::kUsage;
}

/// The words, last first, as CLI11 wants them.  It takes [a, b] for a list of two: a blank before it keeps strokes
/// whole.
std::vector<std::string> words_of(int argc, char** argv) {
    std::vector<std::string> words;
    for (int i = argc - 1; i > 0; --i) {
        const std::string word = argv[i];
        const bool is_list = word.size() > 1 && word.front() == '[' && word.back() == ']';
        words.push_back(is_list ? ' ' + word : word);
    }
    return words;
}

int run(int argc, char** argv) {
    CLI::App program{"Unpool: look inside LeNet-5 with the deconvnet of Zeiler & Fergus (2013)", "unpool"};
    program.set_version_flag("--version", "unpool " UNPOOL_VERSION);
    program.require_subcommand(1);
    program.footer(kFooter);

    cli::Action chosen;
    for (const Subcommand& entry : kSubcommands) {
        CLI::App* command = program.add_subcommand(entry.name, entry.what);
        command->callback([&chosen, action = entry.add(*command)] { chosen = action; });
    }
    for (const probe::Entry* entry : probe::entries()) {
        CLI::App* command = program.add_subcommand(entry->id, entry->what)->group("Probes");
        command->callback([&chosen, action = cli::add_probe(*command, *entry)] { chosen = action; });
    }
    try {
        program.parse(words_of(argc, argv));
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);  // --help, --version
        return asked ? program.exit(error, std::cout, std::cerr) : explain_usage_error(program, error, argc, argv);
    }
    return chosen();
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv); }
