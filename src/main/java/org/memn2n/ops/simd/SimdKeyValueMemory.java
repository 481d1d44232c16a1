package org.memn2n.ops.simd;

import org.memn2n.ops.DeviceException;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Storage;
import org.memn2n.tensor.BFloat16;

/**
 * A memory of the SIMD backend: blocks of slots, each stored as the {@link Tile} reads it, so that nothing is packed when
 * it is read. Keys are the right side of {@code x m^T}: panels whose columns are slots, for a piece of the
 * components after the other. Values are the right side of
 * {@code p c}: panels whose columns are components.
 */
final class SimdKeyValueMemory extends KeyValueMemory {
    /** Slots of a block: with 256 queries and 128 components, its keys, values and scores fit the second cache. */
    static final int BLOCK = 128;

    /** Components that are multiplied in one go: longer sums are made of several, which keeps their error small. */
    private static final int PIECE = 256;

    /** Stands for no memory at hand. */
    static final SimdKeyValueMemory EMPTY = new SimdKeyValueMemory(0, 1, Storage.FLOAT32);

    private final int keyFloats;
    private final int valueWidth;

    /** For each block its keys and values; of the two only the arrays of the storage are there. */
    private float[][] keys = {};

    private float[][] values = {};
    private short[][] roundedKeys = {};
    private short[][] roundedValues = {};

    SimdKeyValueMemory(long slots, int dimension, Storage storage) {
        super(slots, dimension, storage);
        this.keyFloats = BLOCK * dimension;
        this.valueWidth = panels(dimension) * Tile.COLUMNS;
        long blocks = (slots + BLOCK - 1) / BLOCK;
        long most = Integer.MAX_VALUE - 8;
        if (blocks > most || (long) BLOCK * valueWidth > most) {
            throw new OutOfDeviceMemoryException("simd: a memory of " + slots + " slots of " + dimension
                    + " components needs more arrays, or larger ones, than Java has; use a smaller one");
        }
        try {
            allocate((int) blocks);
        } catch (OutOfMemoryError e) {
            close();
            throw new OutOfDeviceMemoryException("simd: a memory of " + slots + " slots of " + dimension
                    + " components as " + storage + " does not fit the Java heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; give it more with -Xmx, store it as "
                    + Storage.BFLOAT16 + ", or use a smaller one");
        }
    }

    private void allocate(int blocks) {
        switch (storage()) {
            case FLOAT32 -> {
                keys = new float[blocks][];
                values = new float[blocks][];
                for (int i = 0; i < blocks; i++) {
                    keys[i] = new float[keyFloats];
                    values[i] = new float[count(i) * valueWidth];
                }
            }
            case BFLOAT16 -> {
                roundedKeys = new short[blocks][];
                roundedValues = new short[blocks][];
                for (int i = 0; i < blocks; i++) {
                    roundedKeys[i] = new short[keyFloats];
                    roundedValues[i] = new short[count(i) * valueWidth];
                }
            }
        }
    }

    private static int panels(int columns) {
        return (columns + Tile.COLUMNS - 1) / Tile.COLUMNS;
    }

    /** The SIMD memory behind a handle. */
    static SimdKeyValueMemory of(KeyValueMemory memory) {
        if (memory instanceof SimdKeyValueMemory simd) {
            return simd;
        }
        throw new DeviceException("a " + memory.getClass().getSimpleName()
                + " was handed to the simd backend; a memory can only be used with the backend that made it");
    }

    int blocks() {
        return (int) ((slots() + BLOCK - 1) / BLOCK);
    }

    /** The slots of a block: fewer in the last. */
    int count(int block) {
        return (int) Math.min(BLOCK, slots() - (long) block * BLOCK);
    }

    void store(long firstSlot, float[] newKeys, float[] newValues) {
        int d = dimension();
        for (int i = 0; i < newKeys.length / d; i++) {
            long slot = firstSlot + i;
            int block = (int) (slot / BLOCK);
            int row = (int) (slot % BLOCK);
            int panel = count(block) * Tile.COLUMNS;
            for (int k = 0; k < d; k++) {
                int value = k / Tile.COLUMNS * panel + row * Tile.COLUMNS + k % Tile.COLUMNS;
                put(block, keyPlace(row, k), newKeys[i * d + k], keys, roundedKeys);
                put(block, value, newValues[i * d + k], values, roundedValues);
            }
        }
    }

    private int keyPlace(int row, int k) {
        int piece = k / PIECE * PIECE;
        int length = Math.min(PIECE, dimension() - piece);
        return piece * BLOCK + (row / Tile.COLUMNS * length + k - piece) * Tile.COLUMNS + row % Tile.COLUMNS;
    }

    /**
     * The scores of queries and the slots of a block.
     *
     * @param x queries [count, stride] from {@code x0} on
     * @param block what {@link #keys} gave
     * @param scores [count, {@link #BLOCK}], written
     * @param tile memory of {@link Tile#SIZE} floats
     */
    void score(float[] x, int x0, int stride, int count, float[] block, int slots, float[] scores, float[] tile) {
        for (int from = 0; from < dimension(); from += PIECE) {
            int length = Math.min(PIECE, dimension() - from);
            Tile.multiply(
                    x, x0 + from, stride, count, length, block, from * BLOCK, slots, scores, 0, BLOCK, from > 0, tile);
        }
    }

    private void put(int block, int at, float number, float[][] whole, short[][] rounded) {
        switch (storage()) {
            case FLOAT32 -> whole[block][at] = number;
            case BFLOAT16 -> rounded[block][at] = BFloat16.of(number);
        }
    }

    /** For each piece of the components [piece, COLUMNS] for each panel of slots; zeros beyond the last slot. {@code room} has space for them. */
    float[] keys(int block, float[] room) {
        return switch (storage()) {
            case FLOAT32 -> keys[block];
            case BFLOAT16 -> widened(roundedKeys[block], room);
        };
    }

    /** [{@link #count}, COLUMNS] for each panel of components. {@code room} has space for them. */
    float[] values(int block, float[] room) {
        return switch (storage()) {
            case FLOAT32 -> values[block];
            case BFLOAT16 -> widened(roundedValues[block], room);
        };
    }

    private static float[] widened(short[] numbers, float[] room) {
        for (int i = 0; i < numbers.length; i++) {
            room[i] = BFloat16.toFloat(numbers[i]);
        }
        return room;
    }

    /** Floats that are enough for the keys or the values of a block. */
    int room() {
        return BLOCK * Math.max(valueWidth, dimension());
    }

    @Override
    public void close() {
        keys = new float[0][];
        values = new float[0][];
        roundedKeys = new short[0][];
        roundedValues = new short[0][];
    }
}
