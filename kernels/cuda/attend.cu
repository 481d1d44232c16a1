/*
 * Attention of Q queries to one large memory (SPEC "KV"): Y = softmax_row(X M^T) C, exact, without the scores [Q, N].
 *
 * Shapes: queries X [Q, d]; keys M and values C [N, d], as memory.cuh stores them; result Y [Q, d]; logSums [Q],
 * log sum_i exp(x . m_i), with which the weight of any slot is exp(x . m_i - logSum).
 *
 * The memory is cut into splits of slotsPerSplit slots. attend_* give for each split and query the largest score m,
 * l = sum_i exp(s_i - m) and o = sum_i exp(s_i - m) c_i, in one pass over the slots: m grows from tile to tile, and l
 * and o are scaled to it when it does. attend_combine merges the splits in their order. Two regimes:
 *
 * attend_1, attend_4, attend_8, attend_16 (here): bound by memory. A block has that many queries and reads each key and
 * each value once, straight into registers.
 *   A block of 128 threads. Queries are in shared memory. A warp takes a tile of 8, 16 or 32 slots: eight lanes a slot,
 *   each 16 bytes of two to eight slots at a time; the eight sums are added by shuffles, which leave each lane one slot
 *   with up to four queries. Then a thread owns four columns of the result for all queries of the block (attend_8:
 *   eight columns): as many lanes as a row needs read a row of values, and the others of the warp the next rows. Where a
 *   row needs more than a warp, warps form a team that shares its weights and waits for each other; a result wider than
 *   the block (512 columns, attend_8 1024) is cut into chunks, and each chunk computes the scores anew.
 *   Grid: x ceil(Q / queries) * chunks, y splits. Limits: queries * d <= 8192 with d rounded up to 64.
 *   Shared memory: 34.5 KiB. Moves 2 N d * (4 or 2) bytes a block of queries; 4 Q N d operations.
 *   On their way to a multiprocessor: keys of the next passes all the time, 4 KiB a warp, and 2 KiB of values, 8 warps or
 *   more: 32 to 48 KiB. At 3.35 TB/s over 132 multiprocessors and 600 ns, 15 KiB are needed.
 *
 * attend_32, attend_64: bound by arithmetic, see attend_many.cu.
 *
 * attend_combine  M = max m; Y = sum exp(m - M) o / sum exp(m - M) l; logSum = M + log sum exp(m - M) l. Where every score
 *   is -infinity, or there is no slot, Y is 0 and logSum -infinity. A block of 512 threads a query and 32 columns; warp w
 *   takes splits w, w + 16, ...; the warps' compensated sums are added in their order. Grid: x Q, y ceil(d / 32).
 *   4 KiB shared. Moves 4 splits Q (d + 2) bytes.
 *
 * PREDICTED, not measured: times in microseconds of the KV shape (N = 100,000, d = 128) on an H100, from bytes at
 * 3.35 TB/s and operations at 66.9 TFLOP/s; the launch of attend_combine costs about 4 more.
 *
 *   storage   Q    bytes  operations  least  predicted, with its reason
 *   float     1    30.6   0.8         30.6   34, 90 % of the bandwidth
 *   float     16   30.6   12.2        30.6   36, instructions are issued in 55 % of the cycles at that rate
 *   float     256  30.6   196         196    300, 65 % of the operations: half of the shared memory's rate is free
 *   bfloat16  1    15.3   0.8         15.3   18, 85 % of the bandwidth
 *   bfloat16  16   15.3   12.2        15.3   24, bound by issuing 45 instructions a slot and scheduler
 *   bfloat16  256  15.3   196         196    300
 *
 * Accuracy: plain sums of d products in eight parts; sums over the slots of a warp or block, whose number the host
 * limits, then compensated over the splits. Determinism: fixed order for equal sizes and splits; no atomics. A NaN in
 * queries, keys or values reaches the results it takes part in; scores of -infinity have weight 0.
 */
#include "common.cuh"
#include "memory.cuh"

