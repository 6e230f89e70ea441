#include <doctest/doctest.h>

#include "gpu/items.h"

namespace {

using gpu::Box;
using gpu::Kind;

const ImVec2 kWhite{0.25f, 0.5f};

/// A frame of one list with one command, as Dear ImGui hands it over.
struct Frame {
    ImDrawList list{nullptr};
    ImDrawData data;

    Frame() {
        list.CmdBuffer.push_back({});
        clip({0, 0, 400, 300});
        data.DisplaySize = {400, 300};
        data.FramebufferScale = {1, 1};
        data.CmdLists.push_back(&list);
    }
    ImDrawCmd& command() { return list.CmdBuffer.back(); }
    void clip(ImVec4 where) { command().ClipRect = where; }
    void texture(ImTextureID id) { command().TexRef = ImTextureRef(id); }
    void quad(float x0, float y0, float x1, float y1, ImU32 colour, ImVec2 uv0 = kWhite, ImVec2 uv1 = kWhite) {
        const auto first = static_cast<unsigned>(list.VtxBuffer.Size);
        list.VtxBuffer.push_back({{x0, y0}, uv0, colour});
        list.VtxBuffer.push_back({{x1, y0}, {uv1.x, uv0.y}, colour});
        list.VtxBuffer.push_back({{x1, y1}, uv1, colour});
        list.VtxBuffer.push_back({{x0, y1}, {uv0.x, uv1.y}, colour});
        for (ImDrawIdx i : {0u, 1u, 2u, 0u, 2u, 3u}) list.IdxBuffer.push_back(first + i);
        command().ElemCount += 6;
    }
    /// A convex shape with smooth edges: pairs of a corner and one a pixel further out that is transparent, a fan from
    /// the first corner, then two triangles an edge.
    void smooth(const std::vector<ImVec2>& corners, ImU32 colour) {
        const auto first = static_cast<unsigned>(list.VtxBuffer.Size);
        const auto count = static_cast<unsigned>(corners.size());
        for (const ImVec2& at : corners) {
            list.VtxBuffer.push_back({at, kWhite, colour});
            list.VtxBuffer.push_back({{at.x + (at.x < 60 ? -1.0f : 1.0f), at.y}, kWhite, colour & ~IM_COL32_A_MASK});
        }
        for (unsigned i = 2; i < count; ++i)
            for (unsigned corner : {0u, 2 * (i - 1), 2 * i}) list.IdxBuffer.push_back(first + corner);
        for (unsigned i = 0, before = count - 1; i < count; before = i++)
            for (unsigned corner : {2 * i, 2 * before, 2 * before + 1, 2 * before + 1, 2 * i + 1, 2 * i})
                list.IdxBuffer.push_back(first + corner);
        command().ElemCount += (count - 2) * 3u + count * 6u;
    }
    std::vector<gpu::Item> items() {
        std::vector<gpu::Item> found;
        const int width = static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x);
        const int height = static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y);
        gpu::collect(data, kWhite, width, height, found);
        return found;
    }
    gpu::Item only() {
        const auto all = items();
        REQUIRE(all.size() == 1);
        return all[0];
    }
};

constexpr ImU32 kRed = IM_COL32(255, 0, 0, 255), kFaint = IM_COL32(255, 0, 0, 100);

}  // namespace

TEST_CASE("a rectangle of one opaque colour covers its pixels; a faint one does not") {
    Frame frame;
    frame.quad(10, 20, 110, 60, kRed);
    const gpu::Item item = frame.only();
    CHECK(item.kind == Kind::fill);
    CHECK(item.opaque);
    CHECK(item.one_colour);
    CHECK(item.box == Box{10, 20, 110, 60});
    CHECK(item.solid == item.box);
    CHECK_FALSE(item.is_cut);
    Frame faint;
    faint.quad(10, 20, 110, 60, kFaint);
    CHECK_FALSE(faint.only().opaque);
    CHECK(faint.only().solid.empty());
}

