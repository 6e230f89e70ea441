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

base::Result<OpenedModel> opened(FoundModel found, const Assumed& assumed) {
    OpenedModel model;
    std::optional<nn::Shape> input;
    if (found.tells == FoundModel::Tells::all) {
        give_bytes(found);
        input = input_of(found);
        if (!input) input = nn::Shape{1, 28, 28};  // so that the step that does not fit is named
    } else {
        auto derived = derive(found, assumed);
        if (!derived) return base::Error{derived.message()};
        input = derived.value().input;
        model.assumptions = std::move(derived.value().assumptions);
    }
    auto network = build(found, *input);
    if (!network) return base::Error{network.message()};
    model.network = std::move(network.value());
    model.source = found.source;
    model.notes = std::move(found.notes);
    auto& card = model.network.card;
    card["source"] = model.source;
    if (!model.notes.empty()) card["notes"] = joined(model.notes, "; ");
    std::vector<std::string> taken, others;
    for (const Assumption& assumption : model.assumptions) {
        taken.push_back(assumption.choices[assumption.chosen]);
        others.push_back(assumption.key + "=" + joined(assumption.choices, "|"));
    }
    if (!others.empty()) card["choices"] = joined(others, "; ");
    if (found.tells != FoundModel::Tells::all) {
        taken.push_back("pixels from 0 to 1");
        card["assumed"] = joined(taken, ", ");
    }
    return model;
}

}  // namespace

bool is_framework_file(std::span<const std::uint8_t> bytes) { return recognise(bytes) == Kind::framework; }

base::Result<OpenedModel> open_framework_file(std::span<const std::uint8_t> bytes, const Assumed& assumed) {
    auto found = may_be_onnx(bytes)                                 ? read_onnx(bytes)
                 : may_be_tfjs(bytes) || may_be_tfjs_archive(bytes) ? read_tfjs(bytes)
                                                                    : read_pytorch(bytes);
    if (!found) return base::Error{found.message()};
    return opened(std::move(found.value()), assumed);
}

base::Result<OpenedModel> open_tensors(Safetensors file, const Assumed& assumed) {
    FoundModel found;
    found.source = "safetensors without an architecture";
    for (auto& [name, tensor] : file.tensors) found.order.push_back(name);
    std::sort(found.order.begin(), found.order.end(), by_number);
    found.tensors = std::move(file.tensors);
    auto model = opened(std::move(found), assumed);
    if (model) model.value().network.card.insert(file.metadata.begin(), file.metadata.end());
    return model;
}

}  // namespace io
