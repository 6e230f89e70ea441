// See compare_digits.h.
#include "cli/compare_digits.h"

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "io/idx_files.h"
#include "recipe/recipe.h"
#include "recipe/training.h"

namespace cli {
namespace {

struct Range {
    int begin = 0, end = 0;
};

/// Begin before end, neither negative.
bool parse(const std::string& words, Range& range) {
    char rest = 0;
    return std::sscanf(words.c_str(), "%d:%d%c", &range.begin, &range.end, &rest) == 2 && range.begin >= 0 &&
           range.end > range.begin;
}

nn::Digits slice(const CompareDigits& digits, const std::string& words) {
    Range range;
    parse(words, range);
    const nn::Digits all = digits.all.digits();
    return all.slice(std::min(range.begin, all.count()), std::min(range.end, all.count()));
}

}  // namespace

void add_compare_digits(CLI::App& command, CompareDigits& digits) {
    command.add_option("--images", digits.images, "Pictures as IDX, plain or gzipped")->type_name("IDX")->required();
    command.add_option("--labels", digits.labels, "Their labels as IDX")->type_name("IDX")->required();
    command.add_option("--held-out", digits.held_out, "Those that no model learnt from, from begin to before end")
        ->type_name("BEGIN:END")
        ->capture_default_str();
    command
        .add_option("--training", digits.training,
                    "Those that models learnt from; of these the first ones that the recipe in a model's card names")
        ->type_name("BEGIN:END")
        ->capture_default_str();
}

base::Status read_compare_digits(CompareDigits& digits) {
    for (const std::string* words : {&digits.held_out, &digits.training}) {
        Range range;
        if (!parse(*words, range))
            return base::Error{std::string(words == &digits.held_out ? "--held-out" : "--training") +
                               ": expected begin:end, two whole numbers, found " + *words};
    }
    auto data = io::read_idx_pair(digits.images, digits.labels);
    if (!data) return base::Error{data.message()};
    digits.all = std::move(data.value());
    if (held_out_of(digits).count() == 0)
        return base::Error{"--held-out: there are " + std::to_string(digits.all.images.count) + " pictures in " +
                           digits.images + ", and " + digits.held_out + " is beyond them"};
    return base::Done{};
}

nn::Digits held_out_of(const CompareDigits& digits) { return slice(digits, digits.held_out); }

Learnt learnt_by(const nn::Network& network, const CompareDigits& digits) {
    Learnt learnt{slice(digits, digits.training), {}};
    const auto card = network.card.find("recipe");
    if (card == network.card.end()) return learnt;
    auto recipe = recipe::parse(card->second);
    if (!recipe) return learnt;
    recipe.value().digits = std::min(recipe.value().digits, learnt.digits.count());
    auto labels = recipe::labels_learnt(recipe.value(), learnt.digits.labels);
    if (!labels) return learnt;
    learnt.labels = std::move(labels.value());
    learnt.digits = learnt.digits.slice(0, static_cast<int>(learnt.labels.size()));
    learnt.digits.labels = learnt.labels;
    return learnt;
}

}  // namespace cli
