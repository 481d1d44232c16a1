/*
 * One step of gradient descent over all parameters (paper section 4.2): value -= rate * clip(scale * gradient),
 * gradients zero afterwards, null rows dropped before the clip; nothing at all once the tally holds a fault.
 *
 * Shapes: count parameters [rows, columns]. A block covers 1024 consecutive elements of one parameter: block b
 * belongs to the last parameter with firstBlock <= b (one without elements has no block). E elements in all.
 *
 * update_norms   partial[b] = sum of squares of the block's gradients, in double; the null row counts as zero.
 *                A thread every block-th element, then a tree. Moves 4 E bytes; 2 E operations. The last block to
 *                come adds the partial sums up, finds the first fault (a tally that holds one, a loss, a gradient, in
 *                this order), and sets factors[i] = rate scale min(1, threshold / (scale length_i)), or -1 for "do
 *                nothing". clip: 0 none, 1 length of each, 2 spectral length of each (spectral is null otherwise), 3
 *                length of all. A warp, then a thread a parameter. 260 bytes shared. Needs rate, scale >= 0.
 * spectral_norm  spectral[i] = largest singular value of gradient i: the root of the largest eigenvalue of its Gram
 *                matrix G^T G, by Jacobi rotations in double (Golub and Van Loan, Matrix Computations, 8.5). A block a
 *                parameter. Rotations of disjoint pairs commute, so the columns play a round-robin tournament: a
 *                round turns all its pairs at once, and after columns - 1 rounds every pair has met. 3.3 KiB
 *                shared; the Gram matrix (8 columns^2 bytes) is in global memory, mostly cached. rows columns^2
 *                operations for it, then about 8 sweeps of 6 columns^3.
 * update_apply   value -= factor * gradient and gradient = 0; the null row's value is left alone. A thread every
 *                block-th element. No shared memory. Moves 16 E bytes; 2 E operations.
 *
 * Block: 32 to 1024 threads, a power of two (256 is good). Grid: update_apply blocks; update_norms as many, but at
 * least one, after spectral_norm; spectral_norm count. Determinism: fixed order for a block size, whichever block is
 * last; no atomics but a counter of blocks.
 */
#include "common.cuh"

struct Parameter {
    float* value;
    float* gradient;
    int rows;
    int columns;
    int nullRow; // whether row 0 is the null word's
    int firstBlock;
};
static_assert(sizeof(Parameter) == 32, "the host writes parameters of 32 bytes");

constexpr unsigned ELEMENTS_PER_BLOCK = 1024;
constexpr int MAX_SWEEPS = 50;
constexpr int PAIRS = 128; // rotations held in shared memory at a time

enum Clip { CLIP_NONE, CLIP_EACH, CLIP_EACH_SPECTRAL, CLIP_GLOBAL };

/* The elements of one parameter that one block works on. */
struct Segment {
    int index; // of the parameter
    Parameter parameter;
    unsigned first;
    unsigned end;
    unsigned firstKept; // elements before this one are the null row

    __device__ Segment(const Parameter* parameters, int count) : index(count - 1) {
        int block = blockIdx.x;
        while (parameters[index].firstBlock > block) {
            index--;
        }
        parameter = parameters[index];
        unsigned size = parameter.rows * parameter.columns;
        unsigned start = (block - parameter.firstBlock) * ELEMENTS_PER_BLOCK;
        first = start + threadIdx.x;
        end = start + ELEMENTS_PER_BLOCK < size ? start + ELEMENTS_PER_BLOCK : size;
        firstKept = parameter.nullRow ? parameter.columns : 0;
    }
};

/* Which fault the step meets: NO_FAULT, LOSS_FAULT or the first gradient whose sum of squares is not finite. */
__device__ inline int find_fault(const Tally* tally, const double* squares, int count) {
    if (tally->lossFault) {
        return LOSS_FAULT;
    }
    for (int i = 0; i < count; i++) {
        if (!is_finite(squares[i])) {
            return i;
        }
    }
    return NO_FAULT;
}

