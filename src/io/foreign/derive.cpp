// See derive.h.
#include "io/foreign/derive.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/foreign/choices.h"
#include "io/foreign/fold.h"
#include "io/foreign/groups.h"
#include "io/foreign/plans.h"
#include "io/foreign/steps.h"
#include "io/json.h"

namespace io {
namespace {

constexpr std::size_t kMostConvs = 6, kMostDense = 12;
class Deriver {
public:
    Deriver(FoundModel& found, const Assumed& assumed) : found_(found), assumed_(assumed), hints_(found.steps) {}

    base::Result<Derived> run() {
        if (const std::string wrong = complaint_about_keys(assumed_); !wrong.empty()) return base::Error{wrong};
        const auto groups = groups_of(found_);
        if (!groups) return base::Error{groups.message()};
        sort_out(groups.value());
        if (problem_.empty()) check_chain();
        if (problem_.empty()) make_plans();
        found_.steps.clear();
        if (problem_.empty()) choose();
        if (!problem_.empty()) return base::Error{problem_};
        return std::move(derived_);
    }

private:
    const std::vector<int>& shape(const TensorGroup& group) const { return found_.tensors.at(group.weight).shape; }
    void stop(const std::string& why) {
        if (problem_.empty()) problem_ = why;
    }

    void sort_out(const std::vector<TensorGroup>& groups) {
        for (const TensorGroup& group : groups) {
            const std::size_t dimensions = group.weight.empty() ? 0 : shape(group).size();
            if (!group.mean.empty() && !group.variance.empty())
                norms_.push_back(group);
            else if (dimensions == 4)
                convs_.push_back(group);
            else if (dimensions == 2)
                dense_.push_back(group);
            else
                return stop("the tensors of " + in_quotes(group.name) +
                            " are neither a convolution's (4 dimensions) nor a fully connected layer's (2)");
        }
        if (dense_.empty() && convs_.empty()) return stop("there is no layer with weights in this file");
        if (convs_.size() > kMostConvs || dense_.size() > kMostDense)
            return stop("the file tells no architecture, and has more layers than can be worked out from shapes");
        turn_weights();
    }

    /// Keras and JAX have (rows, columns, in, out) and (in, out).
    void turn_weights() {
        const auto reads_picture = [](int inputs) { return inputs == 784 || inputs == 1024; };
        if (!convs_.empty()) {
            const std::vector<int>& first = shape(convs_[0]);
            const bool is_ours = (first[1] == 1 || first[1] == 3) && first[2] == first[3];
            channels_last_ = !is_ours && first[0] == first[1] && (first[2] == 1 || first[2] == 3);
        } else {
            channels_last_ = !reads_picture(shape(dense_[0])[1]) && reads_picture(shape(dense_[0])[0]);
        }
        if (!channels_last_) return;
        for (const TensorGroup& group : convs_) {
            NamedTensor& weight = found_.tensors.at(group.weight);
            const std::vector<int> s = weight.shape;
            weight.data.empty() ? void(weight.shape = {s[3], s[2], s[0], s[1]}) : turn_conv(weight);
        }
        for (const TensorGroup& group : dense_) {
            NamedTensor& weight = found_.tensors.at(group.weight);
            weight.data.empty() ? std::swap(weight.shape[0], weight.shape[1]) : turn_dense(weight);
        }
        found_.notes.push_back(
            "its weights were taken for TensorFlow's layouts, (rows, columns, in, out) and (in, out)");
    }

    void check_chain() {
        std::optional<int> given;
        const auto follows = [&](const TensorGroup& group) {
            const std::vector<int>& sides = shape(group);
            if (given && sides[1] != *given)
                stop(in_quotes(group.name) + " reads " + std::to_string(sides[1]) + " channels or units, and " +
                     std::to_string(*given) + " come from the layer before it");
            given = sides[0];
        };
        for (const TensorGroup& group : convs_) {
            if (shape(group)[2] != shape(group)[3] || shape(group)[2] < 1)
                return stop("the window of " + in_quotes(group.name) + " is not square");
            if (!given && shape(group)[1] != 1 && shape(group)[1] != 3)
                return stop("the first convolution, " + in_quotes(group.name) + ", reads " +
                            std::to_string(shape(group)[1]) + " channels, and digits have 1 or 3");
            follows(group);
        }
        given.reset();
        for (const TensorGroup& group : dense_) follows(group);
    }

