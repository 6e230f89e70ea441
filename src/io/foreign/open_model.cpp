#include "io/foreign/open_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "io/foreign/build.h"
#include "io/foreign/bundle.h"
#include "io/foreign/groups.h"
#include "io/foreign/onnx.h"
#include "io/foreign/onnx_graph.h"
#include "io/foreign/pytorch.h"
#include "io/foreign/tfjs.h"
#include "io/recognise.h"

namespace io {
namespace {

/// A network that divides pixels by 255 itself wants them from 0 to 255: the pad's are from 0 to 1.
void give_bytes(FoundModel& found) {
    constexpr double kSmall = 1.0 / 64;
    if (found.steps.empty() || found.steps[0].kind != StepKind::scale) return;
    if (!(std::abs(found.steps[0].factor) <= kSmall)) return;
    FoundStep step;
    step.kind = StepKind::scale;
    step.factor = 255;
    found.steps.insert(found.steps.begin(), std::move(step));
    found.notes.push_back("it divides its input itself, which was taken for pixels from 0 to 255");
}

std::string joined(const std::vector<std::string>& all, const char* between) {
    std::string text;
    for (const std::string& one : all) text += (text.empty() ? "" : between) + one;
    return text;
}

FoundModel found_in(Safetensors file) {
    FoundModel found;
    found.source = "safetensors without an architecture";
    for (auto& [name, tensor] : file.tensors) found.order.push_back(name);
    std::sort(found.order.begin(), found.order.end(), by_number);
    found.tensors = std::move(file.tensors);
    found.card = std::move(file.metadata);
    return found;
}

base::Result<FoundModel> read_framework(std::span<const std::uint8_t> bytes) {
    if (may_be_onnx(bytes)) return read_onnx(bytes);
    return may_be_tfjs(bytes) || may_be_tfjs_archive(bytes) ? read_tfjs(bytes) : read_pytorch(bytes);
}

}  // namespace

base::Result<std::optional<FoundModel>> find_model(std::span<const std::uint8_t> bytes) {
    if (is_framework_file(bytes)) {
        auto found = read_framework(bytes);
        if (!found) return base::Error{found.message()};
        return std::optional(std::move(found.value()));
    }
    if (recognise(bytes) != Kind::safetensors) return std::optional<FoundModel>();
    auto file = parse_safetensors(bytes);
    if (!file) return base::Error{file.message()};
    const auto& metadata = file.value().metadata;
    if (metadata.count("architecture") > 0 || metadata.count("history") > 0) return std::optional<FoundModel>();
    return std::optional(found_in(std::move(file.value())));
}

base::Result<OpenedModel> put_together(FoundModel found, const Assumed& assumed) {
    OpenedModel model;
    if (found.tells == FoundModel::Tells::all) give_bytes(found);
    auto derived = derive(found, assumed);
    if (!derived) return base::Error{derived.message()};
    model.assumptions = std::move(derived.value().assumptions);
    auto network = build(found, derived.value().input);
    if (!network) return base::Error{network.message()};
    model.network = std::move(network.value());
    nn::Architecture& made = model.network.architecture;
    if (const nn::Architecture usual = nn::lenet5(); made.input == usual.input && made.layers == usual.layers)
        made.name = usual.name;
    model.source = found.source;
    model.notes = std::move(found.notes);
    auto& card = model.network.card;
    card.insert(found.card.begin(), found.card.end());
    card["source"] = model.source;
    if (!model.notes.empty()) card["notes"] = joined(model.notes, "; ");
    std::vector<std::string> others;
    for (const Assumption& assumption : model.assumptions)
        if (assumption.is_open()) others.push_back(assumption.key + "=" + joined(assumption.choices, "|"));
    if (!others.empty()) {
        card["choices"] = joined(others, "; ");
        card["assumed"] = as_said(model.assumptions);
    }
    return model;
}

bool is_framework_file(std::span<const std::uint8_t> bytes) { return recognise(bytes) == Kind::framework; }

base::Result<OpenedModel> open_framework_file(std::span<const std::uint8_t> bytes, const Assumed& assumed) {
    auto found = read_framework(bytes);
    if (!found) return base::Error{found.message()};
    return put_together(std::move(found.value()), assumed);
}

base::Result<OpenedModel> open_tensors(Safetensors file, const Assumed& assumed) {
    return put_together(found_in(std::move(file)), assumed);
}

}  // namespace io