constexpr int FEW_THREADS = 128;
constexpr int FEW_WARPS = FEW_THREADS / WARP;
constexpr int FEW_COLUMNS = FEW_THREADS * 4;
constexpr int MOST_QUERIES = 16;
constexpr int COMBINE_THREADS = 512;

struct alignas(16) FewShared {
    float queries[LARGEST_DIMENSION];    // [QUERIES, length]; at the end the block's results
    float weights[FEW_WARPS * WARP * 4]; // of each team [its slots, QUERIES]
    float maxima[FEW_WARPS][MOST_QUERIES];
    float factors[FEW_WARPS][MOST_QUERIES];
    float sums[FEW_WARPS][MOST_QUERIES];
};

/* QUERIES queries against the slots of one split; a thread has 4 * VECTORS columns. */
template <typename Storage, int QUERIES, int VECTORS>
struct FewBlock {
    typedef typename Storage::Vector Vector;
    typedef typename Storage::Quad Quad;
    static constexpr int SLOTS = QUERIES == 1 ? 8 : 32 / QUERIES;
    static constexpr int DEPTH = 8 / SLOTS;             // passes of keys on their way
    static constexpr int ROWS = VECTORS == 1 ? 4 : 2;   // rows of values that a thread loads at once
    static constexpr int TILE = GROUPS * SLOTS;         // slots of a warp at a time
    static constexpr int STEP = FEW_WARPS * TILE;       // slots of the block at a time
    static constexpr int OWN = SLOTS * QUERIES / PARTS; // scores of a lane after sum_parts: one slot, OWN queries
    static constexpr int OWNERS = QUERIES / OWN;        // lanes that together have all queries
    static constexpr int COLUMNS = FEW_COLUMNS * VECTORS;
    static_assert(TILE * QUERIES <= WARP * 4, "weights of a warp's tile");

    const Attention& a;
    FewShared& shared;
    int firstQuery;
    int firstColumn;
    int lanes;       // that share a row of values
    int teamWarps;   // that share their slots: enough for a row
    int valueGroups; // of a team, each with a row at a time
    int valueGroup;
    int column; // the thread's first four columns of the chunk; the next are lanes further
    float4 sums[QUERIES][VECTORS];
    float maximum[OWN];
    float exponentials[OWN]; // their sum over the lane's slots

    __device__ FewBlock(const Attention& a, FewShared& shared) : a(a), shared(shared), lanes(max(1, WARP / TILE)) {
        int chunks = (a.d + COLUMNS - 1) / COLUMNS;
        firstQuery = blockIdx.x / chunks * QUERIES;
        firstColumn = blockIdx.x % chunks * COLUMNS;
        while (lanes * VECTORS * 4 < min(a.d - firstColumn, COLUMNS)) {
            lanes *= 2;
        }
        teamWarps = max(1, lanes / WARP);
        valueGroups = teamWarps * WARP / lanes;
        int member = threadIdx.x % (teamWarps * WARP);
        valueGroup = member / lanes;
        column = member % lanes;
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                sums[q][v] = make_float4(0, 0, 0, 0);
            }
        }
