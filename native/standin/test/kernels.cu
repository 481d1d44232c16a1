// Kernels for the tests of the stand-in: right ones first, then one planted error each.

// ---- right -------------------------------------------------------------------------------------------------------

extern "C" __global__ void add(int count, const float* a, const float* b, float* sum) {
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        sum[i] = a[i] + b[i];
    }
}

static __device__ __forceinline__ float warp_sum(float value) {
    for (int delta = 16; delta > 0; delta /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, delta);
    }
    return value;
}

inline __device__ float block_sum(float value) {
    __shared__ float partial[32];
    value = warp_sum(value);
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = value;
    }
    __syncthreads();
    value = threadIdx.x < blockDim.x / 32 ? partial[threadIdx.x] : 0.0f;
    if (threadIdx.x < 32) {
        value = warp_sum(value);
    }
    __syncthreads();
    return value;
}

// sums[block] = sum of values of the block's stripe; blockDim.x a multiple of 32.
extern "C" __global__ void __launch_bounds__(1024) sum(int count, const float* values, float* sums) {
    float own = 0.0f;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
        own += values[i];
    }
    const float total = block_sum(own);
    if (threadIdx.x == 0) {
        sums[blockIdx.x] = total;
    }
}

struct Scales {
    const float* sources[2];
    float factors[2];
    int count;
};

// Reverses each block's stripe through dynamic shared memory.
extern "C" __global__ void scale_reversed(Scales scales, float* target) {
    DYNAMIC_SHARED(float, stripe);
    const int first = blockIdx.x * blockDim.x;
    const int i = first + threadIdx.x;
    stripe[threadIdx.x] =
        i < scales.count ? scales.sources[0][i] * scales.factors[0] + scales.sources[1][i] * scales.factors[1] : 0.0f;
    __syncthreads();
    target[i] = stripe[blockDim.x - 1 - threadIdx.x];
}

// Every warp function once; one warp. results [7 x 32]
extern "C" __global__ void warp_functions(unsigned* results) {
    const unsigned lane = threadIdx.x;
    const unsigned all = 0xffffffffu;
    results[lane] = __shfl_sync(all, lane * lane, 5);
    results[32 + lane] = __shfl_up_sync(all, lane, 3, 8);
    results[64 + lane] = __shfl_down_sync(all, lane, 3, 8);
    results[96 + lane] = static_cast<unsigned>(__shfl_xor_sync(all, static_cast<long long>(lane) << 32, 9) >> 32);
    results[128 + lane] = __ballot_sync(all, lane % 3 == 0);
    results[160 + lane] = __any_sync(all, lane == 7) * 2 + __all_sync(all, lane < 32);
    if (lane < 4) {
        results[192 + lane] = __shfl_sync(0xfu, lane, lane ^ 1);
    }
    __syncwarp();
}

extern "C" __global__ void copy4(int count, const float4* source, float4* target) {
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        target[i] = source[i];
    }
}

// Measures: each thread passes count barriers.
extern "C" __global__ void barriers(int count) {
    for (int i = 0; i < count; i++) {
        __syncthreads();
    }
}

// ---- wrong -------------------------------------------------------------------------------------------------------

// No barrier between the write and the read of a neighbour's element.
extern "C" __global__ void race(float* results) {
    __shared__ float shared[256];
    shared[threadIdx.x] = static_cast<float>(threadIdx.x);
    results[threadIdx.x] = shared[(threadIdx.x + 1) % blockDim.x];
}

extern "C" __global__ void missed_barrier(int from) {
    if (static_cast<int>(threadIdx.x) < from) {
        __syncthreads();
    }
}

extern "C" __global__ void two_barriers() {
    if (threadIdx.x % 2 == 0) {
        __syncthreads();
    } else {
        __syncthreads();
    }
}

// Lane 3 is in the mask, but waits at the barrier.
extern "C" __global__ void wrong_mask(unsigned mask) {
    if (threadIdx.x != 3) {
        __shfl_sync(mask, 1, 0);
    }
    __syncthreads();
}

extern "C" __global__ void lane_not_in_mask() { __shfl_sync(0x7fffffffu, 1, 0); }

// The shuffle reads from lanes that have ended.
extern "C" __global__ void ended_source(float* results) {
    if (threadIdx.x < 16) {
        results[threadIdx.x] = __shfl_xor_sync(0xffffffffu, 1.0f, 16);
    }
}

extern "C" __global__ void read_at(long long index, const float* values, float* result) {
    if (threadIdx.x == 5) {
        *result = values[index];
    }
}

extern "C" __global__ void write_at(long long index, float* values) {
    if (threadIdx.x == 5) {
        values[index] = 1.0f;
    }
}

extern "C" __global__ void shared_index(int index, float* result) {
    __shared__ float shared[8];
    shared[threadIdx.x % 8] = 1.0f;
    __syncthreads();
    *result = shared[index];
}

extern "C" __global__ void shared_unwritten(float* results) {
    __shared__ float shared[4];
    DYNAMIC_SHARED(float, dynamic);
    if (threadIdx.x == 0) {
        results[0] = shared[2] + 1.0f;
        results[1] = dynamic[1] + 1.0f;
        shared[2] = 7.0f;   // the next block must not see it
        dynamic[1] = 7.0f;
    }
}

extern "C" __global__ void dynamic_index(int index, float* result) {
    DYNAMIC_SHARED(float, dynamic);
    dynamic[0] = 1.0f;
    *result = dynamic[index];
}

extern "C" __global__ void divide(int by, int* result) { *result = 7 / by; }

__device__ int depth(int levels) {
    volatile char frame[1024];
    frame[levels % 1024] = 1;
    return levels == 0 ? 0 : depth(levels - 1) + frame[levels % 1024];
}

extern "C" __global__ void deep(int levels, int* result) { *result = depth(levels); }

// Adds to what other blocks added before, so that the result depends on the order of the blocks.
extern "C" __global__ void block_race(float* value) { *value = *value * 0.5f + static_cast<float>(blockIdx.x); }
