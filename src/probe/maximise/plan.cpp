#include "probe/maximise/plan.h"

#include <algorithm>

#include "nn/class_names.h"
#include "probe/maximise/map_weights.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

explain::AscentOptions options_of(const Values& v) {
    explain::AscentOptions o;
    o.steps = v.whole("steps");
    o.rate = static_cast<float>(v["step"]);
    o.l2 = static_cast<float>(v["l2"]);
    o.total_variation = static_cast<float>(v["variation"]);
    o.blur_every = v.whole("blur-every");
    o.blur_sigma = static_cast<float>(v["blur"]);
    o.jitter = v.whole("jitter");
    o.clamp = v.on("clamp");
    o.seed = static_cast<std::uint64_t>(v.whole("seed"));
    return o;
}

/// The selection, or weighted maps of its layer.
explain::Objective selected(const Subject& subject) {
    const nn::Network& network = *subject.network;
    const int layer = nearest_layer(network, subject.start.layer), map = nearest_map(network, subject.start, layer);
    const explain::Term::Of part =
        subject.values.chosen<ClimbPart>("part") == whole_mean ? explain::Term::Of::mean : explain::Term::Of::maximum;
    if (subject.values.chosen<ClimbOf>("of") == maps)
        return explain::before_rectifier(
            network, {layer, parse_map_weights(subject.values.text("maps"), network.shape(layer).channels, part)});
    if (subject.start.keep == explain::Keep::unit && subject.start.layer == layer && subject.start.unit >= 0 &&
        subject.start.unit < network.shape(layer).plane())
        return explain::before_rectifier(network, {layer, {{map, explain::Term::Of::unit, subject.start.unit, 1.0f}}});
    return explain::before_rectifier(network, {layer, {{map, part, 0, 1.0f}}});
}

/// Where a climb begins.  Empty: noise.
std::vector<float> start_of(const Subject& subject) {
    const auto start = subject.values.chosen<ClimbBegin>("start");
    if (start == own_drawing) return has_input(subject) ? subject.input : std::vector<float>();
    if (start != mean_digit || !has_digits(subject)) return {};
    return mean_picture(subject);
}

}  // namespace

ClimbPlan plan_climbs(const Subject& subject) {
    const nn::Network& network = *subject.network;
    const Values& v = subject.values;
    const auto of = v.chosen<ClimbOf>("of");
    const int layer = nn::score_layer(network), classes = network.shape(layer).size();
    const float others = v.on("against") ? 1.0f : 0.0f;
    explain::AscentOptions options = options_of(v);
    ClimbPlan plan;
    std::vector<Run>& runs = plan.runs;
    plan.of_classes = of == every_class || of == one_class;
    plan.begins_with_drawing = v.chosen<ClimbBegin>("start") == own_drawing;
    if (of == every_class) {
        plan.what = "every class";
        for (int k = 0; k < std::min(classes, 10); ++k)
            runs.push_back({explain::class_objective(network, layer, k, others), options, start_of(subject),
                            "class " + nn::class_name(network, k), k, k});
        return plan;
    }
    const int of_class = std::min(v.whole("class"), classes - 1);
    const explain::Objective objective =
        of == one_class ? explain::class_objective(network, layer, of_class, others) : selected(subject);
    const int shown = nearest_layer(network, subject.start.layer);
    plan.what = of == one_class ? "class " + nn::class_name(network, of_class)
                : of == maps    ? "this mix of " + network.layer(shown).name + "'s maps"
                                : map_name(network, shown, nearest_map(network, subject.start, shown));
    if (objective.terms.empty())
        plan.trouble =
            "Choose maps above, or write them into a link: maps=3:1,7:-0.5 climbs map 3 and half as much away from map "
            "7.";
    if (objective.terms.empty()) return plan;
    const std::vector<float> start = start_of(subject);
    for (int i = 0; i < v.whole("seeds"); ++i) {
        runs.push_back(
            {objective, options, start, "seed " + std::to_string(options.seed), i, of == one_class ? of_class : -1});
        ++options.seed;
    }
    return plan;
}

}  // namespace probe
