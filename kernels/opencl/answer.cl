/*
 * The answer distribution, and its loss with the sums over answers. Shapes: B stories, C classes, logits [B, C].
 *
 * story_losses   loss = log sum_c exp(z_c) - z_target, shifted by the maximum so that nothing overflows;
 *                gradient = softmax(z) - (1 at the target), unless null; wrong = 1 unless the target is the class of
 *                the largest logit, the first of equals. A target below 0 has loss and gradient 0 and is wrong. A
 *                NaN logit makes loss and gradient NaN, the answer wrong. The gradient is not in place of the logits.
 * loss_sum       adds the losses, the wrong answers and B to the tally; a scored loss that is not finite sets
 *                lossFault. One group; a work-item every size-th story, in doubles, then the work-items in their order.
 *                A launch of its own, because OpenCL 1.2 shows what a group wrote to others only then.
 * distribution   probabilities = softmax(z), in place or not.
 *   A group a story, a work-item every size-th class, reductions over the group. Local memory: a float and an int for
 *   each work-item. Groups: B. Determinism: fixed order for a group size; no atomics.
 */
#include "common.clh"

#define NO_CLASS 0x7fffffff

GROUP_REDUCTION(group_minimum, int, min)
GROUP_REDUCTION(group_count, int, ADDITION)
GROUP_REDUCTION(group_double_sum, double, ADDITION)

/* The largest of a story's logits, or NaN, in every work-item. */
static inline float largest_logit(__global const float* z, int classes, __local float* scratch) {
    float top = -INFINITY;
    for (int c = local_index(); c < classes; c += group_size()) {
        top = maximum_or_nan(top, z[c]);
    }
    return group_maximum(top, scratch);
}

/* sum_c exp(z_c - top) over a story's logits, in every work-item. */
static inline float sum_of_exponentials(__global const float* z, int classes, float top, __local float* scratch) {
    Sum own;
    clear(&own);
    for (int c = local_index(); c < classes; c += group_size()) {
        add(&own, exp(z[c] - top));
    }
    return group_sum(total_of(&own), scratch);
}

/* The first class whose logit is the largest, in every work-item; NO_CLASS when there is none or top is NaN. */
static inline int first_largest(__global const float* z, int classes, float top, __local int* scratch) {
    int best = NO_CLASS;
    for (int c = local_index(); c < classes && best == NO_CLASS; c += group_size()) {
        if (z[c] == top) {
            best = c;
        }
    }
    return group_minimum(best, scratch);
}

__kernel void story_losses(int stories, int classes, __global const int* targets, ulong targetsFirst,
                           __global const float* logits, __global float* gradient, __global float* losses,
                           __global int* wrongs) {
    __local float scratch[MAX_GROUP];
    __local int classScratch[MAX_GROUP];
    int story = group_index();
    __global const float* z = logits + (size_t)story * classes;
    int target = targets[targetsFirst + story];
    bool scored = target >= 0;
    float top = largest_logit(z, classes, scratch);
    float sum = sum_of_exponentials(z, classes, top, scratch);
    int best = first_largest(z, classes, top, classScratch);
    if (local_index() == 0) {
        /* The maximum first: it and the target's logit may be huge, and then the logarithm would be lost in either. */
        losses[story] = scored ? (top - z[target]) + log(sum) : 0;
        wrongs[story] = best != target;
    }
    if (gradient != 0) {
        __global float* dz = gradient + (size_t)story * classes;
        for (int c = local_index(); c < classes; c += group_size()) {
            dz[c] = scored ? exp(z[c] - top) / sum - (c == target ? 1.0f : 0.0f) : 0;
        }
    }
}

__kernel void loss_sum(int stories, __global const int* targets, ulong targetsFirst, __global const float* losses,
                       __global const int* wrongs, __global Tally* tally) {
    __local double scratch[MAX_GROUP];
    __local int countScratch[MAX_GROUP];
    double loss = 0;
    int wrong = 0;
    int bad = 0;
    for (int b = local_index(); b < stories; b += group_size()) {
        loss += losses[b];
        wrong += wrongs[b];
        bad += targets[targetsFirst + b] >= 0 && !isfinite(losses[b]);
    }
    loss = group_double_sum(loss, scratch);
    wrong = group_count(wrong, countScratch);
    bad = group_count(bad, countScratch);
    if (local_index() == 0) {
        tally->loss += loss;
        tally->wrong += wrong;
        tally->examples += stories;
        tally->lossFault |= bad != 0;
    }
}

__kernel void distribution(int stories, int classes, __global const float* logits, __global float* probabilities) {
    __local float scratch[MAX_GROUP];
    int story = group_index();
    __global const float* z = logits + (size_t)story * classes;
    float top = largest_logit(z, classes, scratch);
    float sum = sum_of_exponentials(z, classes, top, scratch);
    for (int c = local_index(); c < classes; c += group_size()) {
        probabilities[(size_t)story * classes + c] = exp(z[c] - top) / sum;
    }
}
