#include "io/foreign/plans.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace io {
namespace {

enum Mode { kNone, kFirst, kAll, kModes };  // which convolutions have a border that keeps their size

/// Follows a plan; true where what comes out is what is read next.
bool fits(const PlanQuestion& question, Plan& plan) {
    std::int64_t side = plan.side, channels = 1;
    for (std::size_t i = 0; i < question.convs.size(); ++i) {
        const PlanConv& conv = question.convs[i];
        side += 2 * std::int64_t{plan.padding[i]} - conv.kernel;
        if (side < 0 || conv.stride < 1) return false;
        side = side / conv.stride + 1;
        channels = conv.outputs;
        if (!plan.pooled[i]) continue;
        if (side < question.pool_kernel || question.pool_stride < 1 || question.pool_kernel < 1) return false;
        side = (side - question.pool_kernel) / question.pool_stride + 1;
    }
    if (!question.inputs) return side == 1;
    plan.global = !question.convs.empty() && side > 1 && *question.inputs == channels;
    return plan.global || *question.inputs == channels * side * side;
}

int padding_of(const PlanConv& conv, std::size_t place, Mode mode) {
    if (conv.padding) return *conv.padding;
    return mode == kAll || (mode == kFirst && place == 0) ? (conv.kernel - 1) / 2 : 0;
}

/// "padding 2, then 0": a border that is the same again is not said again.
std::string padding_words(const std::vector<int>& padding) {
    const auto last = std::adjacent_find(padding.rbegin(), padding.rend(), std::not_equal_to<>());
    const auto told = padding.rend() == last ? 1 : padding.rend() - last;  // those after it are as the last one
    if (told == 1 && padding[0] == 0) return "no padding";
    std::string words = "padding " + std::to_string(padding[0]);
    for (std::ptrdiff_t i = 1; i < told; ++i) words += ", then " + std::to_string(padding[static_cast<std::size_t>(i)]);
    return words;
}

/// "pooling after convolutions 1 and 3"
std::string pooling_words(const std::vector<bool>& pooled) {
    const auto count = std::count(pooled.begin(), pooled.end(), true);
    if (count == 0) return "no pooling";
    if (count == static_cast<std::ptrdiff_t>(pooled.size()))
        return count == 1 ? "pooling after the convolution" : "pooling after every convolution";
    std::string words = count == 1 ? "pooling after convolution" : "pooling after convolutions";
    std::ptrdiff_t said = 0;
    for (std::size_t i = 0; i < pooled.size(); ++i) {
        if (!pooled[i]) continue;
        words += (said == 0 ? " " : said + 1 == count ? " and " : ", ") + std::to_string(i + 1);
        ++said;
    }
    return words;
}

std::string words_of(const Plan& plan) {
    if (plan.padding.empty()) return "no convolution";
    return padding_words(plan.padding) + "; " + pooling_words(plan.pooled) +
           (plan.global ? "; the mean of each map at the end" : "");
}

}  // namespace

std::vector<Plan> plans(const PlanQuestion& question) {
    std::vector<Plan> all;
    for (const int side : {28, 32})
        for (int mode = kNone; mode < kModes; ++mode)
            for (unsigned without = 0; without < 1u << question.convs.size(); ++without) {
                Plan plan;
                plan.side = side;
                plan.penalty = (side == 32 ? 12 : 0) + 3 * mode;
                for (std::size_t i = 0; i < question.convs.size(); ++i) {
                    plan.padding.push_back(padding_of(question.convs[i], i, static_cast<Mode>(mode)));
                    plan.pooled.push_back((without >> i & 1) == 0);
                    plan.penalty += plan.pooled.back() ? 0 : i + 1 == question.convs.size() ? 4 : 5;
                }
                if (!fits(question, plan)) continue;
                plan.penalty += plan.global ? 20 : 0;
                plan.words = words_of(plan);
                all.push_back(std::move(plan));
            }
    std::stable_sort(all.begin(), all.end(), [](const Plan& a, const Plan& b) { return a.penalty < b.penalty; });
    std::vector<Plan> distinct;
    for (Plan& plan : all)
        if (std::none_of(distinct.begin(), distinct.end(),
                         [&](const Plan& p) { return p.side == plan.side && p.words == plan.words; }))
            distinct.push_back(std::move(plan));
    return distinct;
}

}  // namespace io
