/*
 * Which slots of a large memory a query looks at most: the count best scores x . m_i, best first, of equals the slot
 * with the smaller number first; a score that is not a number comes before all others, so that it is found.
 *
 * Shapes: queries [Q, d]; keys [N, d] as memory.cuh stores them; bestSlots and bestScores [Q, length], of which the
 * first found are there and the next count, at most 128, are looked for: those that come after the last found. So any
 * number is found in turns of 128. Partial lists: slots and scores [Q, splits, count].
 *
 * top_slots        the best of each split. A block of 128 threads a query and split; scores as in attend_1, a lane a
 *                  score. Each warp keeps a sorted list in registers, an entry a lane and place; a score that comes
 *                  before the last of them is put in its place by the whole warp. Then the first warp takes the others'
 *                  lists in their order. Grid: x Q, y splits. 38 KiB shared. Moves N d * (4 or 2) bytes a query;
 *                  2 N d operations and, for scores in random order, count (1 + log(slots / count)) insertions a warp.
 * top_slots_merge  the best of the splits' lists, in the same way; a block of 256 threads a query. 12 KiB shared.
 *                  Grid: Q.
 *
 * Determinism: the order of slots is total, so the result does not depend on who compares. No atomics.
 */
#include "common.cuh"
#include "memory.cuh"

constexpr int TOP_THREADS = 128;
constexpr int TOP_BLOCKS = 4;
constexpr int MERGE_THREADS = 256;
constexpr int PLACES = 4;                // entries of a lane
constexpr int LIST_LENGTH = WARP * PLACES;
constexpr int SLOTS_OF_LANE = 8;
constexpr long long NO_SLOT = 0x7fffffffffffffffLL;

/* A slot and its score. */
struct Entry {
    float score;
    long long slot;

    __device__ bool before(const Entry& other) const {
        bool odd = score != score;
        bool otherOdd = other.score != other.score;
        bool same = odd || otherOdd ? odd && otherOdd : score == other.score;
        return same ? slot < other.slot : odd || (!otherOdd && score > other.score);
    }
};

__device__ inline Entry from_lane(const Entry& entry, int lane) {
    return {__shfl_sync(ALL_LANES, entry.score, lane), __shfl_sync(ALL_LANES, entry.slot, lane)};
}

/* By number, not by address, so that entries stay in registers. */
__device__ inline Entry choose(bool first, const Entry& a, const Entry& b) {
    return {first ? a.score : b.score, first ? a.slot : b.slot};
}

/* The best entries that a warp has met, sorted: place p of lane l is number 32 p + l. */
struct Best {
    Entry entries[PLACES];
    Entry last; // of those that count, in every lane
    int count;

    __device__ explicit Best(int count) : last({-INFINITY, NO_SLOT}), count(count) {
#pragma unroll
        for (int p = 0; p < PLACES; p++) {
            entries[p] = last;
        }
    }

    /* Takes one entry a lane, if it is one; called by the whole warp. */
    __device__ void offer(const Entry& entry, bool present) {
        unsigned waiting = __ballot_sync(ALL_LANES, present && entry.before(last));
        while (waiting != 0) {
            Entry next = from_lane(entry, __ffs(waiting) - 1);
            waiting &= waiting - 1;
            if (next.before(last)) {
                insert(next);
            }
        }
    }

    __device__ void insert(const Entry& entry) {
        int place = 0;
#pragma unroll
        for (int p = 0; p < PLACES; p++) {
            place += __popc(__ballot_sync(ALL_LANES, entries[p].before(entry)));
        }
#pragma unroll
        for (int p = PLACES - 1; p >= 0; p--) {
            int own = p * WARP + lane_index();
            Entry left = {__shfl_up_sync(ALL_LANES, entries[p].score, 1),
                          __shfl_up_sync(ALL_LANES, entries[p].slot, 1)};
            Entry carried = from_lane(entries[p == 0 ? 0 : p - 1], WARP - 1);
            Entry shifted = choose(lane_index() == 0, carried, left);
            entries[p] = choose(own < place, entries[p], choose(own == place, entry, shifted));
        }
#pragma unroll
        for (int p = 0; p < PLACES; p++) {
            Entry candidate = from_lane(entries[p], (count - 1) % WARP);
            last = choose((count - 1) / WARP == p, candidate, last);
        }
    }
};

/*
 * Merges the warps' lists and writes the best. All threads of the block; scores and slots [warps, LIST_LENGTH] are
 * shared memory.
 */
