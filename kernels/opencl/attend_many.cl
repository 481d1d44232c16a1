/*
 * Attention of many queries to one large memory. Formulas, shapes, local memory and splits: see attend.cl. Groups of 32
 * queries for d up to 256, of 64 for d up to 128, so that a memory is read less often.
 *
 * Determinism: a fixed order for equal sizes, splits and groups; no atomics.
 */
#include "attend.clh"

__kernel void attend_32(int storage, int queryCount, int d, long slots, long slotsPerSplit, __global const void* keys,
                        __global const void* values, __global const float* queries, ulong queriesFirst,
                        __global float* maxima, __global float* sums, __global float* results) {
    __local float weights[32 * 128], partials[32 * LANES], tops[32], factors[32], totals[32];
    Attention a = {storage, queryCount,             d,      slots, slotsPerSplit, keys,
                   values,  queries + queriesFirst, maxima, sums,  results};
    Shape shape = {32, 4, 128, 256};
    attend_split(a, shape, weights, partials, tops, factors, totals);
}

__kernel void attend_64(int storage, int queryCount, int d, long slots, long slotsPerSplit, __global const void* keys,
                        __global const void* values, __global const float* queries, ulong queriesFirst,
                        __global float* maxima, __global float* sums, __global float* results) {
    __local float weights[64 * 64], partials[64 * LANES], tops[64], factors[64], totals[64];
    Attention a = {storage, queryCount,             d,      slots, slotsPerSplit, keys,
                   values,  queries + queriesFirst, maxima, sums,  results};
    Shape shape = {64, 4, 64, 128};
    attend_split(a, shape, weights, partials, tops, factors, totals);
}
