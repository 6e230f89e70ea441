#include "explain/self_check.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "explain/deconvnet.h"
#include "explain/gradient.h"
#include "explain/occlusion.h"
#include "nn/random.h"

namespace explain {
namespace {

double dot(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

std::vector<float> noise(int count, nn::Random& random) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& v : values) v = random.normal();
    return values;
}

double relative_error(std::span<const float> got, std::span<const float> want) {
    if (got.size() != want.size()) return INFINITY;
    double difference = 0, scale = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::isnan(got[i])) return INFINITY;
        difference = std::max(difference, std::fabs(static_cast<double>(got[i]) - static_cast<double>(want[i])));
        scale = std::max(scale, std::fabs(static_cast<double>(want[i])));
    }
    return scale > 0 ? difference / scale : difference;
}

/// Max-pool number `which`, from 1.
int pool_number(const nn::Network& network, int which) {
    for (int layer = 0; layer < network.layer_count(); ++layer)
        if (network.layer(layer).kind == nn::LayerKind::max_pool && --which == 0) return layer;
    return -1;
}

}  // namespace

double adjoint_gap(const nn::Network& network, int layer, unsigned long long seed) {
    if (!nn::info(network.layer(layer).kind).linear) return -1;
    nn::Network single;
    single.architecture = {"one layer", network.input_shape(layer), {network.layer(layer)}};
    single.shapes = {network.shape(layer)};
    single.parameters = {network.parameters[static_cast<std::size_t>(layer)]};
    std::fill(single.parameters[0].bias.begin(), single.parameters[0].bias.end(), 0.0f);
    nn::Random random(seed);
    const std::vector<float> x = noise(network.input_shape(layer).size(), random);
    nn::Tensor y(network.shape(layer)), back;
    y.data = noise(y.shape.size(), random);
    nn::Engine engine(single);
    nn::Activations activations = nn::make_activations(single);
    engine.forward(x, activations);
    step_down(single, activations, 0, y, back);
    const std::vector<float>& up = activations.output(0).data;
    const double size = std::sqrt(dot(up, up) * dot(y.data, y.data));
    return size > 0 ? std::fabs(dot(up, y.data) - dot(x, back.data)) / size : 0;
}

struct ReferenceCheck::Impl {
    const Reference& reference;
    nn::Engine engine;
    nn::Activations activations;
    Projection projection;
    Occluder occluder;
    std::vector<std::pair<const Reference::Case*, std::string>> tasks;
    std::size_t done = 0;
    const Reference::Case* current = nullptr;
    std::vector<Row> rows;

    explicit Impl(const Reference& r)
        : reference(r), engine(r.network), activations(nn::make_activations(r.network)), occluder(r.network) {
        for (const Reference::Case& one : r.cases)
            for (const auto& [name, values] : one.tensors)
                if (name != "input" && one.tensors.count("input") > 0) tasks.emplace_back(&one, name);
    }

    void note(const std::string& what, const std::string& where, std::size_t numbers, double error) {
        auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.what == what; });
        if (row == rows.end()) row = rows.insert(rows.end(), Row{what, 0, 0, 0, ""});
        if (error >= row->worst) row->where = where;
        row->worst = std::max(row->worst, error);
        row->numbers += static_cast<long>(numbers);
        ++row->tensors;
    }

    void compare_switches(const std::string& name, const std::vector<float>& want) {
        const int layer = pool_number(reference.network, name.back() - '0');
        if (layer < 0) return;
        const std::vector<std::int32_t>& got = activations.switches[static_cast<std::size_t>(layer)];
        std::size_t different = got.size() == want.size() ? 0 : want.size();
        for (std::size_t i = 0; i < want.size() && got.size() == want.size(); ++i)
            different += got[i] != static_cast<std::int32_t>(want[i]);
        note("switches", name, want.size(), static_cast<double>(different) / static_cast<double>(want.size()));
    }

    void compare_projections(const std::string& name, Keep keep, const std::string& what,
                             const std::vector<float>& want) {
        const auto layer = reference.network.find(name.substr(name.find('/') + 1));
        const std::size_t plane = static_cast<std::size_t>(reference.network.architecture.input.size());
        if (!layer) return;
        std::vector<float> got;
        for (int map = 0; got.size() + plane <= want.size(); ++map) {
            project(reference.network, activations, {*layer, keep, map, 0}, projection);
            got.insert(got.end(), projection.pixels.data.begin(), projection.pixels.data.end());
        }
        note(what, name, want.size(), relative_error(got, want));
    }

    void compare_gradient(const std::string& name, ReluRule rule, const std::string& what, int label,
                          const std::vector<float>& want) {
        const int logits = reference.network.layer_count() - 2;  // below the softmax
        gradient(reference.network, activations, logits, label, rule, projection);
        note(what, name, want.size(), relative_error(projection.pixels.data, want));
    }

    void compare(const Reference::Case& one, const std::string& name) {
        const std::vector<float>& want = one.tensors.at(name);
        if (name.starts_with("switch")) return compare_switches(name, want);
        if (name.starts_with("deconvnet/")) return compare_projections(name, Keep::whole_map, "deconvnet", want);
        if (name.starts_with("deconvnet_strongest/"))
            return compare_projections(name, Keep::strongest, "strongest only", want);
        if (name == "gradient_of_class") return compare_gradient(name, ReluRule::gradient, "gradient", one.label, want);
        if (name == "guided_backprop_of_class")
            return compare_gradient(name, ReluRule::guided, "guided backprop", one.label, want);
        if (name == "occlusion_6_of_class") {
            nn::Tensor answers;
            occluder.occlude(one.tensors.at("input"), Patch{6, 1, 0.0f}, answers);
            return note("occlusion", name, want.size(), relative_error(answers.map(one.label), want));
        }
        if (const auto layer = reference.network.find(name))
            note("activations", name, want.size(), relative_error(activations.output(*layer).data, want));
    }
};

ReferenceCheck::ReferenceCheck(const Reference& reference) : impl_(std::make_unique<Impl>(reference)) {}
ReferenceCheck::~ReferenceCheck() = default;
ReferenceCheck::ReferenceCheck(ReferenceCheck&&) noexcept = default;
ReferenceCheck& ReferenceCheck::operator=(ReferenceCheck&&) noexcept = default;

bool ReferenceCheck::step() {
    Impl& impl = *impl_;
    if (impl.done == impl.tasks.size()) return false;
    const auto& [one, name] = impl.tasks[impl.done++];
    if (impl.current != one) impl.engine.forward(one->tensors.at("input"), impl.activations);
    impl.current = one;
    impl.compare(*one, name);
    return impl.done < impl.tasks.size();
}

float ReferenceCheck::progress() const {
    return impl_->tasks.empty() ? 1.0f : static_cast<float>(impl_->done) / static_cast<float>(impl_->tasks.size());
}
const std::vector<ReferenceCheck::Row>& ReferenceCheck::rows() const { return impl_->rows; }

}  // namespace explain
