/*
 * The whole way of a story through the hops in one launch (paper equations 1 to 4, section 4.1), and back.
 *
 * Shapes: B stories, story b with n slots and D distinct words; K hops of at most 8; tables of words [V, d] and times
 * [N, d]; states [B, d]; weights [S], S slots of all stories; E distinct words of all stories together. attention: 0
 * linear, 1 softmax. Sums over words in place of memories as in story.cuh.
 *
 * story_forward   u = question's words under position encoding, or a constant. Each hop: p = softmax(u . m_i), over at
 *                 least width slots as in slots.cu, or the scores themselves; u = relu(H u + sum_i p_i c_i), without
 *                 map H: u; components from firstRectified on are cut. Writes p and u of every hop.
 * story_gradient  From lastGradient [B, d] and the results of story_forward back to the first state. For hop k:
 *                 g = gradient at its sum, cut where the ReLU cut; dp_i = g . c_i; ds by the gradient of the softmax,
 *                 or dp; gradient at its state: H^T g (without map: g) + sum_i ds_i m_i. Leaves, for story_tables.cu:
 *                 vectors [K+1, B, d]: g of each hop, then the gradient at the first state;
 *                 coefficients [2K, E] pairs: alpha and beta of hop k (made from ds) in row 2k, pi and rho (made from
 *                 p) in row 2k+1, each story's words in the places of DISTINCT_ORDER;
 *                 slotGradients [K, S]: ds.
 *
 * A block a story. Rows are shared out as in story.cuh; scores and coefficients: a group of 8 lanes a slot or word;
 * softmax: maximum and sum are found by each warp, then a thread every block-th slot. With d up to 128 there are 6
 * barriers a hop forward and 7 back, whatever the sizes, and 2 more for every 128 components more.
 *
 * Shared memory: 4 (128 warps + 2 d + 3 D + 5 n) bytes, d rounded up to 4, asked for at launch for the largest story;
 * and 400 bytes more. The host takes single operations where that is over 47 KiB (StoryPlan.java).
 *
 * A hop of a story moves 8 d (D + n) bytes of rows forward and as much back, most of them from the cache, and 8 bytes
 * for each place of a word (back: 12); 8 d D + 4 d n operations and about 20 for each place. A map adds 4 d^2 bytes
 * and 4 d^2 operations.
 *
 * A NaN reaches the results as in the single steps, and rows that do not occur are not read. An infinite entry of a
 * table may give NaN where single steps give an infinity.
 *
 * Block: 32 to 512 threads, a power of two (512 is good: B is small, so a story gets a multiprocessor and 128
 * registers a thread). Grid: B. Determinism: fixed order for a block size; no atomics.
 */
#include "common.cuh"
#include "story.cuh"

constexpr int STORY_BLOCK = 512;

/* What each hop reads and writes. Times may be null. */
struct StoryHops {
    const float* inputWords[MAX_HOPS];
    const float* inputTimes[MAX_HOPS];
    const float* outputWords[MAX_HOPS];
    const float* outputTimes[MAX_HOPS];
    float* weights[MAX_HOPS];
    float* states[MAX_HOPS + 1];
};
static_assert(sizeof(StoryHops) == 392, "the host passes 49 pointers");

/* Into shared memory, where a hop's number may pick: an argument indexed at run time would be copied by each thread. */
__device__ inline void share(const StoryHops& argument, StoryHops& hops) {
    if (threadIdx.x == 0) {
#pragma unroll
        for (int k = 0; k < MAX_HOPS; k++) {
            hops.inputWords[k] = argument.inputWords[k];
            hops.inputTimes[k] = argument.inputTimes[k];
            hops.outputWords[k] = argument.outputWords[k];
            hops.outputTimes[k] = argument.outputTimes[k];
            hops.weights[k] = argument.weights[k];
            hops.states[k] = argument.states[k];
        }
        hops.states[MAX_HOPS] = argument.states[MAX_HOPS];
    }
}

/* The block's story: its part of the batch, and its shared memory. */
struct Story {
    int number;
    int stories;
    int d;
    Weights position;
    int firstSlot;
    int slots;
    int firstWord; // of the distinct words
    int words;
    const int* sentences;    // [n + 1]
    const int* localWords;   // of the whole batch
    const int* order;        // [D]
    const int* placeOffsets; // [D + 1]
    const int* places;       // of the whole batch

    float* sums;    // [warps, PIECE]
    float* state;   // [d]
    float* other;   // [d]
    float2* pairs;  // [D + n] products with rows, then their coefficients
    float* scores;  // [n]
    float* weights; // [n]
    int* rows;      // [D + n] of the word tables, then of the time tables

