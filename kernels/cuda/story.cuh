/*
 * What the kernels of a whole story share: sums over words instead of memories (docs/kernels.md).
 *
 * A position weight is l(j, k) = base + tilt(j) centred(k), for word j of a sentence and component k. So
 *
 *     score_i = sum_j (base z[w_ij] + tilt_j z'[w_ij]) + T[t_i] . u      z = A u, z' = A (centred * u)
 *     o       = sum_w C[w] (pi_w + rho_w centred) + sum_i p_i T[t_i]     pi_w = base sum p_i, rho_w = sum p_i tilt_j
 *
 * over the distinct words w of the story and, for pi and rho, the places (i, j) where w stands. No memory is made.
 *
 * Rows: a group of 8 lanes works on a row of a table, in pieces of 128 components. A lane holds 4 vectors of 4 floats
 * of a piece, as much of the other operand, and 2 rows in flight, so nothing but rows is read in the inner loop; a
 * group reads 128 bytes at once. When d does not divide by 4, its 16 components are every 8th of the piece, and a group
 * reads 32 bytes at once. Group g takes rows g, g + groups, ...; the groups' sums meet in a tree over the warp, then in the order
 * of the warps. A lane adds up 16 products of a piece, then pieces; how many rows come together is bounded by shared
 * memory or by the batch's stories, times 2 K + 1 / groups. Sums over the places of a word and over the words of a
 * sentence have no bound and are compensated.
 */
#pragma once

#include "common.cuh"

#ifndef DYNAMIC_SHARED // the stand-in has its own
#define DYNAMIC_SHARED(type, name) extern __shared__ type name[]
#endif

constexpr int GROUP = 8;             // lanes that share a row
constexpr int GROUPS = WARP / GROUP; // of a warp
constexpr int WIDTH = 4;             // floats of a vector
constexpr int VECTORS = 4;           // that a lane holds of a row
constexpr int PIECE = WIDTH * VECTORS * GROUP;
constexpr int FLIGHT = 2;            // rows that a group reads at a time

constexpr int MAX_HOPS = 8;
constexpr int MAX_ROLES = 2 * MAX_HOPS + 1; // a table's uses: input and output of each hop, and the question

/* The arrays of a batch in its buffer: at its start stands where each begins, counted in ints. */
enum BatchArray {
    SLOT_OFFSETS,       // [B+1] of all slots
    SLOT_TIMES,         // [S] row of the time tables, or -1
    SENTENCE_OFFSETS,   // [S+1] of all words
    LOCAL_WORDS,        // for each word which of its story's distinct words it is
    DISTINCT_OFFSETS,   // [B+1] of all distinct words of stories
    DISTINCT_WORDS,     // for each its row of the word tables
    DISTINCT_ORDER,     // for each its place among those of all stories, sorted by row
    PLACE_OFFSETS,      // for each where its places begin, and the end of all
    PLACES,             // slot within the story, position and length, as class Place unpacks them
    QUESTION_OFFSETS,   // [B+1] of all words of questions
    QUESTION_WORDS,     //
    ROWS,               // the rows of the word tables that occur in the batch
    ROW_OFFSETS,        // for each where its stories begin, and the end of all
    ROW_STORIES,        // in the order of DISTINCT_ORDER
    ROW_QUESTIONS,      // for each row where its places in questions begin, and the end of all
    QUESTION_STORIES,   // for each of these places
    QUESTION_PLACES,    //
    TIME_ROWS,          // the rows of the time tables that occur in the batch
    TIME_OFFSETS,       // for each where its slots begin, and the end of all
    TIME_SLOTS,         //
    TIME_STORIES,       // for each of these slots
    BATCH_ARRAYS
};

/* A batch in device memory. */
struct Batch {
    const int* start;

    __device__ const int* operator[](BatchArray array) const {
        return start + start[array];
    }
};

/* A place of a word in a story: 12 bits slot, 10 bits position from 1, 10 bits words of the sentence. */
struct Place {
    unsigned packed;

    __device__ int slot() const {
        return packed >> 20;
    }
    __device__ int position() const {
        return packed >> 10 & 0x3ff;
    }
    __device__ int length() const {
        return packed & 0x3ff;
    }
};

/* l(j, k) = base + tilt(j) centred(k); formulas as in embed.cu. |centred| <= 1/2, |tilt| <= 2. */
struct Weights {
    int fixedLength;
    float base;
    float slope; // tilt(j) = slope (2 j - shift - J) / J, to 2 units in the last place
    int shift;
    float step; // centred(k) = step k + origin, k from 0
    float origin;

