/*
 * The gradients of all tables of a story pass, and of its map, in one launch, after story_gradient (story.cu).
 *
 * Shapes: B stories, K hops of at most 8, E distinct words of all stories, S slots; vectors [K+1, B, d], coefficients
 * [2K, E] pairs, slotGradients [K, S] as story_gradient leaves them; states [B, d] and weights [S] of each hop. A
 * table of words is used in roles: role 2k is the input of hop k, role 2k+1 its output, role 2K the question. Tables
 * of times have the first 2K of them.
 *
 *     dA[w] += sum over its roles r and the stories b with word w of (c + c' centred) * x
 *     dT[t] += sum over its roles r and the slots i of time t of c * x
 *     dH[i] += sum over hops k and stories b of g_kb[i] * u_kb                 for component i
 *
 *   with, for an input, x = u_kb and (c, c') = (alpha, beta) or c = ds_i; for an output, x = g_kb and (pi, rho) or
 *   p_i; for the question, x = the gradient at the first state, (c, c') = (base, tilt) for each place of the word.
 *
 * A block a row of a table, for rows that occur in the batch: first wordTargets tables of words, then timeTargets of
 * times, then the d rows of the map. The rows to be summed are shared out to the groups of the block as in story.cuh,
 * so a word that all stories hold in all roles is 2K B / 16 rows for each group, and rows are read 128 bytes at a
 * time. The pairs of a word lie together. Moves 4 d + 12 bytes for each story and role of a word, most of them from
 * the cache, and 8 d bytes a row; 4 d operations for each story and role.
 *
 * Shared memory: 2.7 KiB. Block: 32 to 128 threads, a power of two (128 is good). Grid: wordTargets rows + timeTargets
 * times + (d with a map). Determinism: fixed order for a block size; no atomics. No target may stand twice.
 */
#include "common.cuh"
#include "story.cuh"

constexpr int TABLES_BLOCK = 128;

/* Where the vectors and the slots' coefficients are, and which tables roles and blocks work on. */
struct StoryGradients {
    const float* states[MAX_HOPS];
    const float* weights[MAX_HOPS];
    float* words[MAX_ROLES]; // by role, the question last of all
    float* times[MAX_ROLES]; // by role; null: the role has none
    float* wordTargets[MAX_ROLES];
    float* timeTargets[MAX_ROLES];
};
static_assert(sizeof(StoryGradients) == 672, "the host passes 84 pointers");

/* Into shared memory, as in story.cu. */
__device__ inline void share(const StoryGradients& argument, StoryGradients& g) {
    if (threadIdx.x == 0) {
#pragma unroll
        for (int k = 0; k < MAX_HOPS; k++) {
            g.states[k] = argument.states[k];
            g.weights[k] = argument.weights[k];
        }
#pragma unroll
        for (int role = 0; role < MAX_ROLES; role++) {
            g.words[role] = argument.words[role];
            g.times[role] = argument.times[role];
            g.wordTargets[role] = argument.wordTargets[role];
            g.timeTargets[role] = argument.timeTargets[role];
        }
    }
}

/* The results of story_forward and story_gradient. */
struct StoryResults {
    Batch batch;
    int stories;
    int d;
    int hops;
    Weights weights;
    const float* vectors;
    const float2* coefficients;
    const float* slotGradients;

    /* [B, d] what a role is multiplied with. */
    __device__ const float* rows(const StoryGradients& g, int role) const {
        return role % 2 == 0 && role < 2 * hops ? g.states[role / 2] : vectors + role / 2 * stories * d;
    }
};

