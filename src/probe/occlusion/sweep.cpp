#include "probe/occlusion/sweep.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nn/class_names.h"
#include "probe/arithmetic.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

/// Values by place of the square; those to come as if nothing were covered.
std::vector<float> per_position(const Covering& of, const std::vector<float>& values, float uncovered) {
    std::vector<float> shown = values;
    std::fill(shown.begin() + of.sweep.done, shown.end(), uncovered);
    return shown;
}

std::vector<float> probability(const Covering& of) {
    const std::span<const float> map = of.sweep.answers.map(of.of_class);
    return per_position(of, {map.begin(), map.end()}, of.subject.activations->outputs.back().data[index(of.of_class)]);
}

/// A number for every place of the square, drawn at the square's middle over a ghost of the digit.
figure::Picture panel(const Covering& of, std::string name, std::string head, const std::vector<float>& values,
                      image::Map map, float uncovered) {
    const nn::Shape &shape = of.sweep.answers.shape, &page = of.page();
    const auto step = static_cast<float>(of.patch.stride), middle = static_cast<float>(of.patch.side) / 2 / step;
    figure::Picture picture = figure::picture(std::move(name), "", values, shape.width, shape.height, map);
    picture.head = std::move(head);
    picture.keyed = true;
    picture.zero = uncovered;
    picture.surround = {static_cast<float>(page.width) / step,
                        static_cast<float>(page.height) / step,
                        middle - 0.5f,
                        middle - 0.5f,
                        {}};
    if (page.width == page.height)
        picture.surround.ghost.assign(of.subject.input.begin(), of.subject.input.begin() + page.plane());
    picture.drag_x = "column";
    picture.drag_y = "row";
    picture.drag_step = step;
    const float row = static_cast<float>(of.row) / step, column = static_cast<float>(of.column) / step;
    picture.marks.push_back({figure::Mark::Kind::frame, column, row, column + 1, row + 1, true});
    return picture;
}

/// What is known of the sweep: where it costs most.
struct Lowest {
    int position = -1;
    float value = 0;
};

Lowest lowest_of(const Covering& of) {
    Lowest lowest;
    const std::span<const float> chance = of.sweep.answers.map(of.of_class);
    for (int i = 0; i < of.sweep.done; ++i)
        if (lowest.position < 0 || chance[index(i)] < lowest.value) lowest = {i, chance[index(i)]};
    return lowest;
}

int answer_at(const Covering& of, int position) {
    const nn::Tensor& answers = of.sweep.answers;
    int most = 0;
    for (int k = 1; k < answers.shape.channels; ++k)
        if (answers.map(k)[index(position)] > answers.map(most)[index(position)]) most = k;
    return most;
}

/// The answer to the whole digit.
int whole_answer(const Covering& of) { return largest(of.subject.activations->outputs.back().data); }

void add_map_panels(const Covering& of, figure::Group& group) {
    if (of.sweep.sums.empty()) return;
    const std::string map = of.map_words(), number = std::to_string(of.watch.map);
    const auto whole = static_cast<float>(of.sweep.whole_sum);
    group.pictures.push_back(panel(of, "activity of " + map, "b Activity of map " + number + "|b Map " + number,
                                   per_position(of, of.sweep.sums, whole), image::Map::diverging, whole));
    figure::Picture pixels =
        map_picture("reconstruction of " + map, "", of.projection.pixels, 0, image::Map::diverging);
    pixels.head = "c Map " + number + " in pixels|c Its pixels";
    pixels.keyed = true;
    const auto edge = [](int i) { return static_cast<float>(i); };
    pixels.marks.push_back({figure::Mark::Kind::frame, edge(of.column), edge(of.row), edge(of.column + of.patch.side),
                            edge(of.row + of.patch.side), true});
    pixels.drag_x = "column";
    pixels.drag_y = "row";
    group.pictures.push_back(std::move(pixels));
}

