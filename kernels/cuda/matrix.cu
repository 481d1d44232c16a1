/*
 * Matrix products for answers and for the map between hops, too small for cuBLAS or matrix_wide.cu, and a scatter of
 * rows.
 *
 * matrix_nt      c[i, j]  = sum_k a[i, k] b[row(j), k]   a [m, k], b [*, k], c [m, n]; row(j) = rows ? rows[j] : j
 * matrix_nn      c[i, j]  = sum_k a[i, k] b[row(k), j]   a [m, k], b [*, n], c [m, n]; row(k) = rows ? rows[k] : k
 * matrix_tn_add  c[i, j] += sum_k a[k, i] b[k, j]        a [k, m], b [k, n], c [m, n]
 * matrix_nt_gradient  of c = a b^T as matrix_nt without rows: aGradient = gradient b and bGradient += gradient^T a, for
 *                gradient [m, n]; the tiles of the second follow those of the first along y
 *   A block of 16 x 16 threads computes a tile of 16 x 16 of c, a thread an element, in steps of 32 along k: both
 *   operands' parts are copied into shared memory (4.1 KiB, rows padded by one word so that neither copies nor
 *   products collide in a bank), a thread sums its 32 products, and these sums are added up with compensation, so
 *   the error does not grow with k. Beyond the edges the tiles hold zeros.
 *   Grid: x ceil(n / 16), y ceil(m / 16); fewer blocks are right too, they then take several tiles each.
 *   matrix_nt_gradient: x ceil(k / 16), y ceil(m / 16) + ceil(n / 16); 8.3 KiB shared.
 *   Moves 4 m n k (1/16 + 1/16) + 4 m n bytes (8 m n when adding); 2 m n k operations.
 *
 * rows_add       target[rows[i], j] += source[i, j] for i in order; rows may repeat. source [count, n]
 *   A thread a column. 8 rows are in flight at a time: their targets are loaded together, and a row that repeats
 *   within the 8 continues from the earlier one's sum. No shared memory. Block 32 to 1024 threads (32 or 64 is
 *   good, for there are few columns), grid ceil(n / block). Moves 12 count n bytes; count n operations.
 *
 * Determinism: each element is one thread's sum in a fixed order; no atomics.
 */
#include "common.cuh"

constexpr int TILE = 16;
constexpr int THREADS = TILE * TILE;
constexpr int BLOCKS = 4; // on a multiprocessor: left to itself, ptxas spills to fit six
constexpr int DEPTH = 32;
constexpr int BATCH = 8;

/* One operand's part for one step: for each of the tile's rows (or columns) of c, DEPTH factors. */
typedef float Part[TILE][DEPTH + 1];

/* A part of a matrix [lines, k] whose lines belong to the rows or columns of c. */
__device__ inline void load_lines(Part& part, const float* source, const int* rows, int lines, int k, int line0,
                                  int k0) {
    for (int i = threadIdx.y * TILE + threadIdx.x; i < TILE * DEPTH; i += THREADS) {
        int line = line0 + i / DEPTH;
        int depth = k0 + i % DEPTH;
        bool inside = line < lines && depth < k;
        int row = inside && rows != nullptr ? rows[line] : line;
        part[i / DEPTH][i % DEPTH] = inside ? source[row * k + depth] : 0;
    }
}

/* A part of a matrix [k, lines] whose columns belong to the rows or columns of c. */
__device__ inline void load_columns(Part& part, const float* source, const int* rows, int lines, int k, int line0,
                                    int k0) {
    for (int i = threadIdx.y * TILE + threadIdx.x; i < TILE * DEPTH; i += THREADS) {
        int line = line0 + i % TILE;
        int depth = k0 + i / TILE;
        bool inside = line < lines && depth < k;
        int row = inside && rows != nullptr ? rows[depth] : depth;
        part[i % TILE][i / TILE] = inside ? source[row * lines + line] : 0;
    }
}

