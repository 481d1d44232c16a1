/*
 * Large matrix products, for when there is no cuBLAS: the products of matrix.cu in tiles of 64 x 64, split along k when
 * there are too few tiles to fill a GPU.
 *
 * matrix_nt_wide      c[s, i, j]  = sum_k a[i, k] b[row(j), k]   a [m, k], b [*, k], row(j) = rows ? rows[j] : j
 * matrix_nn_wide      c[s, i, j]  = sum_k a[i, k] b[row(k), j]   a [m, k], b [*, n], row(k) = rows ? rows[k] : k
 * matrix_tn_wide      c[s, i, j] (+)= sum_k a[k, i] b[k, j]      a [k, m], b [k, n]; += where add is not 0
 *   c [splits, m, n]; split s sums over k from s depth up to (s + 1) depth, so one split of depth >= k is the whole
 *   product. depth is a multiple of 16.
 *   A block of 256 threads computes a tile of 64 x 64 of one split, a thread 4 x 4 elements of it: rows 2 y, 2 y + 1,
 *   32 + 2 y and 33 + 2 y, columns alike from x (x = thread % 16, y = thread / 16), so that whole rows of c are written
 *   in pairs by neighbours. In steps of 16 along k both operands' factors go through registers into shared memory: the
 *   next step's are read from global memory while this step's are multiplied, and two copies of each part need one
 *   barrier a step. Each element sums 32 products, and these sums are added up with compensation, so the error does
 *   not grow with k. Factors are read in pairs where rows are even and begin at multiples of 8 bytes, else one by one;
 *   beyond the edges they are zeros.
 *   Shared memory 16.5 KiB: per part 16 rows of 64 factors and 2 words of padding, so that neither writing columns nor
 *   reading pairs collides in a bank. Grid: ceil(m / 64) ceil(n / 64) splits, tiles first.
 *   Moves 4 m n k (1/64 + 1/64) + 4 m n splits bytes; 2 m n k operations, and 7 for 32 products for compensation.
 *
 * matrix_combine      c[i] (+)= sum_s partials[s, i]   partials [splits, count], c [count]; += where add is not 0
 *   A thread an element, compensated, splits in their order. No shared memory. Block 32 to 1024 threads (256 is good),
 *   grid ceil(count / block). Moves 4 count (splits + 1) bytes.
 *
 * Determinism: an element of a split is one thread's sum in a fixed order, splits are added in their order; no atomics.
 * The host chooses splits by shape alone, so equal shapes give equal bits on every GPU. No two arguments may overlap of
 * which one is written.
 *
 * Predicted for an H100 with 132 multiprocessors at 1.7 GHz, by counting instructions and accesses to shared memory
 * (47 cycles a block and depth); not measured:
 *   nt 128 x 10000 x 150, the answers of a language model: 314 tiles, 13 us; matrix.cu 57 us.
 *   nn 128 x 150 x 10000, the gradient to the states: 6 tiles in 42 splits, 13 us, and 4 us to combine; matrix.cu 240 us.
 *   tn 10000 x 150 x 128, the gradient to the table: 471 tiles, 14 us; matrix.cu 57 us.
 */
#include "common.cuh"

constexpr int WIDE_TILE = 64;
constexpr int SIDE = 16; // threads along a side of the tile
constexpr int THREADS = SIDE * SIDE;
constexpr int BLOCKS = 2; // on a multiprocessor: asked for more, ptxas spills
constexpr int STEP = 16;
constexpr int STEPS = 2; // whose products are summed without compensation
constexpr int OWN = WIDE_TILE / SIDE;
constexpr int HELD = WIDE_TILE * STEP / THREADS; // factors of an operand that a thread moves in a step

/* One operand's factors for one step: at each depth those of the tile's rows or columns of c. */
struct __align__(8) Part {
    float factors[STEP][WIDE_TILE + 2];
};

/* Two factors that follow each other, or one; zeros from outside. */
template <int WIDTH>
__device__ inline void load(const float* source, int index, bool inside, float* target) {
    if constexpr (WIDTH == 2) {
        float2 pair = inside ? *reinterpret_cast<const float2*>(source + index) : make_float2(0, 0);
        target[0] = pair.x;
        target[1] = pair.y;
    } else {
        target[0] = inside ? source[index] : 0;
    }
}

