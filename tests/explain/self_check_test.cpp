// The self-check finds nothing where all is well, and something where it is not.
#include "tests/explain/support.h"

#include <set>

#include "explain/self_check.h"

using namespace explain_test;

namespace {

explain::Reference load() {
    explain::Reference reference;
    reference.network = reference_network();
    const io::Safetensors content = reference_explanations();
    for (const int digit : kReferenceDigits) {
        explain::Reference::Case one;
        one.label = digit;
        const std::string prefix = std::to_string(digit) + "/";
        for (const auto& [name, tensor] : content.tensors)
            if (name.starts_with(prefix)) one.tensors[name.substr(prefix.size())] = tensor.data;
        reference.cases.push_back(std::move(one));
    }
    return reference;
}

std::vector<explain::ReferenceCheck::Row> check(const explain::Reference& reference) {
    explain::ReferenceCheck check(reference);
    while (check.step()) {
    }
    CHECK(check.progress() == 1.0f);
    return check.rows();
}

}  // namespace

TEST_CASE("the reference agrees, and all of it is compared") {
    const auto rows = check(load());
    std::set<std::string> kinds;
    int tensors = 0;
    for (const auto& row : rows) {
        CHECK_MESSAGE(row.worst <= (row.what == "switches" ? 0 : 1e-4), row.what, " in ", row.where, ": ", row.worst);
        kinds.insert(row.what);
        tensors += row.tensors;
    }
    CHECK(kinds == std::set<std::string>{"activations", "switches", "deconvnet", "strongest only", "gradient",
                                         "guided backprop", "occlusion"});
    CHECK(tensors == static_cast<int>(reference_explanations().tensors.size()) - 3);  // all but the inputs
}

TEST_CASE("one wrong weight or tensor is found") {
    explain::Reference reference = load();
    reference.network.parameters[0].weight[7] += 0.01f;
    double worst = 0;
    for (const auto& row : check(reference)) worst = std::max(worst, row.worst);
    CHECK(worst > 1e-4);
    reference = load();
    reference.cases[1].tensors.at("switch1")[5] += 1;
    bool found = false;
    for (const auto& row : check(reference)) found = found || (row.what == "switches" && row.worst > 0);
    CHECK(found);
}

TEST_CASE("the adjoint's gap is float rounding for every linear layer, and none is told for others") {
    const nn::Network network = reference_network();
    for (int layer = 0; layer < network.layer_count(); ++layer) {
        const double gap = explain::adjoint_gap(network, layer, 3);
        const nn::LayerKind kind = network.layer(layer).kind;
        const bool linear =
            kind == nn::LayerKind::conv || kind == nn::LayerKind::fully_connected || kind == nn::LayerKind::max_pool;
        if (linear)
            CHECK((gap >= 0 && gap < 1e-6));
        else
            CHECK(gap == -1);
    }
}
