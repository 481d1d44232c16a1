/*
 * What the kernels share: places in a block, and sums in a fixed order.
 *
 * Every sum here depends on the launch (grid and block) and on the numbers alone, never on timing, so equal
 * launches on equal inputs give equal bits. Blocks are one-dimensional, except in matrix.cu, and their size is a
 * power of two from 32 to 1024: whole warps.
 *
 * Accuracy: a sum whose length depends on the data is a short tree, or is compensated (struct Sum), so its error
 * does not grow with the number of terms. Compiled without fast-math: no reassociation, denormals kept.
 */
#pragma once

#ifndef __launch_bounds__ // the stand-in need not know it
#define __launch_bounds__(...)
#endif

constexpr int WARP = 32;
constexpr int MAX_WARPS = 32;
constexpr int MAX_BLOCK = WARP * MAX_WARPS;
constexpr unsigned ALL_LANES = 0xffffffffu;

/* The running sums of org.memn2n.ops.Tally on the device; 40 bytes, the host knows the layout. */
struct Tally {
    double loss;
    long long wrong;
    long long examples;
    long long faultStep;
    int faultTensor; // NO_FAULT, LOSS_FAULT or the index of a parameter
    int lossFault;   // whether a loss was not finite
};
static_assert(sizeof(Tally) == 40, "the host reads a tally of 40 bytes");

constexpr int NO_FAULT = -2;
constexpr int LOSS_FAULT = -1;

__device__ inline int lane_index() {
    return threadIdx.x % WARP;
}

__device__ inline int warp_index() {
    return threadIdx.x / WARP;
}

__device__ inline int warp_count() {
    return blockDim.x / WARP;
}

/* The thread's number in the whole launch. Unsigned: the last block may pass 2^31 - 1. */
__device__ inline unsigned global_index() {
    return blockIdx.x * blockDim.x + threadIdx.x;
}

template <typename T>
__device__ inline bool is_finite(T x) {
    return x - x == 0;
}

/* A running float sum that keeps what each addition rounds off (Knuth's two-sum). */
struct Sum {
    float high = 0;
    float low = 0;

    __device__ void add(float term) {
        float total = high + term;
        float added = total - high;
        low += (high - (total - added)) + (term - added);
        high = total;
    }

    __device__ float total() const {
        float sum = high + low;
        // An infinite sum makes its own compensation NaN; the sum itself is then the truth.
        return sum == sum ? sum : high;
    }
};

struct Add {
    template <typename T>
    __device__ T operator()(T a, T b) const {
        return a + b;
    }
};

struct Minimum {
    __device__ int operator()(int a, int b) const {
        return a < b ? a : b;
    }
};

/* Unlike fmaxf, NaN when one of the two is: a NaN must reach the results and be found. */
struct MaximumOrNan {
    __device__ float operator()(float a, float b) const {
        return a > b || a != a ? a : b;
    }
};

/* The reduction over the warp, in every lane; a butterfly, hence the same tree and the same bits for all lanes. */
template <typename T, typename Operation>
__device__ inline T warp_reduce(T value, Operation operation) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value = operation(value, __shfl_xor_sync(ALL_LANES, value, distance));
    }
    return value;
}

/*
 * The reduction over the block, in every thread. All threads of the block must call it. scratch [MAX_WARPS] is
 * shared memory, free again on return.
 */
template <typename T, typename Operation>
__device__ inline T block_reduce(T value, T identity, Operation operation, T* scratch) {
    value = warp_reduce(value, operation);
    if (lane_index() == 0) {
        scratch[warp_index()] = value;
    }
    __syncthreads();
    value = warp_reduce(lane_index() < warp_count() ? scratch[lane_index()] : identity, operation);
    __syncthreads();
    return value;
}

/*
 * For each lane the sum of its values over the warps of the block, in the order of the warps; valid in warp 0,
 * undefined elsewhere. All threads of the block must call it. scratch [MAX_BLOCK] is shared memory, free again on
 * return.
 */
__device__ inline float sum_over_warps(float value, float* scratch) {
    scratch[threadIdx.x] = value;
    __syncthreads();
    Sum sum;
    if (warp_index() == 0) {
        for (int warp = 0; warp < warp_count(); warp++) {
            sum.add(scratch[warp * WARP + lane_index()]);
        }
    }
    __syncthreads();
    return sum.total();
}