/* How the step is to be made. */
struct Rule {
    int clip;
    double threshold;
    double rate;
    double scale;
};

/* factors[i] = sum of squares of parameter i. A warp a parameter. */
__device__ inline void add_up_squares(const Parameter* parameters, int count, int blocks,
                                      const volatile double* partial, double* factors) {
    for (int i = warp_index(); i < count; i += warp_count()) {
        int end = i + 1 < count ? parameters[i + 1].firstBlock : blocks;
        double squares = 0;
        for (int b = parameters[i].firstBlock + lane_index(); b < end; b += WARP) {
            squares += partial[b];
        }
        squares = warp_reduce(squares, Add());
        if (lane_index() == 0) {
            factors[i] = squares;
        }
    }
}

/* The factors of all parameters from their sums of squares, and the tally's fault. A thread a parameter. */
__device__ inline void decide(int count, const double* spectral, const Rule& rule, long long step, Tally* tally,
                              double* factors) {
    if (threadIdx.x == 0 && tally->faultTensor == NO_FAULT) {
        tally->faultTensor = find_fault(tally, factors, count);
        tally->faultStep = tally->faultTensor == NO_FAULT ? 0 : step;
    }
    double global = 0;
    for (int i = 0; i < count && rule.clip == CLIP_GLOBAL; i++) {
        global += factors[i];
    }
    __syncthreads();
    bool stopped = tally->faultTensor != NO_FAULT;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        double length = rule.clip == CLIP_NONE            ? 0
                        : rule.clip == CLIP_EACH          ? sqrt(factors[i])
                        : rule.clip == CLIP_EACH_SPECTRAL ? spectral[i]
                                                          : sqrt(global);
        double scaled = length * rule.scale;
        double shortened = scaled > rule.threshold ? rule.threshold / scaled : 1;
        factors[i] = stopped ? -1 : rule.rate * rule.scale * shortened;
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
update_norms(const Parameter* parameters, int count, int blocks, double* partial, const double* spectral, int clip,
             double threshold, double rate, double scale, long long step, Tally* tally, double* factors) {
    __shared__ double scratch[MAX_WARPS];
    if (blockIdx.x < static_cast<unsigned>(blocks)) {
        Segment segment(parameters, count);
        double sum = 0;
        for (unsigned i = segment.first; i < segment.end; i += blockDim.x) {
            double gradient = i < segment.firstKept ? 0 : segment.parameter.gradient[i];
            sum += gradient * gradient;
        }
        sum = block_reduce(sum, 0.0, Add(), scratch);
        if (threadIdx.x == 0) {
            partial[blockIdx.x] = sum;
        }
    }
    if (is_last_block(&tally->arrived)) {
        add_up_squares(parameters, count, blocks, partial, factors);
        __syncthreads();
        decide(count, spectral, Rule{clip, threshold, rate, scale}, step, tally, factors);
    }
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
update_apply(const Parameter* parameters, int count, int blocks, const double* factors) {
    if (blockIdx.x >= static_cast<unsigned>(blocks)) {
        return;
    }
    Segment segment(parameters, count);
    float factor = static_cast<float>(factors[segment.index]);
    if (factor < 0) {
        return;
    }
    for (unsigned i = segment.first; i < segment.end; i += blockDim.x) {
        if (i >= segment.firstKept) {
            segment.parameter.value[i] -= factor * segment.parameter.gradient[i];
        }
        segment.parameter.gradient[i] = 0;
    }
}

/* A rotation of the plane of columns p and q; the identity when q is beyond the matrix. */
struct Rotation {
    int p;
    int q;
    double cosine;
    double sine;
};

/* Game number game of a round of the tournament of d players, or of d + 1 with an absent one, which is never p. */
__device__ inline Rotation pairing(int round, int game, int d) {
    int others = d % 2 == 0 ? d - 1 : d; // all but the one that keeps its seat
    int a = (round + game) % others;
    int b = game == 0 ? others : (round - game + others) % others;
    return {a < b ? a : b, a < b ? b : a, 1, 0};
}

/* The rotation of a pair that makes a[p, q] zero. */
__device__ inline Rotation rotation_of(const double* a, int d, int round, int game) {
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
__device__ inline void turn(const Rotation& rotation, double* p, double* q) {
    double oldP = *p;
    double oldQ = *q;
    *p = rotation.cosine * oldP - rotation.sine * oldQ;
    *q = rotation.sine * oldP + rotation.cosine * oldQ;
}

/* One round: every column meets one other. */
__device__ inline void play_round(double* a, int d, int round, Rotation* rotations) {
    int games = (d + 1) / 2;
    for (int first = 0; first < games; first += PAIRS) {
        int held = games - first < PAIRS ? games - first : PAIRS;
        for (int i = threadIdx.x; i < held; i += blockDim.x) {
            rotations[i] = rotation_of(a, d, round, first + i);
        }
        __syncthreads();
        for (int i = threadIdx.x; i < held * d; i += blockDim.x) {
            Rotation rotation = rotations[i / d];
            if (rotation.q < d) {
                turn(rotation, a + i % d * d + rotation.p, a + i % d * d + rotation.q);
            }
        }
        __syncthreads();
        for (int i = threadIdx.x; i < held * d; i += blockDim.x) {
            Rotation rotation = rotations[i / d];
            if (rotation.q < d) {
                turn(rotation, a + rotation.p * d + i % d, a + rotation.q * d + i % d);
            }
        }
        __syncthreads();
    }
}

/* Whether nothing is left beside the diagonal, in every thread; true for NaN, which no rotation removes. */
__device__ inline bool is_diagonal(const double* a, int d, double* scratch) {
    double off = 0;
    double on = 0;
    for (int i = threadIdx.x; i < d * d; i += blockDim.x) {
        bool diagonal = i / d == i % d;
        on += diagonal ? a[i] * a[i] : 0;
        off += diagonal ? 0 : a[i] * a[i];
    }
    off = block_reduce(off, 0.0, Add(), scratch);
    on = block_reduce(on, 0.0, Add(), scratch);
    return !(off > 1e-28 * on);
}

/* a = G^T G [d, d] of the rows of G from firstRow on. */
__device__ inline void gram_matrix(const float* gradient, int firstRow, int rows, int d, double* a) {
    for (int i = threadIdx.x; i < d * d; i += blockDim.x) {
        double sum = 0;
        for (int row = firstRow; row < rows; row++) {
            const float* g = gradient + row * d;
            sum += static_cast<double>(g[i / d]) * g[i % d];
        }
        a[i] = sum;
    }
    __syncthreads();
}

extern "C" __global__ void __launch_bounds__(MAX_BLOCK)
spectral_norm(const Parameter* parameters, int count, double* gram, int maxColumns, double* spectral) {
    __shared__ double scratch[MAX_WARPS];
    __shared__ Rotation rotations[PAIRS];
    int index = blockIdx.x;
    if (index >= count) {
        return;
    }
    int d = parameters[index].columns;
    double* a = gram + static_cast<size_t>(index) * maxColumns * maxColumns;
    gram_matrix(parameters[index].gradient, parameters[index].nullRow ? 1 : 0, parameters[index].rows, d, a);
    int rounds = d % 2 == 0 ? d - 1 : d;
    for (int sweep = 0; sweep < MAX_SWEEPS && !is_diagonal(a, d, scratch); sweep++) {
        for (int round = 0; round < rounds; round++) {
            play_round(a, d, round, rotations);
        }
    }
    if (threadIdx.x == 0) {
        double largest = 0;
        for (int k = 0; k < d; k++) {
            double eigenvalue = a[k * d + k];
            largest = eigenvalue > largest ? eigenvalue : largest;
        }
        spectral[index] = sqrt(largest);
    }
}