__device__ inline void write_best(Best& best, float* scores, long long* slots, float* targetScores,
                                  long long* targetSlots) {
#pragma unroll
    for (int p = 0; p < PLACES; p++) {
        int place = warp_index() * LIST_LENGTH + p * WARP + lane_index();
        scores[place] = best.entries[p].score;
        slots[place] = best.entries[p].slot;
    }
    __syncthreads();
    if (warp_index() == 0) {
        for (int other = LIST_LENGTH; other < warp_count() * LIST_LENGTH; other += WARP) {
            best.offer({scores[other + lane_index()], slots[other + lane_index()]}, true);
        }
#pragma unroll
        for (int p = 0; p < PLACES; p++) {
            int place = p * WARP + lane_index();
            if (place < best.count) {
                targetScores[place] = best.entries[p].score;
                targetSlots[place] = best.entries[p].slot;
            }
        }
    }
}

struct alignas(16) TopShared {
    float query[LARGEST_DIMENSION];
    float scores[TOP_THREADS / WARP * LIST_LENGTH];
    long long slots[TOP_THREADS / WARP * LIST_LENGTH];
};

/* Offers all slots of the block's split that come after the limit. */
template <typename Storage>
__device__ inline void offer_split(int d, const void* keys, const float* query, long long first, int count,
                                   bool limited, const Entry& limit, float* shared, Best& best) {
    constexpr int TILE = GROUPS * SLOTS_OF_LANE;
    constexpr int STEP = TOP_THREADS / WARP * TILE;
    int passes = pass_count<Storage>(d);
    load_queries<Storage, 1>(query, 0, 1, d, passes * pass_components<Storage>(), shared);
    __syncthreads();

    int tile = warp_index() * TILE;
    const typename Storage::Vector* rows = static_cast<const typename Storage::Vector*>(keys);
    KeyStream<Storage, SLOTS_OF_LANE> stream(rows + (first + tile) * row_vectors<Storage>(d), count - tile, d, passes,
                                             STEP);
    typename Storage::Vector vectors[SLOTS_OF_LANE];
    stream.next(vectors);
#pragma unroll 1
    for (; tile < count; tile += STEP) {
        float scores[SLOTS_OF_LANE] = {0, 0, 0, 0, 0, 0, 0, 0};
#pragma unroll 1
        for (int pass = 0; pass < passes; pass++) {
            const float* part = shared + pass * pass_components<Storage>() + part_index() * 4;
            add_products<Storage, 1, SLOTS_OF_LANE>(vectors, part, 0, scores);
            stream.next(vectors);
        }
        sum_parts(scores);
        int slot = tile + group_index() + GROUPS * part_index();
        Entry entry = {scores[0], first + slot};
        best.offer(entry, slot < count && (!limited || limit.before(entry)));
    }
}

extern "C" __global__ void __launch_bounds__(TOP_THREADS, TOP_BLOCKS)
top_slots(int storage, int d, long long slots, long long slotsPerSplit, const void* keys, const float* queries,
          int length, int found, int count, const float* bestScores, const long long* bestSlots, float* partScores,
          long long* partSlots) {
    __shared__ TopShared shared;
    int query = blockIdx.x;
    long long first = blockIdx.y * slotsPerSplit;
    int own = static_cast<int>(min(slotsPerSplit, slots - first));
    Entry limit = {0, 0};
    if (found > 0) {
        long long lastFound = static_cast<long long>(query) * length + found - 1;
        limit = {bestScores[lastFound], bestSlots[lastFound]};
    }
    Best best(count);
    const float* row = queries + static_cast<long long>(query) * d;
    if (storage == BFLOAT16_STORAGE) {
        offer_split<BFloat16>(d, keys, row, first, own, found > 0, limit, shared.query, best);
    } else {
        offer_split<Float32>(d, keys, row, first, own, found > 0, limit, shared.query, best);
    }
    long long target = (static_cast<long long>(query) * gridDim.y + blockIdx.y) * count;
    write_best(best, shared.scores, shared.slots, partScores + target, partSlots + target);
}

extern "C" __global__ void __launch_bounds__(MERGE_THREADS, 1)
top_slots_merge(int entries, int length, int found, int count, const float* partScores, const long long* partSlots,
                float* bestScores, long long* bestSlots) {
    __shared__ float scores[MERGE_THREADS / WARP * LIST_LENGTH];
    __shared__ long long slots[MERGE_THREADS / WARP * LIST_LENGTH];
    long long first = static_cast<long long>(blockIdx.x) * entries;
    Best best(count);
    for (int base = warp_index() * WARP; base < entries; base += blockDim.x) {
        int i = base + lane_index();
        bool present = i < entries;
        long long place = first + (present ? i : 0);
        best.offer({partScores[place], partSlots[place]}, present);
    }
    long long target = static_cast<long long>(blockIdx.x) * length + found;
    write_best(best, scores, slots, bestScores + target, bestSlots + target);
}