/* A matrix [lines, k], or rows picked from one, whose lines belong to the rows or columns of c. */
struct Lines {
    const float* source;
    const int* rows;
    int lines;
    int k;

    /* The thread's share of the factors from (line0, k0) on, up to depth end. */
    template <int WIDTH>
    __device__ void fetch(int line0, int k0, int end, float (&held)[HELD]) const {
        for (int i = 0; i < HELD; i += WIDTH) {
            int piece = threadIdx.x + i / WIDTH * THREADS;
            int line = line0 + piece / (STEP / WIDTH);
            int depth = k0 + piece % (STEP / WIDTH) * WIDTH;
            bool inside = line < lines && depth < end;
            int row = inside && rows != nullptr ? rows[line] : line;
            load<WIDTH>(source, inside ? row * k + depth : 0, inside, held + i);
        }
    }

    template <int WIDTH>
    __device__ static void keep(const float (&held)[HELD], Part& part) {
        for (int i = 0; i < HELD; i++) {
            int piece = threadIdx.x + i / WIDTH * THREADS;
            part.factors[piece % (STEP / WIDTH) * WIDTH + i % WIDTH][piece / (STEP / WIDTH)] = held[i];
        }
    }
};

/* A matrix [k, lines], or rows picked from one, whose columns belong to the rows or columns of c. */
struct Columns {
    const float* source;
    const int* rows;
    int lines;

    template <int WIDTH>
    __device__ void fetch(int line0, int k0, int end, float (&held)[HELD]) const {
        for (int i = 0; i < HELD; i += WIDTH) {
            int piece = threadIdx.x + i / WIDTH * THREADS;
            int line = line0 + piece % (WIDE_TILE / WIDTH) * WIDTH;
            int depth = k0 + piece / (WIDE_TILE / WIDTH);
            bool inside = line < lines && depth < end;
            int row = inside && rows != nullptr ? rows[depth] : depth;
            load<WIDTH>(source, inside ? row * lines + line : 0, inside, held + i);
        }
    }

    template <int WIDTH>
    __device__ static void keep(const float (&held)[HELD], Part& part) {
        for (int i = 0; i < HELD; i++) {
            int piece = threadIdx.x + i / WIDTH * THREADS;
            part.factors[piece / (WIDE_TILE / WIDTH)][piece % (WIDE_TILE / WIDTH) * WIDTH + i % WIDTH] = held[i];
        }
    }
};

/* The i-th of the rows or columns of the tile that belong to a thread at this place along the side. */
__device__ inline int own_line(int place, int i) {
    return 2 * place + i % 2 + i / 2 * 2 * SIDE;
}

/* The thread's factors at one depth. */
__device__ inline void own_factors(const Part& part, int depth, int place, float (&factors)[OWN]) {
    for (int i = 0; i < OWN; i += 2) {
        float2 pair = *reinterpret_cast<const float2*>(&part.factors[depth][own_line(place, i)]);
        factors[i] = pair.x;
        factors[i + 1] = pair.y;
    }
}

/* A block's tile of one split: the thread's elements of c in sums. */
template <int WIDTH, typename A, typename B>
__device__ inline void sum_tile(const A& a, const B& b, int row0, int column0, int first, int end, Part (&partsA)[2],
                                Part (&partsB)[2], Sum (&sums)[OWN][OWN]) {
    float products[OWN][OWN] = {};
    float heldA[HELD];
    float heldB[HELD];
    a.template fetch<WIDTH>(row0, first, end, heldA);
    b.template fetch<WIDTH>(column0, first, end, heldB);
    int step = 0;
    for (int k0 = first; k0 < end; k0 += STEP) {
        Part& partA = partsA[step % 2];
        Part& partB = partsB[step % 2];
        A::template keep<WIDTH>(heldA, partA);
        B::template keep<WIDTH>(heldB, partB);
        __syncthreads();
        a.template fetch<WIDTH>(row0, k0 + STEP, end, heldA);
        b.template fetch<WIDTH>(column0, k0 + STEP, end, heldB);
        for (int depth = 0; depth < STEP; depth++) {
            float rows[OWN];
            float columns[OWN];
            own_factors(partA, depth, threadIdx.x / SIDE, rows);
            own_factors(partB, depth, threadIdx.x % SIDE, columns);
            for (int i = 0; i < OWN * OWN; i++) {
                products[i / OWN][i % OWN] += rows[i / OWN] * columns[i % OWN];
            }
        }
        step++;
        if (step % STEPS == 0 || k0 + STEP >= end) {
            for (int i = 0; i < OWN * OWN; i++) {
                sums[i / OWN][i % OWN].add(products[i / OWN][i % OWN]);
                products[i / OWN][i % OWN] = 0;
            }
        }
    }
}

