#include "common.cuh"
#include "memory.cuh"

constexpr int MANY_THREADS = 256;
constexpr int MANY_BLOCKS = 2;
constexpr int MANY_WARPS = MANY_THREADS / WARP;
constexpr int MANY_TILE = 128;
constexpr int MANY_COLUMNS = 128;
constexpr int STAGE = 16;                 // components of keys, or rows of values, that are in shared memory at a time
constexpr int KEY_ROW = MANY_TILE + 4;    // padded against bank conflicts
constexpr int MOST_STAGE_FLOATS = 4096;
constexpr int VALUE_STAGES = MANY_TILE / STAGE;

struct alignas(16) ManyShared {
    float stages[2][MOST_STAGE_FLOATS]; // keys [STAGE, KEY_ROW] and queries [STAGE, QUERY_ROW], or values [STAGE, columns]
    float weights[MANY_WARPS * WARP * 8]; // of each warp [a quarter of the tile, QUERIES]
};

/* A block of MANY_THREADS: MANY_WARPS * QUERIES queries against the slots of one split, MANY_COLUMNS * VECTORS columns. */
template <typename Storage, int QUERIES, int VECTORS>
struct ManyBlock {
    typedef typename Storage::Vector Vector;
    static constexpr int BLOCK_QUERIES = MANY_WARPS * QUERIES;
    static constexpr int QUERY_ROW = BLOCK_QUERIES + 4;
    static constexpr int COLUMNS = MANY_COLUMNS * VECTORS;
    static constexpr int KEY_PARTS = STAGE / Storage::WIDTH; // vectors of a key in a stage
    static constexpr int KEY_LOADS = MANY_TILE * KEY_PARTS / MANY_THREADS;
    static constexpr int QUERY_LOADS = BLOCK_QUERIES * STAGE / MANY_THREADS;
    static constexpr int VALUE_PARTS = COLUMNS / Storage::WIDTH;
    static constexpr int VALUE_LOADS = STAGE * VALUE_PARTS / MANY_THREADS;
    static_assert(STAGE * (KEY_ROW + QUERY_ROW) <= MOST_STAGE_FLOATS && STAGE * COLUMNS <= MOST_STAGE_FLOATS, "a stage");

    const Attention& a;
    ManyShared& shared;
    int firstQuery;
    int rowVectors;
    int count; // slots of the split
    const Vector* keys;
    const Vector* values;
    float scores[QUERIES][4]; // of slots 4 lane .. 4 lane + 3
    float4 sums[QUERIES][VECTORS];
    float maximum = -INFINITY; // of the warp's query lane % QUERIES
    float exponentials = 0;    // their sum, of the same query

    __device__ ManyBlock(const Attention& a, ManyShared& shared)
        : a(a), shared(shared), firstQuery(blockIdx.x * BLOCK_QUERIES), rowVectors(row_vectors<Storage>(a.d)),
          count(a.slot_count()), keys(static_cast<const Vector*>(a.keys) + a.first_slot() * rowVectors),
          values(static_cast<const Vector*>(a.values) + a.first_slot() * rowVectors) {
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                sums[q][v] = make_float4(0, 0, 0, 0);
            }
        }
    }

    /* What a thread brings into shared memory for one stage. */
    struct KeyLoads {
        Vector keys[KEY_LOADS];
        float queries[QUERY_LOADS];
    };

    __device__ void load(KeyLoads& loads, int tile, int stage) const {
#pragma unroll
        for (int i = 0; i < KEY_LOADS; i++) {
            int slot = tile + (threadIdx.x + i * MANY_THREADS) / KEY_PARTS;
            int vector = stage * KEY_PARTS + threadIdx.x % KEY_PARTS;
            bool inside = slot < count && vector < rowVectors;
            loads.keys[i] = inside ? keys[slot * rowVectors + vector] : Storage::no_vector();
        }
#pragma unroll
        for (int i = 0; i < QUERY_LOADS; i++) {
            int query = firstQuery + (threadIdx.x + i * MANY_THREADS) / STAGE;
            int k = stage * STAGE + threadIdx.x % STAGE;
            bool inside = query < a.queryCount && k < a.d;
            loads.queries[i] = inside ? a.queries[static_cast<long long>(query) * a.d + k] : 0;
        }
    }

    __device__ void store(const KeyLoads& loads, float* target) const {
#pragma unroll
        for (int i = 0; i < KEY_LOADS; i++) {
            int slot = (threadIdx.x + i * MANY_THREADS) / KEY_PARTS;
            float* column = target + threadIdx.x % KEY_PARTS * Storage::WIDTH * KEY_ROW + slot;
#pragma unroll
            for (int half = 0; half < Storage::WIDTH / 4; half++) {
                float4 quad = Storage::quad(loads.keys[i], half);
                column[(half * 4 + 0) * KEY_ROW] = quad.x;
                column[(half * 4 + 1) * KEY_ROW] = quad.y;
                column[(half * 4 + 2) * KEY_ROW] = quad.z;
                column[(half * 4 + 3) * KEY_ROW] = quad.w;
            }
        }
#pragma unroll
        for (int i = 0; i < QUERY_LOADS; i++) {
            int query = (threadIdx.x + i * MANY_THREADS) / STAGE;
            target[STAGE * KEY_ROW + threadIdx.x % STAGE * QUERY_ROW + query] = loads.queries[i];
        }
    }

    /* scores += the stage's part of the products. */
    __device__ void add_products(const float* stage) {
        const float* key = stage + 4 * lane_index();
        const float* query = stage + STAGE * KEY_ROW + warp_index() * QUERIES;
#pragma unroll 4
        for (int k = 0; k < STAGE; k++) {
            float4 m = *reinterpret_cast<const float4*>(key + k * KEY_ROW);
#pragma unroll
            for (int q = 0; q < QUERIES; q += 4) {
                float4 u = *reinterpret_cast<const float4*>(query + k * QUERY_ROW + q);
                add_to(scores[q + 0], u.x, m);
                add_to(scores[q + 1], u.y, m);
                add_to(scores[q + 2], u.z, m);
                add_to(scores[q + 3], u.w, m);
            }
        }
    }

    static __device__ void add_to(float (&scores)[4], float u, const float4& m) {
        scores[0] += u * m.x;
        scores[1] += u * m.y;
        scores[2] += u * m.z;
        scores[3] += u * m.w;
    }

    /* scores = the products of the tile's keys and the warp's queries. */
    __device__ void multiply(int tile) {
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
#pragma unroll
            for (int j = 0; j < 4; j++) {
                scores[q][j] = 0;
            }
        }
        int stages = (a.d + STAGE - 1) / STAGE;
        KeyLoads loads;
        load(loads, tile, 0);
        store(loads, shared.stages[0]);
        __syncthreads();
