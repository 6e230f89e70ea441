#include "probe/occlusion/sweep.h"

#include <algorithm>
#include <utility>

#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

/// Values by position; those to come as if nothing were covered.
std::vector<float> per_position(const Covering& of, const std::vector<float>& values, float uncovered) {
    std::vector<float> shown = values;
    std::fill(shown.begin() + of.sweep.done, shown.end(), uncovered);
    return shown;
}

std::vector<float> probability(const Covering& of) {
    const std::span<const float> map = of.sweep.answers.map(of.of_class);
    return per_position(of, {map.begin(), map.end()}, of.subject.activations->outputs.back().data[index(of.of_class)]);
}

/// A number for every position of the patch, drawn as large as what the patch went over.
figure::Picture panel(const Covering& of, std::string name, std::string caption, const std::vector<float>& values,
                      image::Map map) {
    const nn::Shape& shape = of.sweep.answers.shape;
    figure::Picture picture =
        figure::picture(std::move(name), std::move(caption), values, shape.width, shape.height, map);
    picture.zoom =
        std::min(1.0f, static_cast<float>(shape.width * of.patch.stride) / static_cast<float>(of.page().width));
    if (of.patch.stride == 1) {
        picture.drag_x = "column";
        picture.drag_y = "row";
        const auto at = [](int i) { return static_cast<float>(i); };
        picture.marks.push_back(
            {figure::Mark::Kind::frame, at(of.column), at(of.row), at(of.column + 1), at(of.row + 1), true});
    }
    return picture;
}

void add_map_panels(const Covering& of, figure::Group& group) {
    if (of.sweep.sums.empty()) return;
    const std::string map = of.map_words();
    group.pictures.push_back(panel(of, "activity of " + map, "(b) activity of\n" + map + "\nby place of the square",
                                   per_position(of, of.sweep.sums, static_cast<float>(of.sweep.whole_sum)),
                                   image::Map::sequential));
    group.pictures.push_back(map_picture("reconstruction of " + map, "(c) " + map + "\nprojected to pixels",
                                         of.projection.pixels, 0, image::Map::diverging));
    group.facts.push_back(fact("strongest map", map));
    group.facts.push_back(fact("its activity, nothing covered", of.sweep.whole_sum));
    if (of.sweep.done < of.sweep.count) return;
    group.facts.push_back(fact("rank correlation: (b)'s drop, (c) above zero under the square", of.agreement));
    group.facts.push_back(
        {"positions", "n = " + std::to_string(of.sweep.count), static_cast<double>(of.sweep.count), true});
}

void add_answer_panels(const Covering& of, figure::Group& group) {
    const std::string known = of.subject.truth == of.of_class ? "the true class" : "the answer";
    const bool soft = nn::ends_in_softmax(*of.subject.network);
    const std::vector<float> chance = probability(of);
    figure::Picture picture = panel(
        of, soft ? "probability" : "output",
        std::string(soft ? "(d) probability of " : "(d) output of ") + std::to_string(of.of_class) + ",\n" + known,
        chance, image::Map::sequential);
    if (soft) picture.scale = 1;
    group.pictures.push_back(std::move(picture));
    const nn::Tensor& answers = of.sweep.answers;
    std::vector<float> best(index(of.sweep.count),
                            static_cast<float>(largest(of.subject.activations->outputs.back().data)));
    int other = 0;
    for (int position = 0; position < of.sweep.done; ++position) {
        int most = 0;
        for (int k = 1; k < answers.shape.channels; ++k)
            if (answers.map(k)[index(position)] > answers.map(most)[index(position)]) most = k;
        best[index(position)] = static_cast<float>(most);
        other += most != of.of_class;
    }
    group.pictures.push_back(panel(of, "most probable class", "(e) most probable\nclass", best, image::Map::classes));
    const auto lowest = std::min_element(chance.begin(), chance.end());
    if (lowest == chance.end()) return;
    group.facts.push_back(
        fact("lowest " + std::string(soft ? "probability" : "output") + " of " + std::to_string(of.of_class),
             static_cast<double>(*lowest)));
    group.facts.push_back(counted("positions with another answer", other, of.sweep.done));
}

}  // namespace

std::vector<float> Covering::covered(int at_row, int at_column) const {
    std::vector<float> input = subject.input;
    const nn::Shape& shape = page();
    for (int channel = 0; channel < shape.channels; ++channel)
        for (int y = at_row; y < at_row + patch.side; ++y)
            for (int x = at_column; x < at_column + patch.side; ++x) {
                const std::size_t at = index((channel * shape.height + y) * shape.width + x);
                input[at] = fill[at];
            }
    return input;
}

std::string Covering::map_words() const { return map_name(*subject.network, watch.layer, watch.map); }

figure::Picture Covering::page_picture(std::string name, std::string caption, const std::vector<float>& input) const {
    figure::Picture picture = ink_picture(std::move(name), std::move(caption), input, page());
    const auto edge = [](int i) { return static_cast<float>(i); };
    picture.marks.push_back(
        {figure::Mark::Kind::frame, edge(column), edge(row), edge(column + patch.side), edge(row + patch.side), true});
    picture.drag_x = "column";
    picture.drag_y = "row";
    return picture;
}

figure::Group sweep_group(const Covering& of) {
    figure::Group group = note_group("The square at every position",
                                     "Each point of (b), (d) and (e) belongs to one place of the square's upper left "
                                     "corner. Where (d) is low the answer needs what lies there; if (b) "
                                     "drops where (c) is strong, the reconstruction shows what really drives the map.");
    const auto fill = of.subject.values.chosen<Fill>("fill");
    if (fill == kErase) group.note += " The square is paper here: over paper it changes nothing.";
    if (fill == kBlack) group.note += " Black is full ink here, drawn in the ink's colour.";
    group.side = 118;
    group.pictures.push_back(of.page_picture("input", "(a) input and square", of.subject.input));
    add_map_panels(of, group);
    add_answer_panels(of, group);
    return group;
}

std::vector<figure::Picture> sweep_frames(const Covering& of) {
    std::vector<figure::Picture> frames;
    if (of.sweep.done == 0) return frames;
    constexpr int kFrames = 120, kGap = 2;
    const nn::Shape& shape = of.page();
    const int columns = of.sweep.answers.shape.width, width = 2 * shape.width + kGap,
              step = std::max(1, of.sweep.done / kFrames);
    const std::vector<float> chance = probability(of);
    for (int position = 0; position < of.sweep.done; position += step) {
        const std::vector<float> input =
            of.covered(position / columns * of.patch.stride, position % columns * of.patch.stride);
        std::vector<float> values(index(width * shape.height), 0.0f);
        for (int y = 0; y < shape.height; ++y)
            std::copy_n(input.begin() + y * shape.width, shape.width, values.begin() + y * width);
        for (int i = 0; i <= position; ++i)
            values[index(i / columns * width + shape.width + kGap + i % columns)] = chance[index(i)];
        figure::Picture frame = figure::picture("position " + std::to_string(position), "", values, width, shape.height,
                                                image::Map::sequential);
        frame.scale = 1;
        frames.push_back(std::move(frame));
    }
    return frames;
}

}  // namespace probe
