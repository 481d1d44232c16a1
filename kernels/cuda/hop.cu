/*
 * A whole hop of a story in one launch (paper equations 1 to 4), and its gradient.
 *
 * Shapes: B stories, S slots of all stories; story b owns slots slotOffsets[b] .. slotOffsets[b+1]. state u, next v,
 * nextGradient g and stateGradient du [B, d]; memory m, output c and their gradients [S, d]; weights p and
 * weightsGradient [S]. attention: 0 linear, 1 softmax. mapped: 0 or 1, whether the hop has a matrix H.
 *
 * hop_forward   p = softmax(u . m_i), over at least width slots as in slots.cu, or the scores themselves;
 *               v = base + sum_i p_i c_i, 0 where that is below 0 for components from firstRectified on. base is u,
 *               or with a map what is in next: H u, by matrix_nt before.
 *               Writes p and v. Moves 4 (2 S d + S + (2 + mapped) B d) bytes; 16 S d + about 20 S operations.
 * hop_gradient  g = 0 where v was cut, written back; dp_i = g . c_i; dc_i += p_i g; ds by the gradient of the softmax,
 *               or dp; du = base + sum_i ds_i m_i; dm_i += ds_i u. ds is left in weightsGradient. base is g, or with a
 *               map what is in stateGradient: g H, by matrix_nn before; the caller must then have cut g before that
 *               product (cutting twice changes nothing).
 *               Moves 4 (6 S d + 2 S + (5 + mapped) B d) bytes; 20 S d + 9 S operations.
 *
 * A block a story, any d >= 1 and any number of slots, 0 included. Products: warp w takes slots w, w + warps, ...; a
 * lane every 32nd component. Sums over slots: the same, then the warps' compensated sums in their order. Softmax: a
 * thread every block-th slot, trees over the block. A NaN reaches the results as in the single steps.
 *
 * Shared memory: 8 KiB (hop_forward) or 10 KiB (hop_gradient). A row of up to SHARED_ROW components is kept there,
 * else read where it is; scores of up to SHARED_SLOTS slots are, else weights or weightsGradient is worked on in
 * place.
 *
 * Block: 32 to 1024 threads, a power of two (256 is good). Grid: B. One block a multiprocessor is enough to ask for:
 * B is small, and with more ptxas would save registers until it spills. Determinism: fixed order for a block size, in
 * shared memory or not; no atomics. No two arguments may overlap of which one is written.
 */
#include "common.cuh"

constexpr int SHARED_ROW = 512;
constexpr int SHARED_SLOTS = 512;

/* The row [d] in shared memory if it fits, else where it is. A thread copies every block-th component. */
__device__ inline const float* near_row(const float* row, int d, float* shared) {
    if (d > SHARED_ROW) {
        return row;
    }
    for (int k = threadIdx.x; k < d; k += blockDim.x) {
        shared[k] = row[k];
    }
    return shared;
}

/* products[i] = row . rows[i]. A warp a slot. */
__device__ inline void multiply_rows(const float* row, const float* rows, int count, int d, float* products) {
    for (int i = warp_index(); i < count; i += warp_count()) {
        float product = warp_inner_product(row, rows + i * d, d);
        if (lane_index() == 0) {
            products[i] = product;
        }
    }
}

/* target[i, k] += weights[i] * row[k]. A warp a slot. */
__device__ inline void add_to_rows(const float* weights, const float* row, int count, int d, float* target) {
    for (int i = warp_index(); i < count; i += warp_count()) {
        float weight = weights[i];
        for (int k = lane_index(); k < d; k += WARP) {
            target[i * d + k] += weight * row[k];
        }
    }
}

/* Copies the scores to their place, unless they were worked on there. A thread every block-th slot. */
__device__ inline void store_scores(const float* scores, int count, float* target) {
    if (scores != target) {
        for (int i = threadIdx.x; i < count; i += blockDim.x) {
            target[i] = scores[i];
        }
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK, 1)
hop_forward(const int* slotOffsets, int stories, int d, int attention, int width, int firstRectified, int mapped,
            const float* state, const float* memory, const float* output, float* weights, float* next) {
    __shared__ float scratch[MAX_BLOCK];
    __shared__ float nearState[SHARED_ROW];
    __shared__ float nearScores[SHARED_SLOTS];
    int story = blockIdx.x;
    if (story >= stories) {
        return;
    }
    int first = slotOffsets[story];
    int count = slotOffsets[story + 1] - first;
    float* p = count <= SHARED_SLOTS ? nearScores : weights + first;
    const float* u = near_row(state + story * d, d, nearState);
    __syncthreads();

    multiply_rows(u, memory + first * d, count, d, p);
    __syncthreads();
    if (attention == 1) {
        story_softmax(p, count, width, scratch);
        __syncthreads();
    }
    store_scores(p, count, weights + first);

    float* v = next + story * d;
    for (int base = 0; base < d; base += WARP) {
        int k = base + lane_index();
        float sum = weighted_component(p, output + first * d, count, d, k, scratch);
        if (warp_index() == 0 && k < d) {
            float x = (mapped ? v[k] : u[k]) + sum;
            v[k] = k >= firstRectified && x < 0 ? 0 : x;
        }
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK, 1)
hop_gradient(const int* slotOffsets, int stories, int d, int attention, int firstRectified, int mapped,
             const float* state, const float* memory, const float* output, const float* weights, const float* next,
             float* nextGradient, float* stateGradient, float* memoryGradient, float* outputGradient,
             float* weightsGradient) {
    __shared__ float scratch[MAX_BLOCK];
    __shared__ float nearGradient[SHARED_ROW];
    __shared__ float nearState[SHARED_ROW];
    __shared__ float nearScores[SHARED_SLOTS];
    int story = blockIdx.x;
    if (story >= stories) {
        return;
    }
    int first = slotOffsets[story];
    int count = slotOffsets[story + 1] - first;
    for (int k = threadIdx.x; k < d; k += blockDim.x) {
        if (k >= firstRectified && next[story * d + k] <= 0) {
            nextGradient[story * d + k] = 0;
        }
    }
    // Copied by the threads that have just cut it.
    const float* g = near_row(nextGradient + story * d, d, nearGradient);
    const float* u = near_row(state + story * d, d, nearState);
    const float* p = weights + first;
    float* ds = count <= SHARED_SLOTS ? nearScores : weightsGradient + first;
    __syncthreads();

    multiply_rows(g, output + first * d, count, d, ds);
    add_to_rows(p, g, count, d, outputGradient + first * d);
    __syncthreads();
    if (attention == 1) {
        story_softmax_gradient(p, ds, count, scratch);
        __syncthreads();
    }

    store_scores(ds, count, weightsGradient + first);

    float* du = stateGradient + story * d;
    for (int base = 0; base < d; base += WARP) {
        int k = base + lane_index();
        float sum = weighted_component(ds, memory + first * d, count, d, k, scratch);
        if (warp_index() == 0 && k < d) {
            du[k] = (mapped ? du[k] : g[k]) + sum;
        }
    }
    add_to_rows(ds, u, count, d, memoryGradient + first * d);
}
