// Eight floats at a time with the compilers' vector extension: one AVX register natively, two of SIMD128 in wasm.
#pragma once

#include <cstdint>
#include <cstring>
#if defined(__AVX__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

namespace nn {

inline constexpr int kLanes = 8;

typedef float F4 __attribute__((vector_size(16)));
typedef float F8 __attribute__((vector_size(32)));
typedef std::int32_t I8 __attribute__((vector_size(32)));

#define NN_INLINE inline __attribute__((always_inline))

template <class V, class T>
NN_INLINE V load_as(const T* p) {
    V v;
    std::memcpy(&v, p, sizeof v);
    return v;
}
NN_INLINE F8 load(const float* p) { return load_as<F8>(p); }
NN_INLINE void store(float* p, F8 v) { std::memcpy(p, &v, sizeof v); }
NN_INLINE F8 splat(float x) { return F8{x, x, x, x, x, x, x, x}; }
NN_INLINE I8 splat(std::int32_t x) { return I8{x, x, x, x, x, x, x, x}; }
NN_INLINE F8 rectify(F8 v) {
    const F8 zero{};
    return v < zero ? zero : v;  // a NaN passes: what overflowed must show at the end
}

/// Bit i is set where lane i is not zero.
NN_INLINE unsigned nonzero_lanes(F8 v) {
    const F8 zero{};
    const I8 different = v != zero;
#if defined(__AVX__)
    __m256 bits;
    std::memcpy(&bits, &different, sizeof bits);
    return static_cast<unsigned>(_mm256_movemask_ps(bits));
#elif defined(__wasm_simd128__)
    v128_t halves[2];
    std::memcpy(halves, &different, sizeof halves);
    return static_cast<unsigned>(wasm_i32x4_bitmask(halves[0])) | static_cast<unsigned>(wasm_i32x4_bitmask(halves[1]))
                                                                      << 4;
#else
    unsigned bits = 0;
    for (int i = 0; i < kLanes; ++i) bits |= (different[i] != 0 ? 1u : 0u) << i;
    return bits;
#endif
}

constexpr int round_up(int n, int step) { return (n + step - 1) / step * step; }

/// rows[i] lane j becomes rows[j] lane i.
NN_INLINE void transpose4(F4& a, F4& b, F4& c, F4& d) {
    const F4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const F4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    a = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
    b = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
    c = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
    d = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

}  // namespace nn