#pragma unroll
        for (int i = 0; i < OWN; i++) {
            maximum[i] = -INFINITY;
            exponentials[i] = 0;
        }
    }

    /* A team of one warp waits for itself, larger ones with all others: every team has as many tiles. */
    __device__ void synchronize() const {
        if (teamWarps == 1) {
            __syncwarp();
        } else {
            __syncthreads();
        }
    }

    __device__ int team() const { return warp_index() / teamWarps; }
    __device__ int team_slots() const { return teamWarps * TILE; }
    __device__ int first_of_team() const { return team() * team_slots(); } // among the block's slots
    __device__ int own_query() const { return part_index() * OWN % QUERIES; }
    __device__ int own_slot() const { // among the block's slots
        return warp_index() * TILE + group_index() + GROUPS * (part_index() * OWN / QUERIES);
    }
    __device__ bool speaks() const { return lane_index() < OWNERS; } // for its queries, to others

    /* The reduction over the warp's lanes with the same queries. */
    template <typename Operation>
    static __device__ float reduce_own(float value, Operation operation) {
#pragma unroll
        for (int distance = OWNERS; distance < WARP; distance *= 2) {
            value = operation(value, __shfl_xor_sync(ALL_LANES, value, distance));
        }
        return value;
    }

    /* Turns the lane's own scores into weights for the team, and older sums to the new maxima. */
    __device__ void weigh(const float* scores) {
#pragma unroll
        for (int i = 0; i < OWN; i++) {
            float top = reduce_own(scores[i], MaximumOrNan());
            if (speaks()) {
                shared.maxima[warp_index()][own_query() + i] = top;
            }
        }
        synchronize();
        bool changed = false;
#pragma unroll
        for (int i = 0; i < OWN; i++) {
            float top = maximum[i];
#pragma unroll 1
            for (int warp = 0; warp < teamWarps; warp++) {
                top = MaximumOrNan()(top, shared.maxima[team() * teamWarps + warp][own_query() + i]);
            }
            float factor = decay(maximum[i], top);
            float weight = expf(scores[i] - shift_of(top));
            exponentials[i] = exponentials[i] * factor + weight;
            shared.weights[own_slot() * QUERIES + own_query() + i] = weight;
            if (speaks()) {
                shared.factors[warp_index()][own_query() + i] = factor;
            }
            changed = changed || maximum[i] != top;
            maximum[i] = top;
        }
        synchronize();
        if (__any_sync(ALL_LANES, changed)) {
#pragma unroll
            for (int q = 0; q < QUERIES; q++) {
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    scale(sums[q][v], shared.factors[warp_index()][q]);
                }
            }
        }
    }

    /* sums += weights [QUERIES] times the row. */
    __device__ void add_row(const float* weights, const Quad (&row)[VECTORS]) {
        constexpr int AT_ONCE = QUERIES < 4 ? QUERIES : 4;
#pragma unroll
        for (int q = 0; q < QUERIES; q += AT_ONCE) {
            float4 four = AT_ONCE == 4 ? *reinterpret_cast<const float4*>(weights + q) : make_float4(weights[q], 0, 0, 0);
            float weight[4] = {four.x, four.y, four.z, four.w};
#pragma unroll
            for (int i = 0; i < AT_ONCE; i++) {
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    add_scaled(sums[q + i][v], weight[i], Storage::quad(row[v]));
                }
            }
        }
    }

    /* All slots of the split. */
    __device__ void run() {
        int passes = pass_count<Storage>(a.d);
        int length = passes * pass_components<Storage>();
        load_queries<Storage, QUERIES>(a.queries, firstQuery, a.queryCount, a.d, length, shared.queries);
        __syncthreads();

        int count = a.slot_count();
        int rowVectors = row_vectors<Storage>(a.d);
        int rowQuads = rowVectors * (Storage::WIDTH / 4);
        const Vector* keyRows = static_cast<const Vector*>(a.keys) + a.first_slot() * rowVectors;
        const Quad* valueRows = static_cast<const Quad*>(a.values) + a.first_slot() * rowQuads;

        KeyStream<Storage, SLOTS> stream(keyRows + warp_index() * TILE * rowVectors, count - warp_index() * TILE, a.d,
                                         (passes + DEPTH - 1) / DEPTH * DEPTH, STEP);
        Vector keys[DEPTH][SLOTS];
#pragma unroll
        for (int j = 0; j < DEPTH; j++) {
            stream.next(keys[j]);
        }

        int firstQuad = firstColumn / 4 + column;
        int firstRow = first_of_team() + valueGroup;
        int rowsLeft = firstQuad < rowQuads ? count - firstRow : 0;
        int turns = (team_slots() + valueGroups - 1) / valueGroups;
        const Quad* values = valueRows + firstRow * rowQuads + firstQuad;
        Quad rows[ROWS][VECTORS];
        auto load_rows = [&](int turn) {
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                int row = (turn + r) * valueGroups;
                bool inside = turn + r < turns && row < rowsLeft;
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    bool within = v == 0 || firstQuad + v * lanes < rowQuads;
                    rows[r][v] = inside && within ? values[row * rowQuads + v * lanes] : Storage::no_quad();
                }
            }
        };

