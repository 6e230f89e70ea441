#include "probe/unit/parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/subject_queries.h"
#include "probe/unit/words.h"

namespace probe {
namespace {

constexpr int kLargestWindow = 1024;  // cells of a picture with numbers

/// e^logit of every class, the largest logit taken off each, which leaves their shares as they are.
figure::Plot exponentials(std::span<const float> logits) {
    const float most = *std::max_element(logits.begin(), logits.end());
    std::vector<float> powers;
    for (const float logit : logits) powers.push_back(std::exp(logit - most));
    const std::vector<int> told = told_classes(powers, powers);
    figure::Plot plot = bar_plot("exponentials", "class", "e^(logit \xE2\x88\x92 largest)");
    plot.series.push_back(bars_of_some("", powers, told, 0));
    plot.bar_labels = numbered_as(told);
    return plot;
}

}  // namespace

figure::Group stages_group(const nn::Network& network, const nn::Activations& activations, const explain::UnitAt& at,
                           const std::vector<explain::Stage>& stages) {
    figure::Group group;
    group.title = "What becomes of it";
    group.side = 84;
    for (const explain::Stage& stage : stages) {
        const nn::Tensor& output = explain::below(activations, stage.layer + 1);
        if (stage.cells.height * stage.cells.width > kLargestWindow) continue;
        const std::vector<float> part = explain::patch(output.map(at.map), output.shape, stage.cells);
        figure::Picture picture = cells(layer_name(network, stage.layer) + " window", stage_words(network, stage.layer),
                                        part, stage.cells.width, output.map(at.map));
        if (stage.unit && part.size() > 1)
            picture.marks.push_back(cell_frame(*stage.unit / output.shape.width - stage.cells.row,
                                               *stage.unit % output.shape.width - stage.cells.column));
        group.pictures.push_back(std::move(picture));
    }
    if (network.layer(at.layer).kind == nn::LayerKind::softmax) {
        group.plots.push_back(exponentials(explain::below(activations, at.layer).data));
        const std::vector<float>& powers = group.plots.back().series.front().y;
        group.facts.push_back(fact("sum of the exponentials", std::accumulate(powers.begin(), powers.end(), 0.0)));
    }
    return group;
}

bool any_negative(std::span<const float> values) {
    return std::any_of(values.begin(), values.end(), [](float v) { return v < 0; });
}

float largest_magnitude(std::span<const float> values) {
    float most = 0;
    for (const float value : values) most = std::max(most, std::fabs(value));
    return most;
}

figure::Picture cells(std::string name, std::string caption, std::span<const float> values, int width,
                      std::span<const float> all) {
    const int height = static_cast<int>(values.size()) / std::max(1, width);
    figure::Picture picture = figure::picture(std::move(name), std::move(caption), values, width, height,
                                              any_negative(all) ? image::Map::diverging : image::Map::sequential);
    picture.scale = largest_magnitude(all);
    picture.numbers = static_cast<int>(values.size()) <= kLargestWindow;
    return picture;
}

figure::Mark cell_frame(int row, int column) {
    figure::Mark mark;
    mark.x0 = static_cast<float>(column);
    mark.y0 = static_cast<float>(row);
    mark.x1 = mark.x0 + 1;
    mark.y1 = mark.y0 + 1;
    return mark;
}

}  // namespace probe
