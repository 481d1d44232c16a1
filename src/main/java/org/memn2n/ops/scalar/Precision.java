package org.memn2n.ops.scalar;

/** What a tensor of the scalar backend can hold. Sums are in double either way. */
public enum Precision {
    /** Floats: every stored result is rounded once, as on all other backends. */
    SINGLE {
        @Override
        void round(double[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                values[i] = (float) values[i];
            }
        }
    },
    /** Doubles, for checking gradients by differences. */
    DOUBLE {
        @Override
        void round(double[] values, int from, int to) {}
    };

    /** Rounds what an operation has stored in {@code values[from .. to)}. */
    abstract void round(double[] values, int from, int to);
}
