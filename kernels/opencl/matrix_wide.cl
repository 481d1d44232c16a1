/*
 * Large matrix products: those of matrix.cl in tiles of 64 x 64, split along k when there are few tiles.
 *
 * matrix_nt_wide      c[s, i, j]  = sum_k a[i, k] b[row(j), k]   a [m, k], b [*, k], row(j) = rows ? rows[j] : j
 * matrix_nn_wide      c[s, i, j]  = sum_k a[i, k] b[row(k), j]   a [m, k], b [*, n], row(k) = rows ? rows[k] : k
 * matrix_tn_wide      c[s, i, j] (+)= sum_k a[k, i] b[k, j]      a [k, m], b [k, n]; += where isAdded is not 0
 *   c [splits, m, n]; split s sums over k from s depth up to (s + 1) depth, so one split of depth >= k is the whole
 *   product. A group a tile of one split, 256 work-items with 4 x 4 elements each, as product.clh says. Local memory:
 *   17 KiB. Groups: ceil(m / 64) ceil(n / 64) splits, tiles first.
 *
 * matrix_combine      c[i] (+)= sum_s partials[s, i]   partials [splits, count], c [count]; += where isAdded is not 0
 *   A work-item an element, compensated, splits in their order. Groups of any number.
 *
 * Determinism: an element of a split is one work-item's sum in a fixed order, splits are added in their order; no
 * atomics. The host chooses splits by shape alone. No two arguments may overlap of which one is written.
 */
#define TILE 64
#define OWN 4
#include "product.clh"

/* The group's tile and split of the product. */
static inline void multiply_split(Operand a, Operand b, int k, int depth, bool isAdded, __global float* c,
                                  __local float* parts) {
    int across = (b.lines + TILE - 1) / TILE;
    int tiles = (a.lines + TILE - 1) / TILE * across;
    int tile = group_index() % tiles;
    int split = group_index() / tiles;
    int first = split * depth;
    int end = first + min(depth, k - first);
    __global float* target = c + (size_t)split * a.lines * b.lines;
    multiply_tile(a, b, tile / across * TILE, tile % across * TILE, first, end, isAdded, target, parts);
}

__kernel void matrix_nt_wide(int m, int n, int k, int depth, __global const float* a, __global const float* b,
                             __global const int* rows, __global float* c) {
    __local float parts[2 * PART];
    Operand left = {a, 0, k, m, true};
    Operand right = {b, rows, k, n, true};
    multiply_split(left, right, k, depth, false, c, parts);
}

__kernel void matrix_nn_wide(int m, int n, int k, int depth, __global const float* a, __global const float* b,
                             __global const int* rows, __global float* c) {
    __local float parts[2 * PART];
    Operand left = {a, 0, k, m, true};
    Operand right = {b, rows, n, n, false};
    multiply_split(left, right, k, depth, false, c, parts);
}

__kernel void matrix_tn_wide(int m, int n, int k, int depth, int isAdded, __global const float* a,
                             __global const float* b, __global float* c) {
    __local float parts[2 * PART];
    Operand left = {a, 0, m, m, false};
    Operand right = {b, 0, n, n, false};
    multiply_split(left, right, k, depth, isAdded != 0, c, parts);
}

__kernel void matrix_combine(int count, int splits, int isAdded, __global const float* partials, __global float* c) {
    for (size_t i = get_global_id(0); i < (size_t)count; i += get_global_size(0)) {
        Sum sum;
        clear(&sum);
        for (int split = 0; split < splits; split++) {
            add(&sum, partials[(size_t)split * count + i]);
        }
        c[i] = isAdded != 0 ? c[i] + total_of(&sum) : total_of(&sum);
    }
}
