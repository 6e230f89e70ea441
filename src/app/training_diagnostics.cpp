// See training_diagnostics.h.
#include "app/training_diagnostics.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "app/training.h"
#include "app/training_words.h"
#include "io/json.h"
#include "nn/class_names.h"

namespace app {
namespace {

constexpr std::size_t kMostValues = 20'000;  // the matrix of 128 classes, and 64 layers

/// The checkpoint on show, or the last one before it of which `holds`.
template <class Holds>
const Checkpoint* last_that(const State& state, Holds holds) {
    const auto& all = state.lane().run->checkpoints;
    for (int i = state.lane().checkpoint; i >= 0; --i)
        if (holds(all[static_cast<std::size_t>(i)])) return &all[static_cast<std::size_t>(i)];
    return nullptr;
}

bool has_motions(const Checkpoint& one) {
    const auto found = one.measures.lower_bound(kChange);
    return found != one.measures.end() && found->first.starts_with(kChange);
}

void read_layers(const nlohmann::json& layers, Measured& out) {
    for (const auto& layer : layers) {
        if (!layer.is_object() || !layer.contains("name") || !layer["name"].is_string()) continue;
        const std::string name = layer["name"].get<std::string>();
        for (const auto& [prefix, key] : {std::pair{kGradient, "gradient"}, std::pair{kChange, "change"}})
            if (layer.contains(key) && layer[key].is_number()) out.numbers[prefix + name] = layer[key].get<double>();
    }
}

void read_confusion(const nlohmann::json& counts, Measured& out) {
    for (const auto& count : counts) {
        if (!count.is_number_integer()) return out.confusion.clear();
        out.confusion.push_back(std::clamp(count.get<int>(), 0, 10'000'000));
    }
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(out.confusion.size()))));
    if (side * side != out.confusion.size()) out.confusion.clear();
}

}  // namespace

Measured read_measures(std::string_view text) {
    Measured measured;
    const auto root = io::parse_json(text, "measures", kMostValues);
    if (!root || !root.value().is_object()) return measured;
    for (const auto& [key, value] : root.value().items()) {
        if (value.is_number()) measured.numbers[key] = value.get<double>();
        if (key == "layers" && value.is_array()) read_layers(value, measured);
        if (key == "confusion" && value.is_array()) read_confusion(value, measured);
    }
    return measured;
}

std::vector<LayerMotion> layer_motions(const State& state) {
    std::vector<LayerMotion> motions;
    const Checkpoint* now = last_that(state, has_motions);
    if (now == nullptr) return motions;
    for (const nn::LayerSpec& layer : now->network->architecture.layers) {
        const double change = measure(*now, kChange + layer.name);
        if (!std::isnan(change)) motions.push_back({layer.name, change, measure(*now, kGradient + layer.name)});
    }
    return motions;
}

std::string share_words(double share) {
    char words[32];
    const double percent = share * 100;
    std::snprintf(words, sizeof words, percent >= 10 ? "%.0f %%" : "%.2g %%", percent);
    return percent > 0 && percent < 0.001 ? "under 0.001 %" : words;
}

std::string motion_words(const State& state) {
    std::string words;
    for (const LayerMotion& layer : layer_motions(state))
        words += words.empty() ? layer.name + " moves " + share_words(layer.change) + " a batch"
                               : ", " + layer.name + " " + share_words(layer.change);
    return words;
}

int Confusion::of(int label) const {
    const auto row = counts.begin() + static_cast<std::ptrdiff_t>(label) * classes;
    return std::accumulate(row, row + classes, 0);
}

Confusion confusion_on_show(const State& state) {
    Confusion confusion;
    const Checkpoint* now = last_that(state, [](const Checkpoint& one) { return !one.confusion.empty(); });
    if (now == nullptr) return confusion;
    confusion.counts = now->confusion;
    confusion.classes = static_cast<int>(std::lround(std::sqrt(static_cast<double>(now->confusion.size()))));
    confusion.count = std::accumulate(now->confusion.begin(), now->confusion.end(), 0);
    int most = 0;
    for (int label = 0; label < confusion.classes; ++label)
        for (int read = 0; read < confusion.classes; ++read)
            if (label != read && confusion.at(label, read) > most) {
                most = confusion.at(label, read);
                confusion.most_label = label;
                confusion.most_read = read;
            }
    return confusion;
}

std::string confusion_words(const State& state, const Confusion& confusion) {
    if (confusion.classes == 0) return "Which digits it takes for which is counted while it trains.";
    if (confusion.most_label == confusion.most_read)
        return "None of " + grouped(confusion.count) + " held-out digits is read wrong.";
    const nn::Network& network = state.lane().network();
    return "Most often " + nn::class_name(network, confusion.most_label) + " is read as " +
           nn::class_name(network, confusion.most_read) + ": " +
           grouped(confusion.at(confusion.most_label, confusion.most_read)) + " of " +
           grouped(confusion.of(confusion.most_label)) + ".";
}

}  // namespace app