#pragma unroll 1
        for (int base = 0; base < count; base += STEP) {
            float scores[SLOTS * QUERIES];
#pragma unroll
            for (int i = 0; i < SLOTS * QUERIES; i++) {
                scores[i] = 0;
            }
#pragma unroll 1
            for (int pass = 0; pass < passes; pass += DEPTH) {
#pragma unroll
                for (int j = 0; j < DEPTH; j++) {
                    if (pass + j < passes) {
                        const float* query =
                            shared.queries + (pass + j) * pass_components<Storage>() + part_index() * 4;
                        add_products<Storage, QUERIES, SLOTS>(keys[j], query, length, scores);
                    }
                    stream.next(keys[j]);
                }
            }
            sum_parts(scores);
            if (base + own_slot() >= count) {
#pragma unroll
                for (int i = 0; i < OWN; i++) {
                    scores[i] = -INFINITY;
                }
            }

            load_rows(0);
            weigh(scores);
            const float* weights = shared.weights + firstRow * QUERIES;
#pragma unroll 1
            for (int turn = 0; turn < turns; turn += ROWS) {
                if (turn > 0) {
                    load_rows(turn);
                }
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    if (turn + r < turns) {
                        add_row(weights + (turn + r) * valueGroups * QUERIES, rows[r]);
                    }
                }
            }
            values += STEP * rowQuads;
            rowsLeft -= STEP;
        }
        finish();
    }

    /* The largest score of a query in the block, after the warps have told theirs. */
    __device__ float top_of(int q) const {
        float top = shared.maxima[0][q];
#pragma unroll
        for (int warp = 1; warp < FEW_WARPS; warp++) {
            top = MaximumOrNan()(top, shared.maxima[warp][q]);
        }
        return top;
    }

    /* Adds up the value groups of each warp, which have the same maxima. */
    __device__ void merge_groups() {
#pragma unroll 1
        for (int distance = lanes; distance < WARP; distance *= 2) {
#pragma unroll
            for (int q = 0; q < QUERIES; q++) {
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    float4& sum = sums[q][v];
                    sum.x += __shfl_xor_sync(ALL_LANES, sum.x, distance);
                    sum.y += __shfl_xor_sync(ALL_LANES, sum.y, distance);
                    sum.z += __shfl_xor_sync(ALL_LANES, sum.z, distance);
                    sum.w += __shfl_xor_sync(ALL_LANES, sum.w, distance);
                }
            }
        }
    }

    /* Adds the team's sums to those of the teams before it, all relative to the block's maxima. */
    __device__ void merge_team(int width) const {
#pragma unroll
        for (int q = 0; q < QUERIES; q++) {
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                float4* merged = reinterpret_cast<float4*>(shared.queries + q * width + 4 * (column + v * lanes));
                float4 sum = team() == 0 ? make_float4(0, 0, 0, 0) : *merged;
                add_scaled(sum, shared.factors[warp_index()][q], sums[q][v]);
                *merged = sum;
            }
        }
    }

    /* Merges what the warps have, in their order, and writes the split's partial results. */
    __device__ void finish() {
        __syncthreads();
#pragma unroll
        for (int i = 0; i < OWN; i++) {
            float sum = reduce_own(exponentials[i], Add());
            if (speaks()) {
                shared.maxima[warp_index()][own_query() + i] = maximum[i];
                shared.sums[warp_index()][own_query() + i] = sum;
            }
        }
        merge_groups();
        __syncthreads();
        for (int i = threadIdx.x; i < FEW_WARPS * QUERIES; i += FEW_THREADS) {
            shared.factors[i / QUERIES][i % QUERIES] = decay(shared.maxima[i / QUERIES][i % QUERIES], top_of(i % QUERIES));
        }
        __syncthreads();
        int width = lanes * 4 * VECTORS;
#pragma unroll 1
        for (int turn = 0; turn < FEW_WARPS / teamWarps; turn++) {
            if (turn == team() && valueGroup == 0) {
                merge_team(width);
            }
            __syncthreads();
        }
        int queries = min(a.queryCount - firstQuery, QUERIES);
        for (int i = threadIdx.x; i < queries * width; i += FEW_THREADS) {
            int query = firstQuery + i / width;
            int k = firstColumn + i % width;
            if (k < a.d) {
                a.results[a.partial(query) * a.d + k] = shared.queries[i];
            }
        }
        int q = threadIdx.x;
        if (firstColumn == 0 && q < queries) {
            float sum = 0;
            for (int warp = 0; warp < FEW_WARPS; warp++) {
                sum += shared.factors[warp][q] * shared.sums[warp][q];
            }
            a.maxima[a.partial(firstQuery + q)] = top_of(q);
            a.sums[a.partial(firstQuery + q)] = sum;
        }
    }
};

