package org.memn2n.ops.scalar;

import org.memn2n.ops.Backend;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;

/** The reference on the CPU. One thread for each {@link Ops}. */
public final class ScalarBackend implements Backend {
    private final Precision precision;

    /** A reference that stores floats, or doubles for checking gradients by differences. */
    public ScalarBackend(Precision precision) {
        this.precision = precision;
    }

    @Override
    public String name() {
        return ScalarProvider.NAME;
    }

    @Override
    public String device() {
        return "scalar reference on the CPU (" + System.getProperty("os.arch") + ", Java "
                + System.getProperty("java.version") + ")";
    }

    @Override
    public Ops newOps() {
        return new Ops(newKernels());
    }

    /** The operations without the checks of {@link Ops}, for tests that plant errors in them. */
    public Kernels newKernels() {
        return new ScalarKernels(precision);
    }

    @Override
    public void close() {}
}