TEST_CASE("edges between pixels belong to the box and not to what is covered") {
    Frame frame;
    frame.quad(10.75f, 20.25f, 30.75f, 40.25f, kRed);
    CHECK(frame.only().box == Box{10, 20, 31, 41});
    CHECK(frame.only().solid == Box{11, 20, 31, 40});
    frame.data.FramebufferScale = {2, 2};
    CHECK(frame.only().box == Box{21, 40, 62, 81});
}

TEST_CASE("a card with round corners covers the rectangle between them") {
    Frame frame;
    frame.smooth({{10, 30}, {20, 20}, {100, 20}, {110, 30}, {110, 90}, {100, 100}, {20, 100}, {10, 90}}, kRed);
    const gpu::Item item = frame.only();
    CHECK_FALSE(item.opaque);
    CHECK(item.one_colour);
    CHECK(item.colour == kRed);
    CHECK(item.box == Box{9, 20, 111, 100});
    CHECK(item.solid == Box{20, 20, 100, 100});
    Frame diamond;
    diamond.smooth({{10, 60}, {60, 20}, {110, 60}, {60, 100}}, kRed);
    CHECK(diamond.only().solid.empty());
    Frame faint;
    faint.smooth({{10, 30}, {20, 20}, {100, 20}, {110, 30}, {110, 90}, {100, 100}, {20, 100}, {10, 90}}, kFaint);
    CHECK(faint.only().solid.empty());
}

TEST_CASE("what is cut by its clip says so, and what is outside is left out") {
    Frame frame;
    frame.clip({0, 0, 50, 300});
    frame.quad(10, 20, 110, 60, kRed);
    frame.quad(60, 20, 110, 60, kRed);
    const gpu::Item item = frame.only();
    CHECK(item.is_cut);
    CHECK(item.box == Box{10, 20, 50, 60});
    CHECK(item.solid == item.box);
}

TEST_CASE("glyphs, pictures and fills are told apart") {
    Frame frame;
    frame.texture(3);
    frame.quad(0, 0, 10, 10, kRed);
    frame.quad(10, 0, 20, 10, kRed, {0.1f, 0.1f}, {0.2f, 0.2f});
    const auto items = frame.items();
    REQUIRE(items.size() == 2);
    CHECK(items[0].kind == Kind::fill);
    CHECK(items[0].texture == 0);
    CHECK(items[1].kind == Kind::glyph);
    CHECK(items[1].texture == 3);
    CHECK_FALSE(items[1].opaque);

    Frame pictures;
    pictures.texture(gpu::picture_id(5, true, 77));
    pictures.quad(0, 0, 10, 10, IM_COL32_WHITE, {0, 0}, {1, 1});
    CHECK(pictures.only().kind == Kind::picture);
    CHECK(pictures.only().texture == 5);
    CHECK(pictures.only().opaque);
    pictures.texture(gpu::picture_id(5, false, 77));
    CHECK_FALSE(pictures.only().opaque);
}

TEST_CASE("the hash follows place, colour, picture and cut") {
    const auto hash = [](float x, ImU32 colour, std::uint64_t stamp, float cut) {
        Frame frame;
        frame.clip({0, 0, cut, 300});
        frame.texture(gpu::picture_id(5, true, stamp));
        frame.quad(x, 0, x + 10, 10, colour, {0, 0}, {1, 1});
        return frame.only().hash;
    };
    const auto first = hash(1, kRed, 1, 400);
    CHECK(hash(1, kRed, 1, 400) == first);
    CHECK(hash(1, kRed, 1, 200) == first);  // not cut by either
    CHECK(hash(2, kRed, 1, 400) != first);
    CHECK(hash(1, kFaint, 1, 400) != first);
    CHECK(hash(1, kRed, 2, 400) != first);
    CHECK(hash(1, kRed, 1, 5) != first);
}

TEST_CASE("positions that no integer holds do no harm") {
    Frame frame;
    frame.quad(-1e30f, -1e30f, 1e30f, 1e30f, kRed);
    CHECK(frame.only().box == Box{0, 0, 400, 300});
    CHECK(frame.only().solid == Box{0, 0, 400, 300});
}