template <int QUERIES, int VECTORS>
__device__ inline void attend_few(const Attention& a, int storage, FewShared& shared) {
    if (storage == BFLOAT16_STORAGE) {
        FewBlock<BFloat16, QUERIES, VECTORS>(a, shared).run();
    } else {
        FewBlock<Float32, QUERIES, VECTORS>(a, shared).run();
    }
}

extern "C" __global__ void __launch_bounds__(FEW_THREADS, 3)
attend_1(int storage, int queryCount, int d, long long slots, long long slotsPerSplit, const void* keys,
         const void* values, const float* queries, float* maxima, float* sums, float* results) {
    __shared__ FewShared shared;
    attend_few<1, 4>({queryCount, d, slots, slotsPerSplit, keys, values, queries, maxima, sums, results}, storage,
                     shared);
}

extern "C" __global__ void __launch_bounds__(FEW_THREADS, 2)
attend_8(int storage, int queryCount, int d, long long slots, long long slotsPerSplit, const void* keys,
         const void* values, const float* queries, float* maxima, float* sums, float* results) {
    __shared__ FewShared shared;
    attend_few<8, 2>({queryCount, d, slots, slotsPerSplit, keys, values, queries, maxima, sums, results}, storage,
                     shared);
}

extern "C" __global__ void __launch_bounds__(FEW_THREADS, 2)
attend_16(int storage, int queryCount, int d, long long slots, long long slotsPerSplit, const void* keys,
          const void* values, const float* queries, float* maxima, float* sums, float* results) {
    __shared__ FewShared shared;
    attend_few<16, 1>({queryCount, d, slots, slotsPerSplit, keys, values, queries, maxima, sums, results}, storage,
                     shared);
}

extern "C" __global__ void __launch_bounds__(COMBINE_THREADS)
attend_combine(int queryCount, int d, int splits, const float* maxima, const float* sums, const float* results,
               float* result, float* logSums) {
    __shared__ float scratch[MAX_BLOCK];
    int query = blockIdx.x;
    int k = blockIdx.y * WARP + lane_index();
    float top = -INFINITY;
    for (int split = threadIdx.x; split < splits; split += blockDim.x) {
        top = MaximumOrNan()(top, maxima[static_cast<long long>(split) * queryCount + query]);
    }
    top = block_reduce(top, -INFINITY, MaximumOrNan(), scratch);

    Sum weighted;
    Sum weights;
#pragma unroll 4
    for (int split = warp_index(); split < splits; split += warp_count()) {
        long long place = static_cast<long long>(split) * queryCount + query;
        float factor = decay(maxima[place], top);
        weights.add(factor * sums[place]);
        weighted.add(k < d ? factor * results[place * d + k] : 0);
    }
    float numerator = sum_over_warps(weighted.total(), scratch);
    float denominator = sum_over_warps(weights.total(), scratch);
    if (warp_index() == 0) {
        if (k < d) {
            result[static_cast<long long>(query) * d + k] = denominator == 0 ? 0 : numerator / denominator;
        }
        if (k == 0) {
            logSums[query] = top + logf(denominator);
        }
    }
}
