// The pad's memory: strokes, eraser, undo and redo.
#include <doctest/doctest.h>

#include <cmath>
#include <utility>

#include "app/drawing_board.h"

using app::DrawingBoard;

namespace {

void draw_line(DrawingBoard& board, image::Point from, image::Point to) {
    board.down(from);
    for (int i = 1; i <= 20; ++i) {
        const float t = static_cast<float>(i) / 20;
        board.move({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
    }
    board.up();
}

}  // namespace

TEST_CASE("a stroke is what lies between down and up") {
    DrawingBoard board;
    CHECK(board.empty());
    board.move({0.5f, 0.5f});
    board.up();
    CHECK(board.empty());
    draw_line(board, {0.2f, 0.2f}, {0.8f, 0.8f});
    REQUIRE(board.drawing().strokes.size() == 1);
    CHECK(board.drawing().strokes[0].front() == image::Point{0.2f, 0.2f});
    CHECK(board.drawing().strokes[0].back() == image::Point{0.8f, 0.8f});
}

TEST_CASE("a second down ends the first stroke, and points that are no numbers are dropped") {
    DrawingBoard board;
    board.down({0.1f, 0.1f});
    board.down({0.9f, 0.9f});
    board.move({std::nanf(""), 0.5f});
    board.up();
    CHECK(board.drawing().strokes.size() == 2);
    CHECK(board.drawing().strokes[1].size() == 1);
    board.down({INFINITY, 0});
    CHECK(!board.pen_is_down());
}

TEST_CASE("undo and redo go step by step and a new stroke forgets what was undone") {
    DrawingBoard board;
    draw_line(board, {0, 0}, {1, 1});
    draw_line(board, {1, 0}, {0, 1});
    CHECK(board.undo());
    CHECK(board.drawing().strokes.size() == 1);
    CHECK(board.redo());
    CHECK(board.drawing().strokes.size() == 2);
    CHECK(board.undo());
    draw_line(board, {0.5f, 0}, {0.5f, 1});
    CHECK(!board.can_redo());
    board.clear();
    CHECK(board.empty());
    CHECK(board.undo());
    CHECK(board.drawing().strokes.size() == 2);
    CHECK(board.undo());
    CHECK(board.undo());
    CHECK(board.empty());
    CHECK(!board.undo());
}

TEST_CASE("the eraser cuts a stroke in two") {
    DrawingBoard board;
    draw_line(board, {0.1f, 0.5f}, {0.9f, 0.5f});
    board.tool = app::Tool::eraser;
    draw_line(board, {0.5f, 0.3f}, {0.5f, 0.7f});
    CHECK(board.drawing().strokes.size() == 2);
    for (const auto& stroke : board.drawing().strokes)
        for (const auto& p : stroke) CHECK(std::fabs(p.x - 0.5f) > board.brush * 0.9f);
    CHECK(board.undo());
    CHECK(board.drawing().strokes.size() == 1);
}

TEST_CASE("the eraser takes ink from a picture, and an erased picture is an empty page") {
    DrawingBoard board;
    board.set_picture(image::Gray(28, 28, 1.0f), true);
    board.tool = app::Tool::eraser;
    board.brush = DrawingBoard::kMaxBrush;
    draw_line(board, {0.5f, 0.0f}, {0.5f, 1.0f});
    CHECK(board.drawing().picture.at(14, 14) == 0.0f);
    CHECK(board.drawing().picture.at(14, 1) == 1.0f);
    for (float x = 0; x <= 1.0f; x += 0.1f) draw_line(board, {x, -0.1f}, {x, 1.1f});
    CHECK(board.empty());
}

TEST_CASE("every change grows the revision") {
    DrawingBoard board;
    unsigned last = board.revision();
    const auto grew = [&] { return std::exchange(last, board.revision()) < board.revision(); };
    board.down({0.5f, 0.5f});
    CHECK(grew());
    board.move({0.6f, 0.5f});
    CHECK(grew());
    board.up();
    grew();
    board.undo();
    CHECK(grew());
    board.redo();
    CHECK(grew());
    board.clear();
    CHECK(grew());
}
