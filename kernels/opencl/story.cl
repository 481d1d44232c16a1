/*
 * The whole way of a story through the hops in one launch (paper equations 1 to 4, section 4.1), and back.
 *
 * Shapes: B stories, story b with n slots and D distinct words; K hops of at most 8; tables of words [V, d] and times
 * [N, d]; states [B, d]; weights [S], S slots of all stories; E distinct words of all stories together. attention: 0
 * linear, 1 softmax. Sums over words in place of memories as in story.clh.
 *
 * story_forward   u = question's words under position encoding, or a constant. Each hop: p = softmax(u . m_i), over at
 *                 least width slots as in slots.cl, or the scores themselves; u = relu(H u + sum_i p_i c_i), without
 *                 map H: u; components from firstRectified on are cut. Writes p and u of every hop.
 * story_gradient  From lastGradient [B, d] and the results of story_forward back to the first state. For hop k:
 *                 g = gradient at its sum, cut where the ReLU cut; dp_i = g . c_i; ds by the gradient of the softmax,
 *                 or dp; gradient at its state: H^T g (without map: g) + sum_i ds_i m_i. Leaves, for story_tables.cl:
 *                 vectors [K+1, B, d]: g of each hop, then the gradient at the first state;
 *                 coefficients [2K, E] pairs: alpha and beta of hop k (made from ds) in row 2k, pi and rho (made from
 *                 p) in row 2k+1, each story's words in the places of DISTINCT_ORDER;
 *                 slotGradients [K, S]: ds.
 *
 * A group a story. Products with rows: a work-item a row, four components at a time, the other operand in local memory.
 * Scores: a work-item a slot; coefficients: a work-item a word; both compensated, for their sums have no bound. Sums of
 * rows: parts of columns (common.clh), so that neighbours read neighbouring components, in runs of 16 rows whose sums
 * are compensated; the parts are added in their order. About 14 barriers a hop.
 *
 * Local memory: 4 (size + 2 d + 3 D + 5 n) bytes, d rounded up to 4, asked for at launch for the largest story. The host
 * takes single operations where that is more than the device has (StoryPlan.java).
 *
 * A NaN reaches the results as in the single steps, and rows that do not occur are not read. An infinite entry of a
 * table may give NaN where single steps give an infinity.
 *
 * Groups: B. Determinism: fixed order for a group size; no atomics.
 */
#include "story.clh"

/* The group's story: its part of the batch, and its local memory. */
typedef struct {
    int number;
    int stories;
    int d;
    Position position;
    int firstSlot;
    int slots;
    int words;                        /* distinct */
    __global const int* sentences;    /* [n + 1] */
    __global const int* localWords;   /* of the whole batch */
    __global const int* order;        /* [D] */
    __global const int* placeOffsets; /* [D + 1] */
    __global const uint* places;      /* of the whole batch */

    __local float* sums;    /* [size] */
    __local float* state;   /* [d] */
    __local float* other;   /* [d] */
    __local float2* pairs;  /* [D + n] products with rows, then their coefficients */
    __local float* scores;  /* [n] */
    __local float* weights; /* [n] */
    __local int* rows;      /* [D + n] of the word tables, then of the time tables */
} Story;

static inline Story story_of(__global const int* batch, int stories, int d, int formula, int fixedLength,
                             __local float* memory) {
    Story s;
    s.number = group_index();
    s.stories = stories;
    s.d = d;
    s.position = position_weights(formula, fixedLength, d);
    __global const int* slotOffsets = array_of(batch, SLOT_OFFSETS) + s.number;
    s.firstSlot = slotOffsets[0];
    s.slots = slotOffsets[1] - slotOffsets[0];
    __global const int* wordOffsets = array_of(batch, DISTINCT_OFFSETS) + s.number;
    int firstWord = wordOffsets[0];
    s.words = wordOffsets[1] - wordOffsets[0];
    s.sentences = array_of(batch, SENTENCE_OFFSETS) + s.firstSlot;
    s.localWords = array_of(batch, LOCAL_WORDS);
    s.order = array_of(batch, DISTINCT_ORDER) + firstWord;
    s.placeOffsets = array_of(batch, PLACE_OFFSETS) + firstWord;
    s.places = (__global const uint*)array_of(batch, PLACES);
    int padded = (d + 3) / 4 * 4;
    s.sums = memory;
    s.state = s.sums + (group_size() + 3) / 4 * 4;
    s.other = s.state + padded;
    s.pairs = (__local float2*)(s.other + padded);
    s.scores = (__local float*)(s.pairs + s.words + s.slots);
    s.weights = s.scores + s.slots;
    s.rows = (__local int*)(s.weights + s.slots);
    for (int i = local_index(); i < s.words; i += group_size()) {
        s.rows[i] = array_of(batch, DISTINCT_WORDS)[firstWord + i];
    }
    for (int i = local_index(); i < s.slots; i += group_size()) {
        s.rows[s.words + i] = array_of(batch, SLOT_TIMES)[s.firstSlot + i];
    }
    return s;
}

