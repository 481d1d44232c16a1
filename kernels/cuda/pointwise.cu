/*
 * Element by element.
 *
 * fill           target_i = value. Moves 4 bytes an element.
 * relu           x = 0 where x < 0, for components from firstRectified on, of state [B, d], count = B d; a NaN
 *                passes, so that it is found. Moves at most 8 bytes an element; 1 operation.
 * relu_gradient  gradient = 0 where the rectified component is not above 0; where that is NaN the gradient passes.
 *                Moves at most 8 bytes an element; 1 operation.
 *
 * A thread an element; no shared memory; nothing is summed. Block: 32 to 1024 threads (256 is good), grid
 * ceil(count / block).
 */
#include "common.cuh"

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
fill(int count, float value, float* target) {
    unsigned i = global_index();
    if (i < static_cast<unsigned>(count)) {
        target[i] = value;
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
relu(int count, int d, int firstRectified, float* state) {
    unsigned i = global_index();
    if (i < static_cast<unsigned>(count) && i % d >= static_cast<unsigned>(firstRectified) && state[i] < 0) {
        state[i] = 0;
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
relu_gradient(int count, int d, int firstRectified, const float* rectified, float* gradient) {
    unsigned i = global_index();
    if (i < static_cast<unsigned>(count) && i % d >= static_cast<unsigned>(firstRectified) && rectified[i] <= 0) {
        gradient[i] = 0;
    }
}