    __device__ Weights(int formula, int fixedLength, int d)
        : fixedLength(fixedLength), base(formula == 1 ? 0.5f : 1.0f), slope(static_cast<float>(formula)),
          shift(formula == 2 ? 1 : 0), step(1.0f / static_cast<float>(d)),
          origin(static_cast<float>((formula == 1 ? 2 : 1) - d) * 0.5f * step) {}

    __device__ float tilt(int position, int length) const {
        int words = fixedLength == 0 ? length : fixedLength;
        return __fdividef(slope * static_cast<float>(2 * position - shift - words), static_cast<float>(words));
    }

    __device__ float centred(int k) const {
        return step * static_cast<float>(k) + origin;
    }
};

__device__ inline int group_lane() {
    return threadIdx.x % GROUP;
}

__device__ inline int group_of_warp() {
    return lane_index() / GROUP;
}

/* The sum over the group, in each of its lanes; all lanes of the warp must call it. */
__device__ inline float group_sum(float value) {
    for (int distance = GROUP / 2; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, distance);
    }
    return value;
}

struct alignas(4 * WIDTH) Vector {
    float at[WIDTH];
};

/* A lane's part of a piece of a row: 4 by 4 components, as component() says. */
struct Piece {
    float at[VECTORS][WIDTH];

    /* Of the piece that begins at start. When d divides by 4, four in a row belong to a lane, else every 8th. */
    __device__ static int component(int start, int v, int i, int d) {
        return start + (d % WIDTH == 0 ? (v * GROUP + group_lane()) * WIDTH + i : (v * WIDTH + i) * GROUP + group_lane());
    }

    /* Whether any lane has a component at[v] below d; the same in all lanes. */
    __device__ static bool reaches(int start, int v, int d) {
        return start + v * WIDTH * GROUP < d;
    }

    /* Each component's own centred(k). */
    __device__ void centre(const Weights& weights, int start, int d) {
        float step = d % WIDTH == 0 ? weights.step : weights.step * GROUP;
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
            float first = weights.centred(component(start, v, 0, d));
#pragma unroll
            for (int i = 0; i < WIDTH; i++) {
                at[v][i] = first + static_cast<float>(i) * step;
            }
        }
    }

    __device__ void clear() {
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
#pragma unroll
            for (int i = 0; i < WIDTH; i++) {
                at[v][i] = 0;
            }
        }
    }

    /* Zeros for a row that is null, and beyond d. */
    __device__ void load(const float* row, int start, int d) {
        clear();
        if (row != nullptr && d % WIDTH == 0) {
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                int k = component(start, v, 0, d);
                if (k < d) {
                    Vector vector = *reinterpret_cast<const Vector*>(row + k);
#pragma unroll
                    for (int i = 0; i < WIDTH; i++) {
                        at[v][i] = vector.at[i];
                    }
                }
            }
        } else if (row != nullptr) {
#pragma unroll
            for (int v = 0; v < VECTORS; v++) {
#pragma unroll
                for (int i = 0; i < WIDTH; i++) {
                    int k = component(start, v, i, d);
                    at[v][i] = k < d ? row[k] : 0;
                }
            }
        }
    }
};

/*
 * row_i . x and row_i . (centred * x) for rows i, handed to store(i, product, tilted product, again) by one lane; x
 * [d] is shared memory. Rows of several pieces come to store once a piece, and after the first with again = true: to
 * be added to what is there. rowOf(i) may be null, for a row of zeros. From the last row to the first: often the same
 * table was summed up just before, in the other direction, and its last rows are still in the multiprocessor's cache.
 * All threads of the block must call it.
 */
template <typename RowOf, typename Store>
__device__ inline void multiply_rows(const float* x, int d, const Weights& weights, int count, RowOf rowOf,
                                     Store store) {
    int groups = blockDim.x / GROUP;
    for (int start = 0; start < d; start += PIECE) {
        Piece plain;
        Piece tilted;
        plain.load(x, start, d);
        tilted.centre(weights, start, d);
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
#pragma unroll
            for (int i = 0; i < WIDTH; i++) {
                tilted.at[v][i] *= plain.at[v][i];
            }
        }
        for (int base = warp_index() * GROUPS; base < count; base += FLIGHT * groups) {
            Piece row[FLIGHT];
#pragma unroll
            for (int r = 0; r < FLIGHT; r++) {
                int i = count - 1 - (base + r * groups + group_of_warp());
                row[r].load(i >= 0 ? rowOf(i) : nullptr, start, d);
            }
#pragma unroll
            for (int r = 0; r < FLIGHT; r++) {
                float product = 0;
                float tiltedProduct = 0;
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    if (Piece::reaches(start, v, d)) {
#pragma unroll
                        for (int i = 0; i < WIDTH; i++) {
                            product += row[r].at[v][i] * plain.at[v][i];
                            tiltedProduct += row[r].at[v][i] * tilted.at[v][i];
                        }
                    }
                }
                product = group_sum(product);
                tiltedProduct = group_sum(tiltedProduct);
                int i = count - 1 - (base + r * groups + group_of_warp());
                if (i >= 0 && group_lane() == 0) {
                    store(i, product, tiltedProduct, start > 0);
                }
            }
        }
    }
}