/* row . x and row . (centred * x). */
static inline float2 products(__global const float* row, __local const float* x, int d, Position p) {
    float4 plain = 0;
    float4 tilted = 0;
    int k = 0;
    for (; k + 4 <= d; k += 4) {
        float4 product = vload4(0, row + k) * vload4(0, x + k);
        float4 place = (float4)((float)k) + (float4)(0, 1, 2, 3);
        plain += product;
        tilted = multiply_add(product, multiply_add((float4)(p.step), place, (float4)(p.origin)), tilted);
    }
    float2 sums = (float2)(sum_of_quad(plain), sum_of_quad(tilted));
    for (; k < d; k++) {
        float product = row[k] * x[k];
        sums += (float2)(product, product * centred(p, k));
    }
    return sums;
}

/* pairs[i] = products of state with the words and times (null: none); other = the map's (null: none) with it. */
static inline void multiply_memory(Story s, __global const float* words, __global const float* times,
                                   __global const float* map) {
    for (int i = local_index(); i < s.words; i += group_size()) {
        s.pairs[i] = products(words + (size_t)s.rows[i] * s.d, s.state, s.d, s.position);
    }
    for (int i = s.words + local_index(); i < s.words + s.slots && times != 0; i += group_size()) {
        bool timed = s.rows[i] >= 0;
        s.pairs[i] = timed ? products(times + (size_t)s.rows[i] * s.d, s.state, s.d, s.position) : (float2)(0, 0);
    }
    for (int k = local_index(); k < s.d && map != 0; k += group_size()) {
        s.other[k] = products(map + (size_t)k * s.d, s.state, s.d, s.position).x;
    }
}

/* scores[i] = the product of state with the i-th vector of the memory, from the pairs. */
static inline void add_up_scores(Story s, bool timed) {
    for (int slot = local_index(); slot < s.slots; slot += group_size()) {
        int first = s.sentences[slot];
        int length = s.sentences[slot + 1] - first;
        Sum sum;
        clear(&sum);
        for (int j = 0; j < length; j++) {
            float2 pair = s.pairs[s.localWords[first + j]];
            add(&sum, multiply_add(tilt(s.position, j + 1, length), pair.y, s.position.base * pair.x));
        }
        s.scores[slot] = total_of(&sum) + (timed ? s.pairs[s.words + slot].x : 0);
    }
}

/* base * (sum of values[slot] where a word stands), and the sum of value * tilt. */
static inline float2 coefficients_of(Story s, int word, __local const float* values) {
    Sum plain;
    Sum tilted;
    clear(&plain);
    clear(&tilted);
    for (int i = s.placeOffsets[word]; i < s.placeOffsets[word + 1]; i++) {
        uint place = s.places[i];
        float value = values[slot_of(place)];
        add(&plain, value);
        add(&tilted, value * tilt_of(s.position, place));
    }
    return (float2)(s.position.base * total_of(&plain), total_of(&tilted));
}

/*
 * The part's share of component k of words and times (null: none) with the coefficients in pairs, and of the map's rows
 * (null: none) with the state.
 */
static inline float memory_component(Story s, __global const float* words, __global const float* times,
                                     __global const float* map, int k, Columns c) {
    Component sum = component_of(s.position, k);
    for (int i = c.part; i < s.words; i += c.parts) {
        add_term(&sum, s.pairs[i].x, s.pairs[i].y, words[(size_t)s.rows[i] * s.d + k]);
    }
    for (int i = s.words + c.part; i < s.words + s.slots && times != 0; i += c.parts) {
        if (s.rows[i] >= 0) {
            add_term(&sum, s.pairs[i].x, 0, times[(size_t)s.rows[i] * s.d + k]);
        }
    }
    for (int i = c.part; i < s.d && map != 0; i += c.parts) {
        add_term(&sum, s.state[i], 0, map[(size_t)i * s.d + k]);
    }
    return component_total(&sum);
}

