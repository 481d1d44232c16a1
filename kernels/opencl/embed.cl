/*
 * Sentence encoding: vector_s = sum_j l_j * words[x_sj] + times[t_s]  (paper section 4.1), and its gradient.
 *
 * Shapes: N sentences whose words are words[offsets[s] .. offsets[s+1]); tables of words [V, d], of times [rows, d],
 * vectors [N, d]; up to 8 tables in one pass over the indices. times[s] < 0 is a sentence without a time. A table of
 * times may be null.
 *
 * Position weights, j = 1..J, k = 1..d (0 bag of words, 1 paper, 2 authors; see PositionWeights.java):
 *   0: 1    1: (1 - j/J) - (k/d)(1 - 2j/J)    2: 1 + 4 (k - (d+1)/2)(j - (J+1)/2) / (d J)
 * All are (base + slope k) / (d J) in whole numbers, so nothing cancels in floats. Needs d J < 2^29.
 *
 * embed                 a work-item a component of a sentence, for all tables; words in their order. Neighbours read
 *                       neighbouring components. No local memory. Groups of any number.
 * embed_gradient_words  a group a unique word. Occurrences are sorted by word, in the order of the text within a word.
 *                       The group is parts of columns (common.clh): part p takes occurrences p, p + parts, ..., with
 *                       compensation; the parts are added in their order. Each row of a table belongs to one group.
 * embed_gradient_times  the same for the rows of tables of times, with weight 1.
 *   Local memory: a float for each work-item.
 *
 * Determinism: fixed order for a group size; no atomics.
 */
#include "common.clh"

#define MAX_TABLES 8

/* The weights of all components of word j (from 1) in a sentence of J words. */
typedef struct {
    int base;
    int slope;
    float scale;
} PositionWeight;

static inline PositionWeight position_weight(int formula, int j, int length, int d) {
    PositionWeight weight = {1, 0, 1};
    if (formula == 1) {
        weight.base = d * (length - j);
        weight.slope = 2 * j - length;
    } else if (formula == 2) {
        int shift = 2 * j - length - 1;
        weight.base = d * length - (d + 1) * shift;
        weight.slope = 2 * shift;
    }
    if (formula != 0) {
        weight.scale = 1.0f / ((float)d * (float)length);
    }
    return weight;
}

/* The weight of component k, from 0. */
static inline float weight_of(PositionWeight weight, int k) {
    return (float)(weight.base + weight.slope * (k + 1)) * weight.scale;
}

__kernel void embed(__global const int* words, ulong wordsFirst, __global const int* offsets, ulong offsetsFirst,
                    __global const int* times, ulong timesFirst, int sentences, int weights, int fixedLength, int d,
                    int tables, BUFFERS_8(const float, wordTable), BUFFERS_8(const float, timeTable),
                    BUFFERS_8(float, vector)) {
    __global const float* wordTables[MAX_TABLES] = {LIST_8(wordTable)};
    __global const float* timeTables[MAX_TABLES] = {LIST_8(timeTable)};
    __global float* vectors[MAX_TABLES] = {LIST_8(vector)};
    size_t elements = (size_t)sentences * d;
    for (size_t element = get_global_id(0); element < elements; element += get_global_size(0)) {
        int sentence = (int)(element / d);
        int k = (int)(element - (size_t)sentence * d);
        int first = offsets[offsetsFirst + sentence];
        int end = offsets[offsetsFirst + sentence + 1];
        int length = fixedLength == 0 ? end - first : fixedLength;
        int time = times == 0 ? -1 : times[timesFirst + sentence];
        float sum[MAX_TABLES];
        for (int i = 0; i < tables; i++) {
            sum[i] = time >= 0 && timeTables[i] != 0 ? timeTables[i][(size_t)time * d + k] : 0;
        }
        for (int w = first; w < end; w++) {
            float weight = weight_of(position_weight(weights, w - first + 1, length, d), k);
            size_t row = (size_t)words[wordsFirst + w] * d + k;
            for (int i = 0; i < tables; i++) {
                sum[i] = multiply_add(weight, wordTables[i][row], sum[i]);
            }
        }
        for (int i = 0; i < tables; i++) {
            vectors[i][element] = sum[i];
        }
    }
}

__kernel void embed_gradient_words(__global const int* uniqueWords, ulong uniqueFirst, __global const int* starts,
                                   ulong startsFirst, __global const int* sentenceOf, ulong sentenceFirst,
                                   __global const int* positionOf, ulong positionFirst, __global const int* offsets,
                                   ulong offsetsFirst, int unique, int weights, int fixedLength, int d, int tables,
                                   BUFFERS_8(const float, vector), BUFFERS_8(float, wordTable),
                                   BUFFERS_8(float, timeTable)) {
    __local float scratch[MAX_GROUP];
    __global const float* vectors[MAX_TABLES] = {LIST_8(vector)};
    __global float* targets[MAX_TABLES] = {LIST_8(wordTable)};
    int group = group_index();
    size_t row = (size_t)uniqueWords[uniqueFirst + group] * d;
    int first = starts[startsFirst + group];
    int end = starts[startsFirst + group + 1];
    Columns c = columns_of(d);
    for (int i = 0; i < tables; i++) {
        for (int base = 0; base < d; base += c.columns) {
            int k = base + c.column;
            Sum sum;
            clear(&sum);
            for (int o = first + c.part; o < end && k < d; o += c.parts) {
                int sentence = sentenceOf[sentenceFirst + o];
                __global const int* words = offsets + offsetsFirst + sentence;
                int length = fixedLength == 0 ? words[1] - words[0] : fixedLength;
                PositionWeight weight = position_weight(weights, positionOf[positionFirst + o], length, d);
                add(&sum, weight_of(weight, k) * vectors[i][(size_t)sentence * d + k]);
            }
            float total = sum_over_parts(total_of(&sum), c, scratch);
            if (c.part == 0 && k < d) {
                targets[i][row + k] += total;
            }
        }
    }
}

__kernel void embed_gradient_times(__global const int* uniqueTimes, ulong uniqueFirst, __global const int* starts,
                                   ulong startsFirst, __global const int* sentenceOf, ulong sentenceFirst, int unique,
                                   int d, int tables, BUFFERS_8(const float, vector), BUFFERS_8(float, wordTable),
                                   BUFFERS_8(float, timeTable)) {
    __local float scratch[MAX_GROUP];
    __global const float* vectors[MAX_TABLES] = {LIST_8(vector)};
    __global float* targets[MAX_TABLES] = {LIST_8(timeTable)};
    int group = group_index();
    size_t row = (size_t)uniqueTimes[uniqueFirst + group] * d;
    int first = starts[startsFirst + group];
    int end = starts[startsFirst + group + 1];
    Columns c = columns_of(d);
    for (int i = 0; i < tables; i++) {
        for (int base = 0; base < d; base += c.columns) {
            int k = base + c.column;
            Sum sum;
            clear(&sum);
            bool isTimed = targets[i] != 0;
            for (int o = first + c.part; o < end && k < d && isTimed; o += c.parts) {
                add(&sum, vectors[i][(size_t)sentenceOf[sentenceFirst + o] * d + k]);
            }
            float total = sum_over_parts(total_of(&sum), c, scratch);
            if (c.part == 0 && k < d && isTimed) {
                targets[i][row + k] += total;
            }
        }
    }
}
