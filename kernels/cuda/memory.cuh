/*
 * What the kernels of the large shared memory have in common: how its rows are stored, a warp's scores, and where the
 * partial results of a split go.
 *
 * A memory is N keys and N values of d components, each row in 16-byte vectors, the last one filled up with zeros.
 * Slots are counted in 64 bits, within a split in 32: slotsPerSplit * d stays below 2^31. Storage is float (0) or
 * bfloat16 (1); arithmetic is in float.
 */
#pragma once

#include "common.cuh"

constexpr int BFLOAT16_STORAGE = 1;
constexpr int LARGEST_DIMENSION = 8192;

/* Numbers stored as they are. */
struct Float32 {
    typedef float4 Vector;          // 16 bytes
    typedef float4 Quad;            // four numbers
    static constexpr int WIDTH = 4; // numbers of a Vector

    static __device__ Vector no_vector() { return make_float4(0, 0, 0, 0); }
    static __device__ Quad no_quad() { return make_float4(0, 0, 0, 0); }
    static __device__ float4 quad(const Vector& vector, int) { return vector; }
    static __device__ float4 quad(const Quad& quad) { return quad; }
};

/* The upper halves of floats. */
struct BFloat16 {
    typedef uint4 Vector;
    typedef uint2 Quad;
    static constexpr int WIDTH = 8;

    static __device__ Vector no_vector() { return make_uint4(0, 0, 0, 0); }
    static __device__ Quad no_quad() { return make_uint2(0, 0); }
    static __device__ float4 quad(const Vector& vector, int half) {
        return half == 0 ? quad(make_uint2(vector.x, vector.y)) : quad(make_uint2(vector.z, vector.w));
    }
    static __device__ float4 quad(const Quad& pairs) {
        return make_float4(__uint_as_float(pairs.x << 16), __uint_as_float(pairs.x & 0xffff0000u),
                           __uint_as_float(pairs.y << 16), __uint_as_float(pairs.y & 0xffff0000u));
    }
};

/* Vectors of a row. */
template <typename Storage>
__device__ inline int row_vectors(int d) {
    return (d + Storage::WIDTH - 1) / Storage::WIDTH;
}

/* One launch of attend: queries [queryCount, d], and the partial results of each split. */
struct Attention {
    int queryCount;
    int d;
    long long slots;
    long long slotsPerSplit;
    const void* keys;
    const void* values;
    const float* queries;
    float* maxima;  // [splits, queryCount] the largest score
    float* sums;    // [splits, queryCount] of exp(score - maximum)
    float* results; // [splits, queryCount, d] values times exp(score - maximum)

    __device__ long long first_slot() const { return blockIdx.y * slotsPerSplit; }
    __device__ int slot_count() const { return static_cast<int>(min(slotsPerSplit, slots - first_slot())); }

    /* Where a query's number goes in maxima and sums; times d in results. */
    __device__ long long partial(int query) const {
        return static_cast<long long>(blockIdx.y) * queryCount + query;
    }
};

/* exp(from - to), where from <= to may both be -infinity. */
__device__ inline float decay(float from, float to) {
    return from == to ? 1 : expf(from - to);
}

/* What to subtract from scores before exp: their maximum, unless that is -infinity. */
__device__ inline float shift_of(float maximum) {
    return maximum == -INFINITY ? 0 : maximum;
}

__device__ inline void scale(float4& vector, float factor) {
    vector.x *= factor;
    vector.y *= factor;
    vector.z *= factor;
    vector.w *= factor;
}

__device__ inline void add_scaled(float4& sum, float factor, const float4& vector) {
    sum.x += factor * vector.x;
    sum.y += factor * vector.y;
    sum.z += factor * vector.z;
    sum.w += factor * vector.w;
}

/*
 * A warp's scores. Eight lanes, the parts, share a slot, so a warp reads four rows at a time, and 128 bytes of each: a
 * pass. A lane has SLOTS slots, four apart.
 */
constexpr int PARTS = 8;
constexpr int GROUPS = WARP / PARTS;

__device__ inline int part_index() {
    return lane_index() % PARTS;
}

__device__ inline int group_index() {
    return lane_index() / PARTS;
}

/* Components of a pass. */
template <typename Storage>
__device__ constexpr int pass_components() {
    return PARTS * Storage::WIDTH;
}

