/*
 * The gradients of all tables of a story pass, and of its map, in one launch, after story_gradient (story.cl).
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
 * A group a row of a table, for rows that occur in the batch: first wordTargets tables of words, then timeTargets of
 * times, then the d rows of the map. The group is parts of columns (common.clh): part p takes rows p, p + parts, ... of
 * each role, in runs of 16 whose sums are compensated; the parts are added in their order.
 *
 * Local memory: a float for each work-item. Groups: wordTargets rows + timeTargets times + (d with a map).
 * Determinism: fixed order for a group size; no atomics. No target may stand twice.
 */
#include "story.clh"

/* The results of story_forward and story_gradient. */
typedef struct {
    __global const int* batch;
    int stories;
    int d;
    int hops;
    Position position;
    __global const float* vectors;
    __global const float2* coefficients;
    __global const float* slotGradients;
} Results;

/* [B, d] what a role is multiplied with. */
static inline __global const float* rows_of(Results s, __global const float** states, int role) {
    return role % 2 == 0 && role < 2 * s.hops ? states[role / 2] : s.vectors + (size_t)(role / 2) * s.stories * s.d;
}

/* The part's share of component k of row number row of the table target. */
static inline float word_component(Results s, __global const float** states, __global float** words,
                                   __global const float* target, int row, int k, Columns c) {
    int first = array_of(s.batch, ROW_OFFSETS)[row];
    int count = array_of(s.batch, ROW_OFFSETS)[row + 1] - first;
    __global const int* storyOf = array_of(s.batch, ROW_STORIES) + first;
    size_t distinct = array_of(s.batch, DISTINCT_OFFSETS)[s.stories];
    Component sum = component_of(s.position, k);
    for (int role = 0; role < 2 * s.hops; role++) {
        if (words[role] == target) {
            __global const float* rows = rows_of(s, states, role);
            __global const float2* pairs = s.coefficients + role * distinct + first;
            for (int i = c.part; i < count; i += c.parts) {
                add_term(&sum, pairs[i].x, pairs[i].y, rows[(size_t)storyOf[i] * s.d + k]);
            }
        }
    }
    if (words[MAX_ROLES - 1] == target) {
        __global const float* rows = rows_of(s, states, 2 * s.hops);
        int end = array_of(s.batch, ROW_QUESTIONS)[row + 1];
        for (int i = array_of(s.batch, ROW_QUESTIONS)[row] + c.part; i < end; i += c.parts) {
            float tilted = tilt_of(s.position, (uint)array_of(s.batch, QUESTION_PLACES)[i]);
            int story = array_of(s.batch, QUESTION_STORIES)[i];
            add_term(&sum, s.position.base, tilted, rows[(size_t)story * s.d + k]);
        }
    }
    return component_total(&sum);
}

/* The same for a table of times. */
static inline float time_component(Results s, __global const float** states, __global const float** weights,
                                   __global float** times, __global const float* target, int row, int k, Columns c) {
    int first = array_of(s.batch, TIME_OFFSETS)[row];
    int end = array_of(s.batch, TIME_OFFSETS)[row + 1];
    __global const int* slots = array_of(s.batch, TIME_SLOTS);
    __global const int* storyOf = array_of(s.batch, TIME_STORIES);
    size_t allSlots = array_of(s.batch, SLOT_OFFSETS)[s.stories];
    Component sum = component_of(s.position, k);
    for (int role = 0; role < 2 * s.hops; role++) {
        if (times[role] == target) {
            __global const float* rows = rows_of(s, states, role);
            __global const float* values =
                role % 2 == 0 ? s.slotGradients + (role / 2) * allSlots : weights[role / 2];
            for (int i = first + c.part; i < end; i += c.parts) {
                add_term(&sum, values[slots[i]], 0, rows[(size_t)storyOf[i] * s.d + k]);
            }
        }
    }
    return component_total(&sum);
}

/* The same for a row of the map. */
static inline float map_component(Results s, __global const float** states, int row, int k, Columns c) {
    Component sum = component_of(s.position, k);
    for (int hop = 0; hop < s.hops; hop++) {
        __global const float* outer = s.vectors + (size_t)hop * s.stories * s.d + row;
        for (int b = c.part; b < s.stories; b += c.parts) {
            add_term(&sum, outer[(size_t)b * s.d], 0, states[hop][(size_t)b * s.d + k]);
        }
    }
    return component_total(&sum);
}

__kernel void story_tables_gradient(__global const int* batchBuffer, ulong batchFirst, int stories, int d, int hops,
                                    int formula, int fixedLength, int wordTargets, int timeTargets, int rows,
                                    int times, __global const float* vectors, __global const float2* coefficients,
                                    __global const float* slotGradients, __global float* mapGradient,
                                    BUFFERS_8(const float, state), BUFFERS_8(const float, weight),
                                    BUFFERS_16(float, word), __global float* word16, BUFFERS_16(float, time),
                                    __global float* time16, BUFFERS_16(float, wordTarget),
                                    __global float* wordTarget16, BUFFERS_16(float, timeTarget),
                                    __global float* timeTarget16) {
    __local float scratch[MAX_GROUP];
    __global const float* states[MAX_HOPS] = {LIST_8(state)};
    __global const float* weights[MAX_HOPS] = {LIST_8(weight)};
    __global float* wordsOfRoles[MAX_ROLES] = {LIST_16(word), word16};
    __global float* timesOfRoles[MAX_ROLES] = {LIST_16(time), time16};
    __global float* wordTables[MAX_ROLES] = {LIST_16(wordTarget), wordTarget16};
    __global float* timeTables[MAX_ROLES] = {LIST_16(timeTarget), timeTarget16};
    __global const int* batch = batchBuffer + batchFirst;
    Results s = {batch,   stories,      d,            hops, position_weights(formula, fixedLength, d),
                 vectors, coefficients, slotGradients};
    int ofWords = wordTargets * rows;
    int ofTimes = timeTargets * times;
    int group = group_index();
    bool isWord = group < ofWords;
    bool isTime = !isWord && group < ofWords + ofTimes;
    int row = isWord ? group % rows : isTime ? (group - ofWords) % times : group - ofWords - ofTimes;
    __global float* target = isWord   ? wordTables[group / rows]
                             : isTime ? timeTables[(group - ofWords) / times]
                                      : mapGradient;
    size_t place = isWord   ? array_of(batch, ROWS)[row]
                   : isTime ? array_of(batch, TIME_ROWS)[row]
                            : row;
    Columns c = columns_of(d);
    for (int base = 0; base < d; base += c.columns) {
        int k = base + c.column;
        float own = 0;
        if (k < d) {
            own = isWord   ? word_component(s, states, wordsOfRoles, target, row, k, c)
                  : isTime ? time_component(s, states, weights, timesOfRoles, target, row, k, c)
                           : map_component(s, states, row, k, c);
        }
        float total = sum_over_parts(own, c, scratch);
        if (c.part == 0 && k < d) {
            target[place * d + k] += total;
        }
    }
}