    __device__ Story(const Batch& batch, int stories, int d, int formula, int fixedLength, float4* memory)
        : number(blockIdx.x), stories(stories), d(d), position(formula, fixedLength, d) {
        firstSlot = batch[SLOT_OFFSETS][number];
        slots = batch[SLOT_OFFSETS][number + 1] - firstSlot;
        firstWord = batch[DISTINCT_OFFSETS][number];
        words = batch[DISTINCT_OFFSETS][number + 1] - firstWord;
        sentences = batch[SENTENCE_OFFSETS] + firstSlot;
        localWords = batch[LOCAL_WORDS];
        order = batch[DISTINCT_ORDER] + firstWord;
        placeOffsets = batch[PLACE_OFFSETS] + firstWord;
        places = batch[PLACES];
        int padded = (d + 3) / 4 * 4;
        sums = reinterpret_cast<float*>(memory);
        state = sums + warp_count() * PIECE;
        other = state + padded;
        pairs = reinterpret_cast<float2*>(other + padded);
        scores = reinterpret_cast<float*>(pairs + words + slots);
        weights = scores + slots;
        rows = reinterpret_cast<int*>(weights + slots);
        for (int i = threadIdx.x; i < words; i += blockDim.x) {
            rows[i] = batch[DISTINCT_WORDS][firstWord + i];
        }
        for (int i = threadIdx.x; i < slots; i += blockDim.x) {
            rows[words + i] = batch[SLOT_TIMES][firstSlot + i];
        }
    }

};

/* The rows that a state meets in a hop: distinct words, times of the slots (null: none), and the map (null: none). */
struct Rows {
    const Story& s;
    const float* words;
    const float* times;
    const float* map;
    int timed; // how many rows come from times
    int count;

    __device__ Rows(const Story& s, const float* words, const float* times, const float* map)
        : s(s), words(words), times(times), map(map), timed(times == nullptr ? 0 : s.slots),
          count(s.words + timed + (map == nullptr ? 0 : s.d)) {}

    __device__ bool is_of_map(int i) const {
        return i >= s.words + timed;
    }

    /* Row i of all; null for a slot without a time. */
    __device__ const float* operator[](int i) const {
        if (i < s.words) {
            return words + s.rows[i] * s.d;
        }
        if (is_of_map(i)) {
            return map + (i - s.words - timed) * s.d;
        }
        return s.rows[i] < 0 ? nullptr : times + s.rows[i] * s.d;
    }
};

/* pairs[i] = products of state with the words and times; other = the map's product with it. */
__device__ inline void multiply_memory(const Story& s, const Rows& rows) {
    multiply_rows(
        s.state, s.d, s.position, rows.count, [&](int i) { return rows[i]; },
        [&](int i, float product, float tilted, bool again) {
            if (rows.is_of_map(i)) {
                float& mapped = s.other[i - s.words - rows.timed];
                mapped = again ? mapped + product : product;
            } else {
                float2 before = again ? s.pairs[i] : make_float2(0, 0);
                s.pairs[i] = make_float2(before.x + product, before.y + tilted);
            }
        });
}

/* scores[i] = the product of state with the i-th vector of the memory, from the pairs. A group a slot. */
__device__ inline void add_up_scores(const Story& s, bool timed) {
    for (int base = warp_index() * GROUPS; base < s.slots; base += warp_count() * GROUPS) {
        int slot = base + group_of_warp();
        Sum sum;
        if (slot < s.slots) {
            int first = s.sentences[slot];
            int length = s.sentences[slot + 1] - first;
#pragma unroll 1
            for (int j = group_lane(); j < length; j += GROUP) {
                float2 pair = s.pairs[s.localWords[first + j]];
                sum.add(s.position.base * pair.x + s.position.tilt(j + 1, length) * pair.y);
            }
        }
        float score = group_sum(sum.total());
        if (slot < s.slots && group_lane() == 0) {
            s.scores[slot] = score + (timed ? s.pairs[s.words + slot].x : 0);
        }
    }
}

/*
 * For each word base * (sum of valueOf(slot) where it stands), and the sum of value * tilt, to store. A group a word.
 */
