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

/* The running sums of org.memn2n.ops.Tally on the device; 48 bytes, the host knows the layout. */
struct Tally {
    double loss;
    long long wrong;
    long long examples;
    long long faultStep;
    int faultTensor;  // NO_FAULT, LOSS_FAULT or the index of a parameter
    int lossFault;    // whether a loss was not finite
    unsigned arrived; // for is_last_block; 0 between launches
    unsigned unused;
};
static_assert(sizeof(Tally) == 48, "the host reads a tally of 48 bytes");

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
 * Whether all other blocks of the launch have been here, in every thread; so one block can sum up what thread 0 of each
 * wrote before, in an order that does not depend on which came last. It must read that as volatile: other
 * multiprocessors wrote it. All threads of all blocks must call it, once; *arrived is 0 before and after the launch.
 */
__device__ inline bool is_last_block(unsigned* arrived) {
    __shared__ int last;
    if (threadIdx.x == 0) {
        __threadfence();
        last = atomicInc(arrived, gridDim.x - 1) == gridDim.x - 1;
        __threadfence();
    }
    __syncthreads();
    return last != 0;
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

/*
 * What a story's slots share, for the kernels that do one step and for the fused hop. All are called by all threads
 * of the story's block; count is the number of slots, rows and target are [count, d], row is [d]. Nothing is
 * synchronized at the end unless said: what one function wrote, the next may read only after __syncthreads().
 */

/* a . b over d components, in every lane; called by a warp. */
__device__ inline float warp_inner_product(const float* a, const float* b, int d) {
    Sum sum;
    for (int k = lane_index(); k < d; k += WARP) {
        sum.add(a[k] * b[k]);
    }
    return warp_reduce(sum.total(), Add());
}

/*
 * sum_i weights[i] * rows[i, k] in warp 0, undefined elsewhere; k is the lane's component, and may be beyond d.
 * Warp w takes slots w, w + warps, ...; the warps' sums are added in their order. scratch [MAX_BLOCK] is shared
 * memory, free again on return.
 */
__device__ inline float weighted_component(const float* weights, const float* rows, int count, int d, int k,
                                           float* scratch) {
    Sum sum;
    for (int i = warp_index(); i < count && k < d; i += warp_count()) {
        sum.add(weights[i] * rows[i * d + k]);
    }
    return sum_over_warps(sum.total(), scratch);
}

/*
 * The softmax of a story's scores, in place. Slots from count up to width are empty, with score 0. A thread every
 * block-th slot. scratch [MAX_WARPS] is shared memory, free again on return.
 */
__device__ inline void story_softmax(float* scores, int count, int width, float* scratch) {
    int empty = width - count;
    float least = empty > 0 ? 0 : -INFINITY;

    float max = least;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        max = MaximumOrNan()(max, scores[i]);
    }
    max = block_reduce(max, least, MaximumOrNan(), scratch);

    Sum own;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        float exponential = expf(scores[i] - max);
        scores[i] = exponential;
        own.add(exponential);
    }
    float sum = block_reduce(own.total(), 0.0f, Add(), scratch);
    if (empty > 0) { // else exp(-max) may be infinite
        sum += static_cast<float>(empty) * expf(-max);
    }
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        scores[i] /= sum;
    }
}

/* gradient_i = weights_i (gradient_i - sum_j weights_j gradient_j), in place; mapped as story_softmax. */
__device__ inline void story_softmax_gradient(const float* weights, float* gradient, int count, float* scratch) {
    Sum own;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        own.add(weights[i] * gradient[i]);
    }
    float mean = block_reduce(own.total(), 0.0f, Add(), scratch);
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        gradient[i] = weights[i] * (gradient[i] - mean);
    }
}
