// Occlusion (Fig. 7): a square over the input, by hand and at all positions.
#include <algorithm>
#include <cmath>
#include <memory>

#include "explain/occlusion.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cards.h"
#include "probe/pictures.h"
#include "probe/subject.h"

namespace probe {
namespace {

using Kind = Setting::Kind;

enum Fill { kBlack, kGrey, kMean, kErase };

constexpr Setting kSettings[] = {
    {"size", "Size", "Side of the square that covers the digit, in pixels.", Kind::whole, 1, 14, 6},
    {"fill", "Fill", "What the square shows: full ink, half ink, the mean digit, or paper (erases the ink).", Kind::choice, 0, 3, kErase,
     "black|grey|mean|erase the ink"},
    {"row", "Row", "Row of the square's upper edge; or drag it in the picture.", Kind::whole, 0, 27, 11},
    {"column", "Column", "Column of the square's left edge; or drag it in the picture.", Kind::whole, 0, 27, 11},
    {"stride", "Stride", "Pixels from one position of the sweep to the next.", Kind::choice, 0, 2, 0, "1|2|4"},
};

constexpr int kSlice = 128;  // positions: some 0.8 ms natively

class OcclusionProbe final : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override { return sweep_.count > 0 ? static_cast<float>(sweep_.done) / static_cast<float>(sweep_.count) : 1.0f; }
    void show(figure::Figure& figure) const override;
    std::vector<figure::Picture> animation() const override;

private:
    bool empty() const { return subject_.input.empty(); }
    const nn::Shape& page() const { return subject_.network->architecture.input; }
    void choose_fill();
    void choose_map();
    void cover();
    std::vector<float> covered(int row, int column) const;
    std::vector<float> per_position(const std::vector<float>& values, float uncovered) const;
    std::vector<float> probability() const;
    std::string map_words() const { return layer_name(*subject_.network, watch_.layer) + " map " + std::to_string(watch_.map); }
    figure::Picture page_picture(std::string name, std::string caption, const std::vector<float>& input) const;
    figure::Plot changes() const;
    void show_by_hand(figure::Figure& figure) const;
    void show_sweep(figure::Figure& figure) const;
    void add_map_panels(figure::Group& group) const;
    void add_answer_panels(figure::Group& group) const;
    figure::Picture panel(std::string name, std::string caption, const std::vector<float>& values, image::Map map) const;

