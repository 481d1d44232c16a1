/*
 * One step of gradient descent over all parameters (paper section 4.2): value -= rate * clip(scale * gradient),
 * gradients zero afterwards, null rows dropped before the clip; nothing at all once the tally holds a fault.
 *
 * Shapes: parameters in parts of at most 16, each one argument; sizes [all parameters, 3]: elements, elements of the null
 * row, first block. A group covers 1024 consecutive elements of one parameter: block b belongs to the last parameter
 * with firstBlock <= b (one without elements has no block). A launch has the blocks of the count parameters from
 * number first on.
 *
 * update_squares   partial[b] = sum of squares of the block's gradients, in double; the null row counts as zero. A
 *                  work-item every size-th element, then a reduction.
 * update_factors   one group, after all squares: adds the partial sums up, finds the first fault (a tally that holds
 *                  one, a loss, a gradient, in this order), and sets factors[i] = rate scale min(1, threshold / (scale
 *                  length_i)), or -1 for "do nothing". clip: 0 none, 1 length of each, 2 spectral length of each
 *                  (spectral is null otherwise), 3 length of all. A work-item a parameter. Needs rate, scale >= 0.
 * spectral_length  lengths[index] = largest singular value of a gradient [rows, d] from row firstRow on: the root of
 *                  the largest eigenvalue of its Gram matrix G^T G [d, d], by Jacobi rotations in double (Golub and Van
 *                  Loan, Matrix Computations, 8.5). One group. Rotations of disjoint pairs commute, so the columns play
 *                  a round-robin tournament: a round turns all its pairs at once, and after d - 1 rounds every pair has
 *                  met.
 * update_step      value -= factor * gradient and gradient = 0; the null row's value is left alone. A work-item every
 *                  size-th element.
 *
 * Local memory: a double for each work-item; spectral_length 3 KiB more. Determinism: fixed order for a group size; no
 * atomics.
 */
#include "common.clh"

#define MAX_PARAMETERS 16
#define ELEMENTS_PER_BLOCK 1024
#define MAX_SWEEPS 50
#define PAIRS 128 /* rotations held in local memory at a time */

GROUP_REDUCTION(group_double_sum, double, ADDITION)

enum Clip { CLIP_NONE, CLIP_EACH, CLIP_EACH_SPECTRAL, CLIP_GLOBAL };

typedef struct {
    int elements;
    int nullElements;
    int firstBlock;
} Size;

/* The elements of one parameter that a group works on. */
typedef struct {
    int index; /* of the parameter, in its launch */
    int first;
    int end;
    int firstKept; /* elements before this one are the null row */
} Segment;

static inline Segment segment_of(__global const Size* sizes, int count) {
    Segment s;
    int block = sizes[0].firstBlock + group_index();
    s.index = count - 1;
    while (sizes[s.index].firstBlock > block) {
        s.index--;
    }
    Size size = sizes[s.index];
    int start = (block - size.firstBlock) * ELEMENTS_PER_BLOCK;
    s.first = start + local_index();
    s.end = start + min(ELEMENTS_PER_BLOCK, size.elements - start);
    s.firstKept = size.nullElements;
    return s;
}

__kernel void update_squares(__global const Size* sizes, int first, int count, __global double* partial,
                             BUFFERS_16(const float, gradient)) {
    __local double scratch[MAX_GROUP];
    __global const float* gradients[MAX_PARAMETERS] = {LIST_16(gradient)};
    Segment s = segment_of(sizes + first, count);
    __global const float* own = gradients[s.index];
    double sum = 0;
    for (int i = s.first; i < s.end; i += group_size()) {
        double element = i < s.firstKept ? 0 : own[i];
        sum += element * element;
    }
    sum = group_double_sum(sum, scratch);
    if (local_index() == 0) {
        partial[sizes[first].firstBlock + group_index()] = sum;
    }
}

/* Which fault the step meets: NO_FAULT, LOSS_FAULT or the first gradient whose sum of squares is not finite. */
static inline int find_fault(__global const Tally* tally, __global const double* squares, int count) {
    if (tally->lossFault) {
        return LOSS_FAULT;
    }
    for (int i = 0; i < count; i++) {
        if (!isfinite(squares[i])) {
            return i;
        }
    }
    return NO_FAULT;
}

