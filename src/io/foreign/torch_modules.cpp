// See torch_modules.h; settings are the attributes that torch/nn/modules/*.py give to their objects.
#include "io/foreign/torch_modules.h"

#include <algorithm>
#include <optional>

#include "io/json.h"

namespace io {
namespace {

struct Class {
    std::string_view name;
    StepKind kind;
};

constexpr Class kClasses[] = {
    {"Conv2d", StepKind::conv},
    {"Linear", StepKind::dense},
    {"BatchNorm2d", StepKind::batch_norm},
    {"BatchNorm1d", StepKind::batch_norm},
    {"MaxPool2d", StepKind::max_pool},
    {"AvgPool2d", StepKind::average_pool},
    {"AdaptiveAvgPool2d", StepKind::global_average_pool},
    {"ReLU", StepKind::relu},
    {"LeakyReLU", StepKind::leaky_relu},
    {"Tanh", StepKind::tanh},
    {"Sigmoid", StepKind::sigmoid},
    {"Flatten", StepKind::flatten},
    {"Dropout", StepKind::dropout},
    {"Dropout2d", StepKind::dropout},
    {"Softmax", StepKind::softmax},
    {"LogSoftmax", StepKind::log_softmax},
};

/// Only PyTorch's own classes are what their names say.
bool is_of_torch(const PickleValue& made) { return made.module.starts_with("torch.nn."); }

const Class* known_class(const Pickle& pickle, int value) {
    const PickleValue* made = pickle.class_of(value);
    if (made == nullptr || !is_of_torch(*made)) return nullptr;
    const auto found =
        std::find_if(std::begin(kClasses), std::end(kClasses), [&](const Class& c) { return c.name == made->text; });
    return found == std::end(kClasses) ? nullptr : found;
}

/// A whole number, or several equal ones.
std::optional<int> square(const Pickle& pickle, int value) {
    const auto in_range = [](std::optional<std::int64_t> number) {
        return number && *number >= 0 && *number <= 1 << 20 ? std::optional(static_cast<int>(*number)) : std::nullopt;
    };
    if (value < 0) return std::nullopt;
    if (const auto one = pickle.integer_of(value)) return in_range(one);
    const std::vector<int>& items = pickle[value].items;
    if (items.empty() || items.size() > 4) return std::nullopt;
    const auto first = in_range(pickle.integer_of(items[0]));
    for (const int item : items)
        if (in_range(pickle.integer_of(item)) != first) return std::nullopt;
    return first;
}

/// Reads the settings of one module; the first that cannot be built is the refusal.
class Settings {
public:
    Settings(const Pickle& pickle, int state, FoundStep& step) : pickle_(pickle), state_(state), step_(step) {}

    void refuse(const std::string& why) {
        if (step_.refusal.empty()) step_.refusal = why;
    }
    /// Absent ones have their default.
    void take_square(const char* key, int fallback, int& to) {
        const int value = pickle_.at(state_, key);
        if (value < 0 || pickle_[value].kind == PickleValue::Kind::none) {
            to = fallback;
        } else if (const auto number = square(pickle_, value)) {
            to = *number;
        } else {
            refuse(std::string("its ") + key + " is not the same in both directions, or no whole number");
        }
    }
    void expect_square(const char* key, int expected) {
        int found = expected;
        take_square(key, expected, found);
        if (found != expected) refuse(std::string("its ") + key + " is " + std::to_string(found));
    }
    double number(const char* key, double fallback) {
        return pickle_.number_of(pickle_.at(state_, key)).value_or(fallback);
    }
    bool truth(const char* key) { return pickle_.integer_of(pickle_.at(state_, key)).value_or(0) != 0; }
    std::string word(const char* key) { return std::string(pickle_.text_of(pickle_.at(state_, key)).value_or("")); }