    const FoundStep* hint(StepKind kind, const std::string& name = {}) const {
        for (const FoundStep& step : hints_)
            if (step.kind == kind && (name.empty() || step.name == name)) return &step;
        return nullptr;
    }
    const FoundStep* pool_hint() const {
        const FoundStep* max = hint(StepKind::max_pool);
        return max != nullptr ? max : hint(StepKind::average_pool);
    }
    int stride_of(const TensorGroup& group) const {
        const FoundStep* step = hint(StepKind::conv, group.name);
        return step == nullptr ? 1 : step->stride;
    }

    void make_plans() {
        PlanQuestion question;
        for (const TensorGroup& group : convs_) {
            const FoundStep* told = hint(StepKind::conv, group.name);
            PlanConv conv{shape(group)[2], stride_of(group), shape(group)[0], std::nullopt};
            if (told != nullptr) conv.padding = told->same ? (conv.kernel - 1) / 2 : told->padding;
            question.convs.push_back(conv);
        }
        question.pool_kernel = kernel_of_pools();
        question.pool_stride = stride_of_pools();
        if (!dense_.empty()) question.inputs = shape(dense_[0])[1];
        plans_ = plans(question);
        if (!plans_.empty()) return;
        stop(dense_.empty() ? "no padding and pooling makes one number a class of these convolutions"
                            : "no padding and pooling gives the " + std::to_string(shape(dense_[0])[1]) +
                                  " inputs that " + in_quotes(dense_[0].name) + " reads");
    }
    int kernel_of_pools() const { return pool_hint() == nullptr ? 2 : pool_hint()->kernel; }
    int stride_of_pools() const { return pool_hint() == nullptr ? 2 : pool_hint()->stride; }

    std::size_t decide(const char* key, std::vector<std::string> choices,
                       Assumption::Source if_single = Assumption::Source::shapes) {
        auto decided = decide_one(key, std::move(choices), if_single, assumed_);
        if (!decided) {
            stop(decided.message());
            return 0;
        }
        derived_.assumptions.push_back(std::move(decided.value()));
        return derived_.assumptions.back().chosen;
    }

    void choose() {
        auto prepared = prepare_input(found_.steps, sizes(), derived_.assumptions, assumed_);
        if (!prepared) return stop(prepared.message());
        derived_.input = {convs_.empty() ? 1 : shape(convs_[0])[1], prepared.value().input, prepared.value().input};
        const int side = prepared.value().side;
        std::vector<Plan> fitting;
        std::vector<std::string> words;
        for (const Plan& plan : plans_)
            if (plan.side == side) fitting.push_back(plan), words.push_back(plan.words);
        const bool told = std::all_of(convs_.begin(), convs_.end(), [&](const TensorGroup& group) {
            return hint(StepKind::conv, group.name) != nullptr;
        });
        const Plan plan = fitting[decide("shape", words, told ? Assumption::Source::file : Assumption::Source::shapes)];
        const bool pools = std::count(plan.pooled.begin(), plan.pooled.end(), true) > 0;
        const StepKind activation = decide_activation();
        StepKind pooling = StepKind::max_pool;
        bool pool_first = false;
        if (pools) {
            pooling = decide_pooling();
            pool_first =
                pooling == StepKind::average_pool && decide("order", {"activation first", "pooling first"}) == 1;
        }
        if (plan_has_maps(plan))
            channels_last_ =
                decide("flattening", channels_last_ ? std::vector<std::string>{"rows first", "channels first"}
                                                    : std::vector<std::string>{"channels first", "rows first"}) ==
                (channels_last_ ? 0u : 1u);
        put_steps(plan, activation, pooling, pool_first);
    }

    /// Whether maps of more than one number are flattened: their order is then open.
    bool plan_has_maps(const Plan& plan) const {
        return !convs_.empty() && !dense_.empty() && !plan.global && shape(convs_.back())[0] > 1 &&
               shape(dense_[0])[1] > shape(convs_.back())[0];
    }

    std::vector<std::string> sizes() const {
        const auto any = [&](int side) {
            return std::any_of(plans_.begin(), plans_.end(), [&](const Plan& plan) { return plan.side == side; });
        };
        std::vector<std::string> all;
        if (any(28)) all.push_back(kSizes[0]);
        if (any(32)) all.insert(all.end(), {kSizes[1], kSizes[2]});
        return all;
    }