__kernel void update_factors(__global const Size* sizes, int count, int blocks, __global const double* partial,
                             __global const double* spectral, int clip, double threshold, double rate, double scale,
                             long step, __global Tally* tally, __global double* factors) {
    for (int i = local_index(); i < count; i += group_size()) {
        int end = i + 1 < count ? sizes[i + 1].firstBlock : blocks;
        double squares = 0;
        for (int b = sizes[i].firstBlock; b < end; b++) {
            squares += partial[b];
        }
        factors[i] = squares;
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    if (local_index() == 0 && tally->faultTensor == NO_FAULT) {
        tally->faultTensor = find_fault(tally, factors, count);
        tally->faultStep = tally->faultTensor == NO_FAULT ? 0 : step;
    }
    double global_squares = 0;
    for (int i = 0; i < count && clip == CLIP_GLOBAL; i++) {
        global_squares += factors[i];
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    bool stopped = tally->faultTensor != NO_FAULT;
    for (int i = local_index(); i < count; i += group_size()) {
        double length = clip == CLIP_NONE            ? 0
                        : clip == CLIP_EACH          ? sqrt(factors[i])
                        : clip == CLIP_EACH_SPECTRAL ? spectral[i]
                                                     : sqrt(global_squares);
        double scaled = length * scale;
        double shortened = scaled > threshold ? threshold / scaled : 1;
        factors[i] = stopped ? -1 : rate * scale * shortened;
    }
}

__kernel void update_step(__global const Size* sizes, int first, int count, __global const double* factors,
                          BUFFERS_16(float, gradient), BUFFERS_16(float, value)) {
    __global float* gradients[MAX_PARAMETERS] = {LIST_16(gradient)};
    __global float* values[MAX_PARAMETERS] = {LIST_16(value)};
    Segment s = segment_of(sizes + first, count);
    float factor = (float)factors[first + s.index];
    if (factor < 0) {
        return;
    }
    __global float* gradient = gradients[s.index];
    __global float* value = values[s.index];
    for (int i = s.first; i < s.end; i += group_size()) {
        if (i >= s.firstKept) {
            value[i] -= factor * gradient[i];
        }
        gradient[i] = 0;
    }
}

/* A rotation of the plane of columns p and q; the identity when q is beyond the matrix. */
typedef struct {
    int p;
    int q;
    double cosine;
    double sine;
} Rotation;

/* Game number game of a round of the tournament of d players, or of d + 1 with an absent one, which is never p. */
static inline Rotation pairing(int round, int game, int d) {
    int others = d % 2 == 0 ? d - 1 : d; /* all but the one that keeps its seat */
    int a = (round + game) % others;
    int b = game == 0 ? others : (round - game + others) % others;
    Rotation rotation = {min(a, b), max(a, b), 1, 0};
    return rotation;
}

/* The rotation of a pair that makes a[p, q] zero. */
static inline Rotation rotation_of(__global const double* a, int d, int round, int game) {
    Rotation rotation = pairing(round, game, d);
    if (rotation.q < d && a[rotation.p * d + rotation.q] != 0) {
        double p = a[rotation.p * d + rotation.p];
        double q = a[rotation.q * d + rotation.q];
        double theta = (q - p) / (2 * a[rotation.p * d + rotation.q]);
        double tangent = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
        rotation.cosine = 1 / sqrt(tangent * tangent + 1);
        rotation.sine = tangent * rotation.cosine;
    }
    return rotation;
}

/* Turns entries k of two columns (or rows) into each other. */
static inline void turn(Rotation rotation, __global double* p, __global double* q) {
    double oldP = *p;
    double oldQ = *q;
    *p = rotation.cosine * oldP - rotation.sine * oldQ;
    *q = rotation.sine * oldP + rotation.cosine * oldQ;
}

/* One round: every column meets one other. */
static inline void play_round(__global double* a, int d, int round, __local Rotation* rotations) {
    int games = (d + 1) / 2;
    for (int first = 0; first < games; first += PAIRS) {
        int held = min(games - first, PAIRS);
        for (int i = local_index(); i < held; i += group_size()) {
            rotations[i] = rotation_of(a, d, round, first + i);
        }
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
        for (int i = local_index(); i < held * d; i += group_size()) {
            Rotation rotation = rotations[i / d];
            if (rotation.q < d) {
                turn(rotation, a + i % d * d + rotation.p, a + i % d * d + rotation.q);
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
        for (int i = local_index(); i < held * d; i += group_size()) {
            Rotation rotation = rotations[i / d];
            if (rotation.q < d) {
                turn(rotation, a + rotation.p * d + i % d, a + rotation.q * d + i % d);
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    }
}

/* Whether nothing is left beside the diagonal, in every work-item; true for NaN, which no rotation removes. */
static inline bool is_diagonal(__global const double* a, int d, __local double* scratch) {
    double off = 0;
    double on = 0;
    for (int i = local_index(); i < d * d; i += group_size()) {
        bool diagonal = i / d == i % d;
        on += diagonal ? a[i] * a[i] : 0;
        off += diagonal ? 0 : a[i] * a[i];
    }
    off = group_double_sum(off, scratch);
    on = group_double_sum(on, scratch);
    return !(off > 1e-28 * on);
}

/* a = G^T G [d, d] of the rows of G from firstRow on. */
static inline void gram_matrix(__global const float* gradient, int firstRow, int rows, int d, __global double* a) {
    for (int i = local_index(); i < d * d; i += group_size()) {
        double sum = 0;
        for (int row = firstRow; row < rows; row++) {
            __global const float* g = gradient + (size_t)row * d;
            sum += (double)g[i / d] * g[i % d];
        }
        a[i] = sum;
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
}

__kernel void spectral_length(__global const float* gradient, int firstRow, int rows, int d, __global double* gram,
                              int index, __global double* lengths) {
    __local double scratch[MAX_GROUP];
    __local Rotation rotations[PAIRS];
    gram_matrix(gradient, firstRow, rows, d, gram);
    int rounds = d % 2 == 0 ? d - 1 : d;
    for (int sweep = 0; sweep < MAX_SWEEPS && !is_diagonal(gram, d, scratch); sweep++) {
        for (int round = 0; round < rounds; round++) {
            play_round(gram, d, round, rotations);
        }
    }
    if (local_index() == 0) {
        double largest = 0;
        for (int k = 0; k < d; k++) {
            largest = max(largest, gram[k * d + k]);
        }
        lengths[index] = sqrt(largest);
    }
}
