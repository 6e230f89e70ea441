// Eight floats side by side: GCC's and clang's vector extension, so that one kernel serves AVX2 and wasm SIMD.
#pragma once

namespace explain {

inline constexpr int kLanes = 8;

/// In a struct, for containers: an attribute on a template argument would be dropped.  32-byte aligned.
struct Lane8 {
    typedef float Vector __attribute__((vector_size(32)));
    Vector v;
};

/// The same eight floats anywhere in memory.
struct UnalignedLane8 {
    typedef float Vector __attribute__((vector_size(32), aligned(4), may_alias));
    Vector v;
};

/// Rows become columns, in place.
inline void transpose(Lane8 (&rows)[kLanes]) {
    Lane8::Vector pairs[kLanes], quads[kLanes];
    for (int i = 0; i < kLanes; i += 2) {
        pairs[i] = __builtin_shufflevector(rows[i].v, rows[i + 1].v, 0, 8, 2, 10, 4, 12, 6, 14);
        pairs[i + 1] = __builtin_shufflevector(rows[i].v, rows[i + 1].v, 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < kLanes; i += 4) {
        for (int j = i; j < i + 2; ++j) {
            quads[j] = __builtin_shufflevector(pairs[j], pairs[j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            quads[j + 2] = __builtin_shufflevector(pairs[j], pairs[j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < kLanes / 2; ++i) {
        rows[i].v = __builtin_shufflevector(quads[i], quads[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        rows[i + 4].v = __builtin_shufflevector(quads[i], quads[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

}  // namespace explain