    void take_conv() {
        take_square("stride", 1, step_.stride);
        const std::string padding = word("padding");
        if (padding == "same")
            step_.same = true;
        else if (padding != "valid")
            take_square("padding", 0, step_.padding);
        expect_square("dilation", 1);
        expect_square("groups", 1);
        if (const std::string mode = word("padding_mode"); !mode.empty() && mode != "zeros")
            refuse("its padding_mode is " + in_quotes(mode));
        if (truth("transposed")) refuse("it is a transposed convolution");
    }
    void take_pool() {
        take_square("kernel_size", 0, step_.kernel);
        take_square("stride", step_.kernel, step_.stride);
        take_square("padding", 0, step_.padding);
        expect_square("dilation", 1);
        step_.ceil = truth("ceil_mode");
        if (truth("return_indices")) refuse("it returns its switches");
        const int divisor = pickle_.at(state_, "divisor_override");
        if (divisor >= 0 && pickle_[divisor].kind != PickleValue::Kind::none) refuse("it has a divisor of its own");
    }
    void take_flatten() {
        expect_square("start_dim", 1);
        const int end = pickle_.at(state_, "end_dim");
        if (end >= 0 && pickle_.integer_of(end) != -1 && pickle_.integer_of(end) != 3)
            refuse("it flattens only a part");
    }

private:
    const Pickle& pickle_;
    int state_;
    FoundStep& step_;
};

}  // namespace

bool is_torch_module(const Pickle& pickle, int value) {
    if (!pickle.has(value) || pickle[value].kind != PickleValue::Kind::call) return false;
    const int state = pickle[value].state;
    return pickle.at(state, "_modules") >= 0 && pickle.at(state, "_parameters") >= 0;
}

std::string torch_class(const Pickle& pickle, int value) {
    const PickleValue* made = pickle.class_of(value);
    return made == nullptr ? std::string() : std::string(made->text);
}

bool is_torch_sequence(const Pickle& pickle, int value) {
    const PickleValue* made = pickle.class_of(value);
    if (made == nullptr || !is_of_torch(*made)) return false;
    return made->text == "Sequential" || made->text == "DataParallel" || made->text == "DistributedDataParallel";
}

bool is_torch_step(const Pickle& pickle, int value) {
    return known_class(pickle, value) != nullptr || torch_class(pickle, value) == "Identity";
}

FoundStep torch_step(const Pickle& pickle, int value, const std::string& name) {
    FoundStep step;
    step.name = name;
    const int state = pickle[value].state;
    const Class* known = known_class(pickle, value);
    if (known == nullptr) {
        step.refusal = "its class is " + in_quotes(torch_class(pickle, value));
        return step;
    }
    step.kind = known->kind;
    Settings settings(pickle, state, step);
    const auto tensor = [&](const char* group, const char* key) {
        const int found = pickle.at(pickle.at(state, group), key);
        const bool is_there = found >= 0 && pickle[found].kind != PickleValue::Kind::none;
        return is_there ? name + (name.empty() ? "" : ".") + key : std::string();
    };
    switch (step.kind) {
        case StepKind::conv:
            settings.take_conv();
            step.weight = tensor("_parameters", "weight");
            step.bias = tensor("_parameters", "bias");
            break;
        case StepKind::dense:
            step.weight = tensor("_parameters", "weight");
            step.bias = tensor("_parameters", "bias");
            break;
        case StepKind::batch_norm:
            step.number = settings.number("eps", 1e-5);
            step.weight = tensor("_parameters", "weight");
            step.bias = tensor("_parameters", "bias");
            step.mean = tensor("_buffers", "running_mean");
            step.variance = tensor("_buffers", "running_var");
            if (step.mean.empty() || step.variance.empty()) settings.refuse("it keeps no running mean and variance");
            break;
        case StepKind::max_pool:
        case StepKind::average_pool:
            settings.take_pool();
            break;
        case StepKind::global_average_pool:
            settings.expect_square("output_size", 1);
            break;
        case StepKind::leaky_relu:
            step.number = settings.number("negative_slope", 0.01);
            break;
        case StepKind::dropout:
            step.number = settings.number("p", 0.5);
            break;
        case StepKind::flatten:
            settings.take_flatten();
            break;
        case StepKind::relu:
        case StepKind::tanh:
        case StepKind::sigmoid:
        case StepKind::softmax:
        case StepKind::log_softmax:
        case StepKind::scale:
        case StepKind::pad:
        case StepKind::resize:
        case StepKind::other:
            break;
    }
    return step;
}

}  // namespace io
