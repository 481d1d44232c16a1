/*
 * Matrix products for answers and for the map between hops, too small for matrix_wide.cl, and a scatter of rows.
 *
 * matrix_nt      c[i, j]  = sum_k a[i, k] b[row(j), k]   a [m, k], b [*, k], c [m, n]; row(j) = rows ? rows[j] : j
 * matrix_nn      c[i, j]  = sum_k a[i, k] b[row(k), j]   a [m, k], b [*, n], c [m, n]; row(k) = rows ? rows[k] : k
 * matrix_tn_add  c[i, j] += sum_k a[k, i] b[k, j]        a [k, m], b [k, n], c [m, n]
 * matrix_nt_gradient  of c = a b^T as matrix_nt without rows: aGradient = gradient b and bGradient += gradient^T a, for
 *                gradient [m, n]; the tiles of the second follow those of the first along y
 *   A group a tile of 16 x 16 of c, 64 work-items with four columns of a row each, as product.clh says. Local memory:
 *   5 KiB. Groups: x ceil(n / 16), y ceil(m / 16); matrix_nt_gradient x ceil(k / 16), y ceil(m / 16) + ceil(n / 16).
 *
 * rows_add       target[rows[i], j] += source[i, j] for i in order; rows may repeat. source [count, n]. A work-item a
 *                column. Groups of any number.
 *
 * Determinism: each element is one work-item's sum in a fixed order; no atomics.
 */
#define TILE 16
#define OWN 1
#include "product.clh"

static inline int tile_of(int dimension) {
    return (int)get_group_id(dimension) * TILE;
}

__kernel void matrix_nt(int m, int n, int k, __global const float* a, __global const float* b,
                        __global const int* rows, __global float* c) {
    __local float parts[2 * PART];
    Operand left = {a, 0, k, m, true};
    Operand right = {b, rows, k, n, true};
    multiply_tile(left, right, tile_of(1), tile_of(0), 0, k, false, c, parts);
}

__kernel void matrix_nn(int m, int n, int k, __global const float* a, __global const float* b,
                        __global const int* rows, __global float* c) {
    __local float parts[2 * PART];
    Operand left = {a, 0, k, m, true};
    Operand right = {b, rows, n, n, false};
    multiply_tile(left, right, tile_of(1), tile_of(0), 0, k, false, c, parts);
}

__kernel void matrix_tn_add(int m, int n, int k, __global const float* a, __global const float* b,
                            __global float* c) {
    __local float parts[2 * PART];
    Operand left = {a, 0, m, m, false};
    Operand right = {b, 0, n, n, false};
    multiply_tile(left, right, tile_of(1), tile_of(0), 0, k, true, c, parts);
}

__kernel void matrix_nt_gradient(int m, int n, int k, __global const float* gradient, __global const float* a,
                                 __global const float* b, __global float* aGradient, __global float* bGradient) {
    __local float parts[2 * PART];
    int row0 = tile_of(1);
    int rowsOfA = (m + TILE - 1) / TILE * TILE;
    bool isA = row0 < rowsOfA;
    Operand ofA = {gradient, 0, n, m, true};
    Operand ofB = {gradient, 0, n, n, false};
    Operand factor = {isA ? b : a, 0, k, k, false};
    if (isA) {
        multiply_tile(ofA, factor, row0, tile_of(0), 0, n, false, aGradient, parts);
    } else {
        multiply_tile(ofB, factor, row0 - rowsOfA, tile_of(0), 0, m, true, bGradient, parts);
    }
}

__kernel void rows_add(int count, int n, __global const int* rows, __global const float* source,
                       __global float* target) {
    for (int column = (int)get_global_id(0); column < n; column += (int)get_global_size(0)) {
        for (int i = 0; i < count; i++) {
            target[(size_t)rows[i] * n + column] += source[(size_t)i * n + column];
        }
    }
}