#pragma unroll 1
        for (int stage = 0; stage < stages; stage++) {
            if (stage + 1 < stages) {
                load(loads, tile, stage + 1);
            }
            add_products(shared.stages[stage % 2]);
            if (stage + 1 < stages) {
                store(loads, shared.stages[(stage + 1) % 2]);
            }
            __syncthreads();
        }
    }

    /* Turns scores into weights, and older sums to the new maxima. */
    __device__ void weigh(int tile) {
#pragma unroll
        for (int j = 0; j < 4; j++) {
            if (tile + 4 * lane_index() + j >= count) {
#pragma unroll
                for (int q = 0; q < QUERIES; q++) {
                    scores[q][j] = -INFINITY;
                }
            }
        }
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
            bool own = lane_index() % QUERIES == q;
            float before = __shfl_sync(ALL_LANES, maximum, q);
            float top = MaximumOrNan()(MaximumOrNan()(scores[q][0], scores[q][1]),
                                       MaximumOrNan()(scores[q][2], scores[q][3]));
            top = MaximumOrNan()(before, warp_reduce(top, MaximumOrNan()));
#pragma unroll
            for (int j = 0; j < 4; j++) {
                scores[q][j] = expf(scores[q][j] - shift_of(top));
            }
            float sum = warp_reduce((scores[q][0] + scores[q][1]) + (scores[q][2] + scores[q][3]), Add());
            float factor = decay(before, top);
            maximum = own ? top : maximum;
            exponentials = own ? exponentials * factor + sum : exponentials;
            if (before != top) { // the same in all lanes
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    scale(sums[q][v], factor);
                }
            }
        }
    }

    /* The values of a stage are those of slots 4 r + stage / 2, r from 0 to 15 or from 16 to 31. */
    __device__ void load(Vector (&loads)[VALUE_LOADS], int tile, int stage) const {
#pragma unroll
        for (int i = 0; i < VALUE_LOADS; i++) {
            int load = threadIdx.x + i * MANY_THREADS;
            int slot = tile + 4 * (stage % 2 * STAGE + load / VALUE_PARTS) + stage / 2;
            int vector = load % VALUE_PARTS;
            bool inside = slot < count && vector < rowVectors;
            loads[i] = inside ? values[slot * rowVectors + vector] : Storage::no_vector();
        }
    }

    __device__ void store(const Vector (&loads)[VALUE_LOADS], float* target) const {
#pragma unroll
        for (int i = 0; i < VALUE_LOADS; i++) {
            float4* place = reinterpret_cast<float4*>(target + (threadIdx.x + i * MANY_THREADS) * Storage::WIDTH);
#pragma unroll
            for (int half = 0; half < Storage::WIDTH / 4; half++) {
                place[half] = Storage::quad(loads[i], half);
            }
        }
    }

    /* Puts the weights of slots 4 lane + quarter where the whole warp reads them. */
    __device__ void share_weights(int quarter) const {
        float4* target = reinterpret_cast<float4*>(shared.weights + threadIdx.x * QUERIES);
#pragma unroll
        for (int q = 0; q < QUERIES; q += 4) {
            target[q / 4] = make_float4(pick(scores[q], quarter), pick(scores[q + 1], quarter),
                                        pick(scores[q + 2], quarter), pick(scores[q + 3], quarter));
        }
        __syncwarp();
    }

    static __device__ float pick(const float (&of)[4], int index) {
        return index < 2 ? (index == 0 ? of[0] : of[1]) : (index == 2 ? of[2] : of[3]);
    }

    /* sums += the stage's weights times its values. */
    __device__ void add_values(const float* stage, int firstRow) {
        const float* value = stage + 4 * lane_index();
        const float* weight = shared.weights + (warp_index() * WARP + firstRow) * QUERIES;
#pragma unroll 4
        for (int r = 0; r < STAGE; r++) {
            float4 c[VECTORS];
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                c[v] = *reinterpret_cast<const float4*>(value + r * COLUMNS + v * MANY_COLUMNS);
            }
#pragma unroll
            for (int q = 0; q < QUERIES; q += 4) {
                float4 p = *reinterpret_cast<const float4*>(weight + r * QUERIES + q);
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    add_scaled(sums[q + 0][v], p.x, c[v]);
                    add_scaled(sums[q + 1][v], p.y, c[v]);
                    add_scaled(sums[q + 2][v], p.z, c[v]);
                    add_scaled(sums[q + 3][v], p.w, c[v]);
                }
            }
        }
    }

    /* sums += the tile's weights times its values. */
    __device__ void accumulate(int tile) {
        Vector loads[VALUE_LOADS];
        load(loads, tile, 0);
        weigh(tile);
        store(loads, shared.stages[0]);
        __syncthreads();
#pragma unroll 1
        for (int stage = 0; stage < VALUE_STAGES; stage++) {
            if (stage + 1 < VALUE_STAGES) {
                load(loads, tile, stage + 1);
            }
            if (stage % 2 == 0) {
                share_weights(stage / 2);
            }
            add_values(shared.stages[stage % 2], stage % 2 * STAGE);
            if (stage + 1 < VALUE_STAGES) {
                store(loads, shared.stages[(stage + 1) % 2]);
            }
            __syncthreads();
        }
    }

    __device__ void finish() const {
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
            int query = firstQuery + warp_index() * QUERIES + q;
            if (query < a.queryCount) {
                if (lane_index() == q) {
                    a.maxima[a.partial(query)] = maximum;
                    a.sums[a.partial(query)] = exponentials;
                }
                float* row = a.results + a.partial(query) * a.d;
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    float part[4] = {sums[q][v].x, sums[q][v].y, sums[q][v].z, sums[q][v].w};
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        int column = v * MANY_COLUMNS + 4 * lane_index() + i;
                        if (column < a.d) {
                            row[column] = part[i];
                        }
                    }
                }
            }
        }
    }

    __device__ void run() {
#pragma unroll 1
        for (int tile = 0; tile < count; tile += MANY_TILE) {
            multiply(tile);
            accumulate(tile);
        }
        finish();
    }
};