template <typename ValueOf, typename Store>
__device__ inline void add_up_coefficients(const Story& s, ValueOf valueOf, Store store) {
    for (int first = warp_index() * GROUPS; first < s.words; first += warp_count() * GROUPS) {
        int word = first + group_of_warp();
        Sum plain;
        Sum tilted;
        int end = word < s.words ? s.placeOffsets[word + 1] : 0;
#pragma unroll 4
        for (int i = word < s.words ? s.placeOffsets[word] + group_lane() : 0; i < end; i += GROUP) {
            Place place = {static_cast<unsigned>(s.places[i])};
            float value = valueOf(place.slot());
            plain.add(value);
            tilted.add(value * s.position.tilt(place.position(), place.length()));
        }
        float plainSum = group_sum(plain.total());
        float tiltedSum = group_sum(tilted.total());
        if (word < s.words && group_lane() == 0) {
            store(word, make_float2(s.position.base * plainSum, tiltedSum));
        }
    }
}

/* Adds words and times with the coefficients in pairs, and the map's rows with the state. */
__device__ inline void add_memory(const Story& s, const Rows& rows, RowSum& sum) {
    sum.add(
        rows.count, [&](int i) { return rows[i]; },
        [&](int i) { return rows.is_of_map(i) ? make_float2(s.state[i - s.words - rows.timed], 0) : s.pairs[i]; });
}

/* The first state. */
__device__ inline void look_up_question(const Story& s, const Batch& batch, const float* question, float constant,
                                        float* target) {
    if (question == nullptr) {
        for (int k = threadIdx.x; k < s.d; k += blockDim.x) {
            s.state[k] = constant;
            target[k] = constant;
        }
        __syncthreads();
        return;
    }
    int first = batch[QUESTION_OFFSETS][s.number];
    int length = batch[QUESTION_OFFSETS][s.number + 1] - first;
    const int* words = batch[QUESTION_WORDS] + first;
    sum_rows(
        s.d, s.position, s.sums,
        [&](RowSum& sum) {
            sum.add(
                length, [&](int i) { return question + words[i] * s.d; },
                [&](int i) { return make_float2(s.position.base, s.position.tilt(i + 1, length)); });
        },
        [&](int k, float total) {
            s.state[k] = total;
            target[k] = total;
        });
}

/* Each slot's p from the scores, into its pair and into target [n]. */
__device__ inline void weigh(const Story& s, int attention, int width, float* target) {
    auto keep = [&](int slot, float p) {
        s.pairs[s.words + slot] = make_float2(p, 0);
        target[slot] = p;
    };
    if (attention == 1) {
        StorySoftmax softmax(s.scores, s.slots, width);
        for (int i = threadIdx.x; i < s.slots; i += blockDim.x) {
            keep(i, softmax.of(s.scores[i]));
        }
    } else {
        for (int i = threadIdx.x; i < s.slots; i += blockDim.x) {
            keep(i, s.scores[i]);
        }
    }
}

/* Each slot's ds from p in weights and dp in scores, into its pair and into target [n]. Warps as in StorySoftmax. */
__device__ inline void weigh_gradient(const Story& s, int attention, float* target) {
    Sum own;
    for (int i = lane_index(); i < s.slots && attention == 1; i += WARP) {
        own.add(s.weights[i] * s.scores[i]);
    }
    float mean = warp_reduce(own.total(), Add());
    for (int i = threadIdx.x; i < s.slots; i += blockDim.x) {
        float gradient = attention == 1 ? s.weights[i] * (s.scores[i] - mean) : s.scores[i];
        s.pairs[s.words + i] = make_float2(gradient, 0);
        target[i] = gradient;
    }
}

/* All hops, from the first state. */
__device__ inline void forward(const Story& s, const StoryHops& hops, int count, int attention, int width,
                               int firstRectified, const float* map) {
    for (int hop = 0; hop < count; hop++) {
        Rows input(s, hops.inputWords[hop], hops.inputTimes[hop], map);
        multiply_memory(s, input);
        __syncthreads();
        add_up_scores(s, input.timed > 0);
        __syncthreads();
        weigh(s, attention, width, hops.weights[hop] + s.firstSlot);
        __syncthreads();
        add_up_coefficients(
            s, [&](int slot) { return s.pairs[s.words + slot].x; },
            [&](int word, float2 pair) { s.pairs[word] = pair; });
        __syncthreads();
        Rows output(s, hops.outputWords[hop], hops.outputTimes[hop], nullptr);
        float* next = hops.states[hop + 1] + s.number * s.d;
        sum_rows(
            s.d, s.position, s.sums, [&](RowSum& sum) { add_memory(s, output, sum); },
            [&](int k, float total) {
                float x = (map == nullptr ? s.state[k] : s.other[k]) + total;
                x = k >= firstRectified && x < 0 ? 0 : x;
                s.state[k] = x;
                next[k] = x;
            });
    }
}

