package org.memn2n.ops.scalar;

import org.memn2n.ops.DeviceException;
import org.memn2n.ops.HeapMemory;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Storage;
import org.memn2n.tensor.BFloat16;

/** A memory of the scalar backend: floats, rounded as its storage says, in arrays of many slots each. */
final class ScalarKeyValueMemory extends KeyValueMemory {
    private static final int FLOATS_OF_ARRAY = 1 << 20;

    private final int slotsOfArray;
    private float[][] keys;
    private float[][] values;

    ScalarKeyValueMemory(long slots, int dimension, Storage storage) {
        super(slots, dimension, storage);
        this.slotsOfArray = Math.max(1, FLOATS_OF_ARRAY / dimension);
        long arrays = (slots + slotsOfArray - 1) / slotsOfArray;
        if (arrays > Integer.MAX_VALUE - 8) {
            throw new OutOfDeviceMemoryException("scalar: a memory of " + slots + " slots of " + dimension
                    + " components needs more arrays than Java has; use a smaller one");
        }
        this.keys = arrays((int) arrays);
        this.values = arrays((int) arrays);
    }

    private float[][] arrays(int count) {
        return HeapMemory.take(
                () -> "scalar: one half of a memory of " + slots() + " slots of " + dimension() + " components",
                slots() * dimension() * Float.BYTES,
                () -> newArrays(count));
    }

    private float[][] newArrays(int count) {
        float[][] arrays = new float[count][];
        for (int i = 0; i < arrays.length; i++) {
            long left = slots() - (long) i * slotsOfArray;
            arrays[i] = new float[(int) Math.min(slotsOfArray, left) * dimension()];
        }
        return arrays;
    }

    /** The scalar memory behind a handle. */
    static ScalarKeyValueMemory of(KeyValueMemory memory) {
        if (memory instanceof ScalarKeyValueMemory scalar) {
            return scalar;
        }
        throw new DeviceException("a " + memory.getClass().getSimpleName()
                + " was handed to the scalar backend; a memory can only be used with the backend that made it");
    }

    void store(long firstSlot, float[] newKeys, float[] newValues) {
        for (int i = 0; i < newKeys.length; i++) {
            long slot = firstSlot + i / dimension();
            int place = place(slot) + i % dimension();
            keys[array(slot)][place] = rounded(newKeys[i]);
            values[array(slot)][place] = rounded(newValues[i]);
        }
    }

    private float rounded(float value) {
        return switch (storage()) {
            case FLOAT32 -> value;
            case BFLOAT16 -> BFloat16.round(value);
        };
    }

    private int array(long slot) {
        return (int) (slot / slotsOfArray);
    }

    /** Where the slot begins in its arrays. */
    int place(long slot) {
        return (int) (slot % slotsOfArray) * dimension();
    }

    /** The keys of the slot and of some around it. */
    float[] keys(long slot) {
        return keys[array(slot)];
    }

    /** The values of the slot and of some around it. */
    float[] values(long slot) {
        return values[array(slot)];
    }

    @Override
    public void close() {
        keys = new float[0][];
        values = new float[0][];
    }
}