template <int QUERIES, int VECTORS>
__device__ inline void attend_many(const Attention& a, int storage, ManyShared& shared) {
    if (storage == BFLOAT16_STORAGE) {
        ManyBlock<BFloat16, QUERIES, VECTORS>(a, shared).run();
    } else {
        ManyBlock<Float32, QUERIES, VECTORS>(a, shared).run();
    }
}

extern "C" __global__ void __launch_bounds__(MANY_THREADS, MANY_BLOCKS)
attend_64(int storage, int queryCount, int d, long long slots, long long slotsPerSplit, const void* keys,
          const void* values, const float* queries, float* maxima, float* sums, float* results) {
    __shared__ ManyShared shared;
    attend_many<8, 1>({queryCount, d, slots, slotsPerSplit, keys, values, queries, maxima, sums, results}, storage,
                      shared);
}

extern "C" __global__ void __launch_bounds__(MANY_THREADS, MANY_BLOCKS)
attend_32(int storage, int queryCount, int d, long long slots, long long slotsPerSplit, const void* keys,
          const void* values, const float* queries, float* maxima, float* sums, float* results) {
    __shared__ ManyShared shared;
    attend_many<4, 2>({queryCount, d, slots, slotsPerSplit, keys, values, queries, maxima, sums, results}, storage,
                      shared);
}
