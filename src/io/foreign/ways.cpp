#include "io/foreign/ways.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace io {
namespace {

constexpr std::size_t kMostWays = 2000;

/// The file without its numbers.
FoundModel outline_of(const FoundModel& found) {
    FoundModel outline;
    outline.tells = found.tells;
    outline.order = found.order;
    outline.steps = found.steps;
    outline.input = found.input;
    for (const auto& [name, tensor] : found.tensors) outline.tensors[name] = {tensor.shape, {}, tensor.dtype};
    return outline;
}

/// Every way, by trying each choice of the first thing that is open.
base::Status expand(const FoundModel& outline, const Assumed& fixed, std::vector<Reading>& all) {
    FoundModel copy = outline;
    auto derived = derive(copy, fixed);
    if (!derived) return base::Error{derived.message()};
    if (all.size() >= kMostWays) return base::Done{};
    for (const Assumption& one : derived.value().assumptions) {
        if (!one.is_open() || fixed.count(one.key) > 0) continue;
        for (const std::string& choice : one.choices) {
            Assumed more = fixed;
            more[one.key] = choice;
            if (base::Status status = expand(outline, more, all); !status) return status;
        }
        return base::Done{};
    }
    Reading reading;
    reading.assumptions = std::move(derived.value().assumptions);
    reading.said = as_said(reading.assumptions);
    const std::string activation = reading.choice("activation");
    const bool squashes = activation == "tanh" || activation == "sigmoid";  // as LeCun's, which average
    for (const Assumption& one : reading.assumptions) {
        const bool usual =
            one.key == "pooling" && squashes && one.choices.size() > 1 ? one.chosen == 1 : one.chosen == 0;
        reading.departures += usual ? 0 : 1;
        reading.rank += static_cast<int>(one.chosen);
    }
    all.push_back(std::move(reading));
    return base::Done{};
}

}  // namespace

base::Status ways_of(const FoundModel& found, const Assumed& fixed, std::vector<Reading>& all) {
    if (base::Status status = expand(outline_of(found), fixed, all); !status) return status;
    std::stable_sort(all.begin(), all.end(), [](const Reading& a, const Reading& b) {
        return a.departures != b.departures ? a.departures < b.departures : a.rank < b.rank;
    });
    return base::Done{};
}

double Reading::share() const {
    return losses.empty() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(correct) / seen();
}

double Reading::loss() const {
    double sum = 0;
    for (const float loss : losses) sum += static_cast<double>(loss);
    return losses.empty() ? std::numeric_limits<double>::quiet_NaN() : sum / seen();
}

Assumed Reading::assumed() const {
    Assumed all;
    for (const Assumption& one : assumptions)
        if (one.is_open()) all[one.key] = one.word();
    return all;
}

std::string Reading::choice(std::string_view key) const {
    for (const Assumption& one : assumptions)
        if (one.key == key) return one.word();
    return {};
}

}  // namespace io
