/*
 * Which slots of a large memory a query looks at most: the count best scores x . m_i, best first, of equals the slot
 * with the smaller number first; a score that is not a number comes before all others, so that it is found.
 *
 * Shapes: queries [Q, d]; keys [N, d] as memory.clh stores them; bestSlots and bestScores [Q, length], of which the
 * first found are there and the next count, at most 128, are looked for: those that come after the last found. So any
 * number is found in turns of 128. Partial lists: slots and scores [Q, splits, count].
 *
 * top_slots        the best of each split. A group a query and split; a work-item a slot at a time. The group's list in
 *                  local memory is sorted; where a slot comes before the last of it, the places of all entries, old and
 *                  new, are counted: an entry's place is the number of those before it. Groups: x Q, y splits.
 * top_slots_merge  the best of the splits' lists, in the same way. Groups: x Q.
 *
 * Local memory: 24 bytes for each of 128 entries and of the work-items. Determinism: the order of slots is total, so the
 * result does not depend on who compares. No atomics on floats.
 */
#include "memory.clh"

#define LIST_LENGTH 128
#define ENTRIES (LIST_LENGTH + MAX_GROUP)
#define NO_SLOT 0x7fffffffffffffffL

/* A slot and its score. */
typedef struct {
    float score;
    long slot;
} Entry;

static inline bool is_before(Entry a, Entry b) {
    bool odd = a.score != a.score;
    bool otherOdd = b.score != b.score;
    bool same = odd || otherOdd ? odd && otherOdd : a.score == b.score;
    return same ? a.slot < b.slot : odd || (!otherOdd && a.score > b.score);
}

/* What comes after every slot. */
static inline Entry nothing_found(void) {
    Entry entry = {-INFINITY, NO_SLOT};
    return entry;
}

/* The best entries so far, sorted, and behind them one that each work-item offers; and where the next list is made. */
typedef struct {
    __local float* scores; /* [ENTRIES] */
    __local long* slots;   /* [ENTRIES] */
    __local float* nextScores;
    __local long* nextSlots;
    __local int* wanted;
    int count;
} Best;

static inline Entry entry_of(const Best* best, int i) {
    Entry entry = {best->scores[i], best->slots[i]};
    return entry;
}

/* An empty list. */
static inline void clear_list(Best* best) {
    for (int i = local_index(); i < best->count; i += group_size()) {
        best->scores[i] = -INFINITY;
        best->slots[i] = NO_SLOT;
    }
    if (local_index() == 0) {
        *best->wanted = 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}

/* Takes an entry of each work-item. All must call it. */
static inline void offer(Best* best, Entry entry) {
    if (is_before(entry, entry_of(best, best->count - 1))) {
        atomic_max(best->wanted, 1);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    bool isWanted = *best->wanted != 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (!isWanted) {
        return;
    }
    int entries = best->count + group_size();
    best->scores[best->count + local_index()] = entry.score;
    best->slots[best->count + local_index()] = entry.slot;
    if (local_index() == 0) {
        *best->wanted = 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int i = local_index(); i < entries; i += group_size()) {
        Entry own = entry_of(best, i);
        int place = 0; /* how many come before; of equals, which are no slots, those with a smaller number */
        for (int other = 0; other < entries; other++) {
            Entry that = entry_of(best, other);
            place += is_before(that, own) || (other < i && !is_before(own, that));
        }
        if (place < best->count) {
            best->nextScores[place] = own.score;
            best->nextSlots[place] = own.slot;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    __local float* scores = best->scores;
    __local long* slots = best->slots;
    best->scores = best->nextScores;
    best->slots = best->nextSlots;
    best->nextScores = scores;
    best->nextSlots = slots;
}

static inline void write_list(const Best* best, __global float* scores, __global long* slots) {
    for (int i = local_index(); i < best->count; i += group_size()) {
        scores[i] = best->scores[i];
        slots[i] = best->slots[i];
    }
}

__kernel void top_slots(int storage, int d, long slots, long slotsPerSplit, __global const void* keys,
                        __global const float* queries, int length, int found, int count,
                        __global const float* bestScores, __global const long* bestSlots, __global float* partScores,
                        __global long* partSlots) {
    __local float scores[2 * ENTRIES];
    __local long numbers[2 * ENTRIES];
    __local int wanted;
    Best best = {scores, numbers, scores + ENTRIES, numbers + ENTRIES, &wanted, count};
    clear_list(&best);
    long query = group_index();
    long split = get_group_id(1);
    long first = split * slotsPerSplit;
    long end = min(first + slotsPerSplit, slots);
    Entry limit = {0, 0};
    if (found > 0) {
        limit.score = bestScores[query * length + found - 1];
        limit.slot = bestSlots[query * length + found - 1];
    }
    size_t pitch = row_numbers(storage, d);
    __global const float* row = queries + query * d;
    for (long base = first; base < end; base += group_size()) {
        Entry entry = nothing_found();
        long slot = base + local_index();
        if (slot < end) {
            float4 even = 0;
            float4 odd = 0;
            for (int k = 0; k < d; k += 8) {
                even = multiply_add(quad_of(row, k, d), stored_quad(keys, storage, slot * pitch + k), even);
                if (k + 4 < d) {
                    odd = multiply_add(quad_of(row, k + 4, d), stored_quad(keys, storage, slot * pitch + k + 4), odd);
                }
            }
            Entry own = {sum_of_quad(even) + sum_of_quad(odd), slot};
            if (found == 0 || is_before(limit, own)) {
                entry = own;
            }
        }
        offer(&best, entry);
    }
    long target = (query * (long)get_num_groups(1) + split) * count;
    write_list(&best, partScores + target, partSlots + target);
}

__kernel void top_slots_merge(int entries, int length, int found, int count, __global const float* partScores,
                              __global const long* partSlots, __global float* bestScores,
                              __global long* bestSlots) {
    __local float scores[2 * ENTRIES];
    __local long numbers[2 * ENTRIES];
    __local int wanted;
    Best best = {scores, numbers, scores + ENTRIES, numbers + ENTRIES, &wanted, count};
    clear_list(&best);
    long query = group_index();
    for (int base = 0; base < entries; base += group_size()) {
        Entry entry = nothing_found();
        int i = base + local_index();
        if (i < entries) {
            entry.score = partScores[query * entries + i];
            entry.slot = partSlots[query * entries + i];
        }
        offer(&best, entry);
    }
    long target = query * length + found;
    write_list(&best, bestScores + target, bestSlots + target);
}