/* The first state. */
static inline void look_up_question(Story s, __global const int* batch, __global const float* question, float initial,
                                    __global float* target) {
    // Batches of a constant question have no questions, and so no offsets of them.
    int first = question != 0 ? array_of(batch, QUESTION_OFFSETS)[s.number] : 0;
    int length = question != 0 ? array_of(batch, QUESTION_OFFSETS)[s.number + 1] - first : 0;
    __global const int* words = array_of(batch, QUESTION_WORDS) + first;
    Columns c = columns_of(s.d);
    for (int base = 0; base < s.d; base += c.columns) {
        int k = base + c.column;
        float own = 0;
        if (question != 0 && k < s.d) {
            Component sum = component_of(s.position, k);
            for (int i = c.part; i < length; i += c.parts) {
                add_term(&sum, s.position.base, tilt(s.position, i + 1, length), question[(size_t)words[i] * s.d + k]);
            }
            own = component_total(&sum);
        }
        float total = sum_over_parts(own, c, s.sums);
        if (c.part == 0 && k < s.d) {
            s.state[k] = question != 0 ? total : initial;
            target[k] = s.state[k];
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}

/* Each slot's p from the scores, into its pair, into weights and into target [n]. A work-item every size-th slot. */
static inline void weigh(Story s, int attention, int width, __global float* target) {
    float sum = 1;
    if (attention == 1) {
        int empty = width - s.slots;
        float top = empty > 0 ? 0 : -INFINITY;
        for (int i = local_index(); i < s.slots; i += group_size()) {
            top = maximum_or_nan(top, s.scores[i]);
        }
        top = group_maximum(top, s.sums);
        Sum own;
        clear(&own);
        for (int i = local_index(); i < s.slots; i += group_size()) {
            s.scores[i] = exp(s.scores[i] - top);
            add(&own, s.scores[i]);
        }
        sum = group_sum(total_of(&own), s.sums);
        if (empty > 0) { /* else exp(-top) may be infinite */
            sum += (float)empty * exp(-top);
        }
    }
    for (int i = local_index(); i < s.slots; i += group_size()) {
        float p = attention == 1 ? s.scores[i] / sum : s.scores[i];
        s.weights[i] = p;
        s.pairs[s.words + i] = (float2)(p, 0);
        target[i] = p;
    }
}

/* Each slot's ds from p in weights and dp in scores, into its pair, into weights and into target [n]. */
static inline void weigh_gradient(Story s, int attention, __global float* target) {
    float mean = 0;
    if (attention == 1) {
        Sum own;
        clear(&own);
        for (int i = local_index(); i < s.slots; i += group_size()) {
            add(&own, s.weights[i] * s.scores[i]);
        }
        mean = group_sum(total_of(&own), s.sums);
    }
    for (int i = local_index(); i < s.slots; i += group_size()) {
        float gradient = attention == 1 ? s.weights[i] * (s.scores[i] - mean) : s.scores[i];
        s.weights[i] = gradient;
        s.pairs[s.words + i] = (float2)(gradient, 0);
        target[i] = gradient;
    }
}

__kernel void story_forward(__global const int* batchBuffer, ulong batchFirst, int stories, int d, int hops,
                            int attention, int width, int firstRectified, int formula, int fixedLength,
                            float initial, __global const float* question, __global const float* map,
                            BUFFERS_8(const float, inputWord), BUFFERS_8(const float, inputTime),
                            BUFFERS_8(const float, outputWord), BUFFERS_8(const float, outputTime),
                            BUFFERS_8(float, weight), BUFFERS_8(float, state), __global float* state8,
                            __local float4* memory) {
    __global const float* inputWords[MAX_HOPS] = {LIST_8(inputWord)};
    __global const float* inputTimes[MAX_HOPS] = {LIST_8(inputTime)};
    __global const float* outputWords[MAX_HOPS] = {LIST_8(outputWord)};
    __global const float* outputTimes[MAX_HOPS] = {LIST_8(outputTime)};
    __global float* weights[MAX_HOPS] = {LIST_8(weight)};
    __global float* states[MAX_HOPS + 1] = {LIST_8(state), state8};
    __global const int* batch = batchBuffer + batchFirst;
    Story s = story_of(batch, stories, d, formula, fixedLength, (__local float*)memory);
    Columns c = columns_of(d);
    look_up_question(s, batch, question, initial, states[0] + (size_t)s.number * d); /* ends with a barrier */
    for (int hop = 0; hop < hops; hop++) {
        multiply_memory(s, inputWords[hop], inputTimes[hop], map);
        barrier(CLK_LOCAL_MEM_FENCE);
        add_up_scores(s, inputTimes[hop] != 0);
        barrier(CLK_LOCAL_MEM_FENCE);
        weigh(s, attention, width, weights[hop] + s.firstSlot);
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int word = local_index(); word < s.words; word += group_size()) {
            s.pairs[word] = coefficients_of(s, word, s.weights);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        __global float* next = states[hop + 1] + (size_t)s.number * d;
        for (int base = 0; base < d; base += c.columns) {
            int k = base + c.column;
            float own = k < d ? memory_component(s, outputWords[hop], outputTimes[hop], 0, k, c) : 0;
            float total = sum_over_parts(own, c, s.sums);
            if (c.part == 0 && k < d) {
                float x = (map == 0 ? s.state[k] : s.other[k]) + total;
                x = k >= firstRectified && x < 0 ? 0 : x;
                s.state[k] = x;
                next[k] = x;
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
}

__kernel void story_gradient(__global const int* batchBuffer, ulong batchFirst, int stories, int d, int hops,
                             int attention, int firstRectified, int formula, int fixedLength,
                             __global const float* map, __global const float* lastGradient, __global float* vectors,
                             __global float2* coefficients, __global float* slotGradients,
                             BUFFERS_8(const float, inputWord), BUFFERS_8(const float, inputTime),
                             BUFFERS_8(const float, outputWord), BUFFERS_8(const float, outputTime),
                             BUFFERS_8(const float, weight), BUFFERS_8(const float, state),
                             __global const float* state8, __local float4* memory) {
    __global const float* inputWords[MAX_HOPS] = {LIST_8(inputWord)};
    __global const float* inputTimes[MAX_HOPS] = {LIST_8(inputTime)};
    __global const float* outputWords[MAX_HOPS] = {LIST_8(outputWord)};
    __global const float* outputTimes[MAX_HOPS] = {LIST_8(outputTime)};
    __global const float* weights[MAX_HOPS] = {LIST_8(weight)};
    __global const float* states[MAX_HOPS + 1] = {LIST_8(state), state8};
    __global const int* batch = batchBuffer + batchFirst;
    Story s = story_of(batch, stories, d, formula, fixedLength, (__local float*)memory);
    Columns c = columns_of(d);
    size_t distinct = array_of(batch, DISTINCT_OFFSETS)[stories];
    size_t allSlots = array_of(batch, SLOT_OFFSETS)[stories];
    for (int k = local_index(); k < d; k += group_size()) {
        s.state[k] = lastGradient[(size_t)s.number * d + k];
    }
    for (int hop = hops - 1; hop >= 0; hop--) {
        __global float* g = vectors + ((size_t)hop * stories + s.number) * d;
        __global const float* next = states[hop + 1] + (size_t)s.number * d;
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int k = local_index(); k < d; k += group_size()) {
            s.state[k] = k >= firstRectified && next[k] <= 0 ? 0 : s.state[k];
            g[k] = s.state[k];
        }
        for (int i = local_index(); i < s.slots; i += group_size()) {
            s.weights[i] = weights[hop][s.firstSlot + i];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        multiply_memory(s, outputWords[hop], outputTimes[hop], 0);
        __global float2* ofOutput = coefficients + (2 * hop + 1) * distinct;
        for (int word = local_index(); word < s.words; word += group_size()) {
            ofOutput[s.order[word]] = coefficients_of(s, word, s.weights);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        add_up_scores(s, outputTimes[hop] != 0);
        barrier(CLK_LOCAL_MEM_FENCE);
        weigh_gradient(s, attention, slotGradients + hop * allSlots + s.firstSlot);
        barrier(CLK_LOCAL_MEM_FENCE);
        __global float2* ofInput = coefficients + 2 * hop * distinct;
        for (int word = local_index(); word < s.words; word += group_size()) {
            s.pairs[word] = coefficients_of(s, word, s.weights);
            ofInput[s.order[word]] = s.pairs[word];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int base = 0; base < d; base += c.columns) {
            int k = base + c.column;
            float own = k < d ? memory_component(s, inputWords[hop], inputTimes[hop], map, k, c) : 0;
            float total = sum_over_parts(own, c, s.sums);
            if (c.part == 0 && k < d) {
                s.other[k] = (map == 0 ? s.state[k] : 0) + total;
            }
        }
        __local float* done = s.state;
        s.state = s.other;
        s.other = done;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    __global float* first = vectors + ((size_t)hops * stories + s.number) * d;
    for (int k = local_index(); k < d; k += group_size()) {
        first[k] = s.state[k];
    }
}
