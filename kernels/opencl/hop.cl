/*
 * A whole hop of a story in one launch (paper equations 1 to 4), and its gradient.
 *
 * Shapes: B stories, S slots of all stories; story b owns slots slotOffsets[b] .. slotOffsets[b+1]. state u, next v,
 * nextGradient g and stateGradient du [B, d]; memory m, output c and their gradients [S, d]; weights p and
 * weightsGradient [S]. attention: 0 linear, 1 softmax. mapped: 0 or 1, whether the hop has a matrix H.
 *
 * hop_forward   p = softmax(u . m_i), over at least width slots as in slots.cl, or the scores themselves;
 *               v = base + sum_i p_i c_i, 0 where that is below 0 for components from firstRectified on. base is u,
 *               or with a map what is in next: H u, by matrix_nt before. Writes p and v.
 * hop_gradient  g = 0 where v was cut, written back; dp_i = g . c_i; dc_i += p_i g; ds by the gradient of the softmax,
 *               or dp; du = base + sum_i ds_i m_i; dm_i += ds_i u. ds is left in weightsGradient. base is g, or with a
 *               map what is in stateGradient: g H, by matrix_nn before; the caller must then have cut g before that
 *               product (cutting twice changes nothing).
 *
 * A group a story, any d >= 1 and any number of slots, 0 included. Scores are worked on where they are written, in
 * device memory. Products: a work-item a slot. Sums over slots: parts of columns, as weighted_sum in slots.cl. Softmax:
 * a work-item every size-th slot. Barriers: 8 and 2 for each row of columns forward, 6 and 2 back. A NaN reaches the
 * results as in the single steps.
 *
 * Local memory: a float for each work-item. Groups: B. Determinism: fixed order for a group size; no atomics. No two
 * arguments may overlap of which one is written.
 */
#include "common.clh"

/* products[i] = row . rows[i]. */
static inline void multiply_rows(__global const float* row, __global const float* rows, int count, int d,
                                 __global float* products) {
    for (int i = local_index(); i < count; i += group_size()) {
        products[i] = inner_product(row, rows + (size_t)i * d, d);
    }
}

/* target[i, k] += weights[i] row[k]. Neighbours have neighbouring components. */
static inline void add_to_rows(__global const float* weights, __global const float* row, int count, int d,
                               __global float* target) {
    Columns c = columns_of(d);
    for (int k = c.column; k < d; k += c.columns) {
        for (int i = c.part; i < count; i += c.parts) {
            size_t element = (size_t)i * d + k;
            target[element] = multiply_add(weights[i], row[k], target[element]);
        }
    }
}

__kernel void hop_forward(__global const int* slotOffsets, ulong offsetsFirst, int stories, int d, int attention,
                          int width, int firstRectified, int mapped, __global const float* state,
                          __global const float* memory, __global const float* output, __global float* weights,
                          __global float* next) {
    __local float scratch[MAX_GROUP];
    int story = group_index();
    int first = slotOffsets[offsetsFirst + story];
    int count = slotOffsets[offsetsFirst + story + 1] - first;
    __global float* p = weights + first;
    __global const float* u = state + (size_t)story * d;

    multiply_rows(u, memory + (size_t)first * d, count, d, p);
    barrier(CLK_GLOBAL_MEM_FENCE);
    if (attention == 1) {
        story_softmax(p, count, width, scratch);
    }
    barrier(CLK_GLOBAL_MEM_FENCE);

    __global float* v = next + (size_t)story * d;
    Columns c = columns_of(d);
    for (int base = 0; base < d; base += c.columns) {
        int k = base + c.column;
        float own = weighted_component(p, output + (size_t)first * d, count, d, k, c);
        float sum = sum_over_parts(own, c, scratch);
        if (c.part == 0 && k < d) {
            float x = (mapped ? v[k] : u[k]) + sum;
            v[k] = k >= firstRectified && x < 0 ? 0 : x;
        }
    }
}

__kernel void hop_gradient(__global const int* slotOffsets, ulong offsetsFirst, int stories, int d, int attention,
                           int firstRectified, int mapped, __global const float* state, __global const float* memory,
                           __global const float* output, __global const float* weights, __global const float* next,
                           __global float* nextGradient, __global float* stateGradient,
                           __global float* memoryGradient, __global float* outputGradient,
                           __global float* weightsGradient) {
    __local float scratch[MAX_GROUP];
    int story = group_index();
    int first = slotOffsets[offsetsFirst + story];
    int count = slotOffsets[offsetsFirst + story + 1] - first;
    __global float* g = nextGradient + (size_t)story * d;
    __global const float* u = state + (size_t)story * d;
    __global const float* p = weights + first;
    __global float* ds = weightsGradient + first;
    for (int k = local_index(); k < d; k += group_size()) {
        if (k >= firstRectified && next[(size_t)story * d + k] <= 0) {
            g[k] = 0;
        }
    }
    barrier(CLK_GLOBAL_MEM_FENCE);

    multiply_rows(g, output + (size_t)first * d, count, d, ds);
    add_to_rows(p, g, count, d, outputGradient + (size_t)first * d);
    barrier(CLK_GLOBAL_MEM_FENCE);
    if (attention == 1) {
        story_softmax_gradient(p, ds, count, scratch);
    }
    barrier(CLK_GLOBAL_MEM_FENCE);

    __global float* du = stateGradient + (size_t)story * d;
    Columns c = columns_of(d);
    for (int base = 0; base < d; base += c.columns) {
        int k = base + c.column;
        float own = weighted_component(ds, memory + (size_t)first * d, count, d, k, c);
        float sum = sum_over_parts(own, c, scratch);
        if (c.part == 0 && k < d) {
            du[k] = (mapped ? du[k] : g[k]) + sum;
        }
    }
    add_to_rows(ds, u, count, d, memoryGradient + (size_t)first * d);
}
