// Evolution: what excites each map most at the checkpoints of a run, and which layer settles first.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "explain/evolution.h"
#include "nn/cost.h"
#include "probe/all.h"
#include "probe/arithmetic.h"
#include "probe/cache.h"
#include "probe/evolution/cells.h"
#include "probe/evolution/curves.h"
#include "probe/evolution/rows.h"
#include "probe/evolution/words.h"
#include "probe/figure_parts.h"
#include "probe/finding.h"
#include "probe/pictures.h"
#include "probe/subject_queries.h"

namespace probe {
namespace {

constexpr int kFewColumns = 6;  // on a phone
constexpr int kColumns = 10, kDigits = 2000;
constexpr int kDigitsASlice = 40, kCellsASlice = 12;  // forward passes
constexpr float kSide = 48;                           // points, of a picture of 16 pixels

enum class Of { data, own };
constexpr Choice kOf[] = {{Of::data, "Data set"}, {Of::own, "My digit"}};
constexpr Choice kRows[] = {{RowChoice::both, "Both"},
                            {RowChoice::lower, "Lower maps"},
                            {RowChoice::upper, "Upper maps"},
                            {RowChoice::units, "Units"}};
enum class Shown { projection, patch };
constexpr Choice kShown[] = {{Shown::projection, "Projection"}, {Shown::patch, "Patch"}};

constexpr Setting kSettings[] = {
    {.key = "of",
     .label = "Of",
     .tip = "What excites each map most among all digits, or in your own one.",
     .kind = Setting::Kind::choice,
     .choices = kOf},
    {.key = "rows",
     .label = "Rows",
     .tip = "Maps of the first layer, of the last one that has some, of both, or units above them.",
     .kind = Setting::Kind::choice,
     .choices = kRows},
    {.key = "show",
     .label = "Show",
     .tip = "The strongest activation projected to the pixels, or the piece of the digit behind it.",
     .kind = Setting::Kind::choice,
     .choices = kShown},
    {.key = "all",
     .label = "All digits",
     .tip = "Looks through all digits of the set, not the first 2,000: five times as long.",
     .kind = Setting::Kind::toggle,
     .advanced = true},
};

class EvolutionProbe : public Probe {
public:
    void ask(const Subject& subject) override;
    bool advance() override;
    float progress() const override { return evolution_ ? evolution_->progress() : 1.0f; }
    void show(figure::Figure& figure) const override;
    bool has_animation() const override { return evolution_ && evolution_->done() && !rows_.empty(); }
    std::vector<figure::Picture> animation() const override;

private:
    const explain::Checkpoint& run(int checkpoint) const { return evolution_->run()[index(checkpoint)]; }
    const nn::Network& last() const { return *evolution_->run().back().network; }
    nn::Field field(const MapRow& row, int unit) const;
    std::string row_name(const MapRow& row) const;
    figure::Picture cell_picture(int checkpoint, const MapRow& row, Shown shown) const;
    figure::Group table() const;
    figure::Group large() const;
    std::string finding() const;

