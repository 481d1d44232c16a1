package org.memn2n.ops.simd;

import java.util.List;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Tensor;

/** The floats behind a list of tables, refreshed from call to call without new memory. */
final class TableArrays {
    private static final float[] NO_TIMES = {};

    private float[][] words = {};
    private float[][] times = {};

    /** The tables, to be read, or written in any row. */
    void set(List<EmbeddingTable> tables) {
        set(tables, false);
    }

    /** As {@link #set(List)}; whoever writes to rows of words says which. */
    void setQuietly(List<EmbeddingTable> tables) {
        set(tables, true);
    }

    private void set(List<EmbeddingTable> tables, boolean quietly) {
        if (words.length != tables.size()) {
            words = new float[tables.size()][];
            times = new float[tables.size()][];
        }
        for (int t = 0; t < words.length; t++) {
            Tensor time = tables.get(t).times();
            SimdTensor table = SimdTensor.of(tables.get(t).words());
            words[t] = quietly ? table.quietValues() : table.values();
            times[t] = time == null ? NO_TIMES : SimdTensor.of(time).values();
        }
    }

    int count() {
        return words.length;
    }

    /** [V, stride]. */
    float[] words(int t) {
        return words[t];
    }

    /** [N, stride], if it {@link #isTimed}. */
    float[] times(int t) {
        return times[t];
    }

    boolean isTimed(int t) {
        return times[t] != NO_TIMES;
    }
}
