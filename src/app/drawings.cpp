#include "app/drawings.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/action_parts.h"
#include "app/actions.h"
#include "image/digit.h"
#include "io/stroke_file.h"

namespace app {
namespace {

std::optional<OwnDrawing> drawing_of(image::Strokes strokes, int label) {
    const auto input = image::network_input(strokes, image::FitOptions{});
    if (!input) return std::nullopt;
    OwnDrawing drawing{std::move(strokes), label, {}};
    std::transform(input->pixels.begin(), input->pixels.end(), drawing.pixels.begin(),
                   [](float v) { return static_cast<std::uint8_t>(std::lround(v * 255.0f)); });
    return drawing;
}

std::string text_of(const Drawings& drawings) {
    std::string text;
    for (const OwnDrawing& drawing : drawings.all) text += io::stroke_line(drawing.strokes, drawing.label) + "\n";
    return text;
}

/// The set anew, in the place of the one before.
void make_set(State& state) {
    Drawings& drawings = state.drawings;
    const DataSetPtr before = drawings.set;
    std::erase(state.sets, before);
    drawings.set = nullptr;
    io::LabelledImages all{{static_cast<int>(drawings.all.size()), kInputSide, kInputSide, {}}, {}};
    for (const OwnDrawing& drawing : drawings.all) {
        all.images.pixels.insert(all.images.pixels.end(), drawing.pixels.begin(), drawing.pixels.end());
        all.labels.push_back(static_cast<std::uint8_t>(drawing.label));
    }
    if (!drawings.all.empty())
        drawings.set =
            make_data_set("My drawings", std::move(all), {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}).value();
    if (drawings.set) keep_data_set(state, drawings.set);
    // A recipe that learns from them learns from the new ones, too.
    if (before && state.training.recipe.own_set == before->id)
        state.training.recipe.own_set = drawings.set ? drawings.set->id : 0;
    if (before && state.digits == before) {
        if (drawings.set)
            show_data_set(state, drawings.set);
        else
            show_set(state, SetName::held_out);
    }
}

void changed(State& state) {
    const bool shown = state.drawings.shown;
    make_set(state);
    state.drawings.shown = shown;
    request(state, Effect::Kind::store_drawings, text_of(state.drawings));
}

io::LinesKept read_lines(Drawings& drawings, std::string_view text) {
    return io::keep_stroke_lines(text, [&](io::StrokeLine line) {
        if (!line.label || drawings.all.size() >= Drawings::kMost) return false;
        auto drawing = drawing_of(std::move(line.strokes), *line.label);
        if (drawing) drawings.all.push_back(std::move(*drawing));
        return drawing.has_value();
    });
}

}  // namespace

void keep_drawing(State& state, int label) {
    const image::Drawing& page = state.board.drawing();
    if (page.strokes.empty() || !page.picture.empty())
        return say(state, "Draw something first: only what was drawn on the pad can be kept", true);
    if (state.drawings.all.size() >= Drawings::kMost)
        return say(state, "10,000 drawings are kept, and there is room for no more", true);
    auto drawing = drawing_of(page.strokes, std::clamp(label, 0, 9));
    if (!drawing) return say(state, "There is no ink on the pad", true);
    state.drawings.all.push_back(std::move(*drawing));
    changed(state);
    clear(state);
    say(state, "Kept as a " + std::to_string(label) + "; " + std::to_string(state.drawings.all.size()) +
                   (state.drawings.all.size() == 1 ? " drawing" : " drawings") + " so far");
}

void forget_drawing(State& state, int index) {
    if (index < 0 || index >= static_cast<int>(state.drawings.all.size())) return;
    state.drawings.all.erase(state.drawings.all.begin() + index);
    changed(state);
}

void show_drawings(State& state) {
    state.set_to_show.reset();
    if (state.drawings.set) show_data_set(state, state.drawings.set);
    state.drawings.shown = true;
}

void import_drawings(State& state, std::string_view name, std::string_view text) {
    const io::LinesKept read = read_lines(state.drawings, text);
    if (read.kept == 0)
        return say(state, std::string(name) + ": expected lines such as {\"label\": 7, \"strokes\": [...]}, found none",
                   true);
    changed(state);
    show_drawings(state);
    say(state, std::to_string(read.kept) + " drawings of " + std::string(name) + " are kept" +
                   (read.left_out ? "; " + std::to_string(read.left_out) +
                                        " lines were left out: they have no label from 0 to 9 or no strokes"
                                  : ""));
}

void export_drawings(State& state) {
    const std::string text = text_of(state.drawings);
    if (text.empty()) return say(state, "There is no drawing to save yet", true);
    save_file(state, "unpool-drawings.jsonl", {text.begin(), text.end()});
}

void restore_drawings(State& state, std::string_view text) {
    const bool some = !state.drawings.all.empty();  // kept before these came
    read_lines(state.drawings, text);
    some ? changed(state) : make_set(state);
}

}  // namespace app
