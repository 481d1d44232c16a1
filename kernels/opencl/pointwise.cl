/*
 * Operations on single elements.
 *
 * fill           target[i] = value for i < count.
 * relu           state [B, d]: components from firstRectified on become 0 where they are below. count = B d.
 * relu_gradient  gradient [B, d]: components from firstRectified on become 0 where rectified is not above 0.
 *
 * A work-item every element that is a multiple of all work-items further; no local memory; nothing is summed, so the
 * launch makes no difference. Groups of any number and size. A NaN stays.
 */
#include "common.clh"

__kernel void fill(int count, float value, __global float* target) {
    for (size_t i = get_global_id(0); i < (size_t)count; i += get_global_size(0)) {
        target[i] = value;
    }
}

__kernel void relu(int count, int d, int firstRectified, __global float* state) {
    for (size_t i = get_global_id(0); i < (size_t)count; i += get_global_size(0)) {
        if ((int)(i % d) >= firstRectified && state[i] < 0) {
            state[i] = 0;
        }
    }
}

__kernel void relu_gradient(int count, int d, int firstRectified, __global const float* rectified,
                            __global float* gradient) {
    for (size_t i = get_global_id(0); i < (size_t)count; i += get_global_size(0)) {
        if ((int)(i % d) >= firstRectified && rectified[i] <= 0) {
            gradient[i] = 0;
        }
    }
}