    Subject subject_;
    std::uint64_t network_ = 0;
    std::unique_ptr<nn::Engine> engine_;
    std::unique_ptr<explain::Occluder> occluder_;
    nn::Activations now_;  ///< of the input covered by hand
    explain::Patch patch_;
    explain::Watch watch_;
    int row_ = 0, column_ = 0, class_ = 0;
    std::vector<float> fill_;  ///< what the square shows, as large as the input
    std::vector<float> swept_input_, swept_fill_;
    explain::Sweep sweep_;
    explain::Projection projection_;  ///< of the watched map
    double agreement_ = 0;            ///< rank correlation of drop and brightness
    bool swept_ = false;
};

void OcclusionProbe::ask(const Subject& subject) {
    subject_ = subject;
    if (empty()) return;
    const nn::Network& network = *subject.network;
    bool anew = !swept_;
    if (const std::uint64_t now = fingerprint(network); now != network_) {
        network_ = now;
        engine_ = std::make_unique<nn::Engine>(network);
        occluder_ = std::make_unique<explain::Occluder>(network);
        now_ = nn::make_activations(network);
        anew = true;
    }
    const explain::Patch before = patch_;
    const explain::Watch watched = watch_;
    patch_.side = std::min({subject.values.whole("size"), page().height, page().width});
    patch_.stride = 1 << subject.values.whole("stride");
    row_ = std::clamp(subject.values.whole("row"), 0, page().height - patch_.side);
    column_ = std::clamp(subject.values.whole("column"), 0, page().width - patch_.side);
    choose_fill();
    choose_map();
    cover();
    const std::vector<float>& answer = subject.activations->outputs.back().data;
    class_ = subject.truth >= 0 && subject.truth < static_cast<int>(answer.size()) ? subject.truth : largest(answer);
    if (!anew && before == patch_ && watched.layer == watch_.layer && watched.map == watch_.map && swept_input_ == subject.input && swept_fill_ == fill_)
        return;
    swept_input_ = subject.input;
    swept_fill_ = fill_;
    swept_ = true;
    occluder_->begin(subject.input, patch_, watch_, fill_, sweep_);
}

bool OcclusionProbe::advance() {
    if (empty() || sweep_.done >= sweep_.count) return false;
    const bool more = occluder_->advance(kSlice, sweep_);
    if (!more && !sweep_.sums.empty()) agreement_ = explain::agreement(sweep_, patch_, projection_.pixels);
    return more;
}

void OcclusionProbe::choose_fill() {
    const std::size_t size = subject_.input.size();
    switch (subject_.values.whole("fill")) {
        case kBlack:
            fill_.assign(size, 1.0f);
            break;
        case kGrey:
            fill_.assign(size, 0.5f);
            break;
        case kMean:
            fill_ = mean_picture(subject_);
            break;
        default:
            fill_.assign(size, 0.0f);
            break;
    }
}

/// The map that sums up to most, of the selected layer where it has maps, else of the last one that has.
void OcclusionProbe::choose_map() {
    const nn::Network& network = *subject_.network;
    int layer = std::min(subject_.start.layer, network.layer_count() - 1);
    if (!has_maps(network, layer) || explain::watchable(network, layer) < 0) layer = network.layer_count() - 1;
    while (layer >= 0 && (!has_maps(network, layer) || explain::watchable(network, layer) < 0)) --layer;
    watch_ = {explain::watchable(network, layer), 0};
    if (watch_.layer < 0) return;
    const nn::Tensor& output = subject_.activations->output(watch_.layer);
    double best = -INFINITY;
    for (int map = 0; map < output.shape.channels; ++map) {
        double sum = 0;
        for (const float value : output.map(map)) sum += static_cast<double>(value);
        if (sum > best) best = sum, watch_.map = map;
    }
    explain::project(network, *subject_.activations, {watch_.layer, explain::Keep::whole_map, watch_.map, 0}, projection_);
}

std::vector<float> OcclusionProbe::covered(int row, int column) const {
    std::vector<float> input = subject_.input;
    const nn::Shape& shape = page();
    for (int channel = 0; channel < shape.channels; ++channel)
        for (int y = row; y < row + patch_.side; ++y)
            for (int x = column; x < column + patch_.side; ++x) {
                const std::size_t at = index((channel * shape.height + y) * shape.width + x);
                input[at] = fill_[at];
            }
    return input;
}

void OcclusionProbe::cover() { engine_->forward(covered(row_, column_), now_); }

/// Values by position; those to come as if nothing were covered.
std::vector<float> OcclusionProbe::per_position(const std::vector<float>& values, float uncovered) const {
    std::vector<float> shown = values;
    std::fill(shown.begin() + sweep_.done, shown.end(), uncovered);
    return shown;
}

std::vector<float> OcclusionProbe::probability() const {
    const std::span<const float> map = sweep_.answers.map(class_);
    return per_position({map.begin(), map.end()}, subject_.activations->outputs.back().data[index(class_)]);
}

void OcclusionProbe::show(figure::Figure& figure) const {
    if (empty()) {
        figure.groups.push_back(empty_page());
        return;
    }
    figure.title = "Occlusion by a square of " + std::to_string(patch_.side) + " x " + std::to_string(patch_.side) + " pixels";
    show_by_hand(figure);
    show_sweep(figure);
}

/// The page with the square's outline, which a drag moves.
figure::Picture OcclusionProbe::page_picture(std::string name, std::string caption, const std::vector<float>& input) const {
    figure::Picture picture = ink_picture(std::move(name), std::move(caption), input, page());
    const auto edge = [](int i) { return static_cast<float>(i); };
    picture.marks.push_back({figure::Mark::Kind::frame, edge(column_), edge(row_), edge(column_ + patch_.side), edge(row_ + patch_.side), true});
    picture.drag_x = "column";
    picture.drag_y = "row";
    return picture;
}

void OcclusionProbe::show_by_hand(figure::Figure& figure) const {
    const nn::Network& network = *subject_.network;
    figure::Group group;
    group.title = "The square under your hand";
    group.note =
        "Drag the square over the digit. The network reads the covered page at once, and every layer reacts: the bars say how far its numbers move from those "
        "of the whole digit, as a share of their length.";
    group.side = 168;
    group.pictures.push_back(page_picture("covered input", "the square hangs from\nits upper left corner", covered(row_, column_)));
    const std::vector<float>&before = subject_.activations->outputs.back().data, &now = now_.outputs.back().data;
    const bool soft = ends_in_softmax(network);
    if (soft) {
        group.facts.push_back(fact("answer to the whole digit", answer_words(before)));
        group.facts.push_back(fact("answer now", answer_words(now)));
        group.facts.back().good = largest(before) == largest(now);
    }
    group.facts.push_back(fact((soft ? "probability of " : "output of ") + std::to_string(class_) + " now", static_cast<double>(now[index(class_)])));
    if (watch_.layer >= 0) {
        const std::string map = map_words();
        const nn::Tensor &whole = subject_.activations->output(watch_.layer), &covered_map = now_.output(watch_.layer);
        const float scale =
            std::max(image::full_scale(whole.map(watch_.map), image::Map::diverging), image::full_scale(covered_map.map(watch_.map), image::Map::diverging));
        group.pictures.push_back(map_picture("strongest map, whole", map + ",\nnothing covered", whole, watch_.map, image::Map::diverging));
        group.pictures.back().scale = scale;
        group.pictures.push_back(map_picture("strongest map, now", map + ",\nnow", covered_map, watch_.map, image::Map::diverging));
        group.pictures.back().scale = scale;
    }
    group.plots.push_back(changes());
    figure.groups.push_back(std::move(group));
}

figure::Plot OcclusionProbe::changes() const {
    figure::Plot plot;
    plot.name = "relative change";
    plot.title = "How far every layer moves";
    plot.x_label = "layer";
    plot.y_label = "relative change";
    plot.bars = true;
    plot.width = 0.66f;
    plot.y_low = 0.0f;
    figure::Series series;
    series.name = "covered against whole";
    for (int layer = 0; layer < subject_.network->layer_count(); ++layer) {
        series.x.push_back(static_cast<float>(layer));
        series.y.push_back(static_cast<float>(relative_change(subject_.activations->output(layer).data, now_.output(layer).data)));
        plot.bar_labels.push_back(subject_.network->layer(layer).name);
    }
    plot.series.push_back(std::move(series));
    return plot;
}

/// A number for every position of the patch, drawn as large as what the patch went over.
figure::Picture OcclusionProbe::panel(std::string name, std::string caption, const std::vector<float>& values, image::Map map) const {
    const nn::Shape& shape = sweep_.answers.shape;
    figure::Picture picture = figure::picture(std::move(name), std::move(caption), values, shape.width, shape.height, map);
    picture.zoom = std::min(1.0f, static_cast<float>(shape.width * patch_.stride) / static_cast<float>(page().width));
    if (patch_.stride == 1) {
        picture.drag_x = "column";
        picture.drag_y = "row";
        const auto at = [](int i) { return static_cast<float>(i); };
        picture.marks.push_back({figure::Mark::Kind::frame, at(column_), at(row_), at(column_ + 1), at(row_ + 1), true});
    }
    return picture;
}

void OcclusionProbe::add_map_panels(figure::Group& group) const {
    if (sweep_.sums.empty()) return;
    const std::string map = map_words();
    group.pictures.push_back(panel("activity of " + map, "(b) activity of\n" + map + "\nby place of the square",
                                   per_position(sweep_.sums, static_cast<float>(sweep_.whole_sum)), image::Map::sequential));
    group.pictures.push_back(map_picture("reconstruction of " + map, "(c) " + map + "\nprojected to pixels", projection_.pixels, 0, image::Map::diverging));
    group.facts.push_back(fact("strongest map", map));
    group.facts.push_back(fact("its activity, nothing covered", sweep_.whole_sum));
    if (sweep_.done < sweep_.count) return;
    group.facts.push_back(fact("rank correlation: (b)'s drop, (c) above zero under the square", agreement_));
    group.facts.push_back({"positions", "n = " + std::to_string(sweep_.count), static_cast<double>(sweep_.count), true});
}

void OcclusionProbe::add_answer_panels(figure::Group& group) const {
    const std::string known = subject_.truth == class_ ? "the true class" : "the answer";
    const bool soft = ends_in_softmax(*subject_.network);
    const std::vector<float> chance = probability();
    figure::Picture picture =
        panel(soft ? "probability" : "output", std::string(soft ? "(d) probability of " : "(d) output of ") + std::to_string(class_) + ",\n" + known, chance,
              image::Map::sequential);
    if (soft) picture.scale = 1;
    group.pictures.push_back(std::move(picture));
    const nn::Tensor& answers = sweep_.answers;
    std::vector<float> best(index(sweep_.count), static_cast<float>(largest(subject_.activations->outputs.back().data)));
    int other = 0;
    for (int position = 0; position < sweep_.done; ++position) {
        int most = 0;
        for (int k = 1; k < answers.shape.channels; ++k)
            if (answers.map(k)[index(position)] > answers.map(most)[index(position)]) most = k;
        best[index(position)] = static_cast<float>(most);
        other += most != class_;
    }
    group.pictures.push_back(panel("most probable class", "(e) most probable\nclass", best, image::Map::classes));
    const auto lowest = std::min_element(chance.begin(), chance.end());
    if (lowest == chance.end()) return;
    group.facts.push_back(fact("lowest " + std::string(soft ? "probability" : "output") + " of " + std::to_string(class_), static_cast<double>(*lowest)));
    group.facts.push_back({"positions with another answer", std::to_string(other) + " of " + std::to_string(sweep_.done), static_cast<double>(other), true});
}

void OcclusionProbe::show_sweep(figure::Figure& figure) const {
    figure::Group group;
    group.title = "The square at every position";
    group.note =
        "Each point of (b), (d) and (e) belongs to one place of the square's upper left corner. Where (d) is low the answer needs what lies there; if (b) "
        "drops where "
        "(c) is strong, the reconstruction shows what really drives the map.";
    const int fill = subject_.values.whole("fill");
    if (fill == kErase) group.note += " The square is paper here: over paper it changes nothing.";
    if (fill == kBlack) group.note += " Black is full ink here, drawn in the ink's colour.";
    group.side = 150;
    group.pictures.push_back(page_picture("input", "(a) input and square", subject_.input));
    add_map_panels(group);
    add_answer_panels(group);
    figure.groups.push_back(std::move(group));
}

/// The covered input beside the probability so far.
std::vector<figure::Picture> OcclusionProbe::animation() const {
    std::vector<figure::Picture> frames;
    if (empty() || sweep_.done == 0) return frames;
    constexpr int kFrames = 120, kGap = 2;
    const nn::Shape& shape = page();
    const int columns = sweep_.answers.shape.width, width = 2 * shape.width + kGap, step = std::max(1, sweep_.done / kFrames);
    const std::vector<float> chance = probability();
    for (int position = 0; position < sweep_.done; position += step) {
        const std::vector<float> input = covered(position / columns * patch_.stride, position % columns * patch_.stride);
        std::vector<float> values(index(width * shape.height), 0.0f);
        for (int y = 0; y < shape.height; ++y) std::copy_n(input.begin() + y * shape.width, shape.width, values.begin() + y * width);
        for (int i = 0; i <= position; ++i) values[index(i / columns * width + shape.width + kGap + i % columns)] = chance[index(i)];
        figure::Picture frame = figure::picture("position " + std::to_string(position), "", values, width, shape.height, image::Map::sequential);
        frame.scale = 1;
        frames.push_back(std::move(frame));
    }
    return frames;
}

}  // namespace

const Entry kOcclusion = {"occlusion", "Occlusion", "What does the network answer when a part of the digit is covered?",
                          "Zeiler & Fergus 2013, section 4.2, Fig. 7",
                          kSettings, true, true, false, made<OcclusionProbe>};

}  // namespace probe
