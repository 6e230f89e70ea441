// See exports.h.
#include "engine/exports.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/open_network.h"
#include "image/digit.h"
#include "io/model_file.h"
#include "io/stroke_file.h"
#include "nn/classifier.h"
#include "recipe/training.h"

namespace engine {
namespace {

/// All that the module holds; made at its first call and kept as long as the module.
struct Module {
    int last_handle = 0;
    std::map<int, OpenNetwork> networks;
    std::map<int, recipe::Training> trainings;
    std::string message, text;
    std::vector<std::uint8_t> bytes;
    std::vector<float> pixels;
};

Module& module() {
    static Module* the_module = new Module;  // never destroyed: it ends with the page or the worker
    return *the_module;
}

template <class T>
T* found(std::map<int, T>& all, int handle, const char* what) {
    const auto at = all.find(handle);
    if (at != all.end()) return &at->second;
    module().message = std::string("there is no such ") + what + ": it was never opened, or it is closed";
    return nullptr;
}

OpenNetwork* network_at(int handle) { return found(module().networks, handle, "network"); }
recipe::Training* training_at(int handle) { return found(module().trainings, handle, "training"); }

int keep(nn::Network network) {
    const int handle = ++module().last_handle;
    module().networks.emplace(handle, OpenNetwork(std::move(network)));
    return handle;
}

int refuse(std::string why) {
    module().message = std::move(why);
    return 0;
}

const char* say(const nlohmann::json& value) {
    module().text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return module().text.c_str();
}

std::size_t size(int n) { return n > 0 ? static_cast<std::size_t>(n) : 0; }

/// NaN and infinity are no JSON: null.
nlohmann::json number(double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr); }

const char* say_evaluation(const nn::Evaluation& e) {
    return say({{"count", e.count},
                {"correct", e.correct},
                {"accuracy", e.accuracy()},
                {"loss", number(e.loss)},
                {"confusion", e.confusion}});
}

}  // namespace
}  // namespace engine

using namespace engine;

