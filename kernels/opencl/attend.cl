/*
 * Attention of Q queries to one large memory: Y = softmax_row(X M^T) C, exact, without keeping the scores [Q, N].
 *
 * Shapes: queries X [Q, d]; keys M and values C [N, d], stored as memory.clh says; result Y [Q, d]; logSums [Q],
 * log sum_i exp(x . m_i), so the weight of any slot is exp(x . m_i - logSum).
 *
 * The memory is cut into splits of slotsPerSplit slots. attend_* give for each split and query the largest score m,
 * l = sum_i exp(s_i - m) and o = sum_i exp(s_i - m) c_i, in one pass over the slots: m grows from tile to tile, and
 * l and o are scaled to it when it does. attend_combine merges the splits in their order.
 *
 * attend_1, attend_8, attend_16 (here), attend_32, attend_64 (attend_many.cl)  a group has so many queries, reads its
 *   split once, and computes up to 2048, 1024, 512, 256 or 128 columns of the result; more are in groups of their own,
 *   each computing scores anew. How: attend.clh. Local memory: 0.5, 4.3, 8.7, 17.4 and 18.8 KiB. Groups: x ceil(Q /
 *   queries) * chunks of columns, y splits.
 *
 * attend_combine  M = max m; Y = sum exp(m - M) o / sum exp(m - M) l; logSum = M + log sum exp(m - M) l. Where every
 *   score is -infinity, or there is no slot, Y is 0 and logSum -infinity. A group a query and 32 columns, as parts of
 *   columns (common.clh): part p takes splits p, p + parts, ..., with compensation; the parts are added in their order.
 *   Local memory: a float for each work-item. Groups: x Q, y ceil(d / 32).
 *
 * Accuracy: a score is a sum of 8 sums of d / 8 products; sums over slots run over a tile, then over the tiles of a
 * split, whose number the host limits, and are compensated over the splits. Determinism: a fixed order for equal sizes,
 * splits and groups; no atomics. A NaN in a query, key or value reaches the results it takes part in; a score of
 * -infinity has weight 0.
 */
#include "attend.clh"

#define COMBINED_COLUMNS 32

__kernel void attend_1(int storage, int queryCount, int d, long slots, long slotsPerSplit, __global const void* keys,
                       __global const void* values, __global const float* queries, ulong queriesFirst,
                       __global float* maxima, __global float* sums, __global float* results) {
    __local float weights[1 * 128], partials[1 * LANES], tops[1], factors[1], totals[1];
    Attention a = {storage, queryCount,             d,      slots, slotsPerSplit, keys,
                   values,  queries + queriesFirst, maxima, sums,  results};
    Shape shape = {1, 1, 128, 2048};
    attend_split(a, shape, weights, partials, tops, factors, totals);
}

__kernel void attend_8(int storage, int queryCount, int d, long slots, long slotsPerSplit, __global const void* keys,
                       __global const void* values, __global const float* queries, ulong queriesFirst,
                       __global float* maxima, __global float* sums, __global float* results) {
    __local float weights[8 * 128], partials[8 * LANES], tops[8], factors[8], totals[8];
    Attention a = {storage, queryCount,             d,      slots, slotsPerSplit, keys,
                   values,  queries + queriesFirst, maxima, sums,  results};
    Shape shape = {8, 4, 128, 1024};
    attend_split(a, shape, weights, partials, tops, factors, totals);
}

__kernel void attend_16(int storage, int queryCount, int d, long slots, long slotsPerSplit, __global const void* keys,
                        __global const void* values, __global const float* queries, ulong queriesFirst,
                        __global float* maxima, __global float* sums, __global float* results) {
    __local float weights[16 * 128], partials[16 * LANES], tops[16], factors[16], totals[16];
    Attention a = {storage, queryCount,             d,      slots, slotsPerSplit, keys,
                   values,  queries + queriesFirst, maxima, sums,  results};
    Shape shape = {16, 4, 128, 512};
    attend_split(a, shape, weights, partials, tops, factors, totals);
}

__kernel void attend_combine(int queryCount, int d, int splits, __global const float* maxima,
                             __global const float* sums, __global const float* results, __global float* result,
                             ulong resultFirst, __global float* logSums, ulong logSumsFirst) {
    __local float scratch[MAX_GROUP];
    long query = group_index();
    int firstColumn = (int)get_group_id(1) * COMBINED_COLUMNS;
    int lastColumn = min(d, firstColumn + COMBINED_COLUMNS);
    float top = -INFINITY;
    for (long split = local_index(); split < splits; split += group_size()) {
        top = maximum_or_nan(top, maxima[split * queryCount + query]);
    }
    top = group_maximum(top, scratch);
    Columns c = columns_of(COMBINED_COLUMNS);
    for (int base = firstColumn; base < lastColumn; base += c.columns) {
        int k = base + c.column;
        Sum weighted;
        Sum weights;
        clear(&weighted);
        clear(&weights);
        for (long split = c.part; split < splits; split += c.parts) {
            long place = split * queryCount + query;
            float factor = decay(maxima[place], top);
            add(&weights, factor * sums[place]);
            add(&weighted, k < lastColumn ? factor * results[place * d + k] : 0);
        }
        float numerator = sum_over_parts(total_of(&weighted), c, scratch);
        float denominator = sum_over_parts(total_of(&weights), c, scratch);
        if (c.part == 0 && k < lastColumn) {
            result[resultFirst + query * d + k] = denominator == 0 ? 0 : numerator / denominator;
        }
        if (c.part == 0 && k == 0) {
            logSums[logSumsFirst + query] = top + log(denominator);
        }
    }
}
