#include "probe/evolution/curves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "probe/arithmetic.h"
#include "probe/evolution/words.h"
#include "probe/figure_parts.h"

namespace probe {
namespace {

float or_undefined(std::optional<double> value) {
    return value ? static_cast<float>(*value) : std::numeric_limits<float>::quiet_NaN();
}

int checkpoints_of(const explain::Evolution& evolution) { return static_cast<int>(evolution.run().size()); }
int blocks_of(const explain::Evolution& evolution) { return static_cast<int>(evolution.blocks().size()); }

/// The layer that has a block's weights.
const std::string& weights_name(const explain::Evolution& evolution, int block) {
    return evolution.run().back().network->layer(evolution.blocks()[index(block)].weights).name;
}

}  // namespace

figure::Group likeness_card(const explain::Evolution& evolution, int moment) {
    figure::Group group;
    group.title = "Who settles first?";
    group.beside = true;
    group.share = 0.38f;
    figure::Plot plot;
    plot.name = "likeness to the last checkpoint";
    plot.x_label = "batches learnt from";
    plot.y_label = "likeness to the last checkpoint (linear CKA)";
    plot.log_x = true;
    plot.y_low = 0.0f;
    plot.y_high = 1.0f;
    plot.cursor = static_cast<float>(evolution.run()[index(moment)].batches);
    figure::Series settled;
    settled.name = "stays above 0.95";
    settled.dots = true;
    settled.colour = 7;
    for (int block = 0; block < blocks_of(evolution); ++block) {
        figure::Series series;
        series.name = evolution.blocks()[index(block)].name;
        series.colour = block % 6;
        for (int i = 0; i < checkpoints_of(evolution); ++i) {
            series.x.push_back(static_cast<float>(evolution.run()[index(i)].batches));
            series.y.push_back(or_undefined(evolution.likeness(i, block)));
        }
        plot.series.push_back(std::move(series));
        const auto since = evolution.done() ? evolution.settled(block) : std::nullopt;
        if (!since) continue;
        settled.x.push_back(static_cast<float>(evolution.run()[index(*since)].batches));
        settled.y.push_back(or_undefined(evolution.likeness(*since, block)));
    }
    if (!settled.x.empty()) plot.series.push_back(std::move(settled));
    group.plots.push_back(std::move(plot));
    return group;
}

figure::Group change_card(const explain::Evolution& evolution) {
    figure::Group group;
    group.under = true;
    group.side = 18;
    group.strips = true;
    group.column_heads = {"", ""};
    float largest_change = 0;
    const int steps = checkpoints_of(evolution) - 1;
    for (int block = 0; block < blocks_of(evolution) && steps > 0; ++block) {
        std::vector<float> values;
        for (int i = 1; i <= steps; ++i) {
            values.push_back(static_cast<float>(evolution.change(i, block).value_or(0)));
            largest_change = std::max(largest_change, values.back());
        }
        const std::string& name = weights_name(evolution, block);
        group.pictures.push_back(
            figure::picture("weights changed, " + name, "", values, steps, 1, image::Map::sequential));
        group.row_heads.push_back(name);
    }
    for (figure::Picture& picture : group.pictures) picture.scale = largest_change;
    group.title = "Weights changed, up to " + std::to_string(std::lround(100 * largest_change)) + " %";
    return group;
}

figure::Group checkpoint_card(const explain::Evolution& evolution, int moment) {
    figure::Group group;
    group.title = "This checkpoint";
    group.folded = true;
    group.facts.push_back({"batches learnt from", batch_words(evolution.run()[index(moment)].batches),
                           static_cast<double>(evolution.run()[index(moment)].batches)});
    const double right = evolution.accuracy(moment);
    group.facts.push_back({"read right", figure::percent(right), right});
    for (int block = 0; block < blocks_of(evolution); ++block) {
        const auto alike = evolution.likeness(moment, block);
        group.facts.push_back(fact(evolution.blocks()[index(block)].name + " like its last",
                                   alike.value_or(std::numeric_limits<double>::quiet_NaN())));
    }
    return group;
}

}  // namespace probe