extern "C" {

const char* engine_message() { return module().message.c_str(); }

int engine_open(const std::uint8_t* bytes, int count) {
    auto network = io::parse_own_model({bytes, size(count)});
    return network ? keep(std::move(network.value())) : refuse(network.message());
}

void engine_close(int network) { module().networks.erase(network); }

const char* engine_describe(int network) {
    const OpenNetwork* open = network_at(network);
    if (open == nullptr) return nullptr;
    module().text = open->describe();
    return module().text.c_str();
}

int engine_forward(int network, const float* input) {
    OpenNetwork* open = network_at(network);
    if (open == nullptr) return 0;
    open->forward({input, size(open->network().architecture.input.size())});
    return 1;
}

const float* engine_output(int network, int layer) {
    const OpenNetwork* open = network_at(network);
    if (open == nullptr || layer < 0 || layer >= open->network().layer_count()) return nullptr;
    return open->activations().output(layer).data.data();
}

const std::int32_t* engine_switches(int network, int layer) {
    const OpenNetwork* open = network_at(network);
    if (open == nullptr || layer < 0 || layer >= open->network().layer_count()) return nullptr;
    const auto& switches = open->activations().switches[size(layer)];
    return switches.empty() ? nullptr : switches.data();
}

int engine_classify(int network, const float* inputs, int count, float* outputs) {
    OpenNetwork* open = network_at(network);
    if (open == nullptr) return 0;
    const nn::Network& n = open->network();
    open->classify({inputs, size(count) * size(n.architecture.input.size())},
                   {outputs, size(count) * size(n.classes())});
    return 1;
}

const float* engine_explain(int network, const char* method, int layer, int keep_code, int map, int unit, int count) {
    OpenNetwork* open = network_at(network);
    if (open == nullptr) return nullptr;
    if (keep_code < 0 || keep_code > static_cast<int>(explain::Keep::all_maps)) {
        refuse("there is no such way to keep activations");
        return nullptr;
    }
    const auto pixels = open->explain(method, {layer, static_cast<explain::Keep>(keep_code), map, unit}, count);
    if (pixels) return pixels.value().data();
    refuse(pixels.message());
    return nullptr;
}

const std::uint8_t* engine_save(int network, int half) {
    const OpenNetwork* open = network_at(network);
    if (open == nullptr) return nullptr;
    if (half != 0 && !io::fits_half(open->network())) {
        refuse("a weight is too large for 16 bits; save it in 32");
        return nullptr;
    }
    module().bytes = io::write_model(open->network(), half != 0 ? io::Precision::half : io::Precision::single);
    return module().bytes.data();
}

int engine_size() { return static_cast<int>(module().bytes.size()); }

const float* engine_input(const char* strokes, int fit) {
    const auto parsed = io::parse_strokes(strokes);
    if (!parsed) {
        refuse(parsed.message());
        return nullptr;
    }
    image::FitOptions options;
    options.fit = fit != 0;
    const auto input = image::network_input(parsed.value(), options);
    if (!input) {
        refuse("there is no ink");
        return nullptr;
    }
    module().pixels = input->pixels;
    return module().pixels.data();
}

const char* engine_recipe() {
    module().text = recipe::to_json(recipe::quick());
    return module().text.c_str();
}

int engine_train(const char* text, const std::uint8_t* pixels, const std::uint8_t* labels, int count, int rows,
                 int columns, int start, const std::uint8_t* held_pixels, const std::uint8_t* held_labels, int held) {
    const auto parsed = recipe::parse(text);
    if (!parsed) return refuse(parsed.message());
    const OpenNetwork* first = start == 0 ? nullptr : network_at(start);
    if (start != 0 && first == nullptr) return 0;
    nn::Digits digits;
    digits.shape = {1, rows, columns};
    digits.pixels = {pixels, size(count) * size(rows) * size(columns)};
    digits.labels = {labels, size(count)};
    nn::Digits held_out;
    held_out.shape = digits.shape;
    held_out.pixels = {held_pixels, size(held) * size(rows) * size(columns)};
    held_out.labels = {held_labels, size(held)};
    auto training = recipe::Training::make(parsed.value(), digits, first == nullptr ? nullptr : &first->network(), 1,
                                           {parsed.value().patience > 0 ? held_out : nn::Digits{}, {}});
    if (!training) return refuse(training.message());
    const int handle = ++module().last_handle;
    module().trainings.emplace(handle, std::move(training.value()));
    return handle;
}

int engine_step(int training, int batches, int measured) {
    recipe::Training* open = training_at(training);
    return open != nullptr && open->step(batches, measured != 0) ? 1 : 0;
}

const char* engine_layers(int training) {
    const recipe::Training* open = training_at(training);
    if (open == nullptr) return nullptr;
    nlohmann::json layers = nlohmann::json::array();
    for (const auto& [name, step] : open->layer_steps())
        layers.push_back({{"name", name}, {"gradient", number(step.gradient)}, {"change", number(step.change)}});
    return say(layers);
}

const char* engine_progress(int training) {
    const recipe::Training* open = training_at(training);
    if (open == nullptr) return nullptr;
    const nn::Progress& p = open->progress();
    return say({{"batch", open->batch()},
                {"batches", open->batches()},
                {"epoch", p.epoch},
                {"epochs", p.epochs},
                {"loss", number(p.loss)},
                {"accuracy", number(p.accuracy)},
                {"done", open->done()},
                {"diverged", open->diverged()},
                {"stoppedEarly", open->stopped_early()},
                {"bestBatch", open->best_batch()},
                {"isCheckpoint", recipe::is_checkpoint(open->batch())}});
}

const char* engine_judge(int training, int count) {
    const recipe::Training* open = training_at(training);
    return open == nullptr ? nullptr : say_evaluation(open->judge(count));
}

int engine_trained(int training) {
    const recipe::Training* open = training_at(training);
    return open == nullptr ? 0 : keep(open->network());
}

int engine_best(int training) {
    const recipe::Training* open = training_at(training);
    return open == nullptr ? 0 : keep(open->best());
}

void engine_end(int training) { module().trainings.erase(training); }

const char* engine_evaluate(int network, const std::uint8_t* pixels, const std::uint8_t* labels, int count) {
    const OpenNetwork* open = network_at(network);
    if (open == nullptr) return nullptr;
    nn::Digits digits;
    digits.shape = open->network().architecture.input;
    digits.pixels = {pixels, size(count) * size(digits.shape.size())};
    digits.labels = {labels, size(count)};
    return say_evaluation(nn::evaluate(open->network(), digits));
}
}