/* What story_gradient leaves for the tables. */
struct GradientParts {
    float* vectors;
    float2* coefficients;
    float* slotGradients;
    int distinct; // of all stories
    int slots;    // of all stories
};

/* All hops, from the gradient at the last state. */
__device__ inline void gradient(Story& s, const StoryHops& hops, int count, int attention, int firstRectified,
                                const float* map, const GradientParts& parts) {
    for (int hop = count - 1; hop >= 0; hop--) {
        float* g = parts.vectors + (hop * s.stories + s.number) * s.d;
        const float* next = hops.states[hop + 1] + s.number * s.d;
        for (int k = threadIdx.x; k < s.d; k += blockDim.x) {
            float kept = k >= firstRectified && next[k] <= 0 ? 0 : s.state[k];
            s.state[k] = kept;
            g[k] = kept;
        }
        for (int i = threadIdx.x; i < s.slots; i += blockDim.x) {
            s.weights[i] = hops.weights[hop][s.firstSlot + i];
        }
        __syncthreads();

        Rows output(s, hops.outputWords[hop], hops.outputTimes[hop], nullptr);
        multiply_memory(s, output);
        float2* ofOutput = parts.coefficients + static_cast<size_t>(2 * hop + 1) * parts.distinct;
        add_up_coefficients(
            s, [&](int slot) { return s.weights[slot]; },
            [&](int word, float2 pair) { ofOutput[s.order[word]] = pair; });
        __syncthreads();
        add_up_scores(s, output.timed > 0);
        __syncthreads();
        weigh_gradient(s, attention, parts.slotGradients + hop * parts.slots + s.firstSlot);
        __syncthreads();
        float2* ofInput = parts.coefficients + static_cast<size_t>(2 * hop) * parts.distinct;
        add_up_coefficients(
            s, [&](int slot) { return s.pairs[s.words + slot].x; },
            [&](int word, float2 pair) {
                s.pairs[word] = pair;
                ofInput[s.order[word]] = pair;
            });
        __syncthreads();

        Rows input(s, hops.inputWords[hop], hops.inputTimes[hop], map);
        sum_rows(
            s.d, s.position, s.sums, [&](RowSum& sum) { add_memory(s, input, sum); },
            [&](int k, float total) { s.other[k] = (map == nullptr ? s.state[k] : 0) + total; });
        float* done = s.state;
        s.state = s.other;
        s.other = done;
    }
    float* first = parts.vectors + (count * s.stories + s.number) * s.d;
    for (int k = threadIdx.x; k < s.d; k += blockDim.x) {
        first[k] = s.state[k];
    }
}

extern "C" __global__ void __launch_bounds__(STORY_BLOCK, 1)
story_forward(const int* batch, int stories, int d, int hops, int attention, int width, int firstRectified,
              int formula, int fixedLength, float constant, const float* question, const float* map,
              StoryHops argument) {
    DYNAMIC_SHARED(float4, memory);
    __shared__ StoryHops shared;
    if (blockIdx.x >= static_cast<unsigned>(stories)) {
        return;
    }
    share(argument, shared);
    Batch arrays = {batch};
    Story s(arrays, stories, d, formula, fixedLength, memory);
    look_up_question(s, arrays, question, constant, argument.states[0] + s.number * d); // ends with a barrier
    forward(s, shared, hops, attention, width, firstRectified, map);
}

extern "C" __global__ void __launch_bounds__(STORY_BLOCK, 1)
story_gradient(const int* batch, int stories, int d, int hops, int attention, int firstRectified, int formula,
               int fixedLength, const float* map, const float* lastGradient, float* vectors, float2* coefficients,
               float* slotGradients, StoryHops argument) {
    DYNAMIC_SHARED(float4, memory);
    __shared__ StoryHops shared;
    if (blockIdx.x >= static_cast<unsigned>(stories)) {
        return;
    }
    share(argument, shared);
    Batch arrays = {batch};
    Story s(arrays, stories, d, formula, fixedLength, memory);
    for (int k = threadIdx.x; k < d; k += blockDim.x) {
        s.state[k] = lastGradient[s.number * d + k];
    }
    __syncthreads();
    int distinct = arrays[DISTINCT_OFFSETS][stories];
    int allSlots = arrays[SLOT_OFFSETS][stories];
    GradientParts parts = {vectors, coefficients, slotGradients, distinct, allSlots};
    gradient(s, shared, hops, attention, firstRectified, map, parts);
}