/* A group's share of sum_i (plain_i + tilted_i centred) * row_i, for one piece of the rows. */
class RowSum {
public:
    __device__ RowSum(int start, int d, const Weights& weights) : start(start), d(d) {
        sum.clear();
        centred.centre(weights, start, d);
    }

    /* Adds rows i = 0 .. count-1; coefficientsOf(i) gives plain_i and tilted_i. rowOf(i) may be null. */
    template <typename RowOf, typename CoefficientsOf>
    __device__ void add(int count, RowOf rowOf, CoefficientsOf coefficientsOf) {
        int groups = blockDim.x / GROUP;
        for (int base = threadIdx.x / GROUP; base < count; base += FLIGHT * groups) {
            Piece row[FLIGHT];
            float2 coefficients[FLIGHT];
#pragma unroll
            for (int r = 0; r < FLIGHT; r++) {
                int i = base + r * groups;
                coefficients[r] = i < count ? coefficientsOf(i) : make_float2(0, 0);
                row[r].load(i < count ? rowOf(i) : nullptr, start, d);
            }
#pragma unroll
            for (int r = 0; r < FLIGHT; r++) {
#pragma unroll
                for (int v = 0; v < VECTORS; v++) {
                    if (Piece::reaches(start, v, d)) {
#pragma unroll
                        for (int i = 0; i < WIDTH; i++) {
                            float factor = coefficients[r].x + coefficients[r].y * centred.at[v][i];
                            sum.at[v][i] += factor * row[r].at[v][i];
                        }
                    }
                }
            }
        }
    }

    /* The sums of the warp's groups, stored to scratch [PIECE] by the first of them. */
    __device__ void store(float* scratch) {
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
            if (Piece::reaches(start, v, d)) {
#pragma unroll
                for (int i = 0; i < WIDTH; i++) {
                    float total = sum.at[v][i];
#pragma unroll
                    for (int distance = GROUP; distance < WARP; distance *= 2) {
                        total += __shfl_xor_sync(ALL_LANES, total, distance);
                    }
                    if (group_of_warp() == 0) {
                        scratch[Piece::component(0, v, i, d)] = total;
                    }
                }
            }
        }
    }

private:
    int start;
    int d;
    Piece sum;
    Piece centred;
};

/* The softmax of a story's scores, of which each warp learns on its own: so there is nothing to wait for. */
struct StorySoftmax {
    float max;
    float sum;

    /* Slots from count up to width are empty, with score 0. All lanes of the warp must call it. */
    __device__ StorySoftmax(const float* scores, int count, int width) {
        int empty = width - count;
        max = empty > 0 ? 0 : -INFINITY;
        for (int i = lane_index(); i < count; i += WARP) {
            max = MaximumOrNan()(max, scores[i]);
        }
        max = warp_reduce(max, MaximumOrNan());
        Sum own;
        for (int i = lane_index(); i < count; i += WARP) {
            own.add(expf(scores[i] - max));
        }
        sum = warp_reduce(own.total(), Add());
        if (empty > 0) { // else exp(-max) may be infinite
            sum += static_cast<float>(empty) * expf(-max);
        }
    }

    __device__ float of(float score) const {
        return expf(score - max) / sum;
    }
};

/*
 * Sums of rows over the block: addRows(RowSum&) adds the rows, store(k, sum) gets each component in one thread.
 * scratch [warps, PIECE] is shared memory, free again on return. All threads of the block must call it.
 */
template <typename AddRows, typename Store>
__device__ inline void sum_rows(int d, const Weights& weights, float* scratch, AddRows addRows, Store store) {
    for (int start = 0; start < d; start += PIECE) {
        RowSum sum(start, d, weights);
        addRows(sum);
        sum.store(scratch + warp_index() * PIECE);
        __syncthreads();
        for (int k = threadIdx.x; k < PIECE && start + k < d; k += blockDim.x) {
            float total = 0;
            for (int warp = 0; warp < warp_count(); warp++) {
                total += scratch[warp * PIECE + k];
            }
            store(start + k, total);
        }
        __syncthreads();
    }
}
