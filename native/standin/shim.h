// The CUDA C++ dialect of kernels/cuda, for g++. Force-included before a kernel file is compiled for the stand-in.
// Holds keywords, built-in variables, vector types, warp and barrier functions, and the intrinsics that kernels use.
#pragma once

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "device_runtime.h"

#define MEMN2N_STANDIN 1

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(bytes) alignas(bytes)

// Blocks run one after the other, so one static copy serves every block. The section lets the stand-in find all of
// a file's shared variables and fill them with NaN before each block. MEMN2N_SHARED_SECTION differs from file to file.
#define __shared__ static __attribute__((section(MEMN2N_SHARED_SECTION)))
#define DYNAMIC_SHARED(type, name) type* const name = static_cast<type*>(standin::dynamicShared())

// ---- built-in variables ------------------------------------------------------------------------------------------

struct uint3 {
    unsigned x, y, z;
};

struct dim3 {
    unsigned x, y, z;
};

// The scheduler stores the identity of a thread here just before it resumes the thread's fiber.
extern __attribute__((visibility("hidden"))) uint3 threadIdx;
extern __attribute__((visibility("hidden"))) uint3 blockIdx;
extern __attribute__((visibility("hidden"))) dim3 blockDim;
extern __attribute__((visibility("hidden"))) dim3 gridDim;
constexpr int warpSize = 32;

// ---- vector types ------------------------------------------------------------------------------------------------

struct alignas(8) float2 {
    float x, y;
};
struct alignas(16) float4 {
    float x, y, z, w;
};
struct alignas(8) int2 {
    int x, y;
};
struct alignas(16) int4 {
    int x, y, z, w;
};
struct alignas(8) uint2 {
    unsigned x, y;
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
struct alignas(16) double2 {
    double x, y;
};

inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline int2 make_int2(int x, int y) { return {x, y}; }
inline int4 make_int4(int x, int y, int z, int w) { return {x, y, z, w}; }
inline uint2 make_uint2(unsigned x, unsigned y) { return {x, y}; }
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }
inline double2 make_double2(double x, double y) { return {x, y}; }

// ---- barriers and warp functions ---------------------------------------------------------------------------------

// The default arguments carry the place of the call into messages.
#define MEMN2N_CALL_PLACE const char* file = __builtin_FILE(), int line = __builtin_LINE()

inline void __syncthreads(MEMN2N_CALL_PLACE) { standin::blockBarrier({file, line}); }

inline void __syncwarp(unsigned mask = 0xffffffffu, MEMN2N_CALL_PLACE) {
    standin::warpOperation(standin::WarpOperation::Synchronise, mask, 0, 0, warpSize, {file, line});
}

inline void __threadfence() {}
inline void __threadfence_block() {}

// No other thread runs between two points of synchronisation.
inline unsigned atomicInc(unsigned* address, unsigned limit) {
    const unsigned old = *address;
    *address = old >= limit ? 0 : old + 1;
    return old;
}

namespace standin {

template <typename T>
T exchange(WarpOperation operation, unsigned mask, T value, int argument, int width, Place place) {
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle moves 4 or 8 bytes");
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof(T));
    bits = warpOperation(operation, mask, bits, argument, width, place);
    T result;
    memcpy(&result, &bits, sizeof(T));
    return result;
}

}  // namespace standin

template <typename T>
T __shfl_sync(unsigned mask, T value, int lane, int width = warpSize, MEMN2N_CALL_PLACE) {
    return standin::exchange(standin::WarpOperation::Shuffle, mask, value, lane, width, {file, line});
}

template <typename T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = warpSize, MEMN2N_CALL_PLACE) {
    return standin::exchange(
        standin::WarpOperation::ShuffleUp, mask, value, static_cast<int>(delta), width, {file, line});
}

template <typename T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = warpSize, MEMN2N_CALL_PLACE) {
    return standin::exchange(
        standin::WarpOperation::ShuffleDown, mask, value, static_cast<int>(delta), width, {file, line});
}

template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int laneMask, int width = warpSize, MEMN2N_CALL_PLACE) {
    return standin::exchange(standin::WarpOperation::ShuffleXor, mask, value, laneMask, width, {file, line});
}

inline unsigned __ballot_sync(unsigned mask, int predicate, MEMN2N_CALL_PLACE) {
    return static_cast<unsigned>(standin::warpOperation(
        standin::WarpOperation::Ballot, mask, predicate != 0, 0, warpSize, {file, line}));
}

inline int __any_sync(unsigned mask, int predicate, MEMN2N_CALL_PLACE) {
    return __ballot_sync(mask, predicate, file, line) != 0;
}

inline int __all_sync(unsigned mask, int predicate, MEMN2N_CALL_PLACE) {
    return __ballot_sync(mask, predicate == 0, file, line) == 0;
}

#undef MEMN2N_CALL_PLACE

// ---- intrinsics --------------------------------------------------------------------------------------------------

template <typename T>
T __ldg(const T* address) {
    return *address;
}

inline float __expf(float x) { return expf(x); }
inline float __logf(float x) { return logf(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
inline float __fadd_rn(float x, float y) { return x + y; }
inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fsqrt_rn(float x) { return sqrtf(x); }
inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }

namespace standin {

template <typename To, typename From>
To bitsAs(From value) {
    static_assert(sizeof(To) == sizeof(From), "a bit cast keeps the size");
    To result;
    memcpy(&result, &value, sizeof(To));
    return result;
}

}  // namespace standin

inline int __float_as_int(float x) { return standin::bitsAs<int>(x); }
inline unsigned __float_as_uint(float x) { return standin::bitsAs<unsigned>(x); }
inline float __int_as_float(int x) { return standin::bitsAs<float>(x); }
inline float __uint_as_float(unsigned x) { return standin::bitsAs<float>(x); }
inline long long __double_as_longlong(double x) { return standin::bitsAs<long long>(x); }
inline double __longlong_as_double(long long x) { return standin::bitsAs<double>(x); }

inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz(static_cast<unsigned>(x)); }
inline int __ffs(int x) { return __builtin_ffs(x); }

inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
inline unsigned min(unsigned a, unsigned b) { return a < b ? a : b; }
inline unsigned max(unsigned a, unsigned b) { return a > b ? a : b; }
inline long long min(long long a, long long b) { return a < b ? a : b; }
inline long long max(long long a, long long b) { return a > b ? a : b; }
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }
