// The deconvnet against the independent PyTorch reference, tensor by tensor.
#include "tests/explain/support.h"

#include "explain/deconvnet.h"

using namespace explain_test;

namespace {

constexpr double kTolerance = 1e-4;

/// Compares and remembers the largest error, which the test prints.
struct Comparison {
    double worst = 0;
    std::string worst_name;
    int tensors = 0;

    void add(const std::string& name, std::span<const float> got, std::span<const float> want) {
        const double error = relative_error(got, want);
        CHECK_MESSAGE(error <= kTolerance, name, " differs by ", error, " of its largest magnitude");
        if (error >= worst) worst_name = name;
        worst = std::max(worst, error);
        ++tensors;
    }
    void print(const std::string& what) const {
        MESSAGE(what, ": ", tensors, " tensors, largest relative error ", worst, " in ", worst_name);
    }
};

/// Concatenated pixels of the first maps of a layer, as many as the reference has.
std::vector<float> project_maps(const nn::Network& network, const nn::Activations& activations, int layer,
                                explain::Keep keep, int maps) {
    std::vector<float> pixels;
    explain::Projection projection;
    for (int map = 0; map < maps; ++map) {
        explain::project(network, activations, {layer, keep, map, 0}, projection);
        pixels.insert(pixels.end(), projection.pixels.data.begin(), projection.pixels.data.end());
    }
    return pixels;
}

void compare_projections(const std::string& group, explain::Keep keep, int expected_tensors) {
    const nn::Network network = reference_network();
    const io::Safetensors reference = reference_explanations();
    Comparison comparison;
    for (int digit : kReferenceDigits) {
        const std::string prefix = std::to_string(digit) + "/";
        const nn::Activations activations = run(network, reference.tensors.at(prefix + "input").data);
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            const auto want = reference.tensors.find(prefix + group + network.layer(layer).name);
            if (want == reference.tensors.end()) continue;
            const auto got = project_maps(network, activations, layer, keep, want->second.shape[0]);
            comparison.add(want->first, got, want->second.data);
        }
    }
    CHECK(comparison.tensors == expected_tensors);
    comparison.print(group);
}

}  // namespace

TEST_CASE("every activation agrees with the reference, switches exactly") {
    const nn::Network network = reference_network();
    const io::Safetensors reference = reference_explanations();
    Comparison comparison;
    for (int digit : kReferenceDigits) {
        const std::string prefix = std::to_string(digit) + "/";
        const nn::Activations activations = run(network, reference.tensors.at(prefix + "input").data);
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            const std::string& name = network.layer(layer).name;
            comparison.add(prefix + name, activations.output(layer).data, reference.tensors.at(prefix + name).data);
            if (network.layer(layer).kind != nn::LayerKind::max_pool) continue;
            const std::vector<float>& want = reference.tensors.at(prefix + "switch" + name.substr(4)).data;
            const std::vector<std::int32_t>& got = activations.switches[static_cast<std::size_t>(layer)];
            REQUIRE(got.size() == want.size());
            int wrong = 0;
            for (std::size_t i = 0; i < got.size(); ++i) wrong += got[i] != static_cast<std::int32_t>(want[i]);
            CHECK_MESSAGE(wrong == 0, prefix, name, ": ", wrong, " switches differ");
        }
    }
    CHECK(comparison.tensors == 36);
    comparison.print("activations");
}

TEST_CASE("whole maps agree with the reference") { compare_projections("deconvnet/", explain::Keep::whole_map, 33); }

TEST_CASE("strongest activations agree with the reference") {
    compare_projections("deconvnet_strongest/", explain::Keep::strongest, 12);
}

TEST_CASE("the reconstructor agrees with the reference") {
    const nn::Network network = reference_network();
    const io::Safetensors reference = reference_explanations();
    explain::Reconstructor reconstructor(network);
    nn::Tensor pixels;
    Comparison comparison;
    for (int digit : kReferenceDigits) {
        const std::string prefix = std::to_string(digit) + "/";
        const nn::Activations activations = run(network, reference.tensors.at(prefix + "input").data);
        for (int layer = 0; layer < network.layer_count(); ++layer) {
            const auto want = reference.tensors.find(prefix + "deconvnet/" + network.layer(layer).name);
            if (want == reference.tensors.end()) continue;
            reconstructor.reconstruct(activations, layer, pixels);
            CHECK(pixels.shape == nn::Shape{network.shape(layer).channels, 28, 28});
            comparison.add(want->first, std::span(pixels.data).first(want->second.data.size()), want->second.data);
        }
    }
    CHECK(comparison.tensors == 33);
    comparison.print("reconstructor");
}
