/*
 * Sentence encoding: vector_s = sum_j l_j * words[x_sj] + times[t_s]  (paper section 4.1), and its gradient.
 *
 * Shapes: N sentences whose words are words[offsets[s] .. offsets[s+1]); tables words [V, d], times [rows, d],
 * vectors [N, d]; up to 8 tables in one pass over the indices. times[s] < 0 is a sentence without a time.
 *
 * Position weights, j = 1..J, k = 1..d (0 bag of words, 1 paper, 2 authors; see PositionWeights.java):
 *   0: 1    1: (1 - j/J) - (k/d)(1 - 2j/J)    2: 1 + 4 (k - (d+1)/2)(j - (J+1)/2) / (d J)
 * All are (constant + slope k) / (d J) in whole numbers, so nothing cancels in floats. Needs d J < 2^29.
 *
 * embed                 a warp a sentence, a lane every 32nd component; words in their order. No shared memory.
 *                       With W words in all, moves 4 d tables (W + N) bytes of rows and vectors, most rows from the
 *                       cache, and 4 W ceil(d / 32) bytes of indices; 2 W d tables operations.
 * embed_gradient_words  a block a unique word. Occurrences are sorted by word, in the order of the text within a
 *                       word; warp w takes occurrences w, w + warps, ...; a lane every 32nd component. The warps'
 *                       compensated sums are added in the order of the warps. 4 KiB shared. Each table row belongs
 *                       to one block, so there is no race. With W occurrences and U unique words, moves
 *                       4 d tables (W + 2 U) bytes of vectors and rows and 16 W ceil(d / 32) bytes of indices;
 *                       8 W d tables operations.
 * embed_gradient_times  the same for the rows of time tables, with weight 1; tables whose times is null are
 *                       skipped. With N timed sentences and U unique times, moves 4 d tables (N + 2 U) bytes;
 *                       7 N d tables operations.
 *
 * Block: 32 to 1024 threads, a power of two (128 is good). Grid: embed ceil(32 N / block); the others one block a
 * unique word or time. Determinism: fixed order for a block size; no atomics.
 */
#include "common.cuh"

constexpr int MAX_TABLES = 8;

struct EmbedTables {
    const float* words[MAX_TABLES];
    const float* times[MAX_TABLES]; // null: the table has none
    float* vectors[MAX_TABLES];
};

struct EmbedGradients {
    const float* vectors[MAX_TABLES];
    float* words[MAX_TABLES];
    float* times[MAX_TABLES]; // null: the table has none
};
static_assert(sizeof(EmbedTables) == 192 && sizeof(EmbedGradients) == 192, "the host passes 24 pointers");

/* The weights of all components of word j (from 1) in a sentence of J words. */
struct PositionWeight {
    int constant;
    int slope;
    float scale;

    __device__ PositionWeight(int formula, int j, int length, int d) : constant(1), slope(0), scale(1) {
        if (formula == 1) {
            constant = d * (length - j);
            slope = 2 * j - length;
        } else if (formula == 2) {
            int shift = 2 * j - length - 1;
            constant = d * length - (d + 1) * shift;
            slope = 2 * shift;
        }
        if (formula != 0) {
            scale = 1.0f / (static_cast<float>(d) * static_cast<float>(length));
        }
    }

    /* The weight of component k, from 0. */
    __device__ float of(int k) const {
        return static_cast<float>(constant + slope * (k + 1)) * scale;
    }
};

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
embed(const int* words, const int* offsets, const int* times, int sentences, int weights, int fixedLength, int d,
      int tables, EmbedTables t) {
    unsigned sentence = global_index() / WARP;
    if (sentence >= static_cast<unsigned>(sentences)) {
        return;
    }
    int first = offsets[sentence];
    int end = offsets[sentence + 1];
    int length = fixedLength == 0 ? end - first : fixedLength;
    int time = times == nullptr ? -1 : times[sentence];
    for (int k = lane_index(); k < d; k += WARP) {
        float sum[MAX_TABLES];
        for (int i = 0; i < MAX_TABLES; i++) {
            bool timed = i < tables && time >= 0 && t.times[i] != nullptr;
            sum[i] = timed ? t.times[i][time * d + k] : 0;
        }
        for (int w = first; w < end; w++) {
            float weight = PositionWeight(weights, w - first + 1, length, d).of(k);
            int element = words[w] * d + k;
            for (int i = 0; i < MAX_TABLES; i++) {
                if (i < tables) {
                    sum[i] += weight * t.words[i][element];
                }
            }
        }
        for (int i = 0; i < MAX_TABLES; i++) {
            if (i < tables) {
                t.vectors[i][sentence * d + k] = sum[i];
            }
        }
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
embed_gradient_words(const int* uniqueWords, const int* starts, const int* sentenceOf, const int* positionOf,
                     const int* offsets, int unique, int weights, int fixedLength, int d, int tables,
                     EmbedGradients g) {
    __shared__ float scratch[MAX_BLOCK];
    int group = blockIdx.x;
    if (group >= unique) {
        return;
    }
    int end = starts[group + 1];
    for (int base = 0; base < d; base += WARP) {
        int k = base + lane_index();
        Sum sum[MAX_TABLES];
        for (int o = starts[group] + warp_index(); o < end && k < d; o += warp_count()) {
            int sentence = sentenceOf[o];
            int length = fixedLength == 0 ? offsets[sentence + 1] - offsets[sentence] : fixedLength;
            float weight = PositionWeight(weights, positionOf[o], length, d).of(k);
            for (int i = 0; i < MAX_TABLES; i++) {
                if (i < tables) {
                    sum[i].add(weight * g.vectors[i][sentence * d + k]);
                }
            }
        }
        for (int i = 0; i < MAX_TABLES; i++) {
            if (i < tables) {
                float total = sum_over_warps(sum[i].total(), scratch);
                if (warp_index() == 0 && k < d) {
                    g.words[i][uniqueWords[group] * d + k] += total;
                }
            }
        }
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
embed_gradient_times(const int* uniqueTimes, const int* starts, const int* sentenceOf, int unique, int d, int tables,
                     EmbedGradients g) {
    __shared__ float scratch[MAX_BLOCK];
    int group = blockIdx.x;
    if (group >= unique) {
        return;
    }
    int end = starts[group + 1];
    for (int base = 0; base < d; base += WARP) {
        int k = base + lane_index();
        Sum sum[MAX_TABLES];
        for (int o = starts[group] + warp_index(); o < end && k < d; o += warp_count()) {
            int element = sentenceOf[o] * d + k;
            for (int i = 0; i < MAX_TABLES; i++) {
                if (i < tables && g.times[i] != nullptr) {
                    sum[i].add(g.vectors[i][element]);
                }
            }
        }
        for (int i = 0; i < MAX_TABLES; i++) {
            if (i < tables && g.times[i] != nullptr) {
                float total = sum_over_warps(sum[i].total(), scratch);
                if (warp_index() == 0 && k < d) {
                    g.times[i][uniqueTimes[group] * d + k] += total;
                }
            }
        }
    }
}