/* Whether a thread may read or write two floats at once from any even index on. */
__device__ inline bool begins_in_pairs(const void* address) {
    return reinterpret_cast<size_t>(address) % sizeof(float2) == 0;
}

/* Writes what the thread has summed; in pairs where n is even. */
__device__ inline void store_tile(const Sum (&sums)[OWN][OWN], int m, int n, int row0, int column0, bool add,
                                  float* c) {
    bool pairs = n % 2 == 0 && begins_in_pairs(c);
    for (int i = 0; i < OWN * OWN; i += 2) {
        int row = row0 + own_line(threadIdx.x / SIDE, i / OWN);
        int column = column0 + own_line(threadIdx.x % SIDE, i % OWN);
        if (row >= m || column >= n) {
            continue;
        }
        float* target = c + row * n + column;
        float first = sums[i / OWN][i % OWN].total();
        float second = sums[i / OWN][i % OWN + 1].total();
        if (pairs) {
            float2* pair = reinterpret_cast<float2*>(target);
            float2 before = add ? *pair : make_float2(0, 0);
            *pair = make_float2(before.x + first, before.y + second);
        } else {
            target[0] = (add ? target[0] : 0) + first;
            if (column + 1 < n) {
                target[1] = (add ? target[1] : 0) + second;
            }
        }
    }
}

/* The block's tile. even: whether the rows of both operands have even lengths. */
template <typename A, typename B>
__device__ inline void wide_product(int m, int n, int k, int depth, bool even, bool add, A a, B b, float* c) {
    __shared__ Part partsA[2];
    __shared__ Part partsB[2];
    int across = (n + WIDE_TILE - 1) / WIDE_TILE;
    int tiles = (m + WIDE_TILE - 1) / WIDE_TILE * across;
    int tile = blockIdx.x % tiles;
    int split = blockIdx.x / tiles;
    int row0 = tile / across * WIDE_TILE;
    int column0 = tile % across * WIDE_TILE;
    int first = split * depth;
    int end = depth < k - first ? first + depth : k;
    Sum sums[OWN][OWN];
    if (even && begins_in_pairs(a.source) && begins_in_pairs(b.source)) {
        sum_tile<2>(a, b, row0, column0, first, end, partsA, partsB, sums);
    } else {
        sum_tile<1>(a, b, row0, column0, first, end, partsA, partsB, sums);
    }
    store_tile(sums, m, n, row0, column0, add, c + split * m * n);
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_nt_wide(int m, int n, int k, int depth, const float* a, const float* b, const int* rows, float* c) {
    wide_product(m, n, k, depth, k % 2 == 0, false, Lines{a, nullptr, m, k}, Lines{b, rows, n, k}, c);
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_nn_wide(int m, int n, int k, int depth, const float* a, const float* b, const int* rows, float* c) {
    wide_product(m, n, k, depth, (k | n) % 2 == 0, false, Lines{a, nullptr, m, k}, Columns{b, rows, n}, c);
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_tn_wide(int m, int n, int k, int depth, int add, const float* a, const float* b, float* c) {
    wide_product(m, n, k, depth, (m | n) % 2 == 0, add != 0, Columns{a, nullptr, m}, Columns{b, nullptr, n}, c);
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
matrix_combine(int count, int splits, int add, const float* __restrict__ partials, float* __restrict__ c) {
    unsigned element = global_index();
    if (element >= static_cast<unsigned>(count)) {
        return;
    }
    Sum sum;
    for (int split = 0; split < splits; split++) {
        sum.add(partials[split * count + element]);
    }
    c[element] = (add != 0 ? c[element] : 0) + sum.total();
}
