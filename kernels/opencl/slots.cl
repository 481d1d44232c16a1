/*
 * The memory of a story (paper equations 1 and 2), and its gradients, over ragged slots.
 *
 * Shapes: B stories, S slots of all stories; story b owns slots slotOffsets[b] .. slotOffsets[b+1], slot i belongs
 * to story slotStory[i]; state, sum [B, d]; memory, output [S, d]; scores, weights [S].
 *
 * inner_products                 scores_i = u_b . m_i. A work-item a slot, four components at a time.
 * inner_products_gradient_state  du_b += sum_i ds_i m_i. As weighted_sum.
 * inner_products_gradient_memory dm_i += ds_i u_b. As weighted_sum_gradient_output.
 * softmax                        p_i = exp(s_i - max) / sum, in place; a group a story, a work-item every size-th slot.
 *                                Slots up to width beyond the story's own are empty: their score is 0 and they take
 *                                part in maximum and sum. A NaN, or nothing above -infinity without empty slots, makes
 *                                the whole story NaN.
 * softmax_gradient               ds_i = p_i (dp_i - sum_j p_j dp_j), in place; mapped as softmax.
 * weighted_sum                   o_b += sum_i p_i c_i. A group a story, as parts of columns (common.clh): part p takes
 *                                slots p, p + parts, ... in runs of 16, whose sums are compensated; the parts are added
 *                                in their order.
 * weighted_sum_gradient_output   dc_i += p_i do_b. A work-item an element of [S, d].
 *
 * (The gradient at the weights of a weighted sum is inner_products of the sum's gradient with the output memory.)
 *
 * Local memory: a float for each work-item where a group works on a story. Groups: B, or any number where a work-item
 * has a slot or an element. Determinism: fixed order for a group size; no atomics.
 */
#include "common.clh"

/* target[b, k] += sum_i weights[i] rows[i, k] over the slots i of story b, the group's. */
static inline void add_weighted_rows(__global const int* slotOffsets, int d, __global const float* weights,
                                     __global const float* rows, __global float* target, __local float* scratch) {
    int story = group_index();
    int first = slotOffsets[story];
    int count = slotOffsets[story + 1] - first;
    Columns c = columns_of(d);
    for (int base = 0; base < d; base += c.columns) {
        int k = base + c.column;
        float own = weighted_component(weights + first, rows + (size_t)first * d, count, d, k, c);
        float sum = sum_over_parts(own, c, scratch);
        if (c.part == 0 && k < d) {
            target[(size_t)story * d + k] += sum;
        }
    }
}

/* target[i, k] += weights[i] rows[b, k] for the slots i of stories b. */
static inline void add_outer_product(__global const int* slotStory, int slots, int d, __global const float* weights,
                                     __global const float* rows, __global float* target) {
    size_t elements = (size_t)slots * d;
    for (size_t element = get_global_id(0); element < elements; element += get_global_size(0)) {
        size_t slot = element / d;
        size_t k = element - slot * d;
        target[element] = multiply_add(weights[slot], rows[(size_t)slotStory[slot] * d + k], target[element]);
    }
}

__kernel void inner_products(__global const int* slotStory, ulong storyFirst, int slots, int d,
                             __global const float* state, __global const float* memory, __global float* scores) {
    for (size_t slot = get_global_id(0); slot < (size_t)slots; slot += get_global_size(0)) {
        size_t story = slotStory[storyFirst + slot];
        scores[slot] = inner_product(state + story * d, memory + slot * d, d);
    }
}

__kernel void inner_products_gradient_state(__global const int* slotOffsets, ulong offsetsFirst, int stories, int d,
                                            __global const float* memory, __global const float* scoresGradient,
                                            __global float* stateGradient) {
    __local float scratch[MAX_GROUP];
    add_weighted_rows(slotOffsets + offsetsFirst, d, scoresGradient, memory, stateGradient, scratch);
}

__kernel void inner_products_gradient_memory(__global const int* slotStory, ulong storyFirst, int slots, int d,
                                             __global const float* state, __global const float* scoresGradient,
                                             __global float* memoryGradient) {
    add_outer_product(slotStory + storyFirst, slots, d, scoresGradient, state, memoryGradient);
}

__kernel void softmax(__global const int* slotOffsets, ulong offsetsFirst, int stories, int width,
                      __global float* scores) {
    __local float scratch[MAX_GROUP];
    __global const int* slots = slotOffsets + offsetsFirst + group_index();
    story_softmax(scores + slots[0], slots[1] - slots[0], width, scratch);
}

__kernel void softmax_gradient(__global const int* slotOffsets, ulong offsetsFirst, int stories,
                               __global const float* weights, __global float* gradient) {
    __local float scratch[MAX_GROUP];
    __global const int* slots = slotOffsets + offsetsFirst + group_index();
    story_softmax_gradient(weights + slots[0], gradient + slots[0], slots[1] - slots[0], scratch);
}

__kernel void weighted_sum(__global const int* slotOffsets, ulong offsetsFirst, int stories, int d,
                           __global const float* weights, __global const float* output, __global float* sum) {
    __local float scratch[MAX_GROUP];
    add_weighted_rows(slotOffsets + offsetsFirst, d, weights, output, sum, scratch);
}

__kernel void weighted_sum_gradient_output(__global const int* slotStory, ulong storyFirst, int slots, int d,
                                           __global const float* weights, __global const float* sumGradient,
                                           __global float* outputGradient) {
    add_outer_product(slotStory + storyFirst, slots, d, weights, sumGradient, outputGradient);
}
