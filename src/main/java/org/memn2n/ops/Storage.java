package org.memn2n.ops;

/** How the numbers of a {@link KeyValueMemory} are stored; arithmetic is the same for all. */
public enum Storage {
    /** As they are, 4 bytes a number. */
    FLOAT32(4),
    /** Rounded to the nearest brain float when stored, 2 bytes a number: half the memory, half the time to read it. */
    BFLOAT16(2);

    private final int bytes;

    Storage(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }
}