__device__ inline void add_word(const StoryResults& s, const StoryGradients& g, const float* target, int row,
                                RowSum& sum) {
    int first = s.batch[ROW_OFFSETS][row];
    int count = s.batch[ROW_OFFSETS][row + 1] - first;
    const int* storyOf = s.batch[ROW_STORIES] + first;
    int distinct = s.batch[DISTINCT_OFFSETS][s.stories];
    for (int role = 0; role < 2 * s.hops; role++) {
        if (g.words[role] == target) {
            const float* rows = s.rows(g, role);
            const float2* pairs = s.coefficients + static_cast<size_t>(role) * distinct + first;
            sum.add(
                count, [&](int i) { return rows + storyOf[i] * s.d; }, [&](int i) { return pairs[i]; });
        }
    }
    if (g.words[MAX_ROLES - 1] == target) {
        const float* rows = s.rows(g, 2 * s.hops);
        int firstPlace = s.batch[ROW_QUESTIONS][row];
        const int* questionOf = s.batch[QUESTION_STORIES] + firstPlace;
        const int* places = s.batch[QUESTION_PLACES] + firstPlace;
        sum.add(
            s.batch[ROW_QUESTIONS][row + 1] - firstPlace, [&](int i) { return rows + questionOf[i] * s.d; },
            [&](int i) {
                Place place = {static_cast<unsigned>(places[i])};
                return make_float2(s.weights.base, s.weights.tilt(place.position(), place.length()));
            });
    }
}

__device__ inline void add_time(const StoryResults& s, const StoryGradients& g, const float* target, int row,
                                RowSum& sum) {
    int first = s.batch[TIME_OFFSETS][row];
    int count = s.batch[TIME_OFFSETS][row + 1] - first;
    const int* slots = s.batch[TIME_SLOTS] + first;
    const int* storyOf = s.batch[TIME_STORIES] + first;
    int allSlots = s.batch[SLOT_OFFSETS][s.stories];
    for (int role = 0; role < 2 * s.hops; role++) {
        if (g.times[role] == target) {
            const float* rows = s.rows(g, role);
            const float* values = role % 2 == 0 ? s.slotGradients + role / 2 * allSlots : g.weights[role / 2];
            sum.add(
                count, [&](int i) { return rows + storyOf[i] * s.d; },
                [&](int i) { return make_float2(values[slots[i]], 0); });
        }
    }
}

__device__ inline void add_map_row(const StoryResults& s, const StoryGradients& g, int row, RowSum& sum) {
    for (int hop = 0; hop < s.hops; hop++) {
        const float* outer = s.vectors + hop * s.stories * s.d + row;
        sum.add(
            s.stories, [&](int i) { return g.states[hop] + i * s.d; },
            [&](int i) { return make_float2(outer[i * s.d], 0); });
    }
}

/* Adds to the row that is the block's. */
__device__ inline void add_row(const StoryResults& s, const StoryGradients& g, int wordTargets, int timeTargets,
                               int rows, int times, float* mapGradient, float* scratch) {
    int block = blockIdx.x;
    if (block < wordTargets * rows) {
        int row = block % rows;
        float* target = g.wordTargets[block / rows];
        float* element = target + s.batch[ROWS][row] * s.d;
        sum_rows(
            s.d, s.weights, scratch, [&](RowSum& sum) { add_word(s, g, target, row, sum); },
            [&](int k, float total) { element[k] += total; });
        return;
    }
    block -= wordTargets * rows;
    if (block < timeTargets * times) {
        int row = block % times;
        float* target = g.timeTargets[block / times];
        float* element = target + s.batch[TIME_ROWS][row] * s.d;
        sum_rows(
            s.d, s.weights, scratch, [&](RowSum& sum) { add_time(s, g, target, row, sum); },
            [&](int k, float total) { element[k] += total; });
        return;
    }
    block -= timeTargets * times;
    if (mapGradient != nullptr && block < s.d) {
        float* element = mapGradient + block * s.d;
        sum_rows(
            s.d, s.weights, scratch, [&](RowSum& sum) { add_map_row(s, g, block, sum); },
            [&](int k, float total) { element[k] += total; });
    }
}

extern "C" __global__ void __launch_bounds__(TABLES_BLOCK)
story_tables_gradient(const int* batch, int stories, int d, int hops, int formula, int fixedLength, int wordTargets,
                      int timeTargets, int rows, int times, const float* vectors, const float2* coefficients,
                      const float* slotGradients, float* mapGradient, StoryGradients argument) {
    __shared__ float scratch[TABLES_BLOCK / WARP * PIECE];
    __shared__ StoryGradients shared;
    share(argument, shared);
    __syncthreads();
    StoryResults s = {{batch},
                      stories,
                      d,
                      hops,
                      Weights(formula, fixedLength, d),
                      vectors,
                      coefficients,
                      slotGradients};
    add_row(s, shared, wordTargets, timeTargets, rows, times, mapGradient, scratch);
}