void add_answer_panels(const Covering& of, figure::Group& group) {
    const bool soft = nn::ends_in_softmax(*of.subject.network);
    const std::vector<float>& whole = of.subject.activations->outputs.back().data;
    const std::string k = nn::class_name(*of.subject.network, of.of_class);
    figure::Picture chance =
        panel(of, soft ? "probability" : "output",
              soft ? "d Probability of " + k + "|d Sure of " + k : "d Output of " + k + "|d Out " + k, probability(of),
              image::Map::diverging, whole[index(of.of_class)]);
    if (soft) chance.scale = 1;
    chance.shares = soft;
    group.pictures.push_back(std::move(chance));
    const auto answer = static_cast<float>(whole_answer(of));
    std::vector<float> best(index(of.sweep.count), answer);
    for (int position = 0; position < of.sweep.done; ++position)
        best[index(position)] = static_cast<float>(answer_at(of, position));
    group.pictures.push_back(panel(of, "most probable class", "e Answer", best, image::Map::classes, answer));
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
    picture.marks.push_back(
        {figure::Mark::Kind::dot, edge(column) + edge(patch.side) / 2, edge(row) + edge(patch.side) / 2, 0, 0, true});
    picture.drag_x = "column";
    picture.drag_y = "row";
    return picture;
}

int other_answers(const Covering& of) {
    int other = 0;
    for (int position = 0; position < of.sweep.done; ++position) other += answer_at(of, position) != whole_answer(of);
    return other;
}

figure::Group sweep_group(const Covering& of) {
    figure::Group group;
    group.side = 168;
    group.share = 360;
    group.beside = true;
    add_map_panels(of, group);
    add_answer_panels(of, group);
    return group;
}

figure::Group sweep_numbers(const Covering& of) {
    figure::Group group = note_group("Every position in numbers", "");
    group.folded = true;
    const bool soft = nn::ends_in_softmax(*of.subject.network);
    const Lowest lowest = lowest_of(of);
    if (lowest.position >= 0)
        group.facts.push_back(
            fact("lowest " + std::string(soft ? "probability" : "output") + " of " + std::to_string(of.of_class),
                 static_cast<double>(lowest.value)));
    group.facts.push_back(counted("places with another answer", other_answers(of), of.sweep.done));
    if (of.sweep.sums.empty()) return group;
    group.facts.push_back(fact("map", of.map_words()));
    group.facts.push_back(fact("its activity, nothing covered", of.sweep.whole_sum));
    if (of.sweep.done == of.sweep.count)
        group.facts.push_back(fact("rank correlation: (b)'s drop, (c) above zero under the square", of.agreement));
    return group;
}

std::string sweep_finding(const Covering& of) {
    const std::vector<float>& whole = of.subject.activations->outputs.back().data;
    const bool soft = nn::ends_in_softmax(*of.subject.network);
    const auto words = [soft](float v) {
        return soft ? share_words(static_cast<double>(v)) : figure::number(static_cast<double>(v));
    };
    const float before = whole[index(of.of_class)];
    const Lowest lowest = lowest_of(of);
    const std::string k = nn::class_name(*of.subject.network, of.of_class),
                      thing = soft ? "the " + k : "the output of " + k;
    const int answer = whole_answer(of);
    if (of.sweep.done < of.sweep.count)
        return "The square has been at " + grouped(of.sweep.done) + " of " + plural(of.sweep.count, "place") +
               " so far.";
    if (lowest.position < 0) return "There is no room for the square on this page.";
    const std::string wrong =
        answer == of.of_class ? ""
                              : "Read as " + nn::class_name(*of.subject.network, answer) + ", though it is " + k + ". ";
    const float tiny = soft ? 0.005f : 0.01f * std::fabs(before);
    if (!(before - lowest.value > tiny))
        return wrong + "No place of the square costs " + thing + " much: it goes from " + words(before) + " to " +
               words(lowest.value) + " at worst.";
    const int columns = of.sweep.answers.shape.width;
    const auto middle = [&](int i) {
        return static_cast<float>(i * of.patch.stride) + static_cast<float>(of.patch.side) / 2;
    };
    const int now = answer_at(of, lowest.position);
    return wrong + "Covering the " +
           place_words(middle(lowest.position % columns), middle(lowest.position / columns), of.subject.input,
                       of.page()) +
           " costs most: " + thing + " falls from " + words(before) + " to " + words(lowest.value) +
           (now == answer ? ", and " + std::to_string(now) + " still wins."
                          : ", and " + std::to_string(now) + " wins.");
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
