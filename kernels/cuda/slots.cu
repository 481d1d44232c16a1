/*
 * The memory of a story (paper equations 1 and 2), and its gradients, over ragged slots.
 *
 * Shapes: B stories, S slots of all stories; story b owns slots slotOffsets[b] .. slotOffsets[b+1], slot i belongs
 * to story slotStory[i]; state, sum [B, d]; memory, output [S, d]; scores, weights [S].
 *
 * inner_products                 scores_i = u_b . m_i. A warp a slot, a lane every 32nd component, then a tree over
 *                                the warp. Moves 4 S (2 d + 2) bytes, half of them (u) from the cache; 8 S d
 *                                operations, compensation included.
 * inner_products_gradient_state  du_b += sum_i ds_i m_i. As weighted_sum.
 * inner_products_gradient_memory dm_i += ds_i u_b. As weighted_sum_gradient_output.
 * softmax                        p_i = exp(s_i - max) / sum, in place; a block a story, a thread every block-th slot,
 *                                trees over the block. Slots up to width beyond the story's own are empty: their
 *                                score is 0 and they take part in maximum and sum. A NaN, or nothing above -infinity
 *                                without empty slots, makes the whole story NaN. 128 bytes shared. Moves 24 S bytes,
 *                                8 S of them from memory; about 20 S operations.
 * softmax_gradient               ds_i = p_i (dp_i - sum_j p_j dp_j), in place; mapped as softmax. 128 bytes shared.
 *                                Moves 20 S bytes, 12 S of them from memory; 9 S operations.
 * weighted_sum                   o_b += sum_i p_i c_i. A block a story; warp w takes slots w, w + warps, ...; a lane
 *                                every 32nd component. The warps' compensated sums are added in the order of the
 *                                warps. 4 KiB shared. Moves 4 (S d + S + 2 B d) bytes; 8 S d operations.
 * weighted_sum_gradient_output   dc_i += p_i do_b. A thread an element of [S, d]. Moves 12 S d bytes, 8 S d of them
 *                                from memory; 2 S d operations.
 *
 * (The gradient at the weights of a weighted sum is inner_products of the sum's gradient with the output memory.)
 *
 * Block: 32 to 1024 threads, a power of two (128 or 256 is good). Grid: inner_products ceil(32 S / block); a block a
 * story: B; a thread an element: ceil(S d / block). Determinism: fixed order for a block size; no atomics.
 */
#include "common.cuh"

/* target[b, k] += sum_i weights[i] * rows[i, k] over the slots i of story b, the block's story. */
__device__ inline void add_weighted_rows(const int* slotOffsets, int d, const float* weights, const float* rows,
                                         float* target, float* scratch) {
    int story = blockIdx.x;
    int first = slotOffsets[story];
    int count = slotOffsets[story + 1] - first;
    for (int base = 0; base < d; base += WARP) {
        int k = base + lane_index();
        float sum = weighted_component(weights + first, rows + first * d, count, d, k, scratch);
        if (warp_index() == 0 && k < d) {
            target[story * d + k] += sum;
        }
    }
}

/* target[i, k] += weights[i] * rows[b, k] for the slot i of story b, the thread's element. */
__device__ inline void add_outer_product(const int* slotStory, int slots, int d, const float* weights,
                                         const float* rows, float* target) {
    unsigned element = global_index();
    if (element < static_cast<unsigned>(slots * d)) {
        unsigned slot = element / d;
        unsigned k = element - slot * d;
        target[element] += weights[slot] * rows[slotStory[slot] * d + k];
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
inner_products(const int* slotStory, int slots, int d, const float* state, const float* memory, float* scores) {
    unsigned slot = global_index() / WARP;
    if (slot >= static_cast<unsigned>(slots)) {
        return;
    }
    float total = warp_inner_product(state + slotStory[slot] * d, memory + slot * d, d);
    if (lane_index() == 0) {
        scores[slot] = total;
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
inner_products_gradient_state(const int* slotOffsets, int stories, int d, const float* memory,
                              const float* scoresGradient, float* stateGradient) {
    __shared__ float scratch[MAX_BLOCK];
    if (blockIdx.x < static_cast<unsigned>(stories)) {
        add_weighted_rows(slotOffsets, d, scoresGradient, memory, stateGradient, scratch);
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
inner_products_gradient_memory(const int* slotStory, int slots, int d, const float* state,
                               const float* scoresGradient, float* memoryGradient) {
    add_outer_product(slotStory, slots, d, scoresGradient, state, memoryGradient);
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
softmax(const int* slotOffsets, int stories, int width, float* scores) {
    __shared__ float scratch[MAX_WARPS];
    int story = blockIdx.x;
    if (story >= stories) {
        return;
    }
    int first = slotOffsets[story];
    story_softmax(scores + first, slotOffsets[story + 1] - first, width, scratch);
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
softmax_gradient(const int* slotOffsets, int stories, const float* weights, float* gradient) {
    __shared__ float scratch[MAX_WARPS];
    int story = blockIdx.x;
    if (story >= stories) {
        return;
    }
    int first = slotOffsets[story];
    story_softmax_gradient(weights + first, gradient + first, slotOffsets[story + 1] - first, scratch);
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
weighted_sum(const int* slotOffsets, int stories, int d, const float* weights, const float* output, float* sum) {
    __shared__ float scratch[MAX_BLOCK];
    if (blockIdx.x < static_cast<unsigned>(stories)) {
        add_weighted_rows(slotOffsets, d, weights, output, sum, scratch);
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
weighted_sum_gradient_output(const int* slotStory, int slots, int d, const float* weights, const float* sumGradient,
                             float* outputGradient) {
    add_outer_product(slotStory, slots, d, weights, sumGradient, outputGradient);
}