/* The thread's sum over one step, in four short sums that do not wait for each other. */
__device__ inline float multiply(const Part& a, const Part& b) {
    float sum[4] = {0, 0, 0, 0};
    for (int depth = 0; depth < DEPTH; depth++) {
        sum[depth % 4] += a[threadIdx.y][depth] * b[threadIdx.x][depth];
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* The block's number along y among those that share a product, and how many they are. */
struct Share {
    int number;
    int count;
};

/*
 * Runs through the block's tiles of c. loadA and loadB fill a part for (first row or column of c, first k); store
 * takes (element of c, sum).
 */
template <typename LoadA, typename LoadB, typename Store>
__device__ inline void matrix_product(Share share, int m, int n, int k, LoadA loadA, LoadB loadB, Store store) {
    __shared__ Part partA;
    __shared__ Part partB;
    for (int row0 = share.number * TILE; row0 < m; row0 += share.count * TILE) {
        for (int column0 = blockIdx.x * TILE; column0 < n; column0 += gridDim.x * TILE) {
            Sum sum;
            for (int k0 = 0; k0 < k; k0 += DEPTH) {
                loadA(partA, row0, k0);
                loadB(partB, column0, k0);
                __syncthreads();
                sum.add(multiply(partA, partB));
                __syncthreads();
            }
            int row = row0 + threadIdx.y;
            int column = column0 + threadIdx.x;
            if (row < m && column < n) {
                store(row * n + column, sum.total());
            }
        }
    }
}

/* All blocks along y. */
__device__ inline Share whole() {
    return {static_cast<int>(blockIdx.y), static_cast<int>(gridDim.y)};
}

__device__ inline void multiply_nn(Share share, int m, int n, int k, const float* a, const float* b, const int* rows,
                                   float* c) {
    matrix_product(
        share, m, n, k, [=](Part& part, int row0, int k0) { load_lines(part, a, nullptr, m, k, row0, k0); },
        [=](Part& part, int column0, int k0) { load_columns(part, b, rows, n, k, column0, k0); },
        [=](int element, float sum) { c[element] = sum; });
}

__device__ inline void multiply_tn_add(Share share, int m, int n, int k, const float* a, const float* b, float* c) {
    matrix_product(
        share, m, n, k, [=](Part& part, int row0, int k0) { load_columns(part, a, nullptr, m, k, row0, k0); },
        [=](Part& part, int column0, int k0) { load_columns(part, b, nullptr, n, k, column0, k0); },
        [=](int element, float sum) { c[element] += sum; });
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_nt(int m, int n, int k, const float* a, const float* b, const int* rows, float* c) {
    matrix_product(
        whole(), m, n, k, [=](Part& part, int row0, int k0) { load_lines(part, a, nullptr, m, k, row0, k0); },
        [=](Part& part, int column0, int k0) { load_lines(part, b, rows, n, k, column0, k0); },
        [=](int element, float sum) { c[element] = sum; });
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_nn(int m, int n, int k, const float* a, const float* b, const int* rows, float* c) {
    multiply_nn(whole(), m, n, k, a, b, rows, c);
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_tn_add(int m, int n, int k, const float* a, const float* b, float* c) {
    multiply_tn_add(whole(), m, n, k, a, b, c);
}

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
matrix_nt_gradient(int m, int n, int k, const float* gradient, const float* a, const float* b, float* aGradient,
                   float* bGradient) {
    int tilesOfA = (m + TILE - 1) / TILE;
    int block = blockIdx.y;
    if (block < tilesOfA) {
        multiply_nn({block, tilesOfA}, m, k, n, gradient, b, nullptr, aGradient);
    } else {
        int others = gridDim.y - tilesOfA;
        multiply_tn_add({block - tilesOfA, others}, n, k, m, gradient, a, bGradient);
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
rows_add(int count, int n, const int* __restrict__ rows, const float* __restrict__ source,
         float* __restrict__ target) {
    unsigned column = global_index();
    if (column >= static_cast<unsigned>(n)) {
        return;
    }
    int first = 0;
    for (; first + BATCH <= count; first += BATCH) {
        int row[BATCH];
        float value[BATCH];
        for (int i = 0; i < BATCH; i++) {
            row[i] = rows[first + i];
            value[i] = target[row[i] * n + column];
        }
        for (int i = 0; i < BATCH; i++) {
            for (int earlier = 0; earlier < i; earlier++) {
                value[i] = row[earlier] == row[i] ? value[earlier] : value[i];
            }
            value[i] += source[(first + i) * n + column];
        }
        for (int i = 0; i < BATCH; i++) {
            target[row[i] * n + column] = value[i];
        }
    }
    for (int i = first; i < count; i++) {
        target[rows[i] * n + column] += source[i * n + column];
    }
}