    StepKind decide_pooling() {
        const FoundStep* hinted = pool_hint();
        const bool told =
            hinted != nullptr && (hint(StepKind::max_pool) == nullptr || hint(StepKind::average_pool) == nullptr);
        const char* const kWords[] = {"max", "average"};
        if (!told) return decide("pooling", {kWords[0], kWords[1]}) == 1 ? StepKind::average_pool : StepKind::max_pool;
        decide("pooling", {kWords[hinted->kind == StepKind::average_pool]}, Assumption::Source::file);
        return hinted->kind;
    }

    StepKind decide_activation() {
        constexpr std::pair<StepKind, const char*> kKinds[] = {{StepKind::relu, "ReLU"},
                                                               {StepKind::tanh, "tanh"},
                                                               {StepKind::sigmoid, "sigmoid"},
                                                               {StepKind::leaky_relu, "leaky ReLU"}};
        std::vector<std::pair<StepKind, const char*>> told;
        for (const auto& one : kKinds)
            if (hint(one.first) != nullptr) told.push_back(one);
        if (convs_.size() + dense_.size() < 2) return StepKind::relu;
        if (told.size() == 1) {
            decide("activation", {told[0].second}, Assumption::Source::file);
            slope_ = hint(told[0].first)->number;
            return told[0].first;
        }
        return kKinds[decide("activation", {"ReLU", "tanh", "sigmoid", "leaky ReLU"})].first;
    }

    void put(StepKind kind, const TensorGroup* group = nullptr) {
        FoundStep step;
        step.kind = kind;
        if (kind == StepKind::leaky_relu) step.number = slope_;
        if (group != nullptr) {
            step.name = group->name;
            step.weight = group->weight;
            step.bias = group->bias;
            step.mean = group->mean;
            step.variance = group->variance;
        }
        found_.steps.push_back(std::move(step));
    }

    /// The first batch normalisation that is not used yet and has this many numbers.
    void put_norm(int outputs) {
        for (auto norm = norms_.begin(); norm != norms_.end(); ++norm) {
            if (found_.tensors.at(norm->mean).shape != std::vector<int>{outputs}) continue;
            put(StepKind::batch_norm, &*norm);
            const FoundStep* told = hint(StepKind::batch_norm, norm->name);
            found_.steps.back().number = told == nullptr ? 1e-5 : told->number;
            norms_.erase(norm);
            return;
        }
    }

    void put_steps(const Plan& plan, StepKind activation, StepKind pooling, bool pool_first) {
        const int kernel = kernel_of_pools(), stride = stride_of_pools();
        for (std::size_t i = 0; i < convs_.size(); ++i) {
            const bool is_last = dense_.empty() && i + 1 == convs_.size();
            put(StepKind::conv, &convs_[i]);
            found_.steps.back().stride = stride_of(convs_[i]);
            found_.steps.back().padding = plan.padding[i];
            put_norm(shape(convs_[i])[0]);
            if (!is_last && !pool_first) put(activation);
            if (plan.pooled[i]) {
                put(pooling);
                found_.steps.back().kernel = kernel;
                found_.steps.back().stride = stride;
            }
            if (!is_last && pool_first) put(activation);
        }
        if (plan.global) put(StepKind::global_average_pool);
        put(StepKind::flatten);
        found_.steps.back().channels_last = channels_last_;
        for (std::size_t i = 0; i < dense_.size(); ++i) {
            put(StepKind::dense, &dense_[i]);
            put_norm(shape(dense_[i])[0]);
            if (i + 1 < dense_.size()) put(activation);
        }
        if (!norms_.empty()) return stop("the batch normalisation " + in_quotes(norms_[0].name) + " fits no layer");
    }

    FoundModel& found_;
    const Assumed& assumed_;
    std::vector<FoundStep> hints_;
    std::vector<TensorGroup> convs_, dense_, norms_;
    std::vector<Plan> plans_;
    bool channels_last_ = false;
    double slope_ = 0.01;
    Derived derived_;
    std::string problem_;
};

}  // namespace

base::Result<Derived> derive(FoundModel& found, const Assumed& assumed) {
    if (found.tells == FoundModel::Tells::all) return derive_input(found, assumed);
    return Deriver(found, assumed).run();
}

}  // namespace io
