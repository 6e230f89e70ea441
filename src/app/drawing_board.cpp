#include "app/drawing_board.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr std::size_t kMaxHistory = 100;
constexpr float kMinStep = 0.0015f;  // a share of the pad's side; closer points add nothing but length

bool finite(image::Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

image::Point clipped(image::Point p) { return {std::clamp(p.x, -0.5f, 1.5f), std::clamp(p.y, -0.5f, 1.5f)}; }

float distance_to_segment(image::Point p, image::Point a, image::Point b) {
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float length2 = dx * dx + dy * dy;
    const float t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0f, 1.0f) : 0.0f;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// Sets to paper what of the picture lies within `radius` of the segment; the picture fills the unit square.
void erase_picture(image::Gray& picture, image::Point a, image::Point b, float radius) {
    for (int row = 0; row < picture.height; ++row) {
        for (int column = 0; column < picture.width; ++column) {
            const image::Point p{(static_cast<float>(column) + 0.5f) / static_cast<float>(picture.width),
                                 (static_cast<float>(row) + 0.5f) / static_cast<float>(picture.height)};
            if (distance_to_segment(p, a, b) <= radius) picture.at(row, column) = 0.0f;
        }
    }
}

}  // namespace

void DrawingBoard::remember() {
    undo_.push_back(drawing_);
    if (undo_.size() > kMaxHistory) undo_.erase(undo_.begin());
    redo_.clear();
}

void DrawingBoard::changed() {
    drawing_.pen = brush;
    ++revision_;
}

void DrawingBoard::down(image::Point point) {
    if (!finite(point)) return;
    if (pen_down_) up();
    point = clipped(point);
    remember();
    pen_down_ = true;
    if (tool == Tool::pen) {
        drawing_.strokes.push_back({point});
        changed();
    } else {
        eraser_path_ = {point};
        move(point);
    }
}

void DrawingBoard::move(image::Point point) {
    if (!pen_down_ || !finite(point)) return;
    point = clipped(point);
    if (tool == Tool::eraser) {
        const image::Point from = eraser_path_.back();
        const float radius = brush;  // twice the pen's: an eraser is a blunt thing
        drawing_.strokes = image::erase(drawing_.strokes, {from, point}, radius);
        if (!drawing_.picture.empty()) erase_picture(drawing_.picture, from, point, radius);
        eraser_path_.push_back(point);
        changed();
        return;
    }
    image::Stroke& stroke = drawing_.strokes.back();
    if (std::hypot(point.x - stroke.back().x, point.y - stroke.back().y) < kMinStep) return;
    stroke.push_back(point);
    changed();
}

void DrawingBoard::up() {
    if (!pen_down_) return;
    pen_down_ = false;
    eraser_path_.clear();
    if (!drawing_.picture.empty() && !image::has_ink(drawing_.picture.pixels)) drawing_.picture = {};
    changed();
}

bool DrawingBoard::undo() {
    up();
    if (undo_.empty()) return false;
    redo_.push_back(std::move(drawing_));
    drawing_ = std::move(undo_.back());
    undo_.pop_back();
    ++revision_;
    return true;
}

bool DrawingBoard::redo() {
    up();
    if (redo_.empty()) return false;
    undo_.push_back(std::move(drawing_));
    drawing_ = std::move(redo_.back());
    redo_.pop_back();
    ++revision_;
    return true;
}

void DrawingBoard::clear() {
    up();
    if (drawing_.empty()) return;
    remember();
    drawing_ = {};
    changed();
}

void DrawingBoard::start_over() {
    up();
    undo_.clear();
    redo_.clear();
    drawing_ = {};
    changed();
}

void DrawingBoard::set_strokes(image::Strokes strokes) {
    up();
    remember();
    drawing_ = {};
    drawing_.strokes = std::move(strokes);
    changed();
}

void DrawingBoard::set_picture(image::Gray picture, bool is_network_input) {
    up();
    remember();
    drawing_ = {};
    drawing_.picture = std::move(picture);
    drawing_.picture_is_input = is_network_input;
    changed();
}

}  // namespace app