    std::shared_ptr<explain::Evolution> evolution_;
    Cells cells_;
    bool lacks_history_ = true, own_ = false;
    Shown shown_ = Shown::projection;
    std::vector<int> columns_;  ///< checkpoints
    std::vector<MapRow> rows_;
    MapRow chosen_;
    int moment_ = 0, column_ = 0;  ///< the network's checkpoint; the column nearest to it
};

void EvolutionProbe::ask(const Subject& subject) {
    lacks_history_ = subject.history.empty();
    if (lacks_history_ || !has_digits(subject)) {
        evolution_ = nullptr;
        return;
    }
    const int count = subject.values.on("all") ? subject.digits.count() : std::min(kDigits, subject.digits.count());
    std::shared_ptr<explain::Evolution>& kept = subject.cache->evolution;
    if (!kept || kept->count() != count) kept = std::make_shared<explain::Evolution>(subject.digits, count);
    if (kept != evolution_) cells_ = {};
    evolution_ = kept;
    evolution_->follow(subject.history);
    own_ = subject.values.chosen<Of>("of") == Of::own;
    shown_ = subject.values.chosen<Shown>("show");
    cells_.look_at(own_, has_input(subject) ? subject.input : std::vector<float>());
    std::vector<std::int64_t> batches;
    for (const explain::Checkpoint& one : subject.history) batches.push_back(one.batches);
    columns_ = explain::even_on_log(batches, kColumns);
    moment_ = std::clamp(subject.moment, 0, static_cast<int>(batches.size()) - 1);
    const auto distance = [&](int column) {
        return std::fabs(explain::log_batches(batches[index(columns_[index(column)])]) -
                         explain::log_batches(batches[index(moment_)]));
    };
    column_ = 0;
    for (int i = 1; i < static_cast<int>(columns_.size()); ++i)
        if (distance(i) < distance(column_)) column_ = i;
    rows_ = rows_of(*evolution_, subject.values.chosen<RowChoice>("rows"), subject.start, chosen_);
}

bool EvolutionProbe::advance() {
    if (!evolution_) return false;
    const int most = nn::passes_a_slice(last(), kCellsASlice);
    for (const int column : columns_)
        if (cells_.compute(*evolution_, column, rows_, most) > 0) return true;
    return evolution_->advance(nn::passes_a_slice(last(), kDigitsASlice));
}

/// The pixels that the unit sees, moved inside the input where they reach over its border.
nn::Field EvolutionProbe::field(const MapRow& row, int unit) const {
    const int layer = evolution_->blocks()[index(row.block)].output, width = last().shape(layer).width;
    return nn::receptive_field(last(), layer, unit / width, unit % width);
}

std::string EvolutionProbe::row_name(const MapRow& row) const {
    const explain::Block& block = evolution_->blocks()[index(row.block)];
    return block.name + (has_maps(last(), block.output) ? " map " : " unit ") + std::to_string(row.map);
}

figure::Picture EvolutionProbe::cell_picture(int checkpoint, const MapRow& row, Shown shown) const {
    const Cell* cell = cells_.find(run(checkpoint), row);
    const nn::Shape& input = last().architecture.input;
    const std::string name = row_name(row) + " at batch " + batch_words(run(checkpoint).batches);
    const std::vector<float> blank(index(input.size()), 0.0f);
    const bool is_there = cell != nullptr && !cell->silent;
    const bool patch = shown == Shown::patch;
    const std::vector<float>& pixels = is_there ? (patch ? cell->input : cell->pixels) : blank;
    std::string caption = cell == nullptr ? "" : "silent";
    if (is_there)
        caption = (cell->digit < 0
                       ? ""
                       : "digit " + grouped(cell->digit) + ", a " + evolution_->digits().name_of(cell->digit) + ": ") +
                  figure::number(static_cast<double>(cell->value));
    return crop(name, caption, pixels.empty() ? blank : pixels, input, field(row, is_there ? cell->unit : 0),
                patch ? image::Map::ink : image::Map::diverging);
}

figure::Group EvolutionProbe::table() const {
    figure::Group group;
    group.side = kSide;
    group.first = true;
    group.share = 0.62f;
    group.least = 320;
    group.column_heads = {"batches\nread right"};
    for (const int column : columns_) {
        const double right = evolution_->accuracy(column);
        group.column_heads.push_back(
            batch_words(run(column).batches) + "\n" +
            (std::isfinite(right) ? std::to_string(std::lround(100 * right)) + " %" : "\xE2\x80\x93"));
    }
    group.few_columns = few_of(0, static_cast<int>(columns_.size()), kFewColumns, column_);
    group.few_rows = few_rows(rows_, chosen_);
    int block = -1;
    for (const MapRow& row : rows_) {
        const bool begins = row.block != std::exchange(block, row.block);
        const explain::Block& of = evolution_->blocks()[index(row.block)];
        group.row_heads.push_back((begins ? of.name : "") + "\t" + std::to_string(row.map));
        const Cell* before = nullptr;
        for (int i = 0; i < static_cast<int>(columns_.size()); ++i) {
            const int column = columns_[index(i)];
            const Cell* cell = cells_.find(run(column), row);
            figure::Picture picture = cell_picture(column, row, shown_);
            picture.zoom = picture.width > 16 ? 56 / kSide : picture.width > 8 ? 1.0f : 30 / kSide;
            picture.apart = begins && i == 0;
            picture.novel = before && cell && cell->digit >= 0 && before->digit >= 0 && cell->digit != before->digit;
            picture.chosen = row == chosen_ && i == column_;
            picture.click = select_click(of.output, row.map);
            picture.click.checkpoint = column;
            before = cell;
            group.pictures.push_back(std::move(picture));
        }
    }
    return group;
}

/// The chosen cell: projection, what the map saw, and the whole digit.
figure::Group EvolutionProbe::large() const {
    const int at = columns_[index(column_)];
    const Cell* cell = cells_.find(run(at), chosen_);
    const nn::Shape& input = last().architecture.input;
    figure::Group group;
    group.under = true;
    group.title = row_name(chosen_) + ", " + after_words(run(at).batches);
    group.side = 112;
    group.first = group.early = true;
    if (cell == nullptr || cell->silent) {
        group.note = cell == nullptr ? "Not computed yet."
                     : own_          ? "Your digit does not wake it."
                                     : "No digit wakes it.";
        return group;
    }
    for (const Shown shown : {Shown::projection, Shown::patch}) {
        figure::Picture picture = cell_picture(at, chosen_, shown);
        picture.name = "chosen " + std::string(shown == Shown::patch ? "patch" : "projection");
        picture.caption.clear();
        picture.head = shown == Shown::patch ? "patch" : "projection";  // above: a range stands below one of them
        picture.keyed = shown == Shown::projection;
        group.pictures.push_back(std::move(picture));
    }
    figure::Picture digit = ink_picture("chosen digit", "", cell->input, input);
    digit.head = "digit";
    digit.marks.push_back(frame(field(chosen_, cell->unit), input));
    if (cell->digit >= 0) digit.click = sample_click(cell->digit);
    group.pictures.push_back(std::move(digit));
    const std::string value = figure::number(static_cast<double>(cell->value));
    group.note = cell->digit < 0
                     ? "Its strongest activation in your digit: " + value + "."
                     : "Of " + grouped(evolution_->count()) + " digits, number " + grouped(cell->digit) + ", a " +
                           evolution_->digits().name_of(cell->digit) + ", excites it most: " + value + ".";
    return group;
}

std::string EvolutionProbe::finding() const {
    if (own_) {
        std::vector<int> answers;
        std::vector<std::int64_t> batches;
        for (const int column : columns_) {
            const auto answer = cells_.answer(run(column));
            if (!answer) return "Draw a digit, and see it through every checkpoint.";
            answers.push_back(*answer);
            batches.push_back(run(column).batches);
        }
        if (last().has_classes()) return answer_history_words(last(), answers, batches);
    }
    if (evolution_->done()) return settling_words(*evolution_);
    return so_far(static_cast<double>(progress())) + "every checkpoint looks through " + grouped(evolution_->count()) +
           " digits.";
}

void EvolutionProbe::show(figure::Figure& figure) const {
    if (lacks_history_)
        return show_nothing(figure, "Evolution",
                            "This network has no history: it came as it is now. A run that was trained here has one, "
                            "and so has the one that ships.");
    if (!evolution_ || rows_.empty())
        return show_nothing(figure, "Evolution", "This looks through the digits, and they are not here yet.");
    figure.title = "Evolution of " + row_name(rows_.front()) + " to " + row_name(rows_.back());
    figure.finding = finding();
    figure.groups.push_back(table());
    figure.groups.push_back(likeness_card(*evolution_, moment_));
    figure.groups.push_back(change_card(*evolution_));
    figure.groups.push_back(large());
    figure.groups.push_back(checkpoint_card(*evolution_, moment_));
}

/// All rows' cells of one checkpoint after the other, each in colours of its own largest value.
std::vector<figure::Picture> EvolutionProbe::animation() const {
    const auto across = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(rows_.size()))));
    const int down = (static_cast<int>(rows_.size()) + across - 1) / across;
    int side = 1;
    for (const MapRow& row : rows_) side = std::max(side, cell_picture(columns_[0], row, shown_).width + 1);
    std::vector<figure::Picture> frames;
    for (const int column : columns_) {
        std::vector<float> values(index(across * side * down * side), 0.0f);
        for (int r = 0; r < static_cast<int>(rows_.size()); ++r) {
            const figure::Picture cell = cell_picture(column, rows_[index(r)], shown_);
            const float full = image::full_scale(cell.values, cell.map);
            for (int i = 0; i < cell.width * cell.height && full > 0; ++i) {
                const int y = r / across * side + i / cell.width, x = r % across * side + i % cell.width;
                values[index(y * across * side + x)] = cell.values[index(i)] / full;
            }
        }
        frames.push_back(figure::picture("batch " + batch_words(run(column).batches), "", values, across * side,
                                         down * side,
                                         shown_ == Shown::patch ? image::Map::ink : image::Map::diverging));
        frames.back().scale = 1;
    }
    return frames;
}

}  // namespace

const Entry kEvolution = {.id = "evolution",
                          .title = "Evolution",
                          .term = "",
                          .group = Group::train,
                          .what = "How did its filters grow?",
                          .source = "Zeiler & Fergus 2013, section 4, Fig. 4; Kornblith et al. 2019 (linear CKA)",
                          .settings = kSettings,
                          .of_input = true,
                          .of_selection = true,
                          .needs_digits = true,
                          .make = made<EvolutionProbe>,
                          .of_history = true};

}  // namespace probe
