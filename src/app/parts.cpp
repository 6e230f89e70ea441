#include "app/parts.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "app/state.h"
#include "image/split.h"
#include "nn/finite.h"

namespace app {
namespace {

void mix(std::uint64_t& hash, float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * 0x100000001b3ull;  // FNV-1a, by words
    hash ^= hash >> 29;
}

std::uint64_t stamp_of(const image::Stroke& stroke) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const image::Point p : stroke) {
        mix(hash, p.x);
        mix(hash, p.y);
    }
    return hash;
}

/// Different where the ink is.
std::uint64_t stamp_of(const image::Drawing& drawing) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const image::Stroke& stroke : drawing.strokes) hash = (hash ^ stamp_of(stroke)) * 0x100000001b3ull;
    mix(hash, static_cast<float>(drawing.picture.width));
    for (const float pixel : drawing.picture.pixels) mix(hash, pixel);
    return hash;
}

float distance(const image::Bounds& a, const image::Bounds& b) {
    return std::hypot(a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom);
}

image::Bounds with_pen(image::Bounds box, const image::Drawing& drawing) {
    const float half = drawing.strokes.empty() ? 0.0f : drawing.pen / 2;
    return {box.left - half, box.top - half, box.right + half, box.bottom + half};
}

/// From the last frame where its ink is the same, else anew; nothing where no ink is left after the fit.
std::optional<Parts::One> one_of(const image::Part& part, Parts& before) {
    const std::uint64_t stamp = stamp_of(part.alone);
    const auto same = std::find_if(before.all.begin(), before.all.end(),
                                   [stamp](const Parts::One& one) { return one.stamp == stamp; });
    Parts::One one;
    if (same != before.all.end()) {
        one = *same;
    } else {
        auto input = image::network_input(part.alone, image::FitOptions{});
        if (!input) return std::nullopt;
        one.input = std::move(*input);
        one.stamp = stamp;
    }
    one.box = with_pen(part.box, part.alone);
    return one;
}

int nearest(const std::vector<Parts::One>& all, const image::Bounds& box) {
    const auto best = std::min_element(all.begin(), all.end(), [&](const Parts::One& a, const Parts::One& b) {
        return distance(a.box, box) < distance(b.box, box);
    });
    return static_cast<int>(best - all.begin());
}

}  // namespace

void refresh_parts(State& state) {
    Parts before = std::exchange(state.parts, {});
    if (!state.options.fit || state.fixed_input || reads_signs(state)) return;
    const image::Drawing& drawing = state.board.drawing();
    const bool pen_is_drawing = state.board.pen_is_down() && state.board.tool == Tool::pen;
    Parts now;
    now.network = before.network;
    now.last_stroke = drawing.strokes.empty() ? 0 : stamp_of(drawing.strokes.back());
    int drawn_last = 0;
    for (const image::Part& part : image::split(drawing, pen_is_drawing)) {
        auto one = one_of(part, before);
        if (!one) continue;
        if (part.drawn_last) drawn_last = static_cast<int>(now.all.size());
        now.all.push_back(std::move(*one));
    }
    if (!now.several()) return;
    const bool stays = before.several() && before.last_stroke == now.last_stroke;
    now.chosen = stays ? nearest(now.all, before.all[static_cast<std::size_t>(before.chosen)].box) : drawn_last;
    state.parts = std::move(now);
}

void classify_parts(State& state) {
    Parts& parts = state.parts;
    if (!parts.several()) return;
    Lane& lane = state.lane();
    if (parts.network != lane.network().id.value)
        for (Parts::One& one : parts.all) one.prediction = -1;
    parts.network = lane.network().id.value;
    std::vector<float> outputs(static_cast<std::size_t>(lane.network().classes()));
    for (Parts::One& one : parts.all) {
        if (one.prediction >= 0) continue;
        lane.engine.forward_batch(one.input.pixels, outputs);
        one.prediction = nn::strongest(outputs);
        if (one.prediction >= 0) one.probability = outputs[static_cast<std::size_t>(one.prediction)];
    }
}

std::string reading(const Parts& parts) {
    // Classes above 9 have more than one figure: they need something between them.
    const bool wide =
        std::any_of(parts.all.begin(), parts.all.end(), [](const auto& one) { return one.prediction > 9; });
    std::string text;
    for (const Parts::One& one : parts.all) {
        if (wide && !text.empty()) text += " ";
        text += one.prediction < 0 ? "?" : std::to_string(one.prediction);
    }
    return text;
}

std::string parts_sentence(const Parts& parts) {
    std::string sentence = std::to_string(parts.all.size()) + " digits: " + reading(parts) + ".";
    const char* between = " ";
    for (const Parts::One& one : parts.all) {
        if (one.prediction < 0) continue;
        sentence += std::exchange(between, "; ") + std::to_string(one.prediction) + ", " +
                    std::to_string(static_cast<int>(one.probability * 100.0f + 0.5f)) + " percent";
    }
    return sentence + ".";
}

}  // namespace app