template <typename Storage>
__device__ inline int pass_count(int d) {
    return (d + pass_components<Storage>() - 1) / pass_components<Storage>();
}

/*
 * Where component k of a query stands in shared memory: such that the eight parts read 128 bytes in a row, also when
 * each has two quads of a pass.
 */
template <typename Storage>
__device__ inline int query_position(int k) {
    int inPass = k % pass_components<Storage>();
    int quad = k % Storage::WIDTH / 4;
    return k - inPass + quad * 4 * PARTS + inPass / Storage::WIDTH * 4 + k % 4;
}

/*
 * Copies queries first .. first + QUERIES of [count, d] into shared memory, the rows length numbers apart and filled
 * up with zeros. All threads of the block; nothing is synchronized.
 */
template <typename Storage, int QUERIES>
__device__ inline void load_queries(const float* queries, int first, int count, int d, int length, float* shared) {
    for (int i = threadIdx.x; i < QUERIES * length; i += blockDim.x) {
        int query = i / length;
        int k = i % length;
        bool inside = first + query < count && k < d;
        shared[query * length + query_position<Storage>(k)] =
            inside ? queries[static_cast<long long>(first + query) * d + k] : 0;
    }
}

/* The keys of a lane's slots, pass by pass and tile by tile, tiles being step slots apart. */
template <typename Storage, int SLOTS>
struct KeyStream {
    typedef typename Storage::Vector Vector;

    const Vector* row; // the lane's part of its first slot, in this tile and this pass
    int left;          // slots from there to the end
    int vectors;       // of a row
    int passes;        // of a row, perhaps with some beyond it
    int step;
    int pass = 0;

    /* keys is the row of the warp's first slot, from which on there are count. */
    __device__ KeyStream(const Vector* keys, int count, int d, int passes, int step)
        : row(keys + group_index() * row_vectors<Storage>(d) + part_index()), left(count - group_index()),
          vectors(row_vectors<Storage>(d)), passes(passes), step(step) {}

    /* The next pass; zeros beyond the end and beyond the row. */
    __device__ void next(Vector (&keys)[SLOTS]) {
        bool inside = pass * PARTS + part_index() < vectors;
#pragma unroll
        for (int s = 0; s < SLOTS; s++) {
            keys[s] = inside && s * GROUPS < left ? row[s * GROUPS * vectors] : Storage::no_vector();
        }
        row += PARTS;
        if (++pass == passes) {
            pass = 0;
            row += step * vectors - passes * PARTS;
            left -= step;
        }
    }
};

/* scores[s, q] += the lane's part of key s . query q; query is the lane's place in the pass, in shared memory. */
template <typename Storage, int QUERIES, int SLOTS>
__device__ inline void add_products(const typename Storage::Vector (&keys)[SLOTS], const float* query, int length,
                                    float (&scores)[SLOTS * QUERIES]) {
#pragma unroll
    for (int half = 0; half < Storage::WIDTH / 4; half++) {
        float4 key[SLOTS];
#pragma unroll
        for (int s = 0; s < SLOTS; s++) {
            key[s] = Storage::quad(keys[s], half);
        }
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
            float4 u = *reinterpret_cast<const float4*>(query + q * length + half * 4 * PARTS);
#pragma unroll
            for (int s = 0; s < SLOTS; s++) {
                float& score = scores[s * QUERIES + q];
                score += u.x * key[s].x;
                score += u.y * key[s].y;
                score += u.z * key[s].z;
                score += u.w * key[s].w;
            }
        }
    }
}

/*
 * Adds up the parts of COUNT scores, each lane keeping an eighth of them: part p those from p * COUNT / 8 on, in the
 * first places. In each step a lane gives away the half that its partner keeps.
 */
template <int COUNT>
__device__ inline void sum_parts(float (&scores)[COUNT]) {
#pragma unroll
    for (int step = 1; step < PARTS; step *= 2) {
        int distance = PARTS / 2 / step;
        bool upper = (part_index() & distance) != 0;
#pragma unroll
        for (int i = 0; i < COUNT / 2 / step; i++) {
            float first = scores[i];
            float second = scores[i + COUNT / 2 / step];
            scores[i] = (upper ? second : first) + __shfl_xor_sync(ALL_LANES, upper ? first : second, distance);
        }
    }
}
