/*
 * The answer distribution, and its loss with the sums over answers. Shapes: B stories, C classes, logits [B, C].
 *
 * cross_entropy  loss = log sum_c exp(z_c) - z_target, shifted by the maximum so that nothing overflows;
 *                gradient = softmax(z) - (1 at the target), unless null; wrong = 1 unless the target is the class of
 *                the largest logit, the first of equals. A target below 0 has loss and gradient 0 and is wrong. A
 *                NaN logit makes loss and gradient NaN and the answer wrong. The last block to come adds the losses, the
 *                wrong answers and B to the tally; a scored loss that is not finite sets lossFault. For that a
 *                lane of a warp takes every 32nd story, in doubles and a tree.
 * distribution   probabilities = softmax(z), in place or not.
 *   A block a story, a thread every block-th class, trees over the block. 260 bytes shared at most. Moves
 *   4 B C bytes from memory, 4 or 8 B C more from the cache, and writes 4 B C; about 35 B C operations.
 *
 * Block: 32 to 1024 threads, a power of two (128 for few classes, 256 for many). Grid: B blocks.
 * Determinism: fixed order for a block size, whichever block is last; no atomics but a counter of blocks.
 */
#include "common.cuh"

constexpr int NO_CLASS = 0x7fffffff;

/* The largest of a story's logits, or NaN, in every thread. */
__device__ inline float largest_logit(const float* z, int classes, float* scratch) {
    float max = -INFINITY;
    for (int c = threadIdx.x; c < classes; c += blockDim.x) {
        max = MaximumOrNan()(max, z[c]);
    }
    return block_reduce(max, -INFINITY, MaximumOrNan(), scratch);
}

/* sum_c exp(z_c - max) over a story's logits, in every thread. */
__device__ inline float sum_of_exponentials(const float* z, int classes, float max, float* scratch) {
    Sum own;
    for (int c = threadIdx.x; c < classes; c += blockDim.x) {
        own.add(expf(z[c] - max));
    }
    return block_reduce(own.total(), 0.0f, Add(), scratch);
}

/* The first class whose logit is the largest, in every thread; NO_CLASS when there is none or max is NaN. */
__device__ inline int first_largest(const float* z, int classes, float max, int* scratch) {
    int best = NO_CLASS;
    for (int c = threadIdx.x; c < classes && best == NO_CLASS; c += blockDim.x) {
        if (z[c] == max) {
            best = c;
        }
    }
    return block_reduce(best, NO_CLASS, Minimum(), scratch);
}

/* Adds all stories' losses and answers to the tally. Called by one warp: there are few stories. */
__device__ inline void add_to_tally(int stories, const int* targets, const volatile float* losses,
                                    const volatile int* wrongs, Tally* tally) {
    double loss = 0;
    int wrong = 0;
    int bad = 0;
    for (int b = lane_index(); b < stories; b += WARP) {
        float own = losses[b];
        loss += own;
        wrong += wrongs[b];
        bad += targets[b] >= 0 && !is_finite(own);
    }
    loss = warp_reduce(loss, Add());
    wrong = warp_reduce(wrong, Add());
    bad = warp_reduce(bad, Add());
    if (lane_index() == 0) {
        tally->loss += loss;
        tally->wrong += wrong;
        tally->examples += stories;
        tally->lossFault |= bad != 0;
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
cross_entropy(int stories, int classes, const int* targets, const float* logits, float* gradient, float* losses,
              int* wrongs, Tally* tally) {
    __shared__ float scratch[MAX_WARPS];
    __shared__ int classScratch[MAX_WARPS];
    int story = blockIdx.x;
    const float* z = logits + story * classes;
    int target = targets[story];
    bool scored = target >= 0;
    float max = largest_logit(z, classes, scratch);
    float sum = sum_of_exponentials(z, classes, max, scratch);
    int best = first_largest(z, classes, max, classScratch);
    if (threadIdx.x == 0) {
        // The maximum first: it and the target's logit may be huge, and then the logarithm would be lost in either.
        losses[story] = scored ? (max - z[target]) + logf(sum) : 0;
        wrongs[story] = best != target;
    }
    if (gradient != nullptr) {
        float* dz = gradient + story * classes;
        for (int c = threadIdx.x; c < classes; c += blockDim.x) {
            dz[c] = scored ? expf(z[c] - max) / sum - (c == target ? 1.0f : 0.0f) : 0;
        }
    }
    if (is_last_block(&tally->arrived) && warp_index() == 0) {
        add_to_tally(stories, targets, losses, wrongs, tally);
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
distribution(int stories, int classes, const float* logits, float* probabilities) {
    __shared__ float scratch[MAX_WARPS];
    int story = blockIdx.x;
    if (story >= stories) {
        return;
    }
    const float* z = logits + story * classes;
    float max = largest_logit(z, classes, scratch);
    float sum = sum_of_exponentials(z, classes, max, scratch);
    for (int c = threadIdx.x; c < classes; c += blockDim.x) {
        probabilities[story * classes + c] = expf(z[c] - max) / sum;
    }
}
