package org.memn2n.data;

/**
 * How a story is laid out in memory slots.
 *
 * @param memorySize N, the most sentences kept
 * @param timeRows how the age of a sentence is told
 * @param firstTimeWord id of the time word of the newest sentence, that of age t having the id
 *     {@code firstTimeWord + t}; used with {@link TimeRows#WORD} only
 */
public record MemoryLayout(int memorySize, TimeRows timeRows, int firstTimeWord) {
    /** Checks the numbers. */
    public MemoryLayout {
        if (memorySize < 0) {
            throw new IllegalArgumentException("found the memory size " + memorySize + ", expected 0 or more");
        }
        if (timeRows == TimeRows.WORD && firstTimeWord < 1) {
            throw new IllegalArgumentException(
                    "found the first time word " + firstTimeWord + ", expected 1 or more: word 0 is the null word");
        }
    }

    /** How many of the oldest sentences of a story of this length are dropped. */
    public int dropped(int sentences) {
        return Math.max(0, sentences - memorySize);
    }
}
